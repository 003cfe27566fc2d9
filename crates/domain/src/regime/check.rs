//! The contradictions of a pack, all found at once. Called where a pack is read and where an overlay is laid on one.

mod items;
mod levels;
mod lines;

use std::collections::BTreeSet;

use super::{Fault, FaultKind, Regime, cite};

pub(super) use lines::{item_line, value_line};

/// Every fault of the pack in the order of the file. `text` is the file, `places` says where in it each item begins;
/// `None` for the items of a pack that an overlay leaves as they are.
pub(super) fn faults(text: &str, regime: &Regime, places: &[Option<usize>]) -> Vec<Fault> {
    let mut check = Check { text, regime, faults: Vec::new() };
    check.head();
    for level in &regime.levels {
        check.level(level);
    }
    check.items(places);
    check.faults.sort_by_key(|fault| fault.line);
    check.faults
}

struct Check<'a> {
    text: &'a str,
    regime: &'a Regime,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, line: usize, kind: FaultKind) {
        self.faults.push(Fault { line, kind });
    }

    fn head(&mut self) {
        let regime = self.regime;
        for (field, value) in [("id", &regime.id), ("version", &regime.version)] {
            if value.trim().is_empty() {
                self.fault(value_line(self.text, field, value), FaultKind::HeadEmpty { field });
            }
        }
        self.unique("id", regime.sources.iter().map(|source| source.id.as_str()));
        self.unique("code", regime.scopes.iter().map(|scope| scope.code.as_str()));
        self.unique("code", regime.forms.iter().map(|form| form.code.as_str()));
        self.unique("code", regime.disclosers.iter().map(|discloser| discloser.code.as_str()));
        self.unique("code", regime.levels.iter().map(|level| level.code.as_str()));
        for code in regime.fixed.iter().flat_map(|fixed| &fixed.levels) {
            if regime.level(code).is_none() {
                let line = lines::containing(self.text, &format!("levels = [\"{code}\""));
                self.fault(line, FaultKind::FixedLevel { level: code.clone() });
            }
        }
        if regime.items.is_empty() {
            self.fault(1, FaultKind::NoItems);
        }
    }

    /// A code that is there twice, on the line of the second.
    fn unique<'b>(&mut self, field: &str, codes: impl Iterator<Item = &'b str>) {
        let mut seen = BTreeSet::new();
        for code in codes {
            if !seen.insert(code) {
                let line = lines::nth_value_line(self.text, field, code, 1);
                self.fault(line, FaultKind::DefinedTwice { code: code.to_owned() });
            }
        }
    }

    fn is_source(&self, reference: &str) -> bool {
        cite(&self.regime.sources, reference).is_some()
    }

    fn is_verified(&self, reference: &str) -> bool {
        cite(&self.regime.sources, reference).is_some_and(|cited| cited.source.verified)
    }
}
