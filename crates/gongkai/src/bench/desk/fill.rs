//! Fills a founded county: papers made in memory, written by the store's own statements, some
//! hundred disclosures in a transaction. The signer covers their entries beside it.

use anyhow::Context;
use domain::act::Kind;
use domain::ids::{AuthorityId, OrganizationId};
use domain::time::{Micros, random_bytes};
use flow::Flow;
use seal::Issuer;
use store::acts::StoredAct;
use store::seals::SealKey;
use store::{Step, StoreError, Tx};

use super::chance::Chance;
use super::county::{Body, Place, Size};
use super::paper::{HIGH, ITEM, Paper, Press, REGIME, Way, registration};

/// Disclosures of one transaction.
const BATCH: usize = 250;
/// Of every hundred disclosures the first village has so many: a heavy desk.
const HEAVY_PERCENT: usize = 5;
/// Of one act to the next: the year before today holds them all.
const PACE_US: i64 = 150_000_000;

/// Writes `size.disclosures` with `size.acts` in all, the registrations of keys not counted.
///
/// # Errors
/// The store's.
pub(super) async fn fill(
    flow: &Flow,
    place: &Place,
    size: Size,
    chance: &Chance,
) -> anyhow::Result<()> {
    let regime = flow.regime(REGIME).context("the pack")?;
    let calendar = flow.calendar();
    let press = Press {
        chance,
        origin: flow.origin(),
        plain: regime.procedure(ITEM, None).context("the item's procedure")?,
        high: regime.procedure(ITEM, Some(HIGH)).context("the item's higher procedure")?,
        regime_version: regime.version.clone(),
        calendar: &calendar,
    };
    let total = i64::try_from(size.acts + place.villages().len())?;
    let mut pen = Pen { index: 0, now: Micros(flow.now().0 - (total + 1) * PACE_US) };
    let issuers: Vec<_> =
        place.villages().iter().map(|_| Issuer::from_seed(&random_bytes(chance))).collect();
    let keys = place.villages().iter().zip(&issuers).map(|(body, issuer)| {
        let (index, at) = pen.next();
        (registration(chance, body, issuer, (index, at)), key(body.id, issuer, index))
    });
    let keys: Vec<_> = keys.collect();
    let at = flow.authority();
    flow.store().writer.run(&Register { at, keys: &keys, now: flow.now() }).await?;
    let ways = ways(size);
    for (batch, ways) in (0..).zip(ways.chunks(BATCH)) {
        let mut papers = Vec::with_capacity(ways.len());
        for (number, way) in (batch * BATCH..).zip(ways) {
            let village = village_of(number, place.villages().len());
            let of = (&place.villages()[village], &issuers[village]);
            let number = u32::try_from(number)? + 1;
            papers.push(Paper::new(&press, of, *way, (number, pen.now)));
        }
        let acts = write(&mut papers, &mut pen)?;
        flow.store().writer.run(&Keep { at, papers: &papers, acts: &acts }).await?;
    }
    let code = domain::code::Code::new('B', u32::try_from(size.disclosures)?);
    Ok(flow.store().writer.run(&Raise { at, code }).await?)
}

/// Which village a disclosure is of.
fn village_of(number: usize, villages: usize) -> usize {
    if number % 100 < HEAVY_PERCENT { 0 } else { number % villages }
}

/// Of twenty disclosures one is a fresh draft, one a returned one, one waits for each hand and for
/// the superior; fifteen are public. In the heavy village three of five wait. The acts that are
/// left are postings of the public ones.
fn ways(size: Size) -> Vec<Way> {
    let way = |number: usize| match number % 100 {
        0 | 1 => Way::ToReview,
        2 => Way::ToApprove,
        hundredth if hundredth < HEAVY_PERCENT => Way::Published { postings: 0 },
        _ => match (number / 3) % 20 {
            0 => Way::Draft,
            1 => Way::Returned,
            2 => Way::ToReview,
            3 => Way::ToApprove,
            4 => Way::ToConsent,
            _ => Way::Published { postings: 0 },
        },
    };
    let mut ways: Vec<_> = (0..size.disclosures).map(way).collect();
    let there: usize = ways.iter().map(|way| way.acts().len()).sum();
    let public = ways.iter().filter(|way| matches!(way, Way::Published { .. })).count();
    let mut left = size.acts.saturating_sub(there);
    let each = left.div_ceil(public.max(1));
    for way in &mut ways {
        if let Way::Published { postings } = way {
            *postings = each.min(left);
            left -= *postings;
        }
    }
    ways
}

