//! The wall of an organization, one obligation explained, and the county as a map
//! (`GET /organizations/{id}/board`, `.../board/{regime}/{entry}/{occasion}`, `GET /map`).

use askama::Template;
use flow::obligations::State;

use super::frame::{Frame, Link};

/// Everything that an organization owes, catalogue by catalogue.
#[derive(Clone, Debug, Template)]
#[template(path = "board.html")]
pub struct BoardPage {
    pub frame: Frame,
    pub organization: Link,
    pub above: Vec<Link>,
    /// The day it is told for, `YYYY-MM-DD`.
    pub day: String,
    pub walls: Vec<WallOf>,
}

/// One catalogue.
#[derive(Clone, Debug)]
pub struct WallOf {
    pub regime: String,
    /// The merged body whose catalogue it was; `None` for the own one.
    pub inherited: Option<String>,
    pub version: u32,
    pub catalogue_href: String,
    /// How many entries stand so, in the order of [`State::ALL`].
    pub totals: Vec<(State, usize)>,
    pub groups: Vec<Group>,
}

/// Entries of one category.
#[derive(Clone, Debug)]
pub struct Group {
    pub category: String,
    pub rows: Vec<BoardRow>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct BoardRow {
    pub id: String,
    pub name: String,
    pub rule: String,
    pub state: State,
    /// Since when it is late or waits.
    pub since: Option<String>,
    /// What is late, oldest first, at most three of them.
    pub missing: Vec<DutyLink>,
    /// How many more are late.
    pub more: u32,
    pub next: Option<DutyLink>,
    /// Day and text that was last disclosed; no link where this reader may not know the title.
    pub latest: Option<(String, Option<Link>)>,
}

/// One obligation, with the page that explains it.
#[derive(Clone, Debug)]
pub struct DutyLink {
    pub occasion: String,
    /// The last day in time; `None`: promptly, or the term is paused.
    pub due: Option<String>,
    pub href: String,
}

/// Why an obligation is due when it is.
#[derive(Clone, Debug, Template)]
#[template(path = "obligation.html")]
pub struct ObligationPage {
    pub frame: Frame,
    pub organization: Link,
    pub entry: String,
    pub occasion: String,
    /// Word of the observance: `met`, `late` …
    pub observance: &'static str,
    /// Days late, or left.
    pub days: u32,
    pub due: Option<String>,
    pub lines: Vec<String>,
    pub months: Vec<MonthOf>,
    /// What met it, and when.
    pub met: Option<(String, Option<Link>)>,
    /// Why it was excused.
    pub excused: Option<String>,
}

impl ObligationPage {
    /// The message that says how it stands.
    pub fn key(&self) -> &'static str {
        match self.observance {
            "met" => "observance.met",
            "nil" => "observance.nil",
            "met_late" => "observance.met_late",
            "excused" => "observance.excused",
            "soon" => "observance.soon",
            "late" => "observance.late",
            "waiting" => "observance.waiting",
            "stopped" => "observance.stopped",
            _ => "observance.open",
        }
    }
}

/// A month of the small calendar.
#[derive(Clone, Debug)]
pub struct MonthOf {
    pub year: i16,
    pub month: i8,
    pub weeks: Vec<Vec<Option<CellOf>>>,
}

/// A day of the small calendar.
#[derive(Clone, Debug)]
pub struct CellOf {
    pub day: i8,
    pub mark: &'static str,
    /// The n-th day that counts.
    pub number: Option<u16>,
}

/// All organizations of the county, by the body above them.
#[derive(Clone, Debug, Template)]
#[template(path = "map.html")]
pub struct MapPage {
    pub frame: Frame,
    pub day: String,
    pub total: Tally,
    pub areas: Vec<Area>,
    /// Bodies without a catalogue.
    pub unbound: usize,
}

/// How some organizations stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub bodies: u32,
    pub owed: u32,
    pub kept: u32,
    pub late: u32,
    pub soon: u32,
}

impl Tally {
    /// In whole percent, rounded down; `None` where nothing was owed.
    pub fn percent(&self) -> Option<u32> {
        (self.owed > 0).then(|| self.kept * 100 / self.owed)
    }
}

/// The bodies directly below one, with that one first.
#[derive(Clone, Debug)]
pub struct Area {
    pub name: String,
    pub href: String,
    pub tally: Tally,
    pub bodies: Vec<BodyOf>,
}

/// One organization on the map.
#[derive(Clone, Debug)]
pub struct BodyOf {
    pub name: String,
    pub href: String,
    pub tally: Tally,
    /// Since when the oldest of the late ones is.
    pub oldest: Option<String>,
}

impl BodyOf {
    /// The worst that it has: `late`, `soon`, `kept`.
    pub fn word(&self) -> &'static str {
        match (self.tally.late, self.tally.soon) {
            (0, 0) => "kept",
            (0, _) => "soon",
            _ => "late",
        }
    }
}
