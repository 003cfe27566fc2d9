//! What persons without a post hand in: their own page, and the clerks' list.

use askama::Template;
use domain::time::Micros;

use super::choice::{Choice, Group};
use super::frame::{Frame, Message};

/// `GET /contribute`: the form, and what this person has sent.
///
/// `POST /contribute`, `multipart/form-data`: `csrf`, `organization`, `title`, `text`, `remark`,
/// `file`. `POST /contribute/{id}/withdraw`: `csrf`.
#[derive(Clone, Debug, Template)]
#[template(path = "contribute.html")]
pub struct Contribute {
    pub frame: Frame,
    pub organizations: Vec<Choice>,
    pub typed: Typed,
    pub problem: Option<Message>,
    pub sent: Vec<Sent>,
}

/// What was typed before, shown again after a problem.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub organization: String,
    pub title: String,
    pub text: String,
    pub remark: String,
}

/// One contribution, for whoever sent it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: String,
    pub title: String,
    pub organization: String,
    pub at: Micros,
    /// Word of its state.
    pub state: &'static str,
    pub is_pending: bool,
    /// Why it was declined; empty otherwise.
    pub reason: String,
    /// The public page of what it became.
    pub public_href: Option<String>,
}

/// `GET /desk/contributions`: what waits for the clerks.
///
/// `POST /desk/contributions/{id}/accept`: `csrf`, `item`, `column`, `series`, `fact_on`.
/// `POST /desk/contributions/{id}/decline`: `csrf`, `reason`.
#[derive(Clone, Debug, Template)]
#[template(path = "contributions.html")]
pub struct Contributions {
    pub frame: Frame,
    pub waiting: Vec<Waiting>,
    pub items: Vec<Group>,
    pub columns: Vec<Choice>,
    pub series: Vec<Choice>,
}

/// One contribution, for a clerk. Its text is only ever text.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: String,
    pub title: String,
    pub organization: String,
    /// Display name of whoever sent it.
    pub by: String,
    pub at: Micros,
    pub file_name: String,
    pub remark: String,
    pub lines: Vec<String>,
}
