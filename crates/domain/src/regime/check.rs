//! The contradictions of a pack, all found at once. Called by [`super::Regime::parse`] alone.

use std::collections::BTreeSet;

use super::error::line_at;
use super::{Fault, Footing, Item, Level, Pack, Part, cite, footing};
use crate::procedure::{ProcedureStep, StepKind};

/// Every fault of the pack in the order of the file; `text` is what `pack` was read from.
pub(super) fn faults(text: &str, pack: &Pack) -> Vec<Fault> {
    let mut check = Check { text, pack, faults: Vec::new() };
    check.head();
    check.items();
    check.faults.sort_by_key(|fault| fault.line);
    check.faults
}

struct Check<'a> {
    text: &'a str,
    pack: &'a Pack,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, line: usize, cause: String, mend: &str) {
        self.faults.push(Fault { line, cause, mend: mend.to_owned() });
    }

    /// The line on which the head writes `field = "value"`.
    fn head_line(&self, field: &str, value: &str) -> usize {
        let wanted = format!("{field} = \"{value}\"");
        let found = self.text.lines().position(|line| line.contains(&wanted));
        found.map_or(1, |index| index + 1)
    }

    fn head(&mut self) {
        let pack = self.pack;
        for (field, value) in [("id", &pack.id), ("version", &pack.version)] {
            if value.trim().is_empty() {
                let line = self.head_line(field, value);
                let mend = "write one, such as \"2010.1\" for a version";
                self.fault(line, format!("the pack has an empty {field}"), mend);
            }
        }
        self.unique("id", pack.sources.iter().map(|source| source.id.as_str()));
        self.unique("code", pack.scopes.iter().map(|scope| scope.code.as_str()));
        self.unique("code", pack.forms.iter().map(|form| form.code.as_str()));
        self.unique("code", pack.disclosers.iter().map(|discloser| discloser.code.as_str()));
        self.unique("code", pack.levels.iter().map(|level| level.code.as_str()));
        for level in &pack.levels {
            self.level(level);
        }
        if pack.items.is_empty() {
            self.fault(1, "the pack has no items".to_owned(), "add an [[items]] table");
        }
    }

    fn unique<'b>(&mut self, field: &str, codes: impl Iterator<Item = &'b str>) {
        let mut seen = BTreeSet::new();
        for code in codes {
            if !seen.insert(code) {
                let line = self.head_line(field, code);
                self.fault(line, format!("\"{code}\" is defined twice"), "rename or remove one");
            }
        }
    }

    fn level(&mut self, level: &Level) {
        let line = self.head_line("code", &level.code);
        let steps: Vec<StepKind> = level.steps.iter().map(|step| step.step).collect();
        let cause = |what: &str| format!("level {}: {what}", level.code);
        if steps.get(..2) != Some(&[StepKind::Propose, StepKind::Review]) {
            let mend = "begin with propose and review; no level goes without them";
            self.fault(line, cause("its first steps are not propose and review"), mend);
        }
        if !steps.iter().any(|step| matches!(step, StepKind::Decide | StepKind::Approve)) {
            let mend = "add an approve step, or a decide step with its meeting";
            self.fault(line, cause("nobody decides or approves"), mend);
        }
        let single = [
            StepKind::Propose,
            StepKind::Review,
            StepKind::Supervise,
            StepKind::Approve,
            StepKind::Consent,
        ];
        for kind in
            single.into_iter().filter(|kind| steps.iter().filter(|s| *s == kind).count() > 1)
        {
            let mend = "keep one of them; only decide may stand more than once";
            self.fault(line, cause(&format!("the step {} is repeated", kind.word())), mend);
        }
        if steps
            .iter()
            .position(|step| *step == StepKind::Consent)
            .is_some_and(|at| at + 1 < steps.len())
        {
            self.fault(line, cause("steps follow the superior's consent"), "put consent last");
        }
        for step in &level.steps {
            self.step(line, level, step);
        }
    }

    fn step(&mut self, line: usize, level: &Level, step: &ProcedureStep) {
        let cause = |what: &str| format!("level {}, step {}: {what}", level.code, step.step.word());
        if step.step == StepKind::Concur || step.asked.is_some() {
            let mend = "take it out; joint bodies are entered with each disclosure";
            self.fault(line, cause("joint bodies are not part of a pack"), mend);
        }
        if (step.step == StepKind::Decide) != step.meeting.is_some() {
            let mend = "give decide steps, and only these, a meeting with quorum and majority";
            self.fault(line, cause("step and meeting do not fit"), mend);
        }
        if step.days.is_some() != step.day_kind.is_some() {
            self.fault(line, cause("days and day_kind do not fit"), "give both or neither");
        }
    }

    fn items(&mut self) {
        let mut seen = BTreeSet::new();
        for placed in &self.pack.items {
            let (item, offset) = (placed.get_ref(), placed.span().start);
            if item.id.trim().is_empty() {
                let line = line_of(self.text, offset, "id");
                self.fault(line, "an item has an empty id".to_owned(), "give it an id of its own");
            } else if !seen.insert(item.id.as_str()) {
                let line = line_of(self.text, offset, "id");
                let cause = format!("the item id \"{}\" is used twice", item.id);
                self.fault(line, cause, "give the later item an id of its own");
            }
            self.codes(item, offset);
            self.durations(item, offset);
            self.references(item, offset);
            self.marks(item, offset);
        }
    }

    fn codes(&mut self, item: &Item, offset: usize) {
        let pack = self.pack;
        let scopes: Vec<&str> = pack.scopes.iter().map(|scope| scope.code.as_str()).collect();
        let levels: Vec<&str> = pack.levels.iter().map(|level| level.code.as_str()).collect();
        let forms: Vec<&str> = pack.forms.iter().map(|form| form.code.as_str()).collect();
        let kinds: Vec<&str> = pack.disclosers.iter().map(|kind| kind.code.as_str()).collect();
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
                let cause = format!("item {}: {field} \"{code}\" is not known", item.id);
                let mend = format!("use one of {} or define it in the head", known.join(", "));
                self.fault(line_of(self.text, offset, field), cause, &mend);
            }
        }
        for (field, used) in [("forms", &item.forms), ("disclosers", &item.disclosers)] {
            if used.is_empty() {
                let cause = format!("item {}: {field} is empty", item.id);
                self.fault(line_of(self.text, offset, field), cause, "name at least one");
            }
        }
    }

    fn durations(&mut self, item: &Item, offset: usize) {
        let mut numbered = 0;
        for (index, clock) in item.clocks().enumerate() {
            if clock.days == Some(0) {
                let cause = format!("item {}: days is 0", item.id);
                let mend = "write 1 or more, or leave days out where no number is given";
                self.fault(nth_line_of(self.text, offset, "days", numbered), cause, mend);
            }
            numbered += usize::from(clock.days.is_some());
            if clock.days.is_some() != clock.day_kind.is_some() {
                let cause = format!("item {}: days and day_kind don't come together", item.id);
                let mend = "write both, day_kind as \"working\" or \"natural\", or neither";
                self.fault(nth_line_of(self.text, offset, "kind", index), cause, mend);
            }
        }
        if item.board_days == Some(0) {
            let cause = format!("item {}: board_days is 0", item.id);
            let mend = "write 1 or more, or describe the time in board";
            self.fault(line_of(self.text, offset, "board_days"), cause, mend);
        }
        if item.board_days.is_none() && item.board.is_none() {
            let cause = format!("item {}: no time on the board", item.id);
            self.fault(line_of(self.text, offset, "id"), cause, "add board_days or board");
        }
    }

    fn references(&mut self, item: &Item, offset: usize) {
        let pack = self.pack;
        let line = line_of(self.text, offset, "basis");
        if item.basis.is_empty() {
            let cause = format!("item {}: basis is empty", item.id);
            self.fault(line, cause, "cite the source that asks for the item");
        }
        for reference in item.basis.iter().chain(item.clocks().flat_map(|clock| &clock.basis)) {
            if cite(&pack.sources, reference).is_none() {
                let cause = format!("item {}: basis \"{reference}\" names no source", item.id);
                let mend = "write \"source-id\" or \"source-id: article\" and list the source";
                self.fault(line, cause, mend);
            }
        }
    }

    /// An item must own up to exactly what is unverified about it.
    fn marks(&mut self, item: &Item, offset: usize) {
        let pack = self.pack;
        let line = line_of(self.text, offset, "unverified_parts");
        let verified = |reference: &String| {
            cite(&pack.sources, reference).is_some_and(|cited| cited.source.verified)
        };
        let level = pack.levels.iter().find(|level| level.code == item.approval);
        let due = item.clocks().any(|c| footing(&pack.sources, c) == Footing::Unverified);
        for (part, open) in [
            (Part::Deadline, due),
            (Part::Basis, !item.basis.iter().any(verified)),
            (Part::Approval, level.is_some_and(|level| !level.verified)),
        ] {
            if open && !item.is_unverified(part) {
                let cause = format!("item {}: {part:?} is not verified but not marked", item.id);
                let mend = "add it to unverified_parts, or cite a verified source";
                self.fault(line, cause, mend);
            }
        }
        if item.verified != item.unverified_parts.is_empty() {
            let cause = format!("item {}: verified contradicts unverified_parts", item.id);
            let mend = "verified is true exactly when unverified_parts is empty";
            self.fault(line, cause, mend);
        }
    }
}

/// The line of the `nth` (from 0) `field` of the item at `offset`, or the item's own where it isn't written.
fn nth_line_of(text: &str, offset: usize, field: &str, nth: usize) -> usize {
    let first = line_at(text, offset);
    text.lines()
        .enumerate()
        .skip(first - 1)
        .take_while(|(index, line)| index + 1 == first || line.trim() != "[[items]]")
        .filter(|(_, line)| {
            let rest = line.trim_start().strip_prefix(field);
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        })
        .nth(nth)
        .map_or(first, |(index, _)| index + 1)
}

fn line_of(text: &str, offset: usize, field: &str) -> usize {
    nth_line_of(text, offset, field, 0)
}
