//! The one access decision. Every exit (page, file, count, feed, proof, cache) asks here.
//!
//! Deny by default: whoever is not named by the scope does not read. Changing a rule here changes
//! `docs/access.md`, which a test compares with this code.

use std::collections::BTreeSet;

use crate::ids::{OrganizationId, PersonId};
use crate::scope::Scope;

/// What is known of whoever reads. [`Reader::anonymous`] has nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// `None`: has not logged in.
    pub person: Option<PersonId>,
    /// Organizations whose member the person is, with all above them.
    pub member_of: BTreeSet<OrganizationId>,
    /// Organizations in which the person holds a post today.
    pub posts_in: BTreeSet<OrganizationId>,
    /// Organizations whose steps the person takes part in, that is holds a duty of
    /// clerk, reviewer, approver or supervisor for.
    pub handles: BTreeSet<OrganizationId>,
    /// Organizations for which the person approves, and so agrees when another body asks.
    pub signs_for: BTreeSet<OrganizationId>,
}

impl Reader {
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// Whether what this reader sees may go into the cache that all share.
    pub fn is_anonymous(&self) -> bool {
        self.person.is_none()
    }
}

/// Whether it may be read, with the reason when not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Allowed,
    /// Logging in may open it.
    LoginNeeded,
    /// Logged in, but outside the circle.
    OutsideScope,
}

impl Reading {
    pub fn is_allowed(self) -> bool {
        self == Self::Allowed
    }
}

/// Whether `reader` may read what `owner` published with `scope`.
///
/// Those who handle the owner's steps read all of it, because they must check what they sign;
/// an administrator handles nothing and so reads nothing more than a member does.
pub fn may_read(reader: &Reader, scope: &Scope, owner: OrganizationId) -> Reading {
    let allowed = match scope {
        Scope::Public => true,
        Scope::Registered => reader.person.is_some(),
        Scope::Members { organization } => reader.member_of.contains(organization),
        Scope::Organization { organization } => reader.posts_in.contains(organization),
        Scope::Named { persons } => reader.person.is_some_and(|person| persons.contains(&person)),
    };
    match (allowed || reader.handles.contains(&owner), reader.person) {
        (true, _) => Reading::Allowed,
        (false, None) => Reading::LoginNeeded,
        (false, Some(_)) => Reading::OutsideScope,
    }
}

/// Whether `reader` may read what is on the desk of `owner`: drafts, editions under way, comments.
/// `asked` are the bodies whose agreement the procedure has come to, joint ones and the superior:
/// whoever handles their steps reads what they are asked to sign, and nothing before that.
pub fn may_read_desk(reader: &Reader, owner: OrganizationId, asked: &[OrganizationId]) -> Reading {
    let allowed = reader.handles.contains(&owner)
        || asked.iter().any(|organization| reader.signs_for.contains(organization));
    match (allowed, reader.person) {
        (true, _) => Reading::Allowed,
        (false, None) => Reading::LoginNeeded,
        (false, Some(_)) => Reading::OutsideScope,
    }
}

/// Whether the number and length of slices with this scope may be counted before `reader`.
///
/// The library states the size of the whole text (全文 N 字 M 片) to everybody, so what is open to
/// the public, to those who log in or to members counts for all. A slice for an organization's
/// desk or for named persons counts only for those who may read it: its length would tell.
pub fn may_count(reader: &Reader, scope: &Scope, owner: OrganizationId) -> bool {
    match scope {
        Scope::Public | Scope::Registered | Scope::Members { .. } => true,
        Scope::Organization { .. } | Scope::Named { .. } => {
            may_read(reader, scope, owner).is_allowed()
        }
    }
}

#[cfg(test)]
mod tests;