/// The next place in the log and its time.
struct Pen {
    index: u64,
    now: Micros,
}

impl Pen {
    fn next(&mut self) -> (u64, Micros) {
        let next = (self.index, self.now);
        self.index += 1;
        self.now.0 += PACE_US;
        next
    }
}

/// Takes every paper its way, in turn, so that the acts of one lie scattered in the log as they do
/// where many work; the papers' acts in the log's order.
fn write(papers: &mut [Paper<'_>], pen: &mut Pen) -> anyhow::Result<Vec<StoredAct>> {
    let ways: Vec<Vec<Kind>> = papers.iter().map(|paper| paper.way.acts()).collect();
    let longest = ways.iter().map(Vec::len).max().unwrap_or_default();
    for round in 0..longest {
        for (paper, way) in papers.iter_mut().zip(&ways) {
            if let Some(kind) = way.get(round) {
                let (index, at) = pen.next();
                paper.take(*kind, index, at)?;
            }
        }
    }
    let mut acts: Vec<_> =
        papers.iter_mut().flat_map(|paper| std::mem::take(&mut paper.acts)).collect();
    acts.sort_by_key(|act| act.log_index);
    Ok(acts)
}

fn key(organization: OrganizationId, issuer: &Issuer, log_index: u64) -> SealKey {
    let (kid, public_key) = (issuer.kid(), issuer.public_key());
    SealKey { kid, organization, public_key, log_index }
}

struct Register<'a> {
    at: AuthorityId,
    keys: &'a [(StoredAct, SealKey)],
    now: Micros,
}

impl Step for Register<'_> {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        store::acts::take_index(tx, self.at, self.keys.len() as u64).await?;
        for (act, key) in self.keys {
            store::acts::insert(tx, self.at, act).await?;
            store::seals::insert_key(tx, self.at, key, self.now).await?;
        }
        Ok(())
    }
}

struct Keep<'a> {
    at: AuthorityId,
    papers: &'a [Paper<'a>],
    acts: &'a [StoredAct],
}

impl Step for Keep<'_> {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        for paper in self.papers {
            self.paper(tx, paper).await?;
        }
        let first = store::acts::take_index(tx, self.at, self.acts.len() as u64).await?;
        if self.acts.first().is_some_and(|act| act.log_index != first) {
            return Err(StoreError::Conflict("somebody else works in this authority"));
        }
        for act in self.acts {
            store::acts::insert(tx, self.at, act).await?;
        }
        Ok(())
    }
}

impl Keep<'_> {
    async fn paper(&self, tx: &mut Tx, paper: &Paper<'_>) -> Result<(), StoreError> {
        let (at, row, body) = (self.at, &paper.row, paper.body);
        store::disclosures::insert(tx, at, row).await?;
        for edition in 1..=paper.stand.edition {
            store::disclosures::write(tx, at, row.id, edition, body.clerk).await?;
        }
        store::drafts::save(tx, at, row.id, &paper.draft, paper.stand.now, body.clerk).await?;
        for (edition, slices) in &paper.editions {
            store::editions::insert(tx, at, edition, slices, body.clerk).await?;
        }
        for seal in &paper.seals {
            store::seals::insert(tx, at, seal).await?;
        }
        store::disclosures::advance(tx, at, row, paper.stand.clone()).await?;
        if let (Some(edition), Some(since)) = (row.public_edition, row.public_at) {
            store::disclosures::show(tx, at, row.id, edition, since, None).await?;
        }
        if let (Way::ToConsent, Some(superior)) = (paper.way, body.parent) {
            store::asked::ask(tx, at, superior, row.id, paper.stand.now).await?;
        }
        Ok(())
    }
}

struct Raise {
    at: AuthorityId,
    code: domain::code::Code,
}

impl Step for Raise {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        store::columns::raise_number(tx, self.at, self.code).await
    }
}

/// The village with the most before it.
pub(super) fn heavy(place: &Place) -> &Body {
    &place.villages()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_acts_asked_for_are_spread_over_the_ways() {
        let size = Size { organizations: 50, disclosures: 2_000, acts: 20_000, villagers: 0 };
        let ways = ways(size);
        assert_eq!(ways.len(), 2_000);
        assert_eq!(ways.iter().map(|way| way.acts().len()).sum::<usize>(), 20_000);
    }
}
