//! 更正: a new edition starts from the published one, with the reason that it will carry. The
//! published edition stays as it is until the new one has gone the whole way.

use domain::act::Kind;
use domain::disclosure::Draft;
use domain::ids::DisclosureId;
use domain::permission::Hands;
use domain::slice::Body;
use domain::workflow::Action;
use seal::SealedSlice;
use store::disclosures::Move;
use store::editions::Slice;
use store::{Step, Tx};

use crate::receive::draft_slice;
use crate::record::{Record, record};
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

impl Flow {
    /// Opens the draft of the next edition.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason that can be public.
    pub async fn correct(
        &self,
        actor: Actor,
        id: DisclosureId,
        reason: &str,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(FlowError::Invalid("reason"));
        }
        if domain::finding::is_private(reason) {
            return Err(FlowError::Invalid("reason_private"));
        }
        self.inner.store.writer.run(&Correct { flow: self, actor, id, reason }).await
    }
}

struct Correct<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    reason: &'a str,
}

impl Step for Correct<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Correct).await?;
        let disclosure = permitted.disclosure;
        let edition = store::editions::latest(tx.db(), at, self.id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let slices = store::editions::slices(tx.db(), at, &edition).await?;
        let facts = &edition.facts;
        let draft = Draft {
            slices: slices.iter().map(reopen).collect::<Result<_, _>>()?,
            stated: facts.stated,
            fact_on: facts.fact_on.clone(),
            source: facts.source,
            column: facts.column,
            contributor: facts.contributor.clone(),
            reason: self.reason.to_owned(),
        };
        store::drafts::save(tx, at, self.id, &draft, flow.now(), self.actor.0).await?;
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition + 1,
            hands: Hands::default(),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        let what = Record {
            kind: Kind::Correct,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post.title, self.actor.0)),
            note: self.reason,
            jwt: None,
        };
        record(tx, flow, &disclosure, &what).await.map(|_| ())
    }
}

/// A frozen slice as a draft again.
fn reopen(slice: &Slice) -> Result<domain::slice::DraftSlice, FlowError> {
    let body = body_of(&slice.disclosure)?;
    Ok(draft_slice(body, slice.scope.clone(), slice.ground))
}

/// The text in a disclosure string.
pub fn body_of(disclosure: &str) -> Result<Body, FlowError> {
    let sealed = SealedSlice::from_disclosure(disclosure, false)?;
    let corrupt = |_| FlowError::Store(store::StoreError::Corrupt("slice".to_owned()));
    serde_json::from_value(sealed.body).map_err(corrupt)
}
