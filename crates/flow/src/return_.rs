//! Sent back to the clerk, with a reason. The reason is for the desk and is never public.

use domain::act::{Details, Kind};
use domain::ids::DisclosureId;
use domain::workflow::{Action, State};
use store::disclosures::Move;
use store::editions::Edition;
use store::{Step, Tx};

use crate::onward::stop_publication;
use crate::record::{Record, record};
use crate::step::{Actor, Permitted, edition_bound_to, permit};
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
        let permitted = permit(tx, self.flow, self.actor, self.id, Action::Return).await?;
        let edition = edition_bound_to(tx, self.flow, &permitted.disclosure, self.content).await?;
        send_back(
            tx,
            self.flow,
            self.actor,
            (&permitted, &edition),
            (Kind::Return, self.reason, None),
        )
        .await
    }
}

/// Back to the draft: hands begin anew, nobody is asked any more, nothing goes out.
pub(crate) async fn send_back(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    (permitted, edition): (&Permitted, &Edition),
    (kind, note, details): (Kind, &str, Option<Details>),
) -> Result<(), FlowError> {
    let (at, disclosure) = (flow.authority(), &permitted.disclosure);
    stop_publication(tx, flow, disclosure.id).await?;
    store::asked::answer(tx, at, disclosure.id, flow.now()).await?;
    store::disclosures::set_withheld(tx, at, disclosure.id, None).await?;
    let to = Move {
        state: State::Draft,
        edition: disclosure.edition,
        step: 0,
        due: None,
        hands: disclosure.hands.reset(),
        now: flow.now(),
    };
    store::disclosures::advance(tx, at, disclosure, to).await?;
    let what = Record {
        kind,
        attempt: edition.attempt,
        content: edition.content_hash,
        by: Some((&permitted.post, actor.0)),
        note,
        details,
        jwt: None,
    };
    record(tx, flow, disclosure, &what).await.map(|_| ())
}
