//! 审批: by a person who has had no other part, bound to the content hash. When it was the last
//! step, publication follows by itself, and the answer comes when the published act is covered by
//! a signed checkpoint.

use domain::ids::DisclosureId;
use domain::workflow::Action;

use crate::onward::{Pass, Passed};
use crate::step::{Actor, Seen};
use crate::{Flow, FlowError};

impl Flow {
    /// Approves the edition whose content hash the approver saw.
    ///
    /// # Errors
    /// Those of a step. [`FlowError::Unavailable`] after the approval was recorded means that
    /// publication follows as soon as the cause is mended; nothing is to be done again.
    pub async fn approve(
        &self,
        actor: Actor,
        id: DisclosureId,
        seen: impl Into<Seen<'_>>,
    ) -> Result<Passed, FlowError> {
        let (flow, action, note) = (self, Action::Approve, "");
        self.pass(&Pass { flow, actor, id, action, seen: seen.into(), note, details: None }).await
    }
}
