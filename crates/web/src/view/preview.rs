//! A text under way as another reader would see it (`GET /desk/{id}/preview?as=<view>`).

use askama::Template;

use super::frame::{Frame, Link};
use super::paper::{Part, PartKind};

/// Whose eyes can be borrowed; each has a message `editor.as.<view>`.
pub const VIEWS: [&str; 3] = ["public", "registered", "member"];

/// The text with gaps where that reader may not read.
#[derive(Clone, Debug, Template)]
#[template(path = "preview.html")]
pub struct Preview {
    pub frame: Frame,
    pub id: String,
    pub title: String,
    /// False: that reader would not find the disclosure at all.
    pub title_seen: bool,
    pub organization: Link,
    pub view: &'static str,
    pub parts: Vec<Part>,
}

impl Preview {
    pub fn views(&self) -> [&'static str; 3] {
        VIEWS
    }
}
