//! What stands in the place of a withdrawn disclosure (`GET /d/{code}`, status 410).

use askama::Template;
use domain::time::Micros;

use super::frame::{Frame, Link};
use super::record::Recorded;

/// The notice that stays.
#[derive(Clone, Debug, Template)]
#[template(path = "withdrawn.html")]
pub struct Withdrawn {
    pub frame: Frame,
    pub code: String,
    /// Empty where the title is not public.
    pub title: String,
    pub organization: Link,
    pub reason: String,
    pub at: Micros,
    pub record: Vec<Recorded>,
}
