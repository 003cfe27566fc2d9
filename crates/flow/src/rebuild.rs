//! `rebuild`: what is derived is made again from acts and entries, and said whether it was equal.

use std::collections::BTreeMap;

use domain::act::{Act, Details, Kind};
use domain::decision::Outcome;
use domain::workflow::{Next, State, next};
use store::acts::StoredAct;
use store::editions::Facts;
use store::logs::StoredTile;
use store::{Step, StoreError, Tx};
use tlog::merkle::leaf_hash;
use tlog::tile::TileBuilder;

use crate::{Flow, FlowError};

/// What was made again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    pub tiles: u64,
    /// Tiles that were missing or not what the entries give.
    pub mended: u64,
}

/// Where a disclosure stands, as its acts make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stand {
    pub(crate) state: State,
    /// Steps of the procedure that are done.
    pub(crate) step: u32,
    pub(crate) edition: u32,
}

impl Default for Stand {
    fn default() -> Self {
        Self { state: State::Draft, step: 0, edition: 1 }
    }
}

impl Stand {
    /// Where `act` leads from here, by the workflow's own table and the procedure of the edition
    /// that it acted on. What the table refuses changes nothing.
    pub(crate) fn after(self, act: &StoredAct, facts: Option<&Facts>) -> Self {
        let Some(action) = act.kind.action() else { return self };
        match next(self.state, action) {
            None => self,
            Some(Next::To(state)) => Self { state, ..self.beside(act, facts) },
            Some(Next::Onward) if is_not_carried(act) => {
                Self { state: State::Draft, step: 0, ..self }
            }
            Some(Next::Onward) => facts.map_or(self, |facts| self.onward(act, facts)),
        }
    }

    fn onward(self, act: &StoredAct, facts: &Facts) -> Self {
        let step = self.step + 1;
        let next = facts.procedure.state_after(step as usize);
        let is_set = facts.publish_at.is_some_and(|at| at > act.at);
        let state = match (self.state, next) {
            (State::Released, State::Approved) => State::Published,
            (State::Released, _) => State::Released,
            (_, State::Approved) if is_set => State::Scheduled,
            (_, next) => next,
        };
        Self { state, step, ..self }
    }

    /// Step and edition after an act that leads to a state of its own.
    fn beside(self, act: &StoredAct, facts: Option<&Facts>) -> Self {
        match act.kind {
            Kind::Return | Kind::Refuse | Kind::Reopen => Self { step: 0, ..self },
            Kind::Correct | Kind::Republish => Self { step: 0, edition: self.edition + 1, ..self },
            Kind::Abandon => {
                let steps = facts.map_or(0, |facts| facts.procedure.steps.len());
                let step = u32::try_from(steps).unwrap_or(u32::MAX);
                Self { step, edition: act.edition, ..self }
            }
            Kind::Propose
            | Kind::Review
            | Kind::Supervise
            | Kind::Decide
            | Kind::Approve
            | Kind::Concur
            | Kind::Consent
            | Kind::Withhold
            | Kind::Reexamine
            | Kind::Schedule
            | Kind::Publish
            | Kind::Release
            | Kind::Withdraw
            | Kind::Extend
            | Kind::Conclude
            | Kind::Post
            | Kind::RegisterSeal
            | Kind::Administer => self,
        }
    }
}

/// A meeting that did not carry what it had before it.
pub(crate) fn is_not_carried(act: &StoredAct) -> bool {
    let details = Act::parse(&act.body).ok().and_then(|act| act.details);
    matches!(details, Some(Details::Decision { outcome: Outcome::NotCarried, .. }))
}

impl Flow {
    /// Makes the tiles again from the signed entries.
    ///
    /// # Errors
    /// The store's.
    pub async fn rebuild(&self) -> Result<Rebuilt, FlowError> {
        let (db, at) = (&self.store().reader, self.authority());
        let log = store::logs::load(db.db(), at).await?.ok_or(FlowError::NotFound)?;
        let mut builder = TileBuilder::load(0, &BTreeMap::new())?;
        let mut tiles = BTreeMap::new();
        let mut from = 0;
        while from < log.signed_size {
            let to = log.signed_size.min(from + 8_192);
            let entries = store::acts::entries(db.db(), at, from, to).await?;
            let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
            for tile in builder.append(&leaves)? {
                tiles.insert((tile.level, tile.index), tile.hashes);
            }
            from = to;
        }
        let mut rebuilt = Rebuilt { tiles: tiles.len() as u64, mended: 0 };
        for ((level, tile), hashes) in tiles {
            if store::logs::tile(db.db(), at, level, tile).await?.as_ref() != Some(&hashes) {
                let tile = StoredTile { level, tile, hashes };
                self.store().writer.run(&SaveTile { at, tile }).await?;
                rebuilt.mended += 1;
            }
        }
        Ok(rebuilt)
    }
}

struct SaveTile {
    at: domain::ids::AuthorityId,
    tile: StoredTile,
}

impl Step for SaveTile {
    type Out = ();
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        store::logs::save_tile(tx, self.at, &self.tile).await
    }
}
