//! A regime pack: what a kind of body must disclose, to whom, by when and after whose approval, as data.
//!
//! Packs are TOML files under `regimes/`. This module reads one and refuses a pack that contradicts itself, lays
//! overlays (what a place does in its own way) on packs, and prints the levels of all packs as the page
//! `docs/procedures.md`. It knows neither the calendar nor the organizations: the obligation rules turn a [`Cadence`]
//! into dates, the catalogue pages print an [`Item`] with the marks of what nobody has checked yet. How to write a
//! pack or an overlay stands in `docs/regimes.md`.
//!
//! A pack says of each part how sure it is. A deadline whose sources are not all verified, and every cell that is a
//! proposal of the pack, stands in [`Item::unverified_parts`]; [`Regime::footing`] tells national law from a local
//! rule that binds only where it was made.

mod assemble;
mod check;
mod fault;
mod fault_words;
mod item;
mod overlay;
mod page;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::catalogue::Maker;
use crate::organization::Kind;
use crate::procedure::{Procedure, ProcedureStep, StepKind};

pub use assemble::{Assembled, PackFile, Written, assemble};
pub use fault::{Fault, FaultKind, Faults, RegimeError};
pub use item::{
    Archive, Cadence, CadenceKind, DayKind, FieldRules, Footing, Item, NoticeMode, NoticeRule, Part,
};
pub use overlay::{Change, Overlaid};
pub use page::procedures;

/// Source of the pack for basic Party organizations, after the opinion 中办发〔2010〕29号.
pub const PARTY_2010: &str = include_str!("../../../regimes/party-2010.toml");

/// Source of the pack after the Party affairs disclosure regulation of 2017, 党务公开条例(试行).
pub const PARTY_2017: &str = include_str!("../../../regimes/party-2017.toml");

/// Source of the pack for counties and townships, after the 政府信息公开条例 of 2019.
pub const GOVERNMENT_2019: &str = include_str!("../../../regimes/government-2019.toml");

/// Source of the pack for village affairs, after the 村民委员会组织法.
pub const VILLAGE: &str = include_str!("../../../regimes/village.toml");

/// The packs that come with the release, in the order in which they are offered.
///
/// # Errors
/// As [`Regime::parse`]; a released pack passes.
pub fn shipped() -> Result<Vec<Regime>, RegimeError> {
    let packs = [PARTY_2010, PARTY_2017, GOVERNMENT_2019, VILLAGE];
    packs.into_iter().map(Regime::parse).collect()
}

/// A phrase in the two languages of the pages.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

/// A form of disclosure: the code that items use, and its name.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub code: String,
    pub name: Text,
}

/// Who discloses, in the regime's own terms.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Discloser {
    pub code: String,
    pub name: Text,
    /// The kinds of organization that it may be. Left out: every kind; empty: none that is known here.
    pub kinds: Option<Vec<Kind>>,
}

impl Discloser {
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }
}

/// A step that the law asks for: no level of the pack and of its overlays goes without it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FixedStep {
    pub step: StepKind,
    /// Codes of the levels that need it. Empty: all, also those that an overlay adds.
    #[serde(default)]
    pub levels: Vec<String>,
    pub why: Text,
    /// The articles that ask for it, as in [`Item::basis`].
    pub basis: Vec<String>,
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
    /// What asks for the steps, as in [`Item::basis`]. Empty: a proposal of the pack.
    #[serde(default)]
    pub basis: Vec<String>,
    pub steps: Vec<ProcedureStep>,
}

