//! A regime pack: what a kind of body must disclose, to whom, by when and after whose approval, as data.
//!
//! Packs are TOML files under `regimes/`. This module reads one and refuses a pack that contradicts itself. It knows
//! neither the calendar nor the organizations: the obligation rules turn a [`Cadence`] into dates, the catalogue
//! pages print an [`Item`] with the marks of what nobody has checked yet.
//!
//! A pack says of each part how sure it is. A deadline whose sources are not all verified, and every cell that is a
//! proposal of the pack, stands in [`Item::unverified_parts`]; [`Regime::footing`] tells national law from a local
//! rule that binds only where it was made.

mod check;
mod error;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::procedure::{Procedure, ProcedureStep};

pub use error::{Fault, Faults, RegimeError};

/// Source of the pack for basic Party organizations, after the opinion 中办发〔2010〕29号.
pub const PARTY_2010: &str = include_str!("../../../regimes/party-2010.toml");

/// Source of the pack for village affairs, after the 村民委员会组织法.
pub const VILLAGE: &str = include_str!("../../../regimes/village.toml");

/// The packs that come with the release, in the order in which they are offered.
///
/// # Errors
/// As [`Regime::parse`]; a released pack passes.
pub fn shipped() -> Result<Vec<Regime>, RegimeError> {
    [PARTY_2010, VILLAGE].into_iter().map(Regime::parse).collect()
}

/// A phrase in the two languages of the pages.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

/// A code of the pack with its name: a form of disclosure or a kind of discloser.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub code: String,
    pub name: Text,
}

/// How far a source binds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Everywhere in the country.
    National,
    /// Only where it was made; elsewhere an example.
    Local,
    /// A custom or a speech; binds nobody.
    Practice,
}

/// A law, rule or custom that items and deadlines of the pack refer to.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: String,
    pub title: Text,
    pub reach: Reach,
    /// The passage was read and a reader can look it up. A text known only by report is not verified.
    pub verified: bool,
    pub note: Option<Text>,
}

/// What a scope of the pack means to the platform.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ScopeTarget {
    Public,
    Registered,
    Members,
    Organization,
    Named,
}

/// An audience in the regime's own terms (本单位, 全体村民 …).
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ScopeRule {
    pub code: String,
    pub name: Text,
    pub maps_to: ScopeTarget,
}

/// An approval level (A1 to A4, G1 to G4, V1 to V4): its procedure from the proposal to the last
/// consent. Levels stand in the file from the lowest to the highest.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub code: String,
    pub name: Text,
    pub verified: bool,
    pub steps: Vec<ProcedureStep>,
}

/// What starts the clock of a [`Cadence`].
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
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
}

/// One thing that must be disclosed.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique in the pack: `A01`, `D15`.
    pub id: String,
    pub name: Text,
    pub category: Text,
    /// Codes of [`Regime::disclosers`].
    pub disclosers: Vec<String>,
    /// Code of the first, narrowest audience.
    pub scope: String,
    /// Codes of the audiences that follow, in this order (先党内后党外).
    #[serde(default)]
    pub widens_to: Vec<String>,
    /// Codes of the audiences that may be chosen instead of `scope`.
    #[serde(default)]
    pub or_scope: Vec<String>,
    /// Codes of [`Regime::forms`].
    pub forms: Vec<String>,
    pub mode: Option<NoticeMode>,
    pub cadence: Cadence,
    /// Further clocks: a yearly account beside the quarterly one, the result after the notice.
    #[serde(default)]
    pub also: Vec<Cadence>,
    /// Code of [`Regime::levels`].
    pub approval: String,
    pub approval_note: Option<Text>,
    /// Least number of natural days on the wall board.
    pub board_days: Option<u16>,
    /// How long on the wall board, in words; at least one of the two is there.
    pub board: Option<Text>,
    pub archive: Archive,
    /// `source-id` or `source-id: article`; read with [`Regime::cited`].
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

/// A reference resolved: the source, and the place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cited<'a> {
    pub source: &'a Source,
    pub at: Option<&'a str>,
}

