//! A log made in memory with `seal` and `tlog`, and every kind of tampering by its name.

mod fixture;

use fixture::{Fixture, Sealing};

use super::*;

fn outcome(fixture: &Fixture) -> Outcome {
    verify(&fixture.document(), &fixture.proof(), &fixture.key()).unwrap()
}

fn faults(fixture: &Fixture) -> Vec<Fault> {
    let outcome = outcome(fixture);
    assert_eq!(outcome.verdict, Verdict::Invalid);
    outcome.faults
}

fn whats(outcome: &Outcome) -> Vec<What> {
    outcome.slices.iter().map(|slice| slice.what).collect()
}

#[test]
fn an_untouched_document_is_complete_and_says_what_is_withheld() {
    let outcome = outcome(&Fixture::new());
    assert_eq!(outcome.faults, []);
    assert_eq!(outcome.verdict, Verdict::Complete);
    assert_eq!(whats(&outcome), [What::Shown, What::Shown, What::Withheld]);
    assert_eq!(outcome.slices[1].text, "十月收入一万二千元，支出八千元，结余四千…");
    let says = outcome.says.unwrap();
    assert_eq!((says.issuer.as_str(), says.edition), ("柳湾村村民委员会", 1));
    assert_eq!(outcome.log.size, Some(5));
}

#[test]
fn a_reader_with_rights_is_shown_the_withheld_slice() {
    let fixture = Fixture { shown: vec![0, 1, 2], ..Fixture::new() };
    let outcome = outcome(&fixture);
    assert_eq!(outcome.verdict, Verdict::Complete);
    assert_eq!(whats(&outcome), [What::Shown, What::Shown, What::Shown, What::Withheld]);
}

#[test]
fn a_public_slice_left_out_is_missing() {
    let fixture = Fixture { shown: vec![0], ..Fixture::new() };
    let outcome = outcome(&fixture);
    assert_eq!(outcome.verdict, Verdict::Incomplete);
    assert_eq!(whats(&outcome), [What::Shown, What::Missing, What::Withheld]);
}

#[test]
fn an_altered_slice_is_named_and_the_others_are_still_told() {
    let mut fixture = Fixture::new();
    fixture.alter_slice(1, "十月收入九千元");
    let outcome = outcome(&fixture);
    assert!(matches!(outcome.faults.as_slice(), [Fault::Slices(_)]), "{:?}", outcome.faults);
    assert_eq!(whats(&outcome), [What::Shown, What::Altered, What::Withheld]);
    assert!(outcome.slices[1].text.starts_with("十月收入九千元"));
}

#[test]
fn an_altered_signed_part_is_another_document_and_breaks_the_seal() {
    let mut fixture = Fixture::new();
    let at = fixture.jwt.find('.').unwrap() + 20;
    let other = if fixture.jwt.as_bytes()[at] == b'A' { "B" } else { "A" };
    fixture.jwt.replace_range(at..=at, other);
    let faults = faults(&fixture);
    assert!(faults.contains(&Fault::EntryOfAnotherDocument), "{faults:?}");
    assert!(faults.iter().any(|fault| matches!(fault, Fault::Sealed(_))), "{faults:?}");
}

#[test]
fn a_document_sealed_again_by_another_key_is_refused() {
    let fixture = Fixture::sealed(Sealing { forger: true, ..Sealing::default() });
    let faults = faults(&fixture);
    assert!(faults.iter().any(|fault| matches!(fault, Fault::Sealed(_))), "{faults:?}");
}

#[test]
fn another_logs_checkpoint_is_refused() {
    let fixture = Fixture::new();
    let other = tlog::note::Signer::new(fixture::ORIGIN, &[99; 32]).unwrap().verifier().clone();
    let outcome = verify(&fixture.document(), &fixture.proof(), &other).unwrap();
    assert!(matches!(outcome.faults.as_slice(), [Fault::Checkpoint(_)]));
    assert_eq!((outcome.verdict, outcome.log.size), (Verdict::Invalid, None));
}

#[test]
fn a_flipped_root_is_refused() {
    let fixture = Fixture::new();
    let proof = fixture.proof();
    let root = proof.lines().rev().find(|line| line.len() == 44 && line.ends_with('=')).unwrap();
    let flipped = if root.starts_with('A') { "B" } else { "A" }.to_owned() + &root[1..];
    let proof = proof.replace(root, &flipped);
    let outcome = verify(&fixture.document(), &proof, &fixture.key()).unwrap();
    assert!(matches!(outcome.faults.as_slice(), [Fault::Checkpoint(_)]), "{:?}", outcome.faults);
}

