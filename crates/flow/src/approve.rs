//! 审批: by a third person, bound to the content hash. Publication follows by itself; the answer
//! comes when the published act is covered by a signed checkpoint.

use domain::act::Kind;
use domain::ids::{DisclosureId, OutboxId};
use domain::workflow::Action;
use store::disclosures::Move;
use store::outbox::{self, Work};
use store::{Step, Tx};

use crate::record::{Record, record};
use crate::step::{Actor, bound_to, permit};
use crate::{Flow, FlowError};

/// What an approval led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Index of the publication in the log, covered by a checkpoint.
    pub log_index: u64,
}

impl Flow {
    /// Approves the reviewed edition whose content hash the approver saw, and publishes it.
    ///
    /// # Errors
    /// Those of a step. [`FlowError::Unavailable`] after the approval was recorded means that
    /// publication follows as soon as the cause is mended; nothing is to be done again.
    pub async fn approve(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
    ) -> Result<Approval, FlowError> {
        self.inner.signer.ready()?;
        let work = self.inner.store.writer.run(&Approve { flow: self, actor, id, content }).await?;
        let log_index = self.drive(work).await?;
        Ok(Approval { log_index })
    }
}

struct Approve<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
}

impl Step for Approve<'_> {
    type Out = Work;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Work, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Approve).await?;
        let disclosure = permitted.disclosure;
        let edition = store::editions::latest(tx.db(), at, self.id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        bound_to(self.content, &edition.content_hash)?;
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition,
            hands: disclosure.hands,
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        let what = Record {
            kind: Kind::Approve,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post.title, self.actor.0)),
            note: "",
            jwt: None,
        };
        let log_index = record(tx, flow, &disclosure, &what).await?;
        let id = OutboxId::new(flow.now(), flow.random());
        let work = Work { id, kind: outbox::Kind::Publish, disclosure: disclosure.id, log_index };
        outbox::insert(tx, at, &work, flow.now()).await?;
        Ok(work)
    }
}
