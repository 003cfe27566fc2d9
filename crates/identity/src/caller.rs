//! From a session's token to who is calling.

use domain::access::Reader;
use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::organization::Tree;
use domain::post::{Duty, Post};
use domain::time::Micros;
use store::Store;

use crate::{IdentityError, token_hash};

/// Somebody with a live session.
#[derive(Clone, Debug)]
pub struct Caller {
    pub person: PersonId,
    pub name: String,
    /// What each of the caller's forms carries.
    pub csrf: [u8; 32],
    pub posts: Vec<Post>,
    pub reader: Reader,
}

impl Caller {
    /// Organizations in which the caller holds one of `duties`.
    pub fn organizations(&self, duties: &[Duty]) -> Vec<OrganizationId> {
        let mut found: Vec<_> = self
            .posts
            .iter()
            .filter(|post| duties.contains(&post.duty))
            .map(|post| post.organization)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Who holds the session of `token` at `now`; `None` for no live session.
///
/// # Errors
/// The store's.
pub async fn caller(
    store: &Store,
    at: AuthorityId,
    tree: &Tree,
    token: &[u8],
    now: Micros,
) -> Result<Option<Caller>, IdentityError> {
    let found = store::sessions::find(store.reader.db(), at, token_hash(token), now).await?;
    let Some((id, csrf)) = found else { return Ok(None) };
    let Some(person) = store::persons::by_id(store.reader.db(), at, id).await? else {
        return Ok(None);
    };
    let posts = store::posts::held(store.reader.db(), at, id, now).await?;
    let memberships = store::persons::memberships(store.reader.db(), at, id, now).await?;
    let reader = reader(id, &posts, &memberships, tree);
    Ok(Some(Caller { person: id, name: person.display_name, csrf, posts, reader }))
}

/// A member of a body belongs to every body above it; a post counts where it is, and a supervisor
/// handles the whole subtree below.
fn reader(person: PersonId, posts: &[Post], members: &[OrganizationId], tree: &Tree) -> Reader {
    let mut reader = Reader { person: Some(person), ..Reader::default() };
    reader.member_of = members.iter().flat_map(|organization| tree.upward(*organization)).collect();
    reader.posts_in = posts.iter().map(|post| post.organization).collect();
    for post in posts {
        match post.duty {
            Duty::Clerk | Duty::Reviewer | Duty::Approver => {
                reader.handles.insert(post.organization);
            }
            Duty::Supervisor => {
                let below = tree.sorted().into_iter().map(|organization| organization.id);
                let below = below.filter(|id| tree.upward(*id).contains(&post.organization));
                reader.handles.extend(below);
            }
            Duty::Administrator => {}
        }
    }
    reader
}
