//! A disclosure at the desk (`GET /desk/{id}`): where it stands and who is next.

use askama::Template;
use domain::act::Kind;
use domain::scope::Ground;
use domain::time::Micros;
use domain::workflow::State;
use store::disclosures::Withheld;
use store::notices::Notice;

use super::choice::Choice;
use super::frame::{Frame, Link};
use super::record::{Recorded, Remark};

/// The line of steps, and what else may be done about it.
///
/// `POST /desk/{id}/correct`, `/abandon`, `/withdraw`, `/republish`, `/reopen`: `csrf`, `content`,
/// `reason` (required). `/reexamine`: besides, `ground`, `reexamine_on`. `/schedule`: `publish_at`.
/// `/extend`: `until`, `reason`. `/conclude`: `objections`, `upheld`, `result`. `/post`
/// (multipart): `form`, `done_on`, `note`, `file`. `/comment`: `remark`, `back`.
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
    /// Hash of the edition under way, 64 hex digits; empty before the first proposal.
    pub content: String,
    /// The public page; `None` before publication.
    pub public_href: Option<String>,
    /// The edition under way laid over the published one; `None` where it follows none.
    pub compare_href: Option<String>,
    /// The one next action of this viewer, for instance to the draft; `None`: nothing to do.
    pub next: Option<Link>,
    pub line: Vec<LineStep>,
    pub may: May,
    /// Set while it waits for its time.
    pub publish_at: Option<Micros>,
    pub withheld: Option<Withheld>,
    pub notice: Option<Notice>,
    pub notice_is_over: bool,
    /// Forms of the regime: code and name.
    pub forms: Vec<Choice>,
    pub evidence: Vec<File>,
    pub comments: Vec<Remark>,
    pub record: Vec<Recorded>,
    /// `YYYY-MM-DD`.
    pub today: String,
}

/// What this viewer may do about a disclosure, beside the step that is waited for.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    pub correct: bool,
    pub abandon: bool,
    pub withdraw: bool,
    pub republish: bool,
    pub reexamine: bool,
    pub reopen: bool,
    pub schedule: bool,
    pub return_: bool,
    pub extend: bool,
    pub conclude: bool,
    pub post: bool,
}

/// A file kept beside an act.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub href: String,
    /// 64 hex digits.
    pub sha256: String,
    pub at: Micros,
}

/// One step of the line.
#[derive(Clone, Debug)]
pub struct LineStep {
    pub kind: Kind,
    /// Whose step it is, in the words of the procedure; empty for the publication.
    pub by: String,
    pub status: StepStatus,
}

#[derive(Clone, Debug)]
pub enum StepStatus {
    /// `by`: post and name.
    Done {
        by: String,
        at: Micros,
    },
    /// Waits for one of these posts; empty when nobody holds one.
    Now {
        with: Vec<String>,
        since: Micros,
        due: Option<Micros>,
        is_late: bool,
        /// Who is at it; empty when nobody said so.
        claimed: String,
    },
    Next,
}

impl DisclosurePage {
    /// Nothing was typed yet: a refused form of this page leads to a page of its own.
    pub fn reason_of(&self, _: &str) -> &str {
        ""
    }

    pub fn grounds(&self) -> Vec<Ground> {
        Ground::ALL.into_iter().filter(|ground| *ground != Ground::ItemScope).collect()
    }
}
