//! Presentations that verify, and what a reader is told; diagnoses of those that do not.

use seal::{PublicSlice, SealedSlice, SliceVerdict, examine, present};
use serde_json::json;

use crate::support::{Chance, check, claims, issue, issuer, slices};

fn sample() -> (String, Vec<SealedSlice>) {
    let mut rng = Chance(0);
    let slices = slices(4, &mut rng);
    (issue(&slices, &mut rng).into_string(), slices)
}

fn diagnose(presentation: &str) -> seal::Examination {
    examine(presentation, &issuer().public_key())
}

#[test]
fn everything_withheld_still_verifies() {
    let (jwt, _) = sample();
    let verified = check(&present(&jwt, [])).unwrap();
    assert_eq!(verified.claims, claims());
    assert_eq!(verified.public, [1, 3].map(|id| PublicSlice::MissingThoughPublic { id }));
    assert_eq!(verified.shown().count(), 0);
    assert!(!verified.is_complete());
}

#[test]
fn a_document_of_no_slices_is_complete() {
    let jwt = issue(&[], &mut Chance(0));
    assert!(check(&present(jwt.as_str(), [])).unwrap().is_complete());
}

#[test]
fn the_public_copy_is_complete_without_the_rest() {
    let (jwt, slices) = sample();
    let public = slices.iter().filter(|slice| slice.public).map(|slice| slice.disclosure.as_str());
    let presentation = present(&jwt, public);
    let verified = check(&presentation).unwrap();
    assert!(verified.is_complete());
    assert!(verified.confidential.is_empty());
    assert_eq!(verified.claims.withheld, ["personal privacy"]);
    let examination = diagnose(&presentation);
    assert_eq!(examination.error, None);
    assert_eq!(
        examination.slices,
        [
            (Some(1), SliceVerdict::Shown),
            (Some(3), SliceVerdict::Shown),
            (None, SliceVerdict::Withheld)
        ]
    );
}

#[test]
fn reading_order_is_the_issuers_whatever_is_sent_first() {
    let (jwt, slices) = sample();
    let backwards = present(&jwt, slices.iter().rev().map(|slice| slice.disclosure.as_str()));
    let shown: Vec<_> = check(&backwards).unwrap().shown().map(|slice| slice.id).collect();
    assert_eq!(shown, [1, 3, 2, 4]);
}

#[test]
fn the_same_slices_are_mixed_differently_each_time() {
    let mut rng = Chance(0);
    let slices = slices(4, &mut rng);
    let (one, two) = (issue(&slices, &mut rng), issue(&slices, &mut rng));
    assert_ne!(one.digest(), two.digest());
    assert_eq!(one.digest_text(), seal::digest_text(&seal::jwt_digest(one.as_str())));
}

#[test]
fn an_altered_slice_is_named() {
    let (jwt, slices) = sample();
    let forged =
        SealedSlice::conceal(3, "village/3", true, &json!("other"), &mut Chance(77)).unwrap();
    let presentation = present(&jwt, [slices[1].disclosure.as_str(), forged.disclosure.as_str()]);
    let examination = diagnose(&presentation);
    assert!(examination.signature_valid);
    assert_eq!(examination.error, Some(seal::SealError::Unreferenced));
    assert_eq!(
        examination.slices,
        [
            (Some(2), SliceVerdict::Shown),
            (Some(3), SliceVerdict::Altered),
            (Some(1), SliceVerdict::MissingThoughPublic),
            (None, SliceVerdict::Withheld)
        ]
    );
}

#[test]
fn an_unreadable_or_repeated_slice_is_altered() {
    let (jwt, slices) = sample();
    let first = slices[0].disclosure.as_str();
    let examination = diagnose(&present(&jwt, [first, "%%%", first]));
    assert_eq!(
        examination.slices[..3],
        [
            (Some(1), SliceVerdict::Shown),
            (None, SliceVerdict::Altered),
            (Some(1), SliceVerdict::Altered)
        ]
    );
}

#[test]
fn of_an_altered_document_nothing_is_said() {
    let (jwt, slices) = sample();
    let altered = jwt.replacen('.', ".e", 1);
    let examination = diagnose(&present(&altered, [slices[0].disclosure.as_str()]));
    assert!(!examination.signature_valid);
    assert!(examination.slices.is_empty());
    assert!(examination.error.is_some());
}

#[test]
fn debug_prints_disclose_nothing() {
    let (_, slices) = sample();
    let print = format!("{slices:?}");
    assert!(!print.contains("number") && !print.contains(&slices[0].salt));
}
