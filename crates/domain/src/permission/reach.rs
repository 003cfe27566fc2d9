//! How far a post of administration reaches, and whom kinship keeps apart.

use crate::ids::{OrganizationId, PersonId};
use crate::organization::Tree;
use crate::permission::{Hands, Part, part_of};
use crate::post::{Duty, Post};
use crate::workflow::Action;

/// The post of administration among `posts` that covers `place`: it is there or above it. Of
/// several the first.
pub fn administrator_of<'a>(
    posts: &'a [Post],
    tree: &Tree,
    place: OrganizationId,
) -> Option<&'a Post> {
    let above = tree.upward(place);
    let covers =
        |post: &&Post| post.duty == Duty::Administrator && above.contains(&post.organization);
    posts.iter().find(covers)
}

/// The organizations that the posts of administration among `posts` cover.
pub fn administered(posts: &[Post], tree: &Tree) -> Vec<OrganizationId> {
    let all = tree.sorted().into_iter().map(|organization| organization.id);
    all.filter(|id| administrator_of(posts, tree, *id).is_some()).collect()
}

/// The post by which somebody may give `duty` in `place`, and take it away: nobody gives more than
/// they have.
///
/// * Clerk, reviewer, approver: a post of administration in `place` or above.
/// * Supervisor: the same for what the supervisor will watch, which is the body above where `place`
///   is a supervision body.
/// * Administrator: a post of administration strictly above `place`. Those of the highest body are
///   given at the machine.
pub fn giver<'a>(
    posts: &'a [Post],
    tree: &Tree,
    place: OrganizationId,
    duty: Duty,
) -> Option<&'a Post> {
    match duty {
        Duty::Clerk | Duty::Reviewer | Duty::Approver => administrator_of(posts, tree, place),
        Duty::Supervisor => administrator_of(posts, tree, tree.watched(place)),
        Duty::Administrator => {
            let above = tree.upward(place);
            let covers = |post: &&Post| {
                let is_above = above.iter().skip(1).any(|id| *id == post.organization);
                post.duty == Duty::Administrator && is_above
            };
            posts.iter().find(covers)
        }
    }
}

/// Whether holders of two duties may be near relatives, where the one watches the other
/// (村民委员会组织法 art. 32).
pub fn may_stand_beside(watching: Duty, watched: Duty) -> bool {
    match (watching, watched) {
        (Duty::Supervisor, Duty::Clerk | Duty::Reviewer | Duty::Approver) => false,
        (Duty::Supervisor, Duty::Supervisor | Duty::Administrator)
        | (Duty::Clerk | Duty::Reviewer | Duty::Approver | Duty::Administrator, _) => true,
    }
}

/// The relative among `kin` for whose sake somebody else takes `action`: a supervisor's relative has
/// put a hand to the edition, or whoever acts is a relative of its supervisor.
pub fn kin_that_hinders(action: Action, kin: &[PersonId], hands: &Hands) -> Option<PersonId> {
    kin.iter().copied().find(|each| kin_hinders(action, &[*each], hands))
}

/// Whether any of the relatives `kin` keeps somebody from `action`.
pub fn kin_hinders(action: Action, kin: &[PersonId], hands: &Hands) -> bool {
    match part_of(action) {
        Some(Part::Supervisor) => hands.everybody().iter().any(|hand| kin.contains(hand)),
        Some(Part::Writer | Part::Reviewer | Part::Approver) => {
            hands.supervisor.is_some_and(|supervisor| kin.contains(&supervisor))
        }
        Some(Part::Asked) | None => false,
    }
}

#[cfg(test)]
mod tests;
