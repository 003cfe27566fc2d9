//! A step that waits for a decision (`GET /desk/{id}/step`).

use askama::Template;
use domain::finding::{Finding, Strength};
use domain::permission::Refusal;
use domain::scope::Ground;

use super::frame::{Frame, Link};
use super::paper::{Part, PartKind};
use super::record::Recorded;

/// The whole text with every scope visible, for the reviewer or the approver.
///
/// `POST /desk/{id}/review` or `POST /desk/{id}/approve`, by [`StepPage::decides`]:
/// - `csrf`; `content`: the hash that is decided on; `note`: text, may be empty;
/// - `secrecy`, `privacy`, `necessity`, `accuracy` = `checked`: on review only, all four required.
///
/// `POST /desk/{id}/return`: `csrf`, `content`, `reason` (required).
#[derive(Clone, Debug, Template)]
#[template(path = "step.html")]
pub struct StepPage {
    pub frame: Frame,
    pub id: String,
    pub code: Option<String>,
    pub edition: u32,
    pub title: String,
    pub organization: Link,
    pub item: String,
    pub contributor: String,
    pub fact_on: Option<String>,
    /// Reason of a correction; empty for a first edition.
    pub reason: String,
    pub decides: Decides,
    /// Why this viewer may not; the page shows it in the place of the forms.
    pub refusal: Option<Refusal>,
    /// Hash of the content, 64 hex digits.
    pub content: String,
    pub characters: u64,
    pub slices: Vec<ScopedPart>,
    pub findings: Vec<Finding>,
    pub record: Vec<Recorded>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    Review,
    Approve,
}

impl Decides {
    pub fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Approve => "approve",
        }
    }

    pub fn is_review(self) -> bool {
        self == Self::Review
    }
}

/// A slice with its scope.
#[derive(Clone, Debug)]
pub struct ScopedPart {
    /// `None` for the title.
    pub part: Option<Part>,
    /// `domain::scope::Scope::word`.
    pub scope: &'static str,
    /// Whom the scope names (an organization, persons); empty otherwise.
    pub circle: String,
    pub ground: Option<Ground>,
}

impl StepPage {
    /// What a reviewer answers for: fields and `check.<word>` of the messages.
    pub fn checks(&self) -> [&'static str; 4] {
        ["secrecy", "privacy", "necessity", "accuracy"]
    }

    pub fn withheld(&self) -> usize {
        self.slices.iter().filter(|slice| slice.scope != "public").count()
    }
}
