//! Who may touch what about obligations: catalogues, facts, releases, terms.

use crate::catalogue::Maker;
use crate::ids::{OrganizationId, PersonId};
use crate::organization::Tree;
use crate::post::{Duty, Post};

/// The post by which somebody adopts a catalogue of `place`: an approver of the body that the regime
/// names as its maker. The highest body, which has none above, makes its own.
pub fn maker_of<'a>(
    posts: &'a [Post],
    tree: &Tree,
    place: OrganizationId,
    maker: Maker,
) -> Option<&'a Post> {
    let own = tree.current(place);
    let body = match maker {
        Maker::Own | Maker::Filed => own,
        Maker::Superior => tree.superior(own).unwrap_or(own),
        Maker::County => tree.upward(own).last().copied().unwrap_or(own),
    };
    held(posts, &[Duty::Approver], |post| post.organization == body)
}

/// The post by which somebody reports a fact of `place`: its clerks, reviewers and approvers, who
/// supervises it, and approvers and supervisors of every body above: a fact cannot be kept back by
/// those whom it binds.
pub fn reporter_of<'a>(posts: &'a [Post], tree: &Tree, place: OrganizationId) -> Option<&'a Post> {
    let own = tree.current(place);
    let of_body = [Duty::Clerk, Duty::Reviewer, Duty::Approver];
    let inside = held(posts, &of_body, |post| post.organization == own);
    inside.or_else(|| watcher_of(posts, tree, place)).or_else(|| above_of(posts, tree, place))
}

/// The post by which somebody voids what `by` reported, or turns a term of `place`: its approvers and
/// those above, never the person who reported it.
pub fn corrector_of<'a>(
    posts: &'a [Post],
    tree: &Tree,
    place: OrganizationId,
    (person, by): (PersonId, Option<PersonId>),
) -> Option<&'a Post> {
    if by == Some(person) {
        return None;
    }
    let own = tree.current(place);
    let inside = held(posts, &[Duty::Approver], |post| post.organization == own);
    inside.or_else(|| above_of(posts, tree, place))
}

/// The post by which somebody releases `place` from an obligation: an approver or supervisor of a
/// body strictly above; nobody releases themselves.
pub fn above_of<'a>(posts: &'a [Post], tree: &Tree, place: OrganizationId) -> Option<&'a Post> {
    let above = tree.upward(tree.current(place));
    let is_above = |post: &Post| above.iter().skip(1).any(|id| *id == post.organization);
    held(posts, &[Duty::Approver, Duty::Supervisor], is_above)
}

fn watcher_of<'a>(posts: &'a [Post], tree: &Tree, place: OrganizationId) -> Option<&'a Post> {
    let bodies = tree.supervision_of(place);
    held(posts, &[Duty::Supervisor], |post| bodies.contains(&post.organization))
}

fn held<'a>(
    posts: &'a [Post],
    duties: &[Duty],
    is_there: impl Fn(&Post) -> bool,
) -> Option<&'a Post> {
    posts.iter().find(|post| duties.contains(&post.duty) && is_there(post))
}
