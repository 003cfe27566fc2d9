//! One thing that must be disclosed: audiences, forms, clocks, approval, privacy, archive.

use serde::{Deserialize, Serialize};

use super::Text;
use crate::finding::{Field, Rules};

/// What starts the clock of a [`Cadence`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum CadenceKind {
    /// Stays up; anew after each change.
    LongTerm,
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
    /// Once for each stage of a piece of work.
    Staged,
    /// Once for each occurrence.
    Event,
    /// Shown before the decision, for at least `days`.
    PreNotice,
}

/// How `days` are counted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Days on which offices work, make-up days included.
    Working,
    /// Every day of the calendar.
    Natural,
}

/// One clock of an item.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Cadence {
    pub kind: CadenceKind,
    /// Latest day after the change (`long_term`), the period's end (monthly to yearly), the stage or the event; for
    /// `pre_notice` the least length of the notice. None: no number is given, so due within the period, or promptly.
    pub days: Option<u16>,
    /// Present exactly when `days` is.
    pub day_kind: Option<DayKind>,
    /// Whether a last day that is off moves on to the next working day (民法典 art. 203). Left out: it does where natural
    /// days are counted from a fact, and not for a date of the calendar.
    pub moves_on: Option<bool>,
    /// Not owed until a catalogue chooses it: a stricter or local rule, or one for a case that has to be told.
    #[serde(default)]
    pub alternative: bool,
    /// The rule in words, as a page prints it.
    pub text: Text,
    /// What the number rests on, as in [`Item::basis`]. Empty: a proposal of the pack.
    #[serde(default)]
    pub basis: Vec<String>,
}

/// How firmly a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// All its sources are verified and national.
    National,
    /// All its sources are verified, at least one binds only in its own place.
    Local,
    /// No source, an unverified one, or a mere custom.
    Unverified,
}

/// When in the life of a matter the item speaks.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum NoticeMode {
    /// Before the decision.
    Pre,
    /// A notice period in which objections are taken (公示).
    Notice,
    /// What was decided or done.
    Result,
    /// A report of the state of things (通报).
    Brief,
}

/// The notice period of a 公示: objections are taken for at least so long.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct NoticeRule {
    /// Least number of days between the first day and the end.
    pub days: u16,
    pub day_kind: DayKind,
    /// What the number rests on, as in [`Item::basis`]. Empty: a proposal of the pack.
    #[serde(default)]
    pub basis: Vec<String>,
    /// The rule in words, as a page prints it.
    pub text: Text,
}

/// Personal information in the item's texts and tables. What is not named is judged by the field's own default.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FieldRules {
    /// The item is made of it; it is no finding.
    #[serde(default)]
    pub allow: Vec<Field>,
    /// Shown in part only.
    #[serde(default)]
    pub mask: Vec<Field>,
    /// Never shown, not even in part.
    #[serde(default)]
    pub forbid: Vec<Field>,
    /// What asks for it, as in [`Item::basis`]. Empty: a proposal of the pack.
    #[serde(default)]
    pub basis: Vec<String>,
}

impl FieldRules {
    /// As the checks of a draft take them.
    pub fn rules(&self) -> Rules {
        let set = |fields: &[Field]| fields.iter().copied().collect();
        Rules { allow: set(&self.allow), mask: set(&self.mask), forbid: set(&self.forbid) }
    }
}

/// How long the file is kept.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Archive {
    #[serde(rename = "permanent")]
    Permanent,
    #[serde(rename = "30y")]
    Years30,
    #[serde(rename = "10y")]
    Years10,
}

/// A part of an item that may still be unverified.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Deadline,
    Approval,
    Forms,
    Board,
    Archive,
    Basis,
    Notice,
    Fields,
    Attachment,
}

impl Part {
    /// As packs write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Approval => "approval",
            Self::Forms => "forms",
            Self::Board => "board",
            Self::Archive => "archive",
            Self::Basis => "basis",
            Self::Notice => "notice",
            Self::Fields => "fields",
            Self::Attachment => "attachment",
        }
    }
}

/// One thing that must be disclosed.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique in the pack: `A01`, `D15`.
    pub id: String,
    pub name: Text,
    pub category: Text,
    /// Codes of [`super::Regime::disclosers`].
    pub disclosers: Vec<String>,
    /// Code of the first, narrowest audience.
    pub scope: String,
    /// Codes of the audiences that follow, in this order (先党内后党外).
    #[serde(default)]
    pub widens_to: Vec<String>,
    /// Codes of the audiences that may be chosen instead of `scope`.
    #[serde(default)]
    pub or_scope: Vec<String>,
    /// Codes of [`super::Regime::forms`].
    pub forms: Vec<String>,
    pub mode: Option<NoticeMode>,
    pub cadence: Cadence,
    /// Further clocks: a yearly account beside the quarterly one, the result after the notice.
    #[serde(default)]
    pub also: Vec<Cadence>,
    /// The period for objections; always there where `mode` is [`NoticeMode::Notice`].
    pub notice: Option<NoticeRule>,
    pub fields: Option<FieldRules>,
    /// The voucher (凭证) that has to be attached, in words.
    pub requires_attachment: Option<Text>,
    /// Code of [`super::Regime::levels`].
    pub approval: String,
    pub approval_note: Option<Text>,
    /// Least number of natural days on the wall board.
    pub board_days: Option<u16>,
    /// How long on the wall board, in words; at least one of the two is there.
    pub board: Option<Text>,
    pub archive: Archive,
    /// `source-id` or `source-id: article`; read with [`super::Regime::cited`].
    pub basis: Vec<String>,
    /// Nothing of the item is unverified.
    pub verified: bool,
    pub unverified_parts: Vec<Part>,
}

impl Item {
    /// The parts that a page has to mark as unverified; empty for a verified item.
    pub fn unverified(&self) -> &[Part] {
        &self.unverified_parts
    }

    /// Whether `part` has to be marked.
    pub fn is_unverified(&self, part: Part) -> bool {
        self.unverified_parts.contains(&part)
    }

    /// All clocks of the item, the main one first.
    pub fn clocks(&self) -> impl Iterator<Item = &Cadence> {
        std::iter::once(&self.cadence).chain(&self.also)
    }
}
