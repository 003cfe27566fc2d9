//! 监督审查: the supervision body examines what is to be disclosed and signs (村民委员会组织法
//! art. 32).

use domain::ids::DisclosureId;
use domain::workflow::Action;

use crate::onward::{Pass, Passed};
use crate::step::{Actor, Seen};
use crate::{Flow, FlowError};

impl Flow {
    /// Passes the edition whose content hash the supervisor saw, with an opinion or none.
    ///
    /// # Errors
    /// Those of a step.
    pub async fn supervise(
        &self,
        actor: Actor,
        id: DisclosureId,
        seen: impl Into<Seen<'_>>,
        opinion: &str,
    ) -> Result<Passed, FlowError> {
        let (flow, action, note) = (self, Action::Supervise, opinion.trim());
        self.pass(&Pass { flow, actor, id, action, seen: seen.into(), note, details: None }).await
    }
}
