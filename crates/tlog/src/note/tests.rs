//! The rules of a note, one by one, and the vectors of the specification and of Go's `x/mod`.

use super::*;

const SPEC_VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const SPEC_NOTE: &str = "This is an example message.\n\n— example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

const GO_VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SEED: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n";
const GO_SIGNATURE: &str = "— PeterNeumann \
    x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn signer(name: &str, seed: u8) -> Signer {
    Signer::new(name, &[seed; 32]).unwrap()
}

fn signed(text: &str, signers: &[&Signer]) -> String {
    let mut note = Note::new(text).unwrap();
    for signer in signers {
        note.push(signer.sign(&note));
    }
    note.to_string()
}

fn keys(signers: &[&Signer]) -> Vec<Verifier> {
    signers.iter().map(|signer| signer.verifier().clone()).collect()
}

fn malformed(note: &str) -> bool {
    matches!(Note::parse(note.as_bytes()), Err(TlogError::Malformed { .. }))
}

#[test]
fn the_note_of_the_specification_opens() {
    let verifier: Verifier = SPEC_VKEY.parse().unwrap();
    assert_eq!((verifier.name(), verifier.key_id()), ("example.com/foo", 0x530d_903a));
    assert_eq!(verifier.to_string(), SPEC_VKEY);
    let (text, names) = open(SPEC_NOTE.as_bytes(), &[verifier]).unwrap();
    assert_eq!(
        (text.as_str(), names),
        ("This is an example message.\n", vec!["example.com/foo".into()])
    );
    assert_eq!(Note::parse(SPEC_NOTE.as_bytes()).unwrap().to_string(), SPEC_NOTE);
}

#[test]
fn the_published_test_key_of_go_signs_the_same_bytes() {
    let seed = crate::line::base64(GO_SEED).unwrap()[1..].try_into().unwrap();
    let signer = Signer::new("PeterNeumann", &seed).unwrap();
    assert_eq!(signer.verifier().to_string(), GO_VKEY);
    assert_eq!(signed(GO_TEXT, &[&signer]), format!("{GO_TEXT}\n{GO_SIGNATURE}"));
}

#[test]
fn each_known_name_is_told_once_and_unknown_lines_are_passed_over() {
    let (log, witness, stranger) = (signer("log", 1), signer("witness", 2), signer("other", 3));
    let note = signed("text\n", &[&stranger, &log, &witness, &log]);
    let (_, names) = open(note.as_bytes(), &keys(&[&witness, &log])).unwrap();
    assert_eq!(names, ["log", "witness"]);
    assert_eq!(open(note.as_bytes(), &keys(&[&signer("log", 9)])), Err(TlogError::NotSigned));
    assert_eq!(open(note.as_bytes(), &[]), Err(TlogError::NotSigned));
}

/// The id is only four bytes: a stranger may share it, or the name, and is still a stranger.
#[test]
fn a_line_that_shares_only_name_or_id_is_unknown() {
    let log = signer("log", 1);
    let mut note = Note::parse(signed("text\n", &[&log]).as_bytes()).unwrap();
    note.push(Signature::new("log".into(), 7, vec![0; 64]));
    note.push(Signature::new("renamed".into(), log.verifier().key_id(), vec![0; 2420]));
    assert!(open(note.to_string().as_bytes(), &keys(&[&log])).is_ok());
}

#[test]
fn one_failing_known_line_condemns_the_note() {
    let (log, witness) = (signer("log", 1), signer("witness", 2));
    for bytes in [vec![0; 64], vec![0; 63], vec![0; 65], vec![1]] {
        let mut note = Note::parse(signed("text\n", &[&log]).as_bytes()).unwrap();
        note.push(Signature::new("witness".into(), witness.verifier().key_id(), bytes));
        let note = note.to_string();
        let failing = Err(TlogError::BadSignature { name: "witness".into() });
        assert_eq!(open(note.as_bytes(), &keys(&[&log, &witness])), failing);
        assert!(open(note.as_bytes(), &keys(&[&log])).is_ok());
    }
}

#[test]
fn any_altered_byte_of_the_text_is_noticed() {
    let log = signer("log", 1);
    let note = signed("some text\n", &[&log]);
    for place in 0.."some text".len() {
        let mut altered = note.clone().into_bytes();
        altered[place] ^= 1;
        assert!(open(&altered, &keys(&[&log])).is_err(), "{place}");
    }
}

