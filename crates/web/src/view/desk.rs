//! What waits for somebody (`GET /desk`).

use askama::Template;
use domain::time::Micros;
use domain::workflow::State;

use super::frame::Frame;

/// Everything that waits for this person, in groups.
#[derive(Clone, Debug, Template)]
#[template(path = "desk.html")]
pub struct Desk {
    pub frame: Frame,
    /// Whether a link to `/desk/new` is shown.
    pub may_upload: bool,
    /// Contributions that wait for the organizations whose clerk this person is.
    pub contributions: u32,
    /// Titles of the posts held, with the organization: `南坪村村民委员会 · 经办`.
    pub posts: Vec<String>,
    /// Empty groups are not shown; the order is the page's.
    pub groups: Vec<DeskGroup>,
    /// Lists of which this page shows a part.
    pub more: Vec<More>,
    /// Whether this is a page of one list alone.
    pub is_part: bool,
}

/// A list of which the page shows a part, due first: where the rest is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct More {
    /// Name of the list: what its rows wait for.
    pub list: String,
    pub all: u32,
    /// Rows of one page.
    pub rows: u32,
    /// From 1.
    pub page: u32,
    pub last: u32,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Clone, Debug)]
pub struct DeskGroup {
    pub kind: GroupKind,
    pub rows: Vec<DeskRow>,
}

/// Why the rows stand there. The order is the page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Sent back to me with a reason.
    Returned,
    /// Another body asks for our agreement.
    ToConsent,
    ToDecide,
    ToApprove,
    ToSupervise,
    ToReview,
    /// Went out in an emergency; my hand is missing.
    ToConfirm,
    /// Withheld, and due to be looked at again.
    ToReexamine,
    /// The notice period is over; its result is missing.
    ToConclude,
    ToPropose,
    /// With somebody else, and overdue: for whoever watches.
    Late,
    /// With somebody else.
    InProgress,
    Published,
}

impl GroupKind {
    pub const ALL: [Self; 13] = [
        Self::Returned,
        Self::ToConsent,
        Self::ToDecide,
        Self::ToApprove,
        Self::ToSupervise,
        Self::ToReview,
        Self::ToConfirm,
        Self::ToReexamine,
        Self::ToConclude,
        Self::ToPropose,
        Self::Late,
        Self::InProgress,
        Self::Published,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::ToConsent => "to_consent",
            Self::ToDecide => "to_decide",
            Self::ToApprove => "to_approve",
            Self::ToSupervise => "to_supervise",
            Self::ToReview => "to_review",
            Self::ToConfirm => "to_confirm",
            Self::ToReexamine => "to_reexamine",
            Self::ToConclude => "to_conclude",
            Self::ToPropose => "to_propose",
            Self::Late => "late",
            Self::InProgress => "in_progress",
            Self::Published => "published",
        }
    }

    /// Whether its rows wait for this person.
    pub fn is_mine(self) -> bool {
        !matches!(self, Self::Late | Self::InProgress | Self::Published)
    }
}

/// One disclosure.
#[derive(Clone, Debug)]
pub struct DeskRow {
    pub title: String,
    /// `None` before it has one.
    pub code: Option<String>,
    pub organization: String,
    pub state: State,
    pub edition: u32,
    /// Since when it is in this state.
    pub since: Micros,
    /// When it is due by its procedure.
    pub due: Option<Micros>,
    pub is_late: bool,
    /// Name of somebody else who is at it; empty when nobody is.
    pub claimed: String,
    /// Name of the relative for whose sake the step is somebody else's; empty where there is none.
    pub kin: String,
    /// Reason of the last return; empty otherwise.
    pub reason: String,
    /// Where the one next action leads: the draft, the step or the disclosure.
    pub href: String,
}

impl Desk {
    /// How many wait for this person.
    pub fn waiting(&self) -> usize {
        self.groups.iter().filter(|group| group.kind.is_mine()).map(|group| group.rows.len()).sum()
    }
}
