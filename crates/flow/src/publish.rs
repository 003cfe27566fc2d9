//! 公开: the approved edition is sealed and its act logged. Done by the program, from the outbox.

use domain::act::{Details, Kind};
use domain::calendar::{Calendar, Day};
use domain::ids::OutboxId;
use domain::time::Micros;
use domain::workflow::{self, Action, Next, State};
use seal::{Claims, SealedSlice};
use serde_json::json;
use store::disclosures::{Disclosure, Move};
use store::editions::{Edition, Slice};
use store::outbox::{self, Work};
use store::seals::Seal;
use store::{Step, Tx};

use crate::context::Salts;
use crate::found::ensure_seal;
use crate::record::{Record, name_of, record};
use crate::{Flow, FlowError};

/// Seals and logs; the delivery that follows. `None` when it was done already.
pub(crate) struct Publish<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) work: Work,
}

impl Step for Publish<'_> {
    type Out = Option<Work>;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Option<Work>, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        if !outbox::done(tx, at, self.work.id, now).await? {
            return Ok(None);
        }
        let id = self.work.disclosure;
        let organization = {
            let disclosure = store::disclosures::load(tx.db(), at, id).await?;
            let name = name_of(tx, disclosure.organization).await?;
            ensure_seal(tx, flow, disclosure.organization, &name).await?;
            name
        };
        let disclosure = store::disclosures::load(tx.db(), at, id).await?;
        let Some(Next::To(next)) = workflow::next(disclosure.state, Action::Publish) else {
            return Err(FlowError::Conflict("state"));
        };
        let edition = store::editions::latest(tx.db(), at, id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let slices = store::editions::slices(tx.db(), at, &edition).await?;
        let term = term(&self.flow.calendar(), &edition, now);
        let jwt = self.seal(tx, (&disclosure, &edition, &slices), &organization, &term).await?;
        let to = Move {
            state: next,
            edition: disclosure.edition,
            step: disclosure.step,
            due: disclosure.due,
            hands: disclosure.hands.clone(),
            now,
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        // The last time set; or the one planned, when the last step came after it.
        let set_anew = Some(self.work.due).filter(|due| due.0 > 0);
        let (scheduled_for, notice_until) = (set_anew.or(edition.facts.publish_at), term);
        let set = scheduled_for.is_some() || notice_until.is_some();
        let details = set.then_some(Details::Publication { scheduled_for, notice_until });
        let what = Record {
            kind: Kind::Publish,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: None,
            note: &edition.facts.reason,
            details,
            jwt: Some(jwt.digest()),
        };
        let log_index = record(tx, flow, &disclosure, &what).await?;
        let seal = Seal {
            disclosure: id,
            number: edition.number,
            attempt: edition.attempt,
            kid: flow.issuer(disclosure.organization).kid(),
            jwt: jwt.into_string(),
            log_index,
            sealed: now,
        };
        store::seals::insert(tx, at, &seal).await?;
        let next = Work {
            id: OutboxId::new(now, flow.random()),
            kind: outbox::Kind::Deliver,
            disclosure: id,
            log_index,
            due: Micros(0),
        };
        outbox::insert(tx, at, &next, now).await?;
        Ok(Some(next))
    }
}

impl Publish<'_> {
    async fn seal(
        &self,
        tx: &mut Tx,
        (disclosure, edition, slices): (&Disclosure, &Edition, &[Slice]),
        organization: &str,
        term: &Option<String>,
    ) -> Result<seal::Jwt, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let before = store::seals::last_before(tx.db(), at, disclosure.id, edition.number).await?;
        let digest = before.map(|seal| seal::digest_text(&seal::jwt_digest(&seal.jwt)));
        let claims = Claims {
            issuer: organization.to_owned(),
            issued_at: u64::try_from(flow.now().seconds()).unwrap_or(0),
            doc: hex::encode(disclosure.doc),
            revision: edition.number,
            supersedes: digest,
            log_origin: flow.origin().to_owned(),
            withheld: grounds(slices),
            notice: Some(self.notice(tx, disclosure, edition, term).await?),
        };
        let sealed: Result<Vec<_>, _> = slices
            .iter()
            .map(|s| SealedSlice::from_disclosure(&s.disclosure, s.scope.is_public()))
            .collect();
        let issuer = flow.issuer(disclosure.organization);
        Ok(issuer.issue(&claims, &sealed?, &mut Salts(flow.random()))?)
    }
}

impl Publish<'_> {
    /// What the document says of itself beside its text.
    async fn notice(
        &self,
        tx: &mut Tx,
        disclosure: &Disclosure,
        edition: &Edition,
        term: &Option<String>,
    ) -> Result<serde_json::Value, FlowError> {
        let facts = &edition.facts;
        let mut notice = json!({
            "code": disclosure.code.to_string(),
            "whole": facts.stated.whole,
        });
        if let (Some(plan), Some(until)) = (&facts.notice, term) {
            notice["objections"] = json!({ "until": until, "channel": plan.channel });
        }
        if disclosure.state == State::Released {
            notice["released"] = json!(true);
        }
        if !facts.joint.is_empty() {
            let mut names = Vec::with_capacity(facts.joint.len());
            for body in &facts.joint {
                names.push(name_of(tx, *body).await?);
            }
            notice["joint"] = json!(names);
        }
        if !facts.attachments.is_empty() {
            // By hash alone: a name could tell what is withheld.
            let hashes: Vec<_> = facts.attachments.iter().map(|each| &each.sha256).collect();
            notice["attachments"] = json!(hashes);
        }
        Ok(notice)
    }
}

/// The last day for objections, counted from the day on which it goes out.
fn term(calendar: &Calendar, edition: &Edition, now: Micros) -> Option<String> {
    let plan = edition.facts.notice.as_ref()?;
    Some(calendar.after(Day::of(now), plan.days, plan.day_kind).to_string())
}

/// Each ground once, in the law's order: not one per slice, which would count them.
fn grounds(slices: &[Slice]) -> Vec<String> {
    let grounds: std::collections::BTreeSet<_> =
        slices.iter().filter(|s| !s.scope.is_public()).filter_map(|s| s.ground).collect();
    grounds.into_iter().map(|ground| ground.word().to_owned()).collect()
}
