//! When something is due, and why then (invariant 9: a deadline explains itself).
//!
//! A [`Count`] goes from a fact's day over a [`Term`]; pauses, extensions and restarts turn it, each
//! by an article that allows it. [`Count::deadline`] gives the day, [`explain`] the reasons.

mod explain;

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Day, DayKind};

pub use explain::{Cell, Explanation, Mark, Month, Reasons, explain};

/// What happens where the last day is no working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtEnd {
    /// A date of the calendar ("by the 15th"), or a rule that says nothing.
    Stays,
    /// The next working day is the last (民法典 art. 203).
    MovesOn,
}

/// On which side of the fact the days lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Due within so many days after the fact, whose own day does not count (民法典 art. 201).
    After,
    /// So many whole days have to be over before the fact's day begins.
    Before,
}

/// So many days of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub days: u16,
    pub kind: DayKind,
    pub side: Side,
    pub at_end: AtEnd,
}

/// What was done to a running term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Days from the first to the last stop counting; without a last day until it is resumed.
    Pause { from: Day, until: Option<Day> },
    /// So many days more, of the term's own kind.
    Extend { on: Day, days: u16 },
    /// Counted anew from this day, as from the fact.
    Restart { on: Day },
}

impl Turn {
    /// The day it was made on: turns apply in this order.
    pub fn day(self) -> Day {
        match self {
            Self::Pause { from, .. } => from,
            Self::Extend { on, .. } | Self::Restart { on } => on,
        }
    }
}

/// A turn, with what allows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turned {
    pub turn: Turn,
    /// The article, as it is to be printed.
    pub article: String,
    pub reason: String,
}

/// A term that runs from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count<'a> {
    pub fact: Day,
    pub term: Term,
    pub turns: &'a [Turned],
}

/// The outcome of a [`Count`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day before the first that counts.
    pub from: Day,
    /// The last day on which it is in time; `None` while the term is paused without an end.
    pub due: Option<Day>,
    /// Where the term would have ended, had that day been worked.
    pub moved_from: Option<Day>,
    /// A day of the way is not settled yet: the notice of its year is not known.
    pub is_provisional: bool,
}

impl Count<'_> {
    /// The last day in time. Turns count in the order of their days; a restart makes those before
    /// it void.
    pub fn deadline(&self, calendar: &Calendar) -> Deadline {
        let Term { days, kind, side, at_end } = self.term;
        if side == Side::Before {
            let due = calendar.before(self.fact, days, kind);
            let is_provisional = kind == DayKind::Working && unsettled(calendar, due, self.fact);
            return Deadline { from: self.fact, due: Some(due), moved_from: None, is_provisional };
        }
        let mut turns: Vec<_> = self.turns.iter().map(|turned| turned.turn).collect();
        turns.sort_by_key(|turn| turn.day());
        let restart = turns.iter().rposition(|turn| matches!(turn, Turn::Restart { .. }));
        let from = restart.map_or(self.fact, |at| turns[at].day());
        let mut end = calendar.after(from, days, kind);
        for turn in &turns[restart.map_or(0, |at| at + 1)..] {
            match *turn {
                Turn::Pause { from: first, until } => {
                    if first > end {
                        continue;
                    }
                    let Some(last) = until else {
                        return Deadline {
                            from,
                            due: None,
                            moved_from: None,
                            is_provisional: false,
                        };
                    };
                    let stopped = calendar.between(first.previous().max(from), last, kind);
                    end = calendar.after(end, u16::try_from(stopped).unwrap_or(u16::MAX), kind);
                }
                Turn::Extend { days, .. } => end = calendar.after(end, days, kind),
                Turn::Restart { .. } => {}
            }
        }
        let due = if at_end == AtEnd::MovesOn { calendar.moved_on(end) } else { end };
        let moved_from = (due != end).then_some(end);
        let counts_work = kind == DayKind::Working || at_end == AtEnd::MovesOn;
        let is_provisional = counts_work && unsettled(calendar, from, due);
        Deadline { from, due: Some(due), moved_from, is_provisional }
    }
}

/// Natures change in whole years and at their end, so both ends tell.
fn unsettled(calendar: &Calendar, first: Day, last: Day) -> bool {
    calendar.is_provisional(first) || calendar.is_provisional(last)
}

#[cfg(test)]
mod tests;
