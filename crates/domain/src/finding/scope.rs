//! Does each scope fit: a ground for what is withheld, nothing wider than the item or the title?

use super::{Finding, Ground};
use crate::disclosure::Draft;

pub(super) fn check(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let title = draft.slices.iter().find(|slice| slice.body.is_title());
    let mut findings = Vec::new();
    for (at, slice) in draft.slices.iter().enumerate() {
        if !slice.scope.is_public() && slice.ground.is_none() {
            findings.push(Finding::blocks("no_ground", Some(at), slice.scope.word()));
        }
        if ground.widest.is_some_and(|widest| slice.scope.width() < widest.width()) {
            findings.push(Finding::blocks("wider_than_item", Some(at), slice.scope.word()));
        }
        if title.is_some_and(|title| slice.scope.width() < title.scope.width()) {
            findings.push(Finding::blocks("wider_than_title", Some(at), slice.scope.word()));
        }
    }
    findings
}
