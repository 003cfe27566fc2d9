//! Who is at the step waited for. A claim keeps two from doing the same work; it is no act, and
//! whoever leaves loses it.

use domain::ids::DisclosureId;
use domain::workflow::Action;
use store::disclosures::Disclosure;
use store::{Step, Tx};

use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

/// What to do about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Take the step, unless somebody else has.
    Take,
    /// Take it from whoever has it.
    TakeOver,
    /// Leave one's own to the post again.
    Leave,
}

impl Flow {
    /// Changes who is at the step `action` that a disclosure waits for.
    ///
    /// # Errors
    /// [`FlowError::NotPermitted`] to whoever could not take the step; [`FlowError::Conflict`]
    /// where somebody else has it.
    pub async fn claim(
        &self,
        actor: Actor,
        id: DisclosureId,
        action: Action,
        claim: Claim,
    ) -> Result<(), FlowError> {
        self.inner.store.writer.run(&SetClaim { flow: self, actor, id, action, claim }).await
    }
}

struct SetClaim<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    action: Action,
    claim: Claim,
}

impl Step for SetClaim<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let permitted = permit(tx, self.flow, self.actor, self.id, self.action).await?;
        let (disclosure, me) = (&permitted.disclosure, self.actor.0);
        let taken = is_held_by_other(tx, self.flow, self.actor, disclosure, self.action).await?;
        let person = match self.claim {
            Claim::Take | Claim::Leave if taken => return Err(FlowError::Conflict("claimed")),
            Claim::Take | Claim::TakeOver => Some(me),
            Claim::Leave => None,
        };
        Ok(store::disclosures::claim(tx, self.flow.authority(), disclosure, person).await?)
    }
}

/// Whether somebody else is at the step who may still take it: with the last day of an appointment
/// or of a deputy's time a claim counts no more.
pub(crate) async fn is_held_by_other(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    disclosure: &Disclosure,
    action: Action,
) -> Result<bool, FlowError> {
    let Some(holder) = disclosure.claimed_by.filter(|person| *person != actor.0) else {
        return Ok(false);
    };
    match permit(tx, flow, Actor(holder), disclosure.id, action).await {
        Ok(_) => Ok(true),
        Err(FlowError::NotPermitted(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
