//! The catalogue of an organization as a wall: for each entry the latest disclosure, what is due
//! next and how it stands.

use domain::calendar::Day;
use domain::ids::DisclosureId;
use domain::obligation::{Due, Observance};

use super::{Binding, Duty};
use crate::Flow;

/// How an entry stands, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Something of it is late; since when the oldest is.
    Late,
    /// Promptly, without a number, and still open.
    Waiting,
    Soon,
    Kept,
    /// Nothing is due: no fact was reported, or its first period is running.
    Nothing,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Late, Self::Waiting, Self::Soon, Self::Kept, Self::Nothing];

    /// The word under which it is translated and styled.
    pub fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Waiting => "waiting",
            Self::Soon => "soon",
            Self::Kept => "kept",
            Self::Nothing => "nothing",
        }
    }
}

/// One entry on the wall.
#[derive(Clone, Debug)]
pub struct Line {
    /// Position of the entry in the catalogue.
    pub entry: u16,
    pub state: State,
    /// The last day in time of the oldest that is late, or since when it waits.
    pub since: Option<Day>,
    pub late: u32,
    /// The next one that is open, by its day.
    pub next: Option<Duty>,
    /// The last that was met, and by what.
    pub latest: Option<(Day, DisclosureId)>,
    /// Everything of the entry that is late, oldest first.
    pub missing: Vec<Duty>,
}

/// A catalogue as a wall.
#[derive(Clone, Debug)]
pub struct Board {
    pub binding: Binding,
    pub lines: Vec<Line>,
}

/// How far back a wall looks, in years, and how far ahead, in days.
const BACK: i16 = -2;
const AHEAD: i32 = 400;

/// The wall of one catalogue on `today`.
pub fn board(flow: &Flow, binding: Binding, today: Day) -> Board {
    let stretch = (today.plus_years(BACK), today.plus(AHEAD));
    let duties = binding.duties(flow, stretch, today);
    let lines = (0..).zip(binding.catalogue.entries.iter()).map(|(at, _)| {
        let of_entry: Vec<_> =
            duties.iter().filter(|duty| duty.obligation.item == at).copied().collect();
        line(at, &of_entry, &binding)
    });
    let lines = lines.collect();
    Board { binding, lines }
}

fn line(entry: u16, duties: &[Duty], binding: &Binding) -> Line {
    let mut missing: Vec<_> =
        duties.iter().filter(|duty| duty.observance.is_late()).copied().collect();
    missing.sort_by_key(|duty| duty.obligation.due.day());
    let is_open = |duty: &&Duty| {
        matches!(duty.observance, Observance::Open | Observance::Soon { .. } | Observance::Stopped)
    };
    let next = duties
        .iter()
        .filter(is_open)
        .min_by_key(|duty| duty.obligation.due.day().unwrap_or(duty.obligation.opens));
    let waiting = duties.iter().find_map(|duty| match (duty.observance, duty.obligation.due) {
        (Observance::Waiting { .. }, Due::Promptly(since)) => Some(since),
        _ => None,
    });
    let pairs = binding.fulfilments.iter().zip(&binding.disclosures);
    let latest = pairs.filter(|(met, _)| met.item == entry && met.ended.is_none());
    let latest = latest.max_by_key(|(met, _)| met.on).map(|(met, id)| (met.on, *id));
    let has_soon = duties.iter().any(|duty| matches!(duty.observance, Observance::Soon { .. }));
    let has_met = duties
        .iter()
        .any(|duty| matches!(duty.observance, Observance::Met { .. } | Observance::Excused { .. }));
    let (state, since) = match (missing.first(), waiting) {
        (Some(oldest), _) => (State::Late, oldest.obligation.due.day()),
        (None, Some(since)) => (State::Waiting, Some(since)),
        (None, None) if has_soon => (State::Soon, None),
        (None, None) if has_met => (State::Kept, None),
        (None, None) => (State::Nothing, None),
    };
    let late = u32::try_from(missing.len()).unwrap_or(u32::MAX);
    Line { entry, state, since, late, next: next.copied(), latest, missing }
}
