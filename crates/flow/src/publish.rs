//! 公开: the approved edition is sealed and its act logged. Done by the program, from the outbox.

use domain::act::Kind;
use domain::ids::OutboxId;
use domain::workflow::{self, Action};
use seal::{Claims, SealedSlice};
use serde_json::json;
use store::disclosures::{Disclosure, Move};
use store::editions::{Edition, Slice};
use store::outbox::{self, Work};
use store::seals::Seal;
use store::{Step, Tx};

use crate::context::Salts;
use crate::found::ensure_seal;
use crate::record::{Record, organization_name, record};
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
            let name = organization_name(tx, &disclosure).await?;
            ensure_seal(tx, flow, disclosure.organization, &name).await?;
            name
        };
        let disclosure = store::disclosures::load(tx.db(), at, id).await?;
        let next = workflow::next(disclosure.state, Action::Publish);
        let next = next.ok_or(FlowError::Conflict("state"))?;
        let edition = store::editions::latest(tx.db(), at, id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let slices = store::editions::slices(tx.db(), at, &edition).await?;
        let jwt = self.seal(tx, &disclosure, &edition, &slices, &organization).await?;
        let to = Move { state: next, edition: disclosure.edition, hands: disclosure.hands, now };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        let what = Record {
            kind: Kind::Publish,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: None,
            note: &edition.facts.reason,
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
        };
        outbox::insert(tx, at, &next, now).await?;
        Ok(Some(next))
    }
}

impl Publish<'_> {
    async fn seal(
        &self,
        tx: &mut Tx,
        disclosure: &Disclosure,
        edition: &Edition,
        slices: &[Slice],
        organization: &str,
    ) -> Result<seal::Jwt, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let before = match edition.number {
            0 | 1 => None,
            number => store::seals::load(tx.db(), at, disclosure.id, number - 1).await?,
        };
        let digest = before.map(|seal| seal::digest_text(&seal::jwt_digest(&seal.jwt)));
        let claims = Claims {
            issuer: organization.to_owned(),
            issued_at: u64::try_from(flow.now().seconds()).unwrap_or(0),
            doc: hex::encode(disclosure.doc),
            revision: edition.number,
            supersedes: digest,
            log_origin: flow.origin().to_owned(),
            withheld: grounds(slices),
            notice: Some(json!({
                "code": disclosure.code.to_string(),
                "whole": edition.facts.stated.whole,
            })),
        };
        let sealed: Result<Vec<_>, _> = slices
            .iter()
            .map(|s| SealedSlice::from_disclosure(&s.disclosure, s.scope.is_public()))
            .collect();
        let issuer = flow.issuer(disclosure.organization);
        Ok(issuer.issue(&claims, &sealed?, &mut Salts(flow.random()))?)
    }
}

/// Each ground once, in the law's order: not one per slice, which would count them.
fn grounds(slices: &[Slice]) -> Vec<String> {
    let grounds: std::collections::BTreeSet<_> =
        slices.iter().filter(|s| !s.scope.is_public()).filter_map(|s| s.ground).collect();
    grounds.into_iter().map(|ground| ground.word().to_owned()).collect()
}
