use super::*;

fn shared(confirmed: bool, last_step: i64) -> Authenticator {
    let confirmed = confirmed.then_some(Micros(0));
    Authenticator { secret: b"12345678901234567890".to_vec(), confirmed, last_step }
}

/// RFC 6238 appendix B, SHA-1, the last six of the eight digits.
#[test]
fn the_codes_are_those_of_the_specification() {
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ] {
        let now = Micros(seconds * 1_000_000);
        assert_eq!(code_at(&shared(true, 0).secret, now), code);
        assert_eq!(step_of(&shared(true, 0), code, now), Some(seconds / 30));
    }
}

#[test]
fn a_code_counts_for_its_step_and_the_neighbours_and_once() {
    let at = |step: i64| Micros(step * 30_000_000);
    let code = code_at(&shared(true, 0).secret, at(1000));
    for step in [999, 1000, 1001] {
        assert_eq!(step_of(&shared(true, 0), &code, at(step)), Some(1000));
    }
    for step in [998, 1002] {
        assert_eq!(step_of(&shared(true, 0), &code, at(step)), None);
    }
    assert_eq!(step_of(&shared(true, 1000), &code, at(1000)), None);
    assert_eq!(
        step_of(&shared(true, 999), &format!("{} {}", &code[..3], &code[3..]), at(1000)),
        Some(1000)
    );
    for odd in ["", "12345", "1234567", "+12345", "12345a"] {
        assert_eq!(step_of(&shared(true, 0), odd, at(1000)), None, "{odd}");
    }
}

#[test]
fn a_recovery_code_is_read_as_people_type_it_and_is_one_persons() {
    let person = |n| PersonId::from_slice(&[n; 16]).unwrap();
    let hash = recovery_hash(person(1), "ABCD-EFGH-JKLM");
    assert_eq!(recovery_hash(person(1), " abcd efgh jklm "), hash);
    assert_ne!(recovery_hash(person(2), "ABCD-EFGH-JKLM"), hash);
    assert_ne!(recovery_hash(person(1), "ABCD-EFGH-JKLN"), hash);
}