#[test]
fn the_last_blank_line_ends_the_text() {
    let log = signer("log", 1);
    let inner = signed("inner\n", &[&signer("other", 2)]);
    for text in ["\n", "a\n\nb\n", "a\n\n", inner.as_str(), "é\u{7f}\n"] {
        let (opened, _) = open(signed(text, &[&log]).as_bytes(), &keys(&[&log])).unwrap();
        assert_eq!(opened, text);
    }
}

#[test]
fn a_malformed_note_is_refused() {
    let line = "— a AAAAAAA=\n";
    assert!(!malformed(&format!("t\n\n{line}")));
    let bad = [
        String::new(),
        "\n".into(),
        "\n\n".into(),
        "t\n".into(),
        "t\n\n".into(),
        "t\n\n\n".into(),
        format!("t\n{line}"),
        format!("t\n\n{line}\n"),
        format!("\n{line}"),
        format!("t\n\n{}", line.trim_end()),
        format!("t\r\n\n{line}"),
        format!("t\t\n\n{line}"),
        format!("t\0\n\n{line}"),
        format!("t\n\n{line}x\n"),
        "t\n\n- a AAAAAAA=\n".into(),
        "t\n\n—  AAAAAAA=\n".into(),
        "t\n\n— a  AAAAAAA=\n".into(),
        "t\n\n— a AAAAAAA= \n".into(),
        "t\n\n— a+b AAAAAAA=\n".into(),
        "t\n\n— a\u{a0}b AAAAAAA=\n".into(),
        "t\n\n— a\n".into(),
        "t\n\n— a AAAAAA==\n".into(),
        "t\n\n— a AAAAAAA\n".into(),
        "t\n\n— a AAAAAAB=\n".into(),
        "t\n\n— a !AAAAAA=\n".into(),
        "t\n\n— a \n".into(),
        " t\n\n — a AAAAAAA=\n".into(),
    ];
    for note in bad {
        assert!(malformed(&note), "{note:?}");
    }
    assert!(Note::parse(b"t\xff\n\n\xe2\x80\x94 a AAAAAAA=\n").is_err());
    assert!(["", "no line feed", "tab\t\n"].iter().all(|text| Note::new(text).is_err()));
}

#[test]
fn sixteen_long_signatures_pass_and_a_flood_does_not() {
    let log = signer("log", 1);
    let mut note = Note::parse(signed("text\n", &[&log]).as_bytes()).unwrap();
    (0..15).for_each(|id| note.push(Signature::new("pq".into(), id, vec![7; 5000])));
    assert!(open(note.to_string().as_bytes(), &keys(&[&log])).is_ok());
    (0..84).for_each(|id| note.push(Signature::new("pq".into(), id, vec![7; 64])));
    assert!(open(note.to_string().as_bytes(), &keys(&[&log])).is_ok());
    note.push(Signature::new("pq".into(), 0, vec![7; 64]));
    let too_large =
        |note: &str| matches!(Note::parse(note.as_bytes()), Err(TlogError::TooLarge { .. }));
    assert!(too_large(&note.to_string()));
    assert!(too_large(&signed(&format!("{}\n", "x".repeat(MAX_NOTE_BYTES)), &[&log])));
}

#[test]
fn a_malformed_key_is_refused() {
    let bad = [
        "",
        "+",
        "++",
        "a+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
    ];
    for vkey in bad {
        assert!(vkey.parse::<Verifier>().is_err(), "{vkey}");
    }
    for name in ["", "a b", "a+b", "a\nb", "a\u{3000}b", "a\u{1}b"] {
        assert!(Signer::new(name, &[1; 32]).is_err(), "{name:?}");
    }
    // A key of small order would verify signatures that nobody made.
    assert!(Verifier::new("a", &[0; 32]).is_err());
    assert!(Verifier::new("a", &[2; 32]).is_err());
}

#[test]
fn a_signer_does_not_show_its_seed() {
    let shown = format!("{:?}", signer("log", 0xab));
    assert!(shown.contains("log") && !shown.contains("171, 171"), "{shown}");
    assert!(!shown.contains("abab"), "{shown}");
}
