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
        self.send_back((actor, Action::Return), id, content, reason).await
    }

    /// Returns, refuses or reopens: each with a reason for the desk, each back to the draft.
    pub(crate) async fn send_back(
        &self,
        (actor, action): (Actor, Action),
        id: DisclosureId,
        content: &str,
        reason: &str,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(FlowError::Invalid("reason"));
        }
        let step = SendBack { flow: self, actor, id, action, content, reason };
        self.inner.store.writer.run(&step).await
    }
}

struct SendBack<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    action: Action,
    content: &'a str,
    reason: &'a str,
}

impl Step for SendBack<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, actor) = (self.flow, self.actor);
        let permitted = permit(tx, flow, actor, self.id, self.action).await?;
        let edition = edition_bound_to(tx, flow, &permitted.disclosure, self.content).await?;
        let kind = Kind::of(self.action).ok_or(FlowError::Conflict("state"))?;
        send_back(tx, flow, actor, (&permitted, &edition), (kind, self.reason, None)).await
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
