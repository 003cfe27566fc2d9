//! An overlay: what a place does in its own way, laid on a pack. It names only what changes, so that a new version of
//! the pack does not have to be written out again.
//!
//! The result goes through the same check as a pack, so an overlay can neither contradict the pack nor take away a
//! step that the law asks for ([`super::FixedStep`]).

mod change;
mod law;

use serde::Deserialize;
use toml::Spanned;

use super::fault::line_at;
use super::{
    Discloser, Fault, FaultKind, Faults, Level, Named, Regime, RegimeError, ScopeRule, Source,
    Text, check,
};
use crate::procedure::ProcedureStep;
use change::ItemChange;

/// A pack with an overlay on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlaid {
    pub regime: Regime,
    /// In the order of the file: levels, items, items without.
    pub changes: Vec<Change>,
}

/// What an overlay does to a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    LevelReplaced {
        code: String,
    },
    LevelAdded {
        code: String,
    },
    /// `lowered`: the approval that the item needs is now lower than in the pack.
    ItemChanged {
        id: String,
        fields: Vec<&'static str>,
        lowered: bool,
    },
    ItemAdded {
        id: String,
    },
    ItemWithout {
        id: String,
        reason: Text,
    },
}

/// The file as it stands. Items keep their place so that a fault can name its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Overlay {
    overlay: String,
    of: String,
    version: String,
    #[serde(rename = "name")]
    _name: Text,
    #[serde(rename = "note")]
    _note: Option<Text>,
    #[serde(default)]
    sources: Vec<Source>,
    #[serde(default)]
    scopes: Vec<ScopeRule>,
    #[serde(default)]
    forms: Vec<Named>,
    #[serde(default)]
    disclosers: Vec<Discloser>,
    #[serde(default)]
    levels: Vec<LevelChange>,
    #[serde(default)]
    items: Vec<Spanned<ItemChange>>,
    #[serde(default)]
    without: Vec<Spanned<Without>>,
}

/// A level, whole: in place of the pack's of this code, or a new one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelChange {
    code: String,
    name: Text,
    verified: bool,
    #[serde(default)]
    basis: Vec<String>,
    steps: Vec<ProcedureStep>,
    /// For a new level, the code of the one below it; else it is the highest.
    after: Option<String>,
}

/// An item of the pack that the place does not have.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Without {
    id: String,
    reason: Text,
}

/// The pack with the overlay `text` on it.
pub(super) fn lay(base: &Regime, text: &str) -> Result<Overlaid, RegimeError> {
    let overlay: Overlay =
        toml::from_str(text).map_err(|error| RegimeError::unreadable(text, &error))?;
    let places = vec![None; base.items.len()];
    let regime = base.clone();
    let mut laying = Laying { text, regime, places, changes: Vec::new(), faults: Vec::new() };
    laying.head(&overlay);
    laying.codes(&overlay);
    for level in overlay.levels {
        laying.level(level);
    }
    let levels: Vec<String> = base.levels.iter().map(|level| level.code.clone()).collect();
    for item in overlay.items {
        laying.item(item, &levels);
    }
    for without in overlay.without {
        laying.without(&without);
    }
    laying.finish()
}

struct Laying<'a> {
    text: &'a str,
    regime: Regime,
    places: Vec<Option<usize>>,
    changes: Vec<Change>,
    faults: Vec<Fault>,
}

