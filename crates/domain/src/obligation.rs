//! 任务: what an organization owes, for one period, event or stage of an item, and by when.
//!
//! Nothing of it is stored in advance. [`derive()`] computes the obligations of any stretch of time
//! from the clocks of the items, the days since when they bind, and the facts that were reported;
//! [`observe`] says of each whether it was met, by what was published, or is late. What people
//! touched (facts, disclosures, excuses, turns of a term) is all that is kept.

mod derive;
mod observance;
mod page;
mod period;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::deadline::{AtEnd, Side, Term};
use crate::ids::FactId;
use crate::regime::{Cadence, CadenceKind, Item, Text};

pub use derive::{Owed, count_of, derive};
pub use observance::{Excuse, Fulfilment, Observance, Touched, observe};
pub use page::{basis_of, deadlines, reasons_of};
pub use period::{Length, NoPeriod, Period};

/// What happened, or is planned to happen, and makes something due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Something took place: a decision, a grant, a result. Starts the clocks of events.
    Event,
    /// What is shown for a long time has changed.
    Change,
    /// A stage of a piece of work is over.
    Stage,
    /// A decision is planned on this day: its notice has to be out before, its result follows.
    Decision,
}

impl FactKind {
    pub const ALL: [Self; 4] = [Self::Event, Self::Change, Self::Stage, Self::Decision];

    pub fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Change => "change",
            Self::Stage => "stage",
            Self::Decision => "decision",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it starts a clock of this kind.
    pub fn starts(self, kind: CadenceKind) -> bool {
        match self {
            Self::Event => kind == CadenceKind::Event,
            Self::Change => kind == CadenceKind::LongTerm,
            Self::Stage => kind == CadenceKind::Staged,
            Self::Decision => matches!(kind, CadenceKind::PreNotice | CadenceKind::Event),
        }
    }

    /// The facts that start some of these clocks; none where they are only periodic.
    pub fn of<'a>(clocks: impl IntoIterator<Item = &'a Cadence>) -> impl Iterator<Item = Self> {
        let owed = clocks.into_iter().filter(|clock| !clock.alternative);
        let kinds: Vec<_> = owed.map(|clock| clock.kind).collect();
        let is_noticed = kinds.contains(&CadenceKind::PreNotice);
        let has = move |wanted: Self| kinds.iter().any(|kind| wanted.starts(*kind));
        let has_event = has(Self::Event);
        Self::ALL.into_iter().filter(move |kind| match kind {
            // Where a notice goes before, the decision is the event.
            Self::Event => has_event && !is_noticed,
            Self::Change | Self::Stage | Self::Decision => {
                (*kind != Self::Decision || is_noticed) && has(*kind)
            }
        })
    }
}

/// A fact as it was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub id: FactId,
    /// Id of the item in its regime.
    pub item: String,
    pub kind: FactKind,
    /// Which clock it starts, where the item has several of its kind; `None`: every one of them.
    pub clock: Option<u8>,
    /// The civil day on which it arose.
    pub on: Day,
    pub name: String,
}

/// For what an item is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    Period(Period),
    /// A fact, by one clock of the item (0 is the main one): a decision has a notice and a result.
    Fact(FactId, u8),
    /// That it is shown at all, for what stays up.
    Shown(u8),
}

/// What is no occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no occasion of an item")]
pub struct NoOccasion;

impl fmt::Display for Occasion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(out),
            Self::Fact(fact, clock) => write!(out, "fact-{fact}-{clock}"),
            Self::Shown(clock) => write!(out, "shown-{clock}"),
        }
    }
}

impl FromStr for Occasion {
    type Err = NoOccasion;