#[test]
fn an_entry_that_is_not_in_the_log_is_refused() {
    let mut fixture = Fixture::new();
    fixture.extra.entry = fixture.extra.entry.replace("seq 0000000001", "seq 0000000002");
    assert_eq!(faults(&fixture), [Fault::EntryNotInLog]);
    let moved = Fixture { index: 3, ..Fixture::new() };
    assert_eq!(faults(&moved), [Fault::EntryNotInLog]);
}

#[test]
fn an_act_that_the_entry_does_not_commit_to_is_refused() {
    let mut fixture = Fixture::new();
    fixture.extra.act = fixture.extra.act.replace("\"edition\":1", "\"edition\":2");
    assert_eq!(faults(&fixture), [Fault::ActNotCommitted]);
    let mut fixture = Fixture::new();
    fixture.extra.salt = "00".repeat(32);
    assert_eq!(faults(&fixture), [Fault::ActNotCommitted]);
}

#[test]
fn an_act_that_is_no_publication_is_refused() {
    let kind = domain::act::Kind::Withdraw;
    let fixture = Fixture::sealed(Sealing { kind, ..Sealing::default() });
    assert_eq!(faults(&fixture), [Fault::NoPublication]);
}

#[test]
fn an_act_of_another_edition_is_refused() {
    let fixture = Fixture::sealed(Sealing { act_edition: 2, ..Sealing::default() });
    assert_eq!(faults(&fixture), [Fault::ActOfAnotherEdition]);
}

#[test]
fn a_document_that_names_another_log_is_refused() {
    let fixture = Fixture::sealed(Sealing { log: "elsewhere.example", ..Sealing::default() });
    assert_eq!(faults(&fixture), [Fault::AnotherLog]);
}

#[test]
fn a_key_that_the_log_does_not_hold_is_refused() {
    let mut fixture = Fixture::new();
    fixture.extra.key.index = 2;
    assert_eq!(faults(&fixture), [Fault::KeyNotInLog]);
    let mut fixture = Fixture::new();
    fixture.extra.key.act = fixture.extra.key.act.replace("柳湾村", "石桥村");
    assert_eq!(faults(&fixture), [Fault::KeyNotCommitted]);
}

#[test]
fn an_act_in_the_log_that_registers_no_key_is_refused() {
    let mut fixture = Fixture::new();
    fixture.point_key_at(2);
    assert_eq!(faults(&fixture), [Fault::NoRegistration]);
}

#[test]
fn a_key_registered_after_the_publication_is_refused() {
    let fixture = Fixture::sealed(Sealing { key_last: true, ..Sealing::default() });
    assert_eq!(faults(&fixture), [Fault::KeyRegisteredLater]);
}

#[test]
fn a_key_of_another_organization_is_refused() {
    let fixture =
        Fixture::sealed(Sealing { key_owner: "石桥村村民委员会", ..Sealing::default() });
    assert_eq!(faults(&fixture), [Fault::KeyOfAnotherOrganization]);
}

#[test]
fn what_is_neither_document_nor_receipt_is_unreadable() {
    let fixture = Fixture::new();
    let key = fixture.key();
    assert!(matches!(verify("", &fixture.proof(), &key), Err(Unreadable::Document)));
    assert!(matches!(verify(&fixture.document(), "", &key), Err(Unreadable::Proof(_))));
    let bare = fixture.proof();
    let bare: Vec<&str> = bare.lines().filter(|line| !line.starts_with("extra ")).collect();
    let bare = bare.join("\n") + "\n";
    assert!(matches!(verify(&fixture.document(), &bare, &key), Err(Unreadable::Extra(_))));
}

#[test]
fn the_words_name_each_kind_of_slice_in_both_languages() {
    use crate::cli::Language;
    let outcome = outcome(&Fixture { shown: vec![0], ..Fixture::new() });
    let zh = words::tell(&outcome, Language::Zh);
    for part in ["不完整", "出示", "未出示", "缺失", "个人隐私", "不能证明", "没有更正或撤回"]
    {
        assert!(zh.contains(part), "{part}: {zh}");
    }
    let en = words::tell(&outcome, Language::En);
    for part in ["incomplete", "shown", "withheld", "missing", "third party", "no later edition"] {
        assert!(en.contains(part), "{part}: {en}");
    }
}

#[test]
fn what_a_terminal_would_obey_is_not_repeated() {
    let mut fixture = Fixture::new();
    fixture.alter_slice(1, "\u{1b}[2J有效\u{202e}");
    let told = words::tell(&outcome(&fixture), crate::cli::Language::Zh);
    assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told:?}");
}