impl Laying<'_> {
    fn fault(&mut self, line: usize, kind: FaultKind) {
        self.faults.push(Fault { line, kind });
    }

    fn head(&mut self, overlay: &Overlay) {
        for (field, value) in [("overlay", &overlay.overlay), ("version", &overlay.version)] {
            if value.trim().is_empty() {
                let line = check::value_line(self.text, field, value);
                self.fault(line, FaultKind::HeadEmpty { field });
            }
        }
        if overlay.of != self.regime.id {
            let line = check::value_line(self.text, "of", &overlay.of);
            let known = self.regime.id.clone();
            self.fault(line, FaultKind::NoSuchPack { of: overlay.of.clone(), known });
        }
        let Overlay { overlay, version, .. } = overlay;
        self.regime.version = format!("{}+{overlay}.{version}", self.regime.version);
    }

    /// Sources, scopes, forms and disclosers can only be added: one that is there already is found twice by the check.
    fn codes(&mut self, overlay: &Overlay) {
        self.regime.sources.extend(overlay.sources.iter().cloned());
        self.regime.scopes.extend(overlay.scopes.iter().cloned());
        self.regime.forms.extend(overlay.forms.iter().cloned());
        self.regime.disclosers.extend(overlay.disclosers.iter().cloned());
    }

    fn level(&mut self, change: LevelChange) {
        let LevelChange { code, name, verified, basis, steps, after } = change;
        let line = check::value_line(self.text, "code", &code);
        let level = Level { code: code.clone(), name, verified, basis, steps };
        if let Some(old) = self.regime.levels.iter_mut().find(|old| old.code == code) {
            *old = level;
            if after.is_some() {
                self.fault(line, FaultKind::AfterKnown { level: code.clone() });
            }
            self.changes.push(Change::LevelReplaced { code });
            return;
        }
        let below = after.as_ref().map(|after| {
            self.regime.levels.iter().position(|level| level.code == *after).ok_or(after)
        });
        let at = match below {
            None => self.regime.levels.len(),
            Some(Ok(below)) => below + 1,
            Some(Err(after)) => {
                let known: Vec<_> = self.regime.levels.iter().map(|l| l.code.as_str()).collect();
                let (known, after) = (known.join(", "), after.clone());
                self.fault(line, FaultKind::AfterUnknown { level: code, after, known });
                return;
            }
        };
        self.regime.levels.insert(at, level);
        self.changes.push(Change::LevelAdded { code });
    }

    /// `levels`: those of the pack, lowest first.
    fn item(&mut self, change: Spanned<ItemChange>, levels: &[String]) {
        let place = change.span().start;
        let change = change.into_inner();
        let id = change.id.clone();
        if let Some(at) = self.regime.items.iter().position(|item| item.id == id) {
            let item = &mut self.regime.items[at];
            let rank = |code: &String| levels.iter().position(|level| level == code);
            let before = rank(&item.approval);
            let old = item.clone();
            let fields = change.apply(item);
            let lowered =
                before.is_some() && rank(&item.approval).is_some_and(|r| Some(r) < before);
            self.places[at] = Some(place);
            let loosened = law::loosened(&self.regime.sources, &old, &self.regime.items[at]);
            for (field, rule) in loosened {
                let line = check::item_line(self.text, Some(place), field, 0);
                let rule = rule.clone();
                self.faults
                    .push(Fault { line, kind: FaultKind::BelowLaw { item: id.clone(), rule } });
            }
            self.changes.push(Change::ItemChanged { id, fields, lowered });
            return;
        }
        match change.complete() {
            Ok(item) => {
                self.regime.items.push(item);
                self.places.push(Some(place));
                self.changes.push(Change::ItemAdded { id });
            }
            Err(lacks) => {
                let fields = lacks.join(", ");
                self.fault(line_at(self.text, place), FaultKind::NewItemLacks { item: id, fields });
            }
        }
    }

    fn without(&mut self, without: &Spanned<Without>) {
        let line = line_at(self.text, without.span().start);
        let Without { id, reason } = without.get_ref();
        let Some(at) = self.regime.items.iter().position(|item| item.id == *id) else {
            self.fault(line, FaultKind::WithoutUnknown { id: id.clone() });
            return;
        };
        if reason.zh.trim().is_empty() || reason.en.trim().is_empty() {
            self.fault(line, FaultKind::WithoutNoReason { id: id.clone() });
        }
        self.regime.items.remove(at);
        self.places.remove(at);
        self.changes.push(Change::ItemWithout { id: id.clone(), reason: reason.clone() });
    }

    fn finish(mut self) -> Result<Overlaid, RegimeError> {
        if self.changes.is_empty() && self.faults.is_empty() {
            self.fault(1, FaultKind::ChangesNothing);
        }
        self.faults.extend(check::faults(self.text, &self.regime, &self.places));
        if self.faults.is_empty() {
            return Ok(Overlaid { regime: self.regime, changes: self.changes });
        }
        self.faults.sort_by_key(|fault| fault.line);
        Err(RegimeError::Inconsistent(Faults(self.faults)))
    }
}
