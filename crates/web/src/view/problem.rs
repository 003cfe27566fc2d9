//! When there is no page to show.

use askama::Template;

use super::frame::{Frame, Message};

/// Any error; a visitor learns what it means and the number to ask with.
#[derive(Clone, Debug, Template)]
#[template(path = "problem.html")]
pub struct Problem {
    pub frame: Frame,
    pub status: u16,
    /// `error.<word>` or `refusal.<word>`.
    pub message: Message,
    /// The page whose form was sent; empty where nothing was.
    pub back: String,
    pub request: String,
}

/// Nothing at this address (404).
#[derive(Clone, Debug, Template)]
#[template(path = "not_found.html")]
pub struct NotFound {
    pub frame: Frame,
    pub request: String,
}
