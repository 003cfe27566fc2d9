//! A true presentation changed in one place never verifies as anything, and never panics.

use seal::{examine, present};

use crate::support::{Chance, check, issue, issuer, slices};

fn presentation() -> String {
    let mut rng = Chance(0);
    let slices = slices(4, &mut rng);
    let jwt = issue(&slices, &mut rng);
    present(jwt.as_str(), slices.iter().map(|slice| slice.disclosure.as_str()))
}

/// Each place gets one character that decodes, the separators, and some that belong nowhere.
#[test]
fn no_single_character_can_be_exchanged() {
    let original = presentation();
    assert!(check(&original).is_ok());
    for (at, old) in original.char_indices() {
        let new = if old == 'A' { 'B' } else { 'A' };
        for new in [new, '~', '.', '=', '\u{e9}', '\0'].into_iter().filter(|new| *new != old) {
            let changed = format!("{}{new}{}", &original[..at], &original[at + 1..]);
            assert!(check(&changed).is_err(), "{at} {new:?}");
        }
    }
}

#[test]
fn no_character_can_be_left_out_or_added() {
    let original = presentation();
    for at in (0..original.len()).step_by(3) {
        let shorter = format!("{}{}", &original[..at], &original[at + 1..]);
        let longer = format!("{}A{}", &original[..at], &original[at..]);
        assert!(check(&shorter).is_err(), "{at}");
        assert!(check(&longer).is_err(), "{at}");
    }
}

/// A presentation may end after any disclosure: that is leaving slices out, and the table of
/// contents tells.
#[test]
fn a_presentation_cut_short_is_refused_or_incomplete() {
    let original = presentation();
    for end in 0..original.len() {
        if let Ok(verified) = check(&original[..end]) {
            assert!(original[..end].ends_with('~'));
            assert!(verified.shown().count() < 4);
        }
    }
}

#[test]
fn random_changes_never_panic() {
    let original = presentation().into_bytes();
    let mut state = 1_u64;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % bound
    };
    for _ in 0..3_000 {
        let mut changed = original.clone();
        for _ in 0..=next(3) {
            let (from, to) = (next(changed.len()), next(changed.len()));
            match next(3) {
                0 => changed.swap(from, to),
                1 => drop(changed.drain(from.min(to)..from.max(to))),
                _ => changed.insert(from, b"~.=A{\"["[next(7)]),
            }
            changed.push(b'~');
        }
        let text = String::from_utf8_lossy(&changed);
        let examination = examine(&text, &issuer().public_key());
        assert_eq!(examination.error, check(&text).err());
    }
}
