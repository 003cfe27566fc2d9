//! Remarks on the desk, between those who handle a disclosure. Never public, and no act.

use domain::ids::{CommentId, DisclosureId};
use domain::permission::Refusal;
use domain::post::{Duty, Post};
use store::comments::Comment;
use store::{Step, Tx};

use crate::step::{Actor, asked_bodies, posts_in, supervision_of};
use crate::{Flow, FlowError};

/// The longest remark, in characters.
const CHARACTERS: usize = 2_000;

impl Flow {
    /// Writes a remark on a disclosure, or on one slice of it.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] for nothing or too much; [`FlowError::NotPermitted`] to whoever has
    /// no part in its steps.
    pub async fn comment(
        &self,
        actor: Actor,
        id: DisclosureId,
        slice: Option<u32>,
        remark: &str,
    ) -> Result<(), FlowError> {
        let remark = remark.trim();
        if remark.is_empty() || remark.chars().count() > CHARACTERS {
            return Err(FlowError::Invalid("remark"));
        }
        self.inner.store.writer.run(&Write { flow: self, actor, id, slice, remark }).await
    }
}

struct Write<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    slice: Option<u32>,
    remark: &'a str,
}

impl Step for Write<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let disclosure = store::disclosures::load(tx.db(), at, self.id).await?;
        let tree = store::organizations::tree(tx.db()).await?;
        let mut places = supervision_of(&tree, disclosure.organization);
        let asked = asked_bodies(tx.db(), at, &disclosure).await?;
        places.extend(asked.into_iter().map(|body| tree.current(body)));
        let posts = posts_in(tx, flow, self.actor, &places).await?;
        let takes_part = |post: &&Post| match post.duty {
            Duty::Clerk | Duty::Reviewer | Duty::Approver | Duty::Supervisor => true,
            Duty::Administrator => false,
        };
        let post = posts.iter().find(takes_part);
        let post = post.ok_or(FlowError::NotPermitted(Refusal::NoDuty))?;
        let comment = Comment {
            id: CommentId::new(flow.now(), flow.random()),
            disclosure: self.id,
            edition: disclosure.edition,
            slice: self.slice,
            person: self.actor.0,
            post: post.recorded(),
            remark: self.remark.to_owned(),
            written: flow.now(),
        };
        Ok(store::comments::insert(tx, at, &comment).await?)
    }
}
