//! From a session's token to who is calling.

use std::collections::BTreeSet;

use domain::access::Reader;
use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::organization::Tree;
use domain::post::{Duty, Post};
use domain::time::Micros;
use store::{Step, Store, Tx};

use crate::{IdentityError, token_hash};

const HOUR_US: i64 = 3_600_000_000;

/// Somebody with a live session.
#[derive(Clone, Debug)]
pub struct Caller {
    pub person: PersonId,
    /// What the store keeps of this session's token.
    pub session: [u8; 32],
    pub name: String,
    /// What each of the caller's forms carries.
    pub csrf: [u8; 32],
    pub posts: Vec<Post>,
    pub reader: Reader,
    /// When an office took the second factor away, until the person says to have seen it.
    pub factors_removed: Option<Micros>,
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
    let hash = token_hash(token);
    let found = store::sessions::find(store.reader.db(), at, hash, now).await?;
    let Some(live) = found else { return Ok(None) };
    let (id, csrf) = (live.person, live.csrf);
    // To the hour is enough for its person to tell sessions apart.
    if live.seen.is_none_or(|seen| now.0 - seen.0 >= HOUR_US) {
        store.writer.run(&See { at, hash, now }).await?;
    }
    let Some(person) = store::persons::by_id(store.reader.db(), at, id).await? else {
        return Ok(None);
    };
    let posts = store::posts::held(store.reader.db(), at, id, now).await?;
    let memberships = store::persons::memberships(store.reader.db(), at, id, now).await?;
    let reader = reader(id, &posts, &memberships, tree);
    Ok(Some(Caller {
        person: id,
        session: hash,
        name: person.display_name,
        csrf,
        posts,
        reader,
        factors_removed: person.factors_removed,
    }))
}

/// A member of a body belongs to every body above it; a post counts where it is and for what was
/// merged into it, and a supervisor handles the whole subtree below.
fn reader(person: PersonId, posts: &[Post], members: &[OrganizationId], tree: &Tree) -> Reader {
    let mut reader = Reader { person: Some(person), ..Reader::default() };
    reader.member_of = member_of(members, tree);
    reader.posts_in = posts.iter().map(|post| post.organization).collect();
    for post in posts {
        match post.duty {
            Duty::Clerk | Duty::Reviewer => {
                reader.handles.extend(tree.inherited(post.organization));
            }
            Duty::Approver => {
                let own = tree.inherited(post.organization);
                reader.handles.extend(own.iter().copied());
                reader.signs_for.extend(own);
            }
            Duty::Supervisor => {
                let watched = tree.watched(post.organization);
                let below = tree.sorted().into_iter().map(|organization| organization.id);
                let below = below.filter(|id| tree.upward(*id).contains(&watched));
                reader.handles.extend(below);
            }
            Duty::Administrator => {}
        }
    }
    reader
}

/// Every body whose member somebody is: those named, all above them, and what a body has taken over
/// from another and opened to its own members.
fn member_of(members: &[OrganizationId], tree: &Tree) -> BTreeSet<OrganizationId> {
    let mut all: BTreeSet<_> = members.iter().flat_map(|own| tree.upward(*own)).collect();
    loop {
        let opened = tree.sorted().into_iter().filter(|each| {
            let successor = each.standing.successor.filter(|_| each.standing.is_shared);
            successor.is_some_and(|body| all.contains(&body)) && !all.contains(&each.id)
        });
        let opened: Vec<_> = opened.map(|each| each.id).collect();
        if opened.is_empty() {
            return all;
        }
        all.extend(opened);
    }
}

struct See {
    at: AuthorityId,
    hash: [u8; 32],
    now: Micros,
}

impl Step for See {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        Ok(store::sessions::see(tx, self.at, self.hash, self.now).await?)
    }
}
