//! What stands in the way of a proposal. One check per file; all findings are returned at once,
//! each with where it is and a message key `finding.*` that says what, why and how to mend.

mod attachment;
mod completeness;
mod detect;
mod field;
mod mask;
mod normal;
mod notice;
mod overrides;
mod privacy;
mod scope;
mod secrecy;
mod size;
mod telephone;
mod text;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::attachment::Inspected;
use crate::disclosure::Draft;
use crate::ids::AttachmentId;
use crate::regime::DayKind;
use crate::scope::Scope;
use crate::slice::Body;

pub use detect::{Hit, Known, hits, hits_in_table};
pub use field::{Field, Rules};
pub use mask::{Part, Place, mask, mask_body};
pub use overrides::{may_go_on, overriding, standing};
pub use telephone::Telephone;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Shown; the proposal goes on.
    Warns,
    /// Goes on only with a reason for this finding, which a reviewer has to accept.
    NeedsReason,
    /// The edition cannot be proposed.
    Blocks,
}

impl Strength {
    /// Last part of its message key.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warns => "warns",
            Self::NeedsReason => "needs_reason",
            Self::Blocks => "blocks",
        }
    }
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
    /// The kind of personal information, where it is one.
    pub field: Option<Field>,
    /// Where in the slice's body.
    pub at: Option<Place>,
    /// What can be put in its place.
    pub mask: Option<String>,
}

impl Finding {
    fn new(
        check: &'static str,
        strength: Strength,
        slice: Option<usize>,
        found: impl Into<String>,
    ) -> Self {
        Self { check, strength, slice, found: found.into(), field: None, at: None, mask: None }
    }

    fn blocks(check: &'static str, slice: Option<usize>, found: impl Into<String>) -> Self {
        Self::new(check, Strength::Blocks, slice, found)
    }

    fn warns(check: &'static str, slice: Option<usize>, found: impl Into<String>) -> Self {
        Self::new(check, Strength::Warns, slice, found)
    }

    /// A finding in an attached file, which no slice holds.
    pub(crate) fn of_file(check: &'static str, strength: Strength, found: String) -> Self {
        Self::new(check, strength, None, found)
    }

    /// The body of its slice with this finding masked, where that can be done.
    pub fn masked(&self, body: &Body) -> Option<Body> {
        let mask = (self.at?, self.mask.clone()?);
        Some(mask_body(body, &[mask])).filter(|masked| masked != body)
    }
}

/// How long the item wants a notice to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastNotice {
    pub days: u16,
    pub day_kind: DayKind,
}

impl Default for LeastNotice {
    fn default() -> Self {
        Self { days: 0, day_kind: DayKind::Natural }
    }
}

/// What the checks need to know besides the draft.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The widest scope that the item allows; `None` where no item was chosen.
    pub widest: Option<&'a Scope>,
    pub has_item: bool,
    /// Whether this corrects an earlier edition.
    pub corrects: bool,
    /// What the item says of personal information.
    pub rules: &'a Rules,
    /// Texts with the telephone numbers and e-mail addresses that the organization and those above
    /// it have published (`Tree::published_contacts`).
    pub contacts: &'a [String],
    /// The item takes objections (公示) for at least so long.
    pub notice: Option<LeastNotice>,
    /// `YYYY-MM-DD`; empty: ages are not reckoned.
    pub today: &'a str,
    /// What was seen in the attached files when they were received.
    pub inspected: &'a BTreeMap<AttachmentId, Inspected>,
}

/// Every finding on the draft, those that block first.
pub fn examine(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let mut findings = completeness::check(draft, ground);
    findings.extend(notice::check(draft, ground));
    findings.extend(scope::check(draft, ground));
    findings.extend(attachment::check(draft, ground));
    findings.extend(secrecy::check(draft));
    findings.extend(privacy::check(draft, ground));
    findings.extend(size::check(draft));
    findings.extend(overrides::check(draft, &findings));
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.strength), finding.slice));
    findings
}

/// Whether a text that is always public (a reason) has what no public text may have: an identity or
/// passport number, a bank account, a secrecy marking.
pub fn is_private(text: &str) -> bool {
    secrecy::marking(text).is_some() || privacy::is_never_public(text)
}

/// The digits of a text, whatever their width.
fn digits(text: &str) -> String {
    normal::Normal::of(text).text.chars().filter(char::is_ascii_digit).collect()
}

/// The secrecy marking that a text carries, such as that of an attached file.
pub fn secrecy_marking(text: &str) -> Option<&'static str> {
    secrecy::marking(text)
}

/// How much a field weighs for readers of `scope` under the item's rules; `None`: it may stand.
pub fn strength_of(field: Field, scope: &Scope, rules: &Rules) -> Option<Strength> {
    privacy::strength(field, scope, rules)
}

/// Whether any finding blocks.
pub fn any_blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.strength == Strength::Blocks)
}

/// The message keys that checks can give: what the locales must have.
pub const CHECKS: [&str; 40] = [
    "no_item",
    "no_title",
    "title_twice",
    "no_text",
    "empty_slice",
    "no_reason",
    "bad_date",
    "elided",
    "notice_missing",
    "notice_too_short",
    "notice_no_channel",
    "no_ground",
    "wider_than_item",
    "wider_than_title",
    "attachment_no_ground",
    "attachment_wider_than_item",
    "attachment_wider_than_title",
    "attachment_lost",
    "attachment_unchecked",
    "secrecy_marking",
    "internal_marking",
    "identity_number",
    "mobile_number",
    "landline",
    "bank_card",
    "account_number",
    "address",
    "email",
    "licence_plate",
    "passport",
    "minor",
    "diagnosis",
    "disability",
    "birth_date",
    "name",
    "household",
    "too_large",
    "override_unused",
    "override_no_reason",
    "override_private",
];

/// The checks that only warn.
const WARNING: [&str; 3] = ["elided", "internal_marking", "override_unused"];

/// The table on `docs/checks.md`: how each check weighs for readers of each scope where the item
/// says nothing. `text` gives the words of a message key.
pub fn table(text: impl Fn(&str) -> String) -> String {
    const SCOPES: [u8; 4] = [0, 1, 2, 3];
    let mut lines = vec![
        "| check | public | registered | members | organization | what | how to mend |".to_owned(),
        "|---|---|---|---|---|---|---|".to_owned(),
    ];
    for check in CHECKS {
        let weight = |width: u8| match Field::from_word(check) {
            Some(field) => privacy::by_default(field, width).map_or("—", Strength::word),
            None if WARNING.contains(&check) => Strength::Warns.word(),
            None if check == crate::attachment::UNCHECKED => Strength::NeedsReason.word(),
            None => Strength::Blocks.word(),
        };
        let weights = SCOPES.map(weight).join(" | ");
        let message = |part: &str| text(&format!("finding.{check}.{part}"));
        lines.push(format!(
            "| `{check}` | {weights} | {} | {} |",
            message("what"),
            message("mend")
        ));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests;
