//! Another time for what is scheduled: before it comes, never back.

use domain::act::{Details, Kind};
use domain::ids::DisclosureId;
use domain::time::Micros;
use domain::workflow::Action;
use store::disclosures::Move;
use store::{Step, Tx};

use crate::onward::{publication, stop_publication, with_hand};
use crate::record::{Record, record};
use crate::step::{Actor, edition_bound_to, permit};
use crate::{Flow, FlowError};

impl Flow {
    /// Sets another time for a scheduled publication.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] for a time that has passed, or lies more than a year ahead.
    pub async fn schedule(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        publish_at: Micros,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        if publish_at <= self.now() || is_too_far(publish_at, self.now()) {
            return Err(FlowError::Invalid("publish_at"));
        }
        self.inner.store.writer.run(&Schedule { flow: self, actor, id, content, publish_at }).await
    }
}

/// A publication is set for a year from now at most: what has no day at all is withheld, with its
/// ground and a day on which it is looked at again.
pub(crate) fn is_too_far(publish_at: Micros, now: Micros) -> bool {
    publish_at.0 > now.plus_days(366).0
}

struct Schedule<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
    publish_at: Micros,
}

impl Step for Schedule<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Schedule).await?;
        let (disclosure, state) = (&permitted.disclosure, permitted.state()?);
        let edition = edition_bound_to(tx, flow, disclosure, self.content).await?;
        stop_publication(tx, flow, self.id).await?;
        let to = Move {
            state,
            edition: disclosure.edition,
            step: disclosure.step,
            due: None,
            hands: with_hand(&disclosure.hands, Action::Schedule, self.actor),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        let what = Record {
            kind: Kind::Schedule,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post, self.actor.0)),
            note: "",
            details: Some(Details::Schedule { publish_at: self.publish_at }),
            jwt: None,
        };
        let log_index = record(tx, flow, disclosure, &what).await?;
        publication(tx, flow, self.id, log_index, self.publish_at).await.map(|_| ())
    }
}
