//! Sent back to the clerk, with a reason. The reason is for the desk and is never public.

use domain::act::Kind;
use domain::ids::DisclosureId;
use domain::permission::Hands;
use domain::workflow::Action;
use store::disclosures::Move;
use store::{Step, Tx};

use crate::record::{Record, record};
use crate::step::{Actor, bound_to, permit};
use crate::{Flow, FlowError};

impl Flow {
    /// Returns the edition to its clerk.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason.
    pub async fn return_to_clerk(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        reason: &str,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(FlowError::Invalid("reason"));
        }
        self.inner.store.writer.run(&Return { flow: self, actor, id, content, reason }).await
    }
}

struct Return<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
    reason: &'a str,
}

impl Step for Return<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Return).await?;
        let disclosure = permitted.disclosure;
        let edition = store::editions::latest(tx.db(), at, self.id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        bound_to(self.content, &edition.content_hash)?;
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition,
            hands: Hands::default(),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        let what = Record {
            kind: Kind::Return,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post.title, self.actor.0)),
            note: self.reason,
            jwt: None,
        };
        record(tx, flow, &disclosure, &what).await.map(|_| ())
    }
}
