//! Findings that the clerk lets stand with a reason. A reviewer, another person, accepts each.

use super::{Finding, Strength};
use crate::disclosure::{Draft, Override};

/// Overrides without a reason, and those that match nothing any more.
pub(super) fn check(draft: &Draft, findings: &[Finding]) -> Vec<Finding> {
    let mut more = Vec::new();
    for each in &draft.overrides {
        let used = findings.iter().any(|finding| is_for(each, finding));
        if !used {
            more.push(Finding::warns("override_unused", None, each.found.as_str()));
        } else if each.reason.trim().is_empty() {
            more.push(Finding::blocks("override_no_reason", None, each.found.as_str()));
        }
        if super::is_private(&each.reason) {
            more.push(Finding::blocks("override_private", None, each.found.as_str()));
        }
    }
    more
}

fn is_for(each: &Override, finding: &Finding) -> bool {
    finding.strength == Strength::NeedsReason
        && each.check == finding.check
        && each.found == finding.found
}

/// The findings that still stand: all but those that a reason was given for.
pub fn standing<'f>(findings: &'f [Finding], overrides: &[Override]) -> Vec<&'f Finding> {
    let given = |finding: &Finding| {
        overrides.iter().any(|each| is_for(each, finding) && !each.reason.trim().is_empty())
    };
    findings.iter().filter(|finding| !given(finding)).collect()
}

/// Whether the draft may be proposed: nothing blocks, and what needs a reason has one.
pub fn may_go_on(findings: &[Finding], overrides: &[Override]) -> bool {
    standing(findings, overrides).iter().all(|finding| finding.strength == Strength::Warns)
}

/// The override that a finding would need, for the reason that the clerk gives.
pub fn overriding(finding: &Finding, reason: &str) -> Option<Override> {
    (finding.strength == Strength::NeedsReason).then(|| Override {
        check: finding.check.to_owned(),
        found: finding.found.clone(),
        reason: reason.to_owned(),
    })
}
