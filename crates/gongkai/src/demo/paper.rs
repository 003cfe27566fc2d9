//! What is told of a paper before it goes its way.

use domain::scope::Ground;

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
    /// Why an edition after the first is made.
    pub(super) reason: &'static str,
    pub(super) way: Way,
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

/// How far a paper goes.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Draft,
    Propose,
    Review,
    Return {
        reason: &'static str,
    },
    Publish,
    /// Published, then again under another title.
    Correct {
        title: &'static str,
        reason: &'static str,
    },
    Withdraw {
        reason: &'static str,
    },
}
