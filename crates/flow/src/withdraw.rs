//! 撤回: the text is taken from the pages with a reason; the notice of it stays for ever. It does not
//! wait for a correction under way, which ends with it.

use domain::act::Kind;
use domain::ids::{DisclosureId, OutboxId};
use domain::workflow::{Action, State};
use store::disclosures::{Disclosure, Move};
use store::outbox::{self, Work};
use store::{Step, Tx};

use crate::record::{Record, record};
use crate::step::{Actor, permit};
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
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(FlowError::Invalid("reason"));
        }
        if domain::finding::is_private(reason) {
            return Err(FlowError::Invalid("reason_private"));
        }
        let step = Withdraw { flow: self, actor, id, reason };
        let work = self.inner.store.writer.run(&step).await?;
        self.drive(work).await
    }
}

/// The edition that a withdrawal takes back; `None` while nothing is public. A published edition
/// counts before its act is covered.
pub fn edition_in_public(disclosure: &Disclosure) -> Option<u32> {
    match disclosure.state {
        State::Published => Some(disclosure.edition),
        State::Draft | State::Proposed | State::Reviewed | State::Approved | State::Withdrawn => {
            disclosure.public_edition
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
        let mut disclosure = permitted.disclosure;
        let public = edition_in_public(&disclosure).ok_or(FlowError::Conflict("nothing_public"))?;
        let edition = store::editions::latest(tx.db(), at, self.id, public).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        self.stop_publication(tx).await?;
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition,
            hands: disclosure.hands,
            now,
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        // The act names what was public, not the correction that ends here.
        disclosure.edition = public;
        let what = Record {
            kind: Kind::Withdraw,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post.title, self.actor.0)),
            note: self.reason,
            jwt: None,
        };
        let log_index = record(tx, flow, &disclosure, &what).await?;
        let work = Work {
            id: OutboxId::new(now, flow.random()),
            kind: outbox::Kind::Retract,
            disclosure: disclosure.id,
            log_index,
        };
        outbox::insert(tx, at, &work, now).await?;
        Ok(work)
    }
}

impl Withdraw<'_> {
    /// A correction that was approved but not yet sealed is not sealed any more.
    async fn stop_publication(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let open = outbox::open_of(tx.db(), at, self.id).await?;
        for work in open.iter().filter(|work| work.kind == outbox::Kind::Publish) {
            outbox::done(tx, at, work.id, now).await?;
        }
        Ok(())
    }
}