    /// # Errors
    /// [`NoOccasion`]; only what [`fmt::Display`] writes is read.
    fn from_str(text: &str) -> Result<Self, NoOccasion> {
        let clock = |text: &str| match text.as_bytes() {
            [digit @ b'0'..=b'9'] => Ok(digit - b'0'),
            _ => Err(NoOccasion),
        };
        if let Some(number) = text.strip_prefix("shown-") {
            return Ok(Self::Shown(clock(number)?));
        }
        let Some(fact) = text.strip_prefix("fact-") else {
            return text.parse().map(Self::Period).map_err(|_| NoOccasion);
        };
        let (id, number) = fact.split_once('-').ok_or(NoOccasion)?;
        let id: FactId = id.parse().map_err(|_| NoOccasion)?;
        let occasion = Self::Fact(id, clock(number)?);
        if occasion.to_string() == text { Ok(occasion) } else { Err(NoOccasion) }
    }
}

/// A clock of an item as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemClock {
    /// Position of the item in the catalogue.
    pub item: u16,
    /// 0 is the main clock of the item.
    pub clock: u8,
    pub kind: CadenceKind,
    /// `None`: no number is given.
    pub term: Option<Term>,
}

/// The term of a clock; `None` where no number is given.
pub fn term_of(cadence: &Cadence) -> Option<Term> {
    let (days, kind) = (cadence.days?, cadence.day_kind?);
    let counted = Length::of(cadence.kind).is_none();
    let usual = AtEnd::usual(kind, counted);
    let at_end = match cadence.moves_on {
        Some(true) => AtEnd::MovesOn,
        Some(false) => AtEnd::Stays,
        None => usual,
    };
    let side = if cadence.kind == CadenceKind::PreNotice { Side::Before } else { Side::After };
    Some(Term { days, kind, side, at_end })
}

/// All clocks of a list of items that are owed without being chosen, in its order.
pub fn clocks_of<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<ItemClock> {
    let mut clocks = Vec::new();
    for (item, each) in (0..).zip(items) {
        let owed = (0..).zip(each.clocks()).filter(|(_, cadence)| !cadence.alternative);
        for (clock, cadence) in owed {
            clocks.push(ItemClock { item, clock, kind: cadence.kind, term: term_of(cadence) });
        }
    }
    clocks
}

/// By when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The last day in time.
    On(Day),
    /// No number is given: within the period, so by its last day.
    Within(Day),
    /// No number is given: promptly, since this day.
    Promptly(Day),
    /// The term is paused.
    Stopped,
}

impl Due {
    /// The last day in time, where there is one.
    pub fn day(self) -> Option<Day> {
        match self {
            Self::On(day) | Self::Within(day) => Some(day),
            Self::Promptly(_) | Self::Stopped => None,
        }
    }
}

/// One thing owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Position of the item in the catalogue.
    pub item: u16,
    pub clock: u8,
    pub occasion: Occasion,
    /// From when on it can be met: the period's first day, the fact's.
    pub opens: Day,
    /// From what the term is counted: the period's last day, the fact's.
    pub fact: Day,
    pub due: Due,
}

/// What happened on the day from which a term counts.
pub fn fact_text(occasion: Occasion, kind: CadenceKind, name: &str) -> Text {
    match occasion {
        Occasion::Period(period) => {
            let name = period.name();
            Text {
                zh: format!("{}的最后一天", name.zh), en: format!("last day of {}", name.en)
            }
        }
        Occasion::Shown(_) => Text {
            zh: "从这天起应当公开这一事项".to_owned(),
            en: "the item is owed since then".to_owned(),
        },
        Occasion::Fact(..) => {
            let (zh, en) = match kind {
                CadenceKind::PreNotice => ("计划作出决定", "planned day of the decision"),
                CadenceKind::LongTerm => ("内容变更", "change"),
                CadenceKind::Staged => ("一个阶段完成", "end of a stage"),
                CadenceKind::Event
                | CadenceKind::Monthly
                | CadenceKind::Quarterly
                | CadenceKind::HalfYearly
                | CadenceKind::Yearly => ("事情发生", "event"),
            };
            Text { zh: format!("{zh}:{name}"), en: format!("{en}: {name}") }
        }
    }
}

#[cfg(test)]
mod tests;
