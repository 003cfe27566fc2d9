//! `rebuild`: what is derived is made again from acts and entries, and said whether it was equal.

use std::collections::BTreeMap;

use domain::act::Kind;
use domain::workflow::{Action, State, next};
use store::acts::StoredAct;
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

/// The state that the acts of a disclosure lead to, by the workflow's own table.
pub(crate) fn state_of(acts: &[StoredAct]) -> State {
    acts.iter().fold(State::Draft, |state, act| {
        let action = match act.kind {
            Kind::Propose => Action::Propose,
            Kind::Review => Action::Review,
            Kind::Approve => Action::Approve,
            Kind::Publish => Action::Publish,
            Kind::Return => Action::Return,
            Kind::Correct => Action::Correct,
            Kind::Withdraw => Action::Withdraw,
            Kind::RegisterSeal => return state,
        };
        next(state, action).unwrap_or(state)
    })
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
