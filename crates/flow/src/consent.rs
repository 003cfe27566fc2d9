//! 会签 and 上级同意: another body agrees or refuses. Its desk shows since when it has been asked;
//! silence past the limit stays visible and stands for nothing.

use domain::ids::DisclosureId;
use domain::workflow::Action;

use crate::onward::{Pass, Passed};
use crate::step::{Actor, Seen};
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
        seen: impl Into<Seen<'_>>,
        opinion: &str,
    ) -> Result<Passed, FlowError> {
        let (flow, action, note) = (self, Action::Concur, opinion.trim());
        self.pass(&Pass { flow, actor, id, action, seen: seen.into(), note, details: None }).await
    }

    /// 上级同意: the superior agrees to the edition whose content hash its approver saw.
    ///
    /// # Errors
    /// Those of a step.
    pub async fn consent(
        &self,
        actor: Actor,
        id: DisclosureId,
        seen: impl Into<Seen<'_>>,
        opinion: &str,
    ) -> Result<Passed, FlowError> {
        let (flow, action, note) = (self, Action::Consent, opinion.trim());
        self.pass(&Pass { flow, actor, id, action, seen: seen.into(), note, details: None }).await
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
        self.send_back((actor, Action::Refuse), id, content, reason).await
    }
}
