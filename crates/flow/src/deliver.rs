//! What is public changes: only here, and only after a checkpoint covers the act.

use domain::act::{Act, Details, Kind};
use domain::calendar::day_of;
use domain::ids::OrganizationId;
use store::acts::StoredAct;
use store::editions::Edition;
use store::notices::Notice;
use store::outbox::{self, Work};
use store::{Step, Tx};

use crate::{Flow, FlowError};
use store::fulfilments::Met;

/// Shows the edition whose act is covered.
pub(crate) struct Deliver<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) work: Work,
}

impl Step for Deliver<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (at, id) = (self.flow.authority(), self.work.disclosure);
        if !outbox::done(tx, at, self.work.id, self.flow.now()).await? {
            return Ok(());
        }
        let acts = store::acts::of_disclosure(tx.db(), at, id).await?;
        let act = acts.iter().find(|act| act.log_index == self.work.log_index);
        let act = act.ok_or(FlowError::NotFound)?;
        if act.kind == Kind::Withdraw {
            let reason = Act::parse(&act.body).map(|act| act.note).unwrap_or_default();
            store::disclosures::retract(tx, at, id, act.at, &reason).await?;
            return self.meet(tx, act, None).await;
        }
        let edition = store::editions::latest(tx.db(), at, id, act.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        store::asked::set_joint(tx, at, id, &edition.facts.joint).await?;
        self.open_notice(tx, act, &edition).await?;
        self.meet(tx, act, Some(&edition)).await?;
        let column = edition.facts.column;
        Ok(store::disclosures::show(tx, at, id, act.edition, act.at, column).await?)
    }
}

impl Deliver<'_> {
    /// Notes what is met from here on: what the edition says, or nothing.
    async fn meet(
        &self,
        tx: &mut Tx,
        act: &StoredAct,
        edition: Option<&Edition>,
    ) -> Result<(), FlowError> {
        let (at, id) = (self.flow.authority(), self.work.disclosure);
        let organization = store::disclosures::load(tx.db(), at, id).await?.organization;
        match edition.and_then(|edition| met(organization, edition, act)) {
            Some(met) => store::fulfilments::show(tx, at, &met).await?,
            None => store::fulfilments::end(tx, at, id, act.at).await?,
        }
        Ok(store::standings::stale(tx, at, organization).await?)
    }

    /// Objections are taken from the day on which it went out.
    async fn open_notice(
        &self,
        tx: &mut Tx,
        act: &StoredAct,
        edition: &Edition,
    ) -> Result<(), FlowError> {
        let details = Act::parse(&act.body).ok().and_then(|act| act.details);
        let (Some(plan), Some(Details::Publication { notice_until: Some(until_day), .. })) =
            (&edition.facts.notice, details)
        else {
            return Ok(());
        };
        let notice = Notice {
            disclosure: edition.disclosure,
            edition: edition.number,
            from_day: day_of(act.at),
            until_day,
            channel: plan.channel.clone(),
            conclusion: None,
        };
        Ok(store::notices::open(tx, self.flow.authority(), &notice).await?)
    }
}

/// What a public edition meets, since its publication.
pub(crate) fn met(organization: OrganizationId, edition: &Edition, act: &StoredAct) -> Option<Met> {
    let (facts, meets) = (&edition.facts, edition.facts.meets.as_ref()?);
    Some(Met {
        organization,
        disclosure: edition.disclosure,
        edition: edition.number,
        regime: facts.regime.clone(),
        entry: meets.entry.clone(),
        occasion: meets.occasion.parse().ok()?,
        is_nil: meets.nil,
        public: act.at,
        ended: None,
    })
}
