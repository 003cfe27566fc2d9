//! 会签 and 上级同意: another body agrees or refuses. Its desk shows since when it has been asked;
//! silence past the limit stays visible and stands for nothing.

use domain::act::Kind;
use domain::ids::DisclosureId;
use domain::workflow::Action;
use store::{Step, Tx};

use crate::onward::{Pass, Passed};
use crate::return_::send_back;
use crate::step::{Actor, edition_bound_to, permit};
use crate::{Flow, FlowError};

impl Flow {
    /// 会签: a body that discloses jointly agrees to the edition whose content hash its approver
    /// saw.
    ///
    /// # Errors
    /// Those of a step.
    pub async fn concur(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        opinion: &str,
    ) -> Result<Passed, FlowError> {
        let (flow, action, note) = (self, Action::Concur, opinion.trim());
        self.pass(&Pass { flow, actor, id, action, content, note, details: None }).await
    }

    /// 上级同意: the superior agrees to the edition whose content hash its approver saw.
    ///
    /// # Errors
    /// Those of a step.
    pub async fn consent(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        opinion: &str,
    ) -> Result<Passed, FlowError> {
        let (flow, action, note) = (self, Action::Consent, opinion.trim());
        self.pass(&Pass { flow, actor, id, action, content, note, details: None }).await
    }

    /// The body asked does not agree: the edition goes back to its clerk with the reason.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason.
    pub async fn refuse(
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
        self.inner.store.writer.run(&Refuse { flow: self, actor, id, content, reason }).await
    }
}

struct Refuse<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
    reason: &'a str,
}

impl Step for Refuse<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let permitted = permit(tx, self.flow, self.actor, self.id, Action::Refuse).await?;
        let edition = edition_bound_to(tx, self.flow, &permitted.disclosure, self.content).await?;
        send_back(
            tx,
            self.flow,
            self.actor,
            (&permitted, &edition),
            (Kind::Refuse, self.reason, None),
        )
        .await
    }
}
