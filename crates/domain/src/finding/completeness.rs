//! Is everything there that a reader needs: an item, one title, a text, a reason for a correction?

use super::{Finding, Ground};
use crate::disclosure::{Draft, is_date};
use crate::slice::Body;

pub(super) fn check(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !ground.has_item {
        findings.push(Finding::blocks("no_item", None, ""));
    }
    let titles = draft.slices.iter().filter(|slice| slice.body.is_title()).count();
    if titles == 0 || draft.title().trim().is_empty() {
        findings.push(Finding::blocks("no_title", None, ""));
    }
    if titles > 1 {
        findings.push(Finding::blocks("title_twice", None, titles.to_string()));
    }
    if draft.slices.len() == titles {
        findings.push(Finding::blocks("no_text", None, ""));
    }
    if ground.corrects && draft.reason.trim().is_empty() {
        findings.push(Finding::blocks("no_reason", None, ""));
    }
    if let Some(day) = draft.fact_on.as_deref().filter(|day| !is_date(day)) {
        findings.push(Finding::blocks("bad_date", None, day));
    }
    for (at, slice) in draft.slices.iter().enumerate() {
        match &slice.body {
            Body::Elided { .. } => findings.push(Finding::warns("elided", Some(at), "……")),
            body if body.text().trim().is_empty() => {
                findings.push(Finding::blocks("empty_slice", Some(at), ""));
            }
            _ => {}
        }
    }
    findings
}
