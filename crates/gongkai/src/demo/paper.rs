//! What is told of a paper before it goes its way.

use domain::regime::DayKind;
use domain::scope::Ground;
use domain::workflow::State;

/// A text and its way.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    /// Name of the body that discloses it.
    pub(super) organization: &'static str,
    pub(super) file_name: &'static str,
    pub(super) text: &'static str,
    pub(super) regime: &'static str,
    pub(super) item: &'static str,
    pub(super) series: char,
    pub(super) column: &'static str,
    pub(super) contributor: &'static str,
    pub(super) fact_on: Option<&'static str>,
    /// Slices that contain the words are narrowed, with the ground.
    pub(super) narrow: &'static [(&'static str, Narrow, Ground)],
    /// Names of the bodies that disclose it jointly.
    pub(super) joint: &'static [&'static str],
    /// Days for objections, and where they go.
    pub(super) notice: Option<(u16, DayKind, &'static str)>,
    /// It goes out so many days after it was written down.
    pub(super) publish_in: Option<i64>,
    /// In the order of time.
    pub(super) stages: &'static [Stage],
}

/// How far a slice is narrowed.
#[derive(Clone, Copy)]
pub(super) enum Narrow {
    Registered,
    Members,
    Organization,
    /// Login names.
    Named(&'static [&'static str]),
}

/// What happens on one day.
#[derive(Clone, Copy)]
pub(super) struct Stage {
    pub(super) days_ago: i64,
    pub(super) steps: &'static [Move],
}

/// One thing that somebody does.
#[derive(Clone, Copy)]
pub(super) enum Move {
    Propose,
    /// The awaited step.
    Next,
    /// Every awaited step until it waits in this state.
    Until(State),
    /// Every awaited step, to the page or to the time set.
    Out,
    /// The meeting votes it down.
    Reject,
    Return {
        reason: &'static str,
    },
    Release {
        reason: &'static str,
    },
    Withhold {
        ground: Ground,
        reason: &'static str,
        /// Looked at again after so many days.
        days: i64,
    },
    /// A new edition under another title, to the page.
    Correct {
        title: &'static str,
        reason: &'static str,
    },
    Withdraw {
        reason: &'static str,
    },
    /// As a correction, after a withdrawal.
    Republish {
        title: &'static str,
        reason: &'static str,
    },
    Conclude {
        objections: u32,
        upheld: u32,
        result: &'static str,
    },
    /// Put up in another form, with a photo.
    Post {
        form: &'static str,
        note: &'static str,
    },
    /// What is due goes out.
    Drive,
}

/// Written down and nothing more.
pub(super) const NOTHING: &[Move] = &[];

/// From the draft to the page.
pub(super) const PUBLISH: &[Move] = &[Move::Propose, Move::Out];
