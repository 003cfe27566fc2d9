//! Posts and appointments: permissions follow the post, never the person.

use serde::{Deserialize, Serialize};

use crate::ids::{OrganizationId, PersonId, PostId};
use crate::time::Micros;

/// What a post is there to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// 经办: receives sources, cuts, scopes, proposes.
    Clerk,
    /// 审核: checks secrecy, privacy, necessity and accuracy.
    Reviewer,
    /// 审批: approves within the organization's powers.
    Approver,
    /// 监督: sees everything of the subtree, decides nothing.
    Supervisor,
    /// 管理: organizations, posts, people. Has no part in any step.
    Administrator,
}

impl Duty {
    pub const ALL: [Self; 5] =
        [Self::Clerk, Self::Reviewer, Self::Approver, Self::Supervisor, Self::Administrator];

    pub fn word(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Reviewer => "reviewer",
            Self::Approver => "approver",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.word() == word)
    }
}

/// A duty in an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub organization: OrganizationId,
    pub duty: Duty,
    /// As shown in the public record, for instance 村务监督委员会主任.
    pub title: String,
    /// Whether it is held for somebody else for a time. Whoever does passes it on to nobody.
    pub is_deputy: bool,
}

impl Post {
    /// The title for the record; a deputy is told from the holder.
    pub fn recorded(&self) -> String {
        if self.is_deputy { format!("{}(代)", self.title) } else { self.title.clone() }
    }
}

/// Who holds a post, from when (inclusive) to when (exclusive).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub post: PostId,
    pub person: PersonId,
    pub from: Micros,
    pub until: Option<Micros>,
}

impl Appointment {
    pub fn holds_at(&self, now: Micros) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// How long a deputy may stand in at one go, in days.
pub const DEPUTY_DAYS: i64 = 366;
