//! 撤回: the text is taken from the pages with a reason; the notice of it stays for ever.

use domain::act::Kind;
use domain::ids::{DisclosureId, OutboxId};
use domain::workflow::Action;
use store::disclosures::Move;
use store::outbox::{self, Work};
use store::{Step, Tx};

use crate::record::{Record, organization_name, record};
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

impl Flow {
    /// Withdraws a published disclosure; answers when the act is covered.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason.
    pub async fn withdraw(
        &self,
        actor: Actor,
        id: DisclosureId,
        reason: &str,
    ) -> Result<u64, FlowError> {
        self.inner.signer.ready()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(FlowError::Invalid("reason"));
        }
        let step = Withdraw { flow: self, actor, id, reason };
        let work = self.inner.store.writer.run(&step).await?;
        self.drive(work).await
    }
}

struct Withdraw<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    reason: &'a str,
}

impl Step for Withdraw<'_> {
    type Out = Work;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Work, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Withdraw).await?;
        let disclosure = permitted.disclosure;
        let edition = store::editions::latest(tx.db(), at, self.id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition,
            hands: disclosure.hands,
            now,
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        let organization = organization_name(tx, &disclosure).await?;
        let what = Record {
            kind: Kind::Withdraw,
            attempt: edition.attempt,
            content: edition.content_hash,
            organization: &organization,
            by: Some((&permitted.post.title, self.actor.0)),
            note: self.reason,
            jwt: None,
        };
        let log_index = record(tx, flow, &disclosure, &what).await?;
        let work = Work {
            id: OutboxId::new(now, flow.random()),
            kind: outbox::Kind::Retract,
            disclosure: disclosure.id,
            log_index,
        };
        outbox::insert(tx, at, &work, now).await?;
        Ok(work)
    }
}
