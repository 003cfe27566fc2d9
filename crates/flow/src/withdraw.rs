//! 撤回: the text is taken from the pages with a reason; the notice of it stays for ever. It does not
//! wait for a correction under way, which ends with it.

use domain::act::Kind;
use domain::ids::{DisclosureId, OutboxId};
use domain::time::Micros;
use domain::workflow::{Action, State};
use store::disclosures::{Disclosure, Move};
use store::outbox::{self, Work};
use store::{Step, Tx};

use crate::onward::stop_publication;
use crate::record::{Record, record};
use crate::step::{Actor, permit, public_reason};
use crate::{Flow, FlowError};

impl Flow {
    /// Withdraws what is public of a disclosure; answers when the act is covered.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason that can be public; [`FlowError::Conflict`] where nothing is public.
    pub async fn withdraw(
        &self,
        actor: Actor,
        id: DisclosureId,
        reason: &str,
    ) -> Result<u64, FlowError> {
        self.inner.signer.ready()?;
        let reason = public_reason(reason)?;
        let step = Withdraw { flow: self, actor, id, reason };
        let work = self.inner.store.writer.run(&step).await?;
        self.drive(work).await
    }
}

/// The edition that a withdrawal takes back; `None` while nothing is public. A published edition
/// counts before its act is covered.
pub fn edition_in_public(disclosure: &Disclosure) -> Option<u32> {
    match disclosure.state {
        State::Published | State::Released => Some(disclosure.edition),
        State::Draft
        | State::ToReview
        | State::ToSupervise
        | State::ToDecide
        | State::ToApprove
        | State::ToConcur
        | State::ToConsent
        | State::Approved
        | State::Scheduled
        | State::Withheld
        | State::Withdrawn => {
            disclosure.public_edition.filter(|_| disclosure.withdrawn_at.is_none())
        }
    }
}

struct Withdraw<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    reason: &'a str,
}

impl Step for Withdraw<'_> {
    type Out = Work;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Work, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Withdraw).await?;
        let state = permitted.state()?;
        let mut disclosure = permitted.disclosure;
        let public = edition_in_public(&disclosure).ok_or(FlowError::Conflict("nothing_public"))?;
        let edition = store::editions::latest(tx.db(), at, self.id, public).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        // A correction that was approved but not yet sealed is not sealed any more.
        stop_publication(tx, flow, self.id).await?;
        store::asked::answer(tx, at, self.id, now).await?;
        let to = Move {
            state,
            edition: disclosure.edition,
            step: disclosure.step,
            due: None,
            hands: disclosure.hands.clone(),
            now,
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        // The act names what was public, not the correction that ends here.
        disclosure.edition = public;
        let what = Record {
            kind: Kind::Withdraw,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post, self.actor.0)),
            note: self.reason,
            details: None,
            jwt: None,
        };
        let log_index = record(tx, flow, &disclosure, &what).await?;
        let work = Work {
            id: OutboxId::new(now, flow.random()),
            kind: outbox::Kind::Retract,
            disclosure: disclosure.id,
            log_index,
            due: Micros(0),
        };
        outbox::insert(tx, at, &work, now).await?;
        Ok(work)
    }
}
