//! The items: codes that exist, numbers that can be, references, privacy, and marks of what is unverified.

use std::collections::BTreeSet;

use super::super::{CadenceKind, FaultKind, Footing, Item, NoticeMode, Part, footing, footing_of};
use super::{Check, item_line};
use crate::finding::Field;

/// Where an item stands: [`None`] where the file is an overlay that leaves it as it is.
type Place = Option<usize>;

impl Check<'_> {
    pub(super) fn items(&mut self, places: &[Place]) {
        let mut seen = BTreeSet::new();
        let regime = self.regime;
        for (item, place) in regime.items.iter().zip(places) {
            if item.id.trim().is_empty() {
                self.fault(item_line(self.text, *place, "id", 0), FaultKind::ItemIdEmpty);
            } else if !seen.insert(item.id.as_str()) {
                let line = item_line(self.text, *place, "id", 0);
                self.fault(line, FaultKind::ItemTwice { id: item.id.clone() });
            }
            self.codes(item, *place);
            self.durations(item, *place);
            self.notice(item, *place);
            self.fields(item, *place);
            self.references(item, *place);
            self.marks(item, *place);
        }
    }

    /// A fault of an item on the line of one of its fields.
    fn item_fault(&mut self, place: Place, field: &str, kind: FaultKind) {
        self.fault(item_line(self.text, place, field, 0), kind);
    }

    fn codes(&mut self, item: &Item, place: Place) {
        let regime = self.regime;
        let scopes: Vec<&str> = regime.scopes.iter().map(|scope| scope.code.as_str()).collect();
        let levels: Vec<&str> = regime.levels.iter().map(|level| level.code.as_str()).collect();
        let forms: Vec<&str> = regime.forms.iter().map(|form| form.code.as_str()).collect();
        let kinds: Vec<&str> = regime.disclosers.iter().map(|kind| kind.code.as_str()).collect();
        let one = std::slice::from_ref;
        for (field, used, known) in [
            ("scope", one(&item.scope), &scopes),
            ("widens_to", &item.widens_to[..], &scopes),
            ("or_scope", &item.or_scope[..], &scopes),
            ("approval", one(&item.approval), &levels),
            ("forms", &item.forms[..], &forms),
            ("disclosers", &item.disclosers[..], &kinds),
        ] {
            for code in used.iter().filter(|code| !known.contains(&code.as_str())) {
                let (item, code, known) = (item.id.clone(), code.clone(), known.join(", "));
                self.item_fault(place, field, FaultKind::CodeUnknown { item, field, code, known });
            }
        }
        for (field, used) in [("forms", &item.forms), ("disclosers", &item.disclosers)] {
            if used.is_empty() {
                self.item_fault(
                    place,
                    field,
                    FaultKind::ListEmpty { item: item.id.clone(), field },
                );
            }
        }
    }

    fn durations(&mut self, item: &Item, place: Place) {
        let id = || item.id.clone();
        let mut numbered = 0;
        for (index, clock) in item.clocks().enumerate() {
            if clock.days == Some(0) {
                let line = item_line(self.text, place, "days", numbered);
                self.fault(line, FaultKind::DaysZero { item: id() });
            }
            numbered += usize::from(clock.days.is_some());
            if clock.days.is_some() != clock.day_kind.is_some() {
                let line = item_line(self.text, place, "kind", index);
                self.fault(line, FaultKind::DaysAlone { item: id() });
            }
        }
        if item.board_days == Some(0) {
            self.item_fault(place, "board_days", FaultKind::BoardZero { item: id() });
        }
        if item.board_days.is_none() && item.board.is_none() {
            self.item_fault(place, "id", FaultKind::NoBoard { item: id() });
        }
    }

    /// A 公示 has a period, no shorter than the clock says in days of the same kind.
    fn notice(&mut self, item: &Item, place: Place) {
        let id = || item.id.clone();
        let Some(notice) = &item.notice else {
            if item.mode == Some(NoticeMode::Notice) {
                self.item_fault(place, "mode", FaultKind::NoNotice { item: id() });
            }
            return;
        };
        if notice.days == 0 {
            self.item_fault(place, "notice", FaultKind::DaysZero { item: id() });
        }
        let shown = |kind| kind == CadenceKind::PreNotice;
        let clocks = item.clocks().filter(|clock| shown(clock.kind));
        let clocks = clocks.filter(|clock| clock.day_kind == Some(notice.day_kind));
        if let Some(least) = clocks.filter_map(|clock| clock.days).min()
            && notice.days < least
        {
            let kind = FaultKind::NoticeShort { item: id(), days: notice.days, least };
            self.item_fault(place, "notice", kind);
        }
    }

    fn fields(&mut self, item: &Item, place: Place) {
        let Some(fields) = &item.fields else { return };
        let mut seen = BTreeSet::new();
        if fields.allow.contains(&Field::IdentityNumber) {
            let (item, word) = (item.id.clone(), Field::IdentityNumber.word());
            self.item_fault(place, "fields", FaultKind::FieldNever { item, word });
        }
        for field in fields.allow.iter().chain(&fields.mask).chain(&fields.forbid) {
            if !seen.insert(field) {
                let (item, word) = (item.id.clone(), field.word());
                self.item_fault(place, "fields", FaultKind::FieldTwice { item, word });
            }
        }
    }

    fn references(&mut self, item: &Item, place: Place) {
        if item.basis.is_empty() {
            self.item_fault(place, "basis", FaultKind::BasisEmpty { item: item.id.clone() });
        }
        let clocks = item.clocks().flat_map(|clock| &clock.basis);
        let notice = item.notice.iter().flat_map(|notice| &notice.basis);
        let fields = item.fields.iter().flat_map(|fields| &fields.basis);
        for reference in item.basis.iter().chain(clocks).chain(notice).chain(fields) {
            if !self.is_source(reference) {
                let (item, reference) = (item.id.clone(), reference.clone());
                self.item_fault(place, "basis", FaultKind::Reference { item, reference });
            }
        }
    }

    /// An item must own up to exactly what is unverified about it.
    fn marks(&mut self, item: &Item, place: Place) {
        let regime = self.regime;
        let level = regime.level(&item.approval);
        let open = |basis: &[String]| footing_of(&regime.sources, basis) == Footing::Unverified;
        let due = item.clocks().any(|c| footing(&regime.sources, c) == Footing::Unverified);
        for (part, is_open) in [
            (Part::Deadline, due),
            (Part::Basis, !item.basis.iter().any(|reference| self.is_verified(reference))),
            (Part::Approval, level.is_some_and(|level| !level.verified)),
            (Part::Notice, item.notice.as_ref().is_some_and(|notice| open(&notice.basis))),
            (Part::Fields, item.fields.as_ref().is_some_and(|fields| open(&fields.basis))),
        ] {
            if is_open && !item.is_unverified(part) {
                let kind = FaultKind::Unmarked { item: item.id.clone(), part };
                self.item_fault(place, "unverified_parts", kind);
            }
        }
        if item.verified != item.unverified_parts.is_empty() {
            let kind = FaultKind::VerifiedContradicts { item: item.id.clone() };
            self.item_fault(place, "unverified_parts", kind);
        }
    }
}
