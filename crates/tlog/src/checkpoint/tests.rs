use super::*;

const ROOT: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

fn signer(name: &str) -> Signer {
    Signer::new(name, &[1; 32]).unwrap()
}

#[test]
fn a_checkpoint_is_three_lines() {
    let checkpoint = Checkpoint::new("a.example/1", 70_000, [0; 32]).unwrap();
    let text = format!("a.example/1\n70000\n{ROOT}\n");
    assert_eq!(checkpoint.to_string(), text);
    assert_eq!(text.parse(), Ok(checkpoint.clone()));
    assert_eq!((checkpoint.origin(), checkpoint.size()), ("a.example/1", 70_000));
    assert_eq!(checkpoint.root(), &[0; 32]);
}

#[test]
fn foreign_origins_and_extensions_are_read() {
    let text = format!("go.sum database tree\n0\n{ROOT}\nextension 1\nextension 2\n");
    let checkpoint: Checkpoint = text.parse().unwrap();
    assert_eq!((checkpoint.origin(), checkpoint.size()), ("go.sum database tree", 0));
    assert!(!checkpoint.to_string().contains("extension"));
}

#[test]
fn a_malformed_checkpoint_is_refused() {
    let bad = [
        "".into(),
        "\n".into(),
        "a\n".into(),
        "a\n1\n".into(),
        format!("a\n1\n{ROOT}"),
        format!("\n1\n{ROOT}\n"),
        format!("a\n01\n{ROOT}\n"),
        format!("a\n+1\n{ROOT}\n"),
        format!("a\n-1\n{ROOT}\n"),
        format!("a\n\n{ROOT}\n"),
        format!("a\n1\n{ROOT}\n\n"),
        format!("a\n1\n{ROOT}\n\nx\n"),
        format!("a\n1\n {ROOT}\n"),
        format!("a\r\n1\n{ROOT}\n"),
        format!("a\n1\n{}\n", ROOT.trim_end_matches('=')),
        "a\n1\nAAAA\n".into(),
        format!("a\n9223372036854775809\n{ROOT}\n"),
        format!("a\n18446744073709551616\n{ROOT}\n"),
        format!("a\n1\n{ROOT}\nx\ty\n"),
    ];
    for text in bad {
        assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
    }
    for origin in ["", "a b", "a+b", "a\nb"] {
        assert!(Checkpoint::new(origin, 0, [0; 32]).is_err(), "{origin:?}");
    }
    assert!(Checkpoint::new("a", MAX_SIZE, [0; 32]).is_ok());
    assert!(Checkpoint::new("a", MAX_SIZE + 1, [0; 32]).is_err());
}

#[test]
fn a_signed_checkpoint_opens_for_its_own_origin_alone() {
    let (log, witness) = (signer("a"), signer("w"));
    let checkpoint = Checkpoint::new("a", 5, [3; 32]).unwrap();
    let note = checkpoint.sign(&[&log, &witness]).unwrap();
    let keys = [log.verifier().clone()];
    assert_eq!(Checkpoint::open(note.as_bytes(), "a", &keys), Ok(checkpoint));
    assert_eq!(Checkpoint::open(note.as_bytes(), "b", &keys), Err(TlogError::WrongOrigin));
    let altered = note.replacen("\n5\n", "\n6\n", 1);
    let bad = Err(TlogError::BadSignature { name: "a".into() });
    assert_eq!(Checkpoint::open(altered.as_bytes(), "a", &keys), bad);
    assert_eq!(Checkpoint::open(note.as_bytes(), "a", &[]), Err(TlogError::NotSigned));
}
