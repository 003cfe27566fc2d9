//! What stands in the way of a proposal. One check per file; all findings are returned at once,
//! each with where it is and a message key `finding.*` that says what, why and how to mend.

mod completeness;
mod field;
mod privacy;
mod scope;
mod secrecy;
mod size;

use serde::{Deserialize, Serialize};

use crate::disclosure::Draft;
use crate::scope::Scope;

pub use field::{Field, Rules};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Shown; the proposal goes on.
    Warns,
    /// The edition cannot be proposed.
    Blocks,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Last part of the message key.
    pub check: &'static str,
    pub strength: Strength,
    /// Position of the slice in the draft, from 0; `None`: the edition as a whole.
    pub slice: Option<usize>,
    /// What was found, shortened so that it repeats no secret.
    pub found: String,
}

impl Finding {
    fn blocks(check: &'static str, slice: Option<usize>, found: impl Into<String>) -> Self {
        Self { check, strength: Strength::Blocks, slice, found: found.into() }
    }

    fn warns(check: &'static str, slice: Option<usize>, found: impl Into<String>) -> Self {
        Self { check, strength: Strength::Warns, slice, found: found.into() }
    }
}

/// What the checks need to know besides the draft.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// The widest scope that the item allows; `None` where no item was chosen.
    pub widest: Option<&'a Scope>,
    pub has_item: bool,
    /// Whether this corrects an earlier edition.
    pub corrects: bool,
}

/// Every finding on the draft, those that block first.
pub fn examine(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let mut findings = completeness::check(draft, ground);
    findings.extend(scope::check(draft, ground));
    findings.extend(secrecy::check(draft));
    findings.extend(privacy::check(draft));
    findings.extend(size::check(draft));
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.strength), finding.slice));
    findings
}

/// Whether a text that is always public (a reason) has what no public text may have: an identity
/// number or a secrecy marking.
pub fn is_private(text: &str) -> bool {
    secrecy::marking(text).is_some() || privacy::identity_number(text).is_some()
}

/// Whether any finding blocks.
pub fn any_blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.strength == Strength::Blocks)
}

/// The message keys that checks can give: what the locales must have.
pub const CHECKS: [&str; 15] = [
    "no_item",
    "no_title",
    "title_twice",
    "no_text",
    "empty_slice",
    "no_reason",
    "bad_date",
    "elided",
    "no_ground",
    "wider_than_item",
    "wider_than_title",
    "secrecy_marking",
    "identity_number",
    "mobile_number",
    "too_large",
];

#[cfg(test)]
mod tests;
