//! A new disclosure from a document (`GET /desk/new`).

use askama::Template;

use super::choice::{Choice, Group};
use super::frame::{Frame, Message};

/// `POST /desk/new`, `multipart/form-data`:
/// - `csrf`;
/// - `organization`: id, of one of [`Upload::organizations`];
/// - `item`: value of one of [`Upload::items`], or empty;
/// - `column`: value of one of [`Upload::columns`], or empty;
/// - `series`: one of [`Upload::series`], a letter;
/// - `contributor`: text, may be empty;
/// - `fact_on`: `YYYY-MM-DD`, or empty for unknown;
/// - `file`: the document.
#[derive(Clone, Debug, Template)]
#[template(path = "upload.html")]
pub struct Upload {
    pub frame: Frame,
    pub organizations: Vec<Choice>,
    /// Items by category; the value names regime and item.
    pub items: Vec<Group>,
    pub columns: Vec<Choice>,
    pub series: Vec<Choice>,
    /// The largest file that is taken.
    pub limit_megabytes: u64,
    pub typed: UploadTyped,
    /// `intake.error.*` or `error.*`.
    pub problem: Option<Message>,
}

/// What was typed before, shown again after a problem.
#[derive(Clone, Debug, Default)]
pub struct UploadTyped {
    pub organization: String,
    pub item: String,
    pub column: String,
    pub series: String,
    pub contributor: String,
    pub fact_on: String,
}
