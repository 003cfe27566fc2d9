//! 紧急公开: public at once, before every hand was put to it. The page says so, and the missing
//! hands confirm afterwards, each its own step.

use domain::act::{Details, Kind};
use domain::ids::DisclosureId;
use domain::procedure::StepKind;
use domain::time::Micros;
use domain::workflow::Action;
use store::disclosures::Move;
use store::{Step, Tx};

use crate::onward::{Ended, Passed, ask, due, publication, with_hand};
use crate::record::{Record, record};
use crate::step::{Actor, edition_bound_to, permit, public_reason};
use crate::{Flow, FlowError};

impl Flow {
    /// Releases the edition under way in an emergency, with a reason that will be public.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason that can be public; else those of a step.
    pub async fn release(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        reason: &str,
    ) -> Result<Passed, FlowError> {
        let reason = public_reason(reason)?;
        self.pass(&Release { flow: self, actor, id, content, reason }).await
    }
}

struct Release<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
    reason: &'a str,
}

impl Step for Release<'_> {
    type Out = Ended;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Ended, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Release).await?;
        let (disclosure, state) = (&permitted.disclosure, permitted.state()?);
        let edition = edition_bound_to(tx, flow, disclosure, self.content).await?;
        let (done, procedure) = (disclosure.step, &edition.facts.procedure);
        let to = Move {
            state,
            edition: disclosure.edition,
            step: done,
            due: due(flow, procedure, done),
            hands: with_hand(&disclosure.hands, Action::Release, self.actor),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        ask(tx, flow, disclosure, procedure, done).await?;
        let missing: Vec<StepKind> =
            procedure.steps.iter().skip(done as usize).map(|step| step.step).collect();
        let what = Record {
            kind: Kind::Release,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post, self.actor.0)),
            note: self.reason,
            details: Some(Details::Release { missing }),
            jwt: None,
        };
        let log_index = record(tx, flow, disclosure, &what).await?;
        Ok(Ended::Work(publication(tx, flow, self.id, log_index, Micros(0)).await?))
    }
}
