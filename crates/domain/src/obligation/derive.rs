//! From rules and facts to what is owed.

use super::{Due, Fact, ItemClock, Length, Obligation, Occasion, Period};
use crate::calendar::{Calendar, Day};
use crate::deadline::{Count, Side, Turned};
use crate::ids::FactId;
use crate::regime::CadenceKind;

/// What binds one organization.
#[derive(Clone, Copy, Debug)]
pub struct Owed<'a> {
    pub clocks: &'a [ItemClock],
    /// Since when each item of the catalogue binds: when the organization began, or the item came in.
    pub since: &'a [Day],
    /// The last day on which the catalogue binds: dissolved, merged. Periods that end later are not
    /// owed; those of a merged body are its successor's.
    pub until: Option<Day>,
    /// By item of the catalogue.
    pub facts: &'a [(u16, Fact)],
    /// What turned the term of an obligation.
    pub turns: &'a [(u16, Occasion, Vec<Turned>)],
}

/// Everything owed whose time lies in the stretch: it opens by `to`, and is due on `from` or later
/// or without a day. In the order of items and clocks, then of time.
///
/// A period is owed where its last day lies in the time in which the item binds: the first period
/// of a new body is the one that it sees the end of.
pub fn derive(calendar: &Calendar, owed: &Owed<'_>, from: Day, to: Day) -> Vec<Obligation> {
    let mut list = Vec::new();
    for clock in owed.clocks {
        let since = owed.since.get(usize::from(clock.item)).copied().unwrap_or(Day(i32::MAX));
        if since > to {
            continue;
        }
        match Length::of(clock.kind) {
            Some(length) => periods(calendar, owed, (clock, length, since), (from, to), &mut list),
            None => facts(calendar, owed, (clock, since), (from, to), &mut list),
        }
    }
    list
}

fn periods(
    calendar: &Calendar,
    owed: &Owed<'_>,
    (clock, length, since): (&ItemClock, Length, Day),
    (from, to): (Day, Day),
    list: &mut Vec<Obligation>,
) {
    let last = to.min(owed.until.unwrap_or(to));
    // The term of a period is far shorter than three years, so an earlier one is due before `from`.
    let mut period = Period::of(length, since.max(from.plus_years(-3)));
    while period.first_day() <= last {
        let end = period.last_day();
        let binds = end >= since && owed.until.is_none_or(|until| end <= until);
        if binds {
            let occasion = Occasion::Period(period);
            let due = match clock.term {
                None => Due::Within(end),
                Some(_) => due(calendar, owed, clock, (occasion, end)),
            };
            if due.day().is_none_or(|day| day >= from) {
                let opens = period.first_day();
                list.push(obligation(clock, occasion, opens, end, due));
            }
        }
        period = period.next();
    }
}

fn facts(
    calendar: &Calendar,
    owed: &Owed<'_>,
    (clock, since): (&ItemClock, Day),
    (from, to): (Day, Day),
    list: &mut Vec<Obligation>,
) {
    let mut push = |occasion, opens: Day, fact: Day| {
        let due = match clock.term {
            None => Due::Promptly(fact),
            Some(_) => due(calendar, owed, clock, (occasion, fact)),
        };
        if opens <= to && due.day().is_none_or(|day| day >= from) {
            list.push(obligation(clock, occasion, opens, fact, due));
        }
    };
    if clock.kind == CadenceKind::LongTerm && owed.until.is_none() {
        push(Occasion::Shown(clock.clock), since, since);
    }
    for (item, fact) in owed.facts {
        let is_for = fact.clock.is_none_or(|only| only == clock.clock);
        let is_for = is_for && *item == clock.item && fact.kind.starts(clock.kind);
        let started = is_for && fact.on >= since;
        if started && owed.until.is_none_or(|until| fact.on <= until) {
            // A notice can go out long before the decision it is for.
            let opens = match clock.term.map(|term| term.side) {
                Some(Side::Before) => fact.on.plus(-90),
                Some(Side::After) | None => fact.on,
            };
            push(Occasion::Fact(fact.id, clock.clock), opens, fact.on);
        }
    }
}

fn obligation(
    clock: &ItemClock,
    occasion: Occasion,
    opens: Day,
    fact: Day,
    due: Due,
) -> Obligation {
    Obligation { item: clock.item, clock: clock.clock, occasion, opens, fact, due }
}

fn due(
    calendar: &Calendar,
    owed: &Owed<'_>,
    clock: &ItemClock,
    (occasion, fact): (Occasion, Day),
) -> Due {
    let turns = owed.turns.iter().find(|(item, of, _)| *item == clock.item && *of == occasion);
    let turns = turns.map_or(&[][..], |(_, _, turns)| turns.as_slice());
    let count = count_of(clock, fact, turns);
    match count.map(|count| count.deadline(calendar).due) {
        Some(Some(day)) => Due::On(day),
        Some(None) => Due::Stopped,
        None => Due::Promptly(fact),
    }
}

/// How the term of a clock counts from a day; `None` where no number is given.
pub fn count_of<'a>(clock: &ItemClock, fact: Day, turns: &'a [Turned]) -> Option<Count<'a>> {
    clock.term.map(|term| Count { fact, term, turns })
}

/// The fact behind an occasion.
pub(super) fn fact_of(occasion: Occasion) -> Option<FactId> {
    match occasion {
        Occasion::Fact(id, _) => Some(id),
        Occasion::Period(_) | Occasion::Shown(_) => None,
    }
}