/// A pack that was read and found consistent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    pub id: String,
    pub version: String,
    pub name: Text,
    pub note: Text,
    pub sources: Vec<Source>,
    pub scopes: Vec<ScopeRule>,
    pub forms: Vec<Named>,
    pub disclosers: Vec<Named>,
    pub levels: Vec<Level>,
    items: Vec<Item>,
}

impl Regime {
    /// Reads a pack.
    ///
    /// # Errors
    /// [`RegimeError::Unreadable`] when it is not TOML of this shape; [`RegimeError::Inconsistent`] with every fault
    /// found, in the order of the file.
    pub fn parse(text: &str) -> Result<Self, RegimeError> {
        let pack: Pack =
            toml::from_str(text).map_err(|error| RegimeError::unreadable(text, &error))?;
        let faults = check::faults(text, &pack);
        if faults.is_empty() {
            return Ok(pack.into_regime());
        }
        Err(RegimeError::Inconsistent(Faults(faults)))
    }

    /// The items in the order of the pack.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    pub fn scope(&self, code: &str) -> Option<&ScopeRule> {
        self.scopes.iter().find(|scope| scope.code == code)
    }

    pub fn level(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.code == code)
    }

    /// The procedure of an item at the level chosen, which is never below the item's own; `None`
    /// where item or level is not known or the level is too low.
    pub fn procedure(&self, item: &str, level: Option<&str>) -> Option<Procedure> {
        let own = self
            .levels
            .iter()
            .position(|l| self.item(item).is_some_and(|i| i.approval == l.code))?;
        let chosen =
            level.map_or(Some(own), |code| self.levels.iter().position(|l| l.code == code))?;
        let level = self.levels.get(chosen).filter(|_| chosen >= own)?;
        Some(Procedure { level: level.code.clone(), steps: level.steps.clone() })
    }

    pub fn form(&self, code: &str) -> Option<&Named> {
        self.forms.iter().find(|form| form.code == code)
    }

    pub fn discloser(&self, code: &str) -> Option<&Named> {
        self.disclosers.iter().find(|discloser| discloser.code == code)
    }

    /// Resolves the references of an item or a clock.
    pub fn cited<'a>(&'a self, basis: &'a [String]) -> impl Iterator<Item = Cited<'a>> {
        basis.iter().filter_map(|reference| cite(&self.sources, reference))
    }

    /// How firmly a clock stands: what the page prints beside the deadline.
    pub fn footing(&self, clock: &Cadence) -> Footing {
        footing(&self.sources, clock)
    }
}

/// The file as it stands. Items keep their place so that a fault can name its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    id: String,
    version: String,
    name: Text,
    note: Text,
    sources: Vec<Source>,
    scopes: Vec<ScopeRule>,
    forms: Vec<Named>,
    disclosers: Vec<Named>,
    levels: Vec<Level>,
    items: Vec<Spanned<Item>>,
}

impl Pack {
    fn into_regime(self) -> Regime {
        let Self { id, version, name, note, sources, scopes, forms, disclosers, levels, items } =
            self;
        let items = items.into_iter().map(Spanned::into_inner).collect();
        Regime { id, version, name, note, sources, scopes, forms, disclosers, levels, items }
    }
}

fn cite<'a>(sources: &'a [Source], reference: &'a str) -> Option<Cited<'a>> {
    let (id, at) = match reference.split_once(": ") {
        Some((id, at)) => (id, Some(at)),
        None => (reference, None),
    };
    let source = sources.iter().find(|source| source.id == id)?;
    Some(Cited { source, at })
}

fn footing(sources: &[Source], clock: &Cadence) -> Footing {
    if clock.basis.is_empty() {
        return Footing::Unverified;
    }
    let mut result = Footing::National;
    for reference in &clock.basis {
        match cite(sources, reference).map(|cited| (cited.source.verified, cited.source.reach)) {
            Some((true, Reach::National)) => {}
            Some((true, Reach::Local)) => result = Footing::Local,
            Some((true, Reach::Practice) | (false, _)) | None => return Footing::Unverified,
        }
    }
    result
}

#[cfg(test)]
mod tests;
