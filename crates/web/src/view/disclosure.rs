//! A disclosure at the desk (`GET /desk/{id}`): where it stands and who is next.

use askama::Template;
use domain::act::Kind;
use domain::time::Micros;
use domain::workflow::State;

use super::frame::{Frame, Link};
use super::record::Recorded;

/// The line of steps.
///
/// `POST /desk/{id}/correct` and `POST /desk/{id}/withdraw`: `csrf`, `reason` (required).
#[derive(Clone, Debug, Template)]
#[template(path = "disclosure.html")]
pub struct DisclosurePage {
    pub frame: Frame,
    pub id: String,
    pub code: Option<String>,
    pub title: String,
    pub organization: Link,
    pub state: State,
    pub edition: u32,
    /// The public page; `None` before publication.
    pub public_href: Option<String>,
    /// The one next action of this viewer, for instance to the draft; `None`: nothing to do.
    pub next: Option<Link>,
    pub line: Vec<LineStep>,
    pub may_correct: bool,
    pub may_withdraw: bool,
    pub record: Vec<Recorded>,
}

/// One step of the line.
#[derive(Clone, Debug)]
pub struct LineStep {
    pub kind: Kind,
    pub status: StepStatus,
}

#[derive(Clone, Debug)]
pub enum StepStatus {
    /// `by`: post and name.
    Done {
        by: String,
        at: Micros,
    },
    /// Waits for one of these posts.
    Now {
        posts: Vec<String>,
        since: Micros,
    },
    Next,
}
