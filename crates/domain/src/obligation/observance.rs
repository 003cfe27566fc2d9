//! How an obligation stands on a day: met, and when; late, and since when.

use super::derive::fact_of;
use super::{Due, Obligation, Occasion};
use crate::calendar::Day;

/// A published disclosure that says what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fulfilment {
    pub item: u16,
    pub occasion: Occasion,
    /// The day on which its first edition was public.
    pub on: Day,
    /// The day on which it was withdrawn.
    pub ended: Option<Day>,
    /// 本期没有: it says that there is nothing to disclose.
    pub is_nil: bool,
}

/// Released from an obligation by decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excuse {
    pub item: u16,
    pub occasion: Occasion,
    pub on: Day,
}

/// What people have done about the obligations of one organization.
#[derive(Clone, Copy, Debug)]
pub struct Touched<'a> {
    pub fulfilments: &'a [Fulfilment],
    pub excuses: &'a [Excuse],
}

/// How an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Observance {
    /// Public since, in time or so many natural days late.
    Met {
        on: Day,
        late: u32,
        is_nil: bool,
    },
    Excused {
        on: Day,
    },
    /// Its period is running, or its day is far.
    Open,
    /// Its day is near: the last quarter of its term, at least three days.
    Soon {
        days: u32,
    },
    /// So many natural days over; without a day, since the fact.
    Late {
        days: u32,
    },
    /// Promptly, without a number: open for so many natural days.
    Waiting {
        days: u32,
    },
    /// The term is paused.
    Stopped,
}

impl Observance {
    /// The word under which it is translated and styled.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met { late: 0, is_nil: false, .. } => "met",
            Self::Met { late: 0, is_nil: true, .. } => "nil",
            Self::Met { .. } => "met_late",
            Self::Excused { .. } => "excused",
            Self::Open => "open",
            Self::Soon { .. } => "soon",
            Self::Late { .. } => "late",
            Self::Waiting { .. } => "waiting",
            Self::Stopped => "stopped",
        }
    }

    pub fn is_late(self) -> bool {
        matches!(self, Self::Late { .. })
    }
}

/// Days that are always near.
const NEAR: i32 = 3;

/// How the obligation stands on `today`.
pub fn observe(obligation: &Obligation, touched: &Touched<'_>, today: Day) -> Observance {
    if let Some(met) = met(obligation, touched, today) {
        return met;
    }
    let excuse = touched.excuses.iter().find(|excuse| {
        excuse.item == obligation.item
            && excuse.occasion == obligation.occasion
            && excuse.on <= today
    });
    if let Some(excuse) = excuse {
        return Observance::Excused { on: excuse.on };
    }
    let is_over = obligation.due.day().is_none_or(|due| today > due);
    let lapsed = lapsed(obligation, touched, today).filter(|_| is_over);
    match (obligation.due, lapsed) {
        (_, Some(since)) => Observance::Late { days: days(today, since) },
        (Due::Stopped, None) => Observance::Stopped,
        (Due::Promptly(since), None) if today >= since => {
            Observance::Waiting { days: days(today, since) }
        }
        (Due::Promptly(_), None) => Observance::Open,
        (Due::On(due) | Due::Within(due), None) if today > due => {
            Observance::Late { days: days(today, due) }
        }
        (Due::On(due) | Due::Within(due), None) => {
            let near = (due.since(obligation.fact.min(due)) / 4).max(NEAR);
            let left = due.since(today);
            if left <= near && today >= obligation.opens {
                Observance::Soon { days: days(due, today) }
            } else {
                Observance::Open
            }
        }
    }
}

fn days(later: Day, earlier: Day) -> u32 {
    u32::try_from(later.since(earlier)).unwrap_or(0)
}

/// The earliest publication for it that counts on `today`. What was withdrawn meets nothing any
/// more, unless something else of the same occasion still stands.
fn met(obligation: &Obligation, touched: &Touched<'_>, today: Day) -> Option<Observance> {
    let counts = |each: &&Fulfilment| {
        each.item == obligation.item
            && answers(each.occasion, obligation.occasion)
            && each.on <= today
            && each.ended.is_none_or(|ended| ended > today)
    };
    let first = touched.fulfilments.iter().filter(counts).min_by_key(|each| each.on)?;
    let late = match obligation.due {
        Due::On(due) | Due::Within(due) => days(first.on, due),
        Due::Promptly(_) | Due::Stopped => 0,
    };
    Some(Observance::Met { on: first.on, late, is_nil: first.is_nil })
}

/// Whatever of the item stays up shows it; anything else answers its own occasion only.
fn answers(given: Occasion, asked: Occasion) -> bool {
    match (given, asked) {
        (Occasion::Fact(_, given), Occasion::Shown(asked)) => given == asked,
        (given, asked) => given == asked,
    }
}

/// What stays up was shown in time and is not any more: since when.
fn lapsed(obligation: &Obligation, touched: &Touched<'_>, today: Day) -> Option<Day> {
    if fact_of(obligation.occasion).is_some() || !matches!(obligation.occasion, Occasion::Shown(_))
    {
        return None;
    }
    let of_it = touched
        .fulfilments
        .iter()
        .filter(|each| each.item == obligation.item && answers(each.occasion, obligation.occasion));
    of_it.filter_map(|each| each.ended).filter(|ended| *ended <= today).max()
}
