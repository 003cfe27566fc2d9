//! Files that go out with the edition follow the rules of a slice.

use super::{Finding, Ground};
use crate::disclosure::Draft;

pub(super) fn check(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let title = draft.slices.iter().find(|slice| slice.body.is_title());
    let mut findings = Vec::new();
    for attached in &draft.attachments {
        let width = attached.scope.width();
        let mut block = |check| {
            findings.push(Finding::blocks(check, None, attached.file_name.as_str()));
        };
        if !attached.scope.is_public() && attached.ground.is_none() {
            block("attachment_no_ground");
        }
        if ground.widest.is_some_and(|widest| width < widest.width()) {
            block("attachment_wider_than_item");
        }
        if title.is_some_and(|title| width < title.scope.width()) {
            block("attachment_wider_than_title");
        }
        match ground.inspected.get(&attached.id) {
            Some(inspected) => {
                findings.extend(crate::attachment::findings(attached, inspected, ground.rules));
            }
            None => {
                let name = attached.file_name.as_str();
                findings.push(Finding::blocks("attachment_lost", None, name));
            }
        }
    }
    findings
}
