//! 更正 and 重新公开: a new edition starts from the public one, with the reason that it will carry. The
//! published edition stays as it is until the new one has gone the whole way; a correction can be
//! given up while it is a draft.

use domain::act::Kind;
use domain::disclosure::Draft;
use domain::ids::DisclosureId;
use domain::slice::Body;
use domain::workflow::Action;
use seal::SealedSlice;
use store::disclosures::Move;
use store::editions::{Edition, Slice};
use store::{Step, Tx};

use crate::receive::draft_slice;
use crate::record::{Record, record};
use crate::step::{Actor, Permitted, permit, public_reason};
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
        self.open_edition(actor, id, Action::Correct, reason).await
    }

    /// Opens the draft of an edition that follows a withdrawal.
    ///
    /// # Errors
    /// As [`Flow::correct`].
    pub async fn republish(
        &self,
        actor: Actor,
        id: DisclosureId,
        reason: &str,
    ) -> Result<(), FlowError> {
        self.open_edition(actor, id, Action::Republish, reason).await
    }

    async fn open_edition(
        &self,
        actor: Actor,
        id: DisclosureId,
        action: Action,
        reason: &str,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let reason = public_reason(reason)?;
        self.inner.store.writer.run(&Open { flow: self, actor, id, action, reason }).await
    }

    /// Gives up a correction that is still a draft.
    ///
    /// # Errors
    /// [`FlowError::Conflict`] where nothing is being corrected; [`FlowError::Invalid`] without a
    /// reason, which stays on the desk.
    pub async fn abandon(
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
        self.inner.store.writer.run(&Abandon { flow: self, actor, id, reason }).await
    }
}

struct Open<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    action: Action,
    reason: &'a str,
}

impl Step for Open<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, self.action).await?;
        let (disclosure, state) = (&permitted.disclosure, permitted.state()?);
        // After a withdrawal the number may be that of a correction which never went out.
        let public = match self.action {
            Action::Republish => disclosure.public_edition.ok_or(FlowError::NotFound)?,
            _ => disclosure.edition,
        };
        let edition = store::editions::latest(tx.db(), at, self.id, public).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let draft = self.draft(tx, &edition).await?;
        store::drafts::save(tx, at, self.id, &draft, flow.now(), self.actor.0).await?;
        let number = disclosure.edition + 1;
        let to = Move {
            state,
            edition: number,
            step: 0,
            due: None,
            hands: disclosure.hands.reset(),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        store::disclosures::write(tx, at, self.id, number, self.actor.0).await?;
        let kind = Kind::of(self.action).ok_or(FlowError::Conflict("state"))?;
        let by = (self.actor, self.reason);
        on_edition(tx, flow, &permitted, &edition, (kind, by)).await
    }
}

impl Open<'_> {
    /// The level of the edition where it was chosen above the item's own.
    fn chosen_level(&self, edition: &Edition) -> Option<String> {
        let facts = &edition.facts;
        let own = self.flow.regime(&facts.regime).and_then(|regime| regime.item(&facts.item));
        let level = Some(&facts.procedure.level).filter(|level| !level.is_empty());
        level.filter(|level| own.is_some_and(|item| item.approval != **level)).cloned()
    }

    async fn draft(&self, tx: &mut Tx, edition: &Edition) -> Result<Draft, FlowError> {
        let slices = store::editions::slices(tx.db(), self.flow.authority(), edition).await?;
        let facts = &edition.facts;
        Ok(Draft {
            slices: slices.iter().map(reopen).collect::<Result<_, _>>()?,
            stated: facts.stated,
            fact_on: facts.fact_on.clone(),
            source: facts.source,
            column: facts.column,
            contributor: facts.contributor.clone(),
            reason: self.reason.to_owned(),
            level: self.chosen_level(edition),
            joint: facts.joint.clone(),
            // The time that was set has passed.
            publish_at: None,
            notice: facts.notice.clone(),
            meets: facts.meets.clone(),
            attachments: facts.attachments.clone(),
            overrides: facts.overrides.clone(),
        })
    }
}

struct Abandon<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    reason: &'a str,
}

impl Step for Abandon<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Abandon).await?;
        let (disclosure, state) = (&permitted.disclosure, permitted.state()?);
        let corrects = disclosure.public_edition.filter(|number| *number < disclosure.edition);
        let public = corrects.filter(|_| disclosure.withdrawn_at.is_none());
        let public = public.ok_or(FlowError::Conflict("nothing_corrected"))?;
        let edition = store::editions::latest(tx.db(), at, self.id, public).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let facts = &edition.facts;
        let versioned = (facts.regime.as_str(), &*facts.regime_version);
        store::disclosures::classify(tx, at, self.id, versioned, &facts.item).await?;
        let to = Move {
            state,
            edition: public,
            step: u32::try_from(facts.procedure.steps.len()).unwrap_or(u32::MAX),
            due: None,
            hands: disclosure.hands.reset(),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        let by = (self.actor, self.reason);
        on_edition(tx, flow, &permitted, &edition, (Kind::Abandon, by)).await
    }
}

/// Records an act on the edition that is public, whichever is under way.
async fn on_edition(
    tx: &mut Tx,
    flow: &Flow,
    permitted: &Permitted,
    edition: &Edition,
    (kind, (actor, note)): (Kind, (Actor, &str)),
) -> Result<(), FlowError> {
    let mut disclosure = permitted.disclosure.clone();
    disclosure.edition = edition.number;
    let what = Record {
        kind,
        attempt: edition.attempt,
        content: edition.content_hash,
        by: Some((&permitted.post, actor.0)),
        note,
        details: None,
        jwt: None,
    };
    record(tx, flow, &disclosure, &what).await.map(|_| ())
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