impl Level {
    /// Whether nobody whose step `other` has is left out here: the level may stand in its place. A
    /// meeting may stand for a single approver, never the other way round.
    fn covers(&self, other: &Self) -> bool {
        let has = |kind: StepKind| self.steps.iter().any(|step| step.step == kind);
        other.steps.iter().all(|step| match step.step {
            StepKind::Approve => has(StepKind::Approve) || has(StepKind::Decide),
            kind => has(kind),
        })
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
    /// Who makes the catalogues under it.
    pub catalogue: Maker,
    pub sources: Vec<Source>,
    pub scopes: Vec<ScopeRule>,
    pub forms: Vec<Named>,
    pub disclosers: Vec<Discloser>,
    pub fixed: Vec<FixedStep>,
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
        let (regime, places) = pack.into_regime();
        let faults = check::faults(text, &regime, &places);
        if faults.is_empty() { Ok(regime) } else { Err(RegimeError::Inconsistent(Faults(faults))) }
    }

    /// The pack as a place uses it: with the changes of the overlay `text`. The id stays; the version names the
    /// overlay (`2018.1+cq-2013.1`).
    ///
    /// # Errors
    /// As [`Self::parse`]; lines are those of the overlay.
    pub fn with_overlay(&self, text: &str) -> Result<Overlaid, RegimeError> {
        overlay::lay(self, text)
    }

    /// The items in the order of the pack.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The items that an organization of this kind discloses, in the order of the pack.
    pub fn items_for(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        let fits = move |code: &String| self.discloser(code).is_some_and(|each| each.fits(kind));
        self.items.iter().filter(move |item| item.disclosers.iter().any(fits))
    }

    pub fn scope(&self, code: &str) -> Option<&ScopeRule> {
        self.scopes.iter().find(|scope| scope.code == code)
    }

    pub fn level(&self, code: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.code == code)
    }

    /// The procedure of an item at the level chosen, which is never below the item's own and leaves nobody out whom
    /// that one asks; `None` where item or level is not known or the level does not do.
    pub fn procedure(&self, item: &str, level: Option<&str>) -> Option<Procedure> {
        let own = self
            .levels
            .iter()
            .position(|l| self.item(item).is_some_and(|i| i.approval == l.code))?;
        let chosen =
            level.map_or(Some(own), |code| self.levels.iter().position(|l| l.code == code))?;
        let fits = |level: &&Level| chosen >= own && level.covers(&self.levels[own]);
        let level = self.levels.get(chosen).filter(fits)?;
        Some(Procedure { level: level.code.clone(), steps: level.steps.clone() })
    }

    /// The levels at which an item may be approved, its own first; none for an unknown item.
    pub fn levels_for(&self, item: &str) -> impl Iterator<Item = &Level> {
        let fits = move |level: &&Level| self.procedure(item, Some(&level.code)).is_some();
        self.levels.iter().filter(fits)
    }

    pub fn form(&self, code: &str) -> Option<&Named> {
        self.forms.iter().find(|form| form.code == code)
    }

    pub fn discloser(&self, code: &str) -> Option<&Discloser> {
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
    #[serde(default)]
    catalogue: Maker,
    sources: Vec<Source>,
    scopes: Vec<ScopeRule>,
    forms: Vec<Named>,
    disclosers: Vec<Discloser>,
    #[serde(default)]
    fixed: Vec<FixedStep>,
    levels: Vec<Level>,
    items: Vec<Spanned<Item>>,
}

impl Pack {
    /// The pack, and where in the file each item begins.
    fn into_regime(self) -> (Regime, Vec<Option<usize>>) {
        let Self { id, version, name, note, sources, scopes, forms, disclosers, .. } = self;
        let (fixed, levels, catalogue) = (self.fixed, self.levels, self.catalogue);
        let places = self.items.iter().map(|item| Some(item.span().start)).collect();
        let items = self.items.into_iter().map(Spanned::into_inner).collect();
        let regime = Regime {
            id,
            version,
            name,
            note,
            catalogue,
            sources,
            scopes,
            forms,
            disclosers,
            fixed,
            levels,
            items,
        };
        (regime, places)
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
    footing_of(sources, &clock.basis)
}

fn footing_of(sources: &[Source], basis: &[String]) -> Footing {
    if basis.is_empty() {
        return Footing::Unverified;
    }
    let mut result = Footing::National;
    for reference in basis {
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
