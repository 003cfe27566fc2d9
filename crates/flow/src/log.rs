//! The log as it is served: checkpoint, tiles, entry bundles, and receipts for single entries.

use std::collections::BTreeMap;

use domain::access::Reader;
use domain::code::Code;
use serde::{Deserialize, Serialize};
use store::acts::StoredAct;
use tlog::merkle::inclusion_proof;
use tlog::proof::TlogProof;
use tlog::tile::{
    FULL_WIDTH, TileKind, TilePath, TiledHashes, encode_bundle, full_tiles, width_at,
};

use crate::article::Found;
use crate::{Flow, FlowError};

/// What an offline verifier needs besides the sealed document. Travels in the `extra` line of the
/// receipt, which is not authenticated: each part is checked against the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extra {
    /// The entry of the publication, as text.
    pub entry: String,
    /// The act that the entry commits to, and its salt in hex.
    pub act: String,
    pub salt: String,
    /// The registration of the key that sealed the document.
    pub key: KeyExtra,
}

/// The entry in which the seal's key was registered, with its own place in the same checkpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyExtra {
    pub entry: String,
    pub act: String,
    pub salt: String,
    pub index: u64,
    /// Inclusion proof, hex.
    pub hashes: Vec<String>,
}

impl Flow {
    /// The newest signed checkpoint; `None` for a log without entries.
    ///
    /// # Errors
    /// The store's.
    pub async fn checkpoint(&self) -> Result<Option<store::logs::StoredCheckpoint>, FlowError> {
        Ok(store::logs::newest_checkpoint(self.inner.store.reader.db(), self.authority()).await?)
    }

    /// A tile or entry bundle of the signed part of the log.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] beyond what is signed.
    pub async fn tile(&self, path: TilePath) -> Result<Vec<u8>, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let log = store::logs::load(db.db(), at).await?.ok_or(FlowError::NotFound)?;
        let level = match path.kind() {
            TileKind::Entries => 0,
            TileKind::Hashes(level) => level,
        };
        if path.width() > width_at(level, path.index(), log.signed_size) {
            return Err(FlowError::NotFound);
        }
        match path.kind() {
            TileKind::Hashes(level) => {
                let hashes = store::logs::tile(db.db(), at, level, path.index()).await?;
                let mut hashes = hashes.ok_or(FlowError::NotFound)?;
                hashes.truncate(usize::from(path.width()) * 32);
                Ok(hashes)
            }
            TileKind::Entries => {
                let from = path.index() * u64::from(FULL_WIDTH);
                let to = from + u64::from(path.width());
                Ok(encode_bundle(&store::acts::entries(db.db(), at, from, to).await?)?)
            }
        }
    }

    /// The receipt of an entry against the newest checkpoint.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] when it is not covered yet.
    pub async fn receipt(
        &self,
        index: u64,
        extra: Option<Vec<u8>>,
    ) -> Result<TlogProof, FlowError> {
        let checkpoint = self.checkpoint().await?.ok_or(FlowError::NotFound)?;
        let hashes = self.inclusion(index, checkpoint.size).await?;
        Ok(TlogProof { extra, index, hashes, checkpoint: checkpoint.note })
    }

    async fn inclusion(&self, index: u64, size: u64) -> Result<Vec<[u8; 32]>, FlowError> {
        if index >= size {
            return Err(FlowError::NotFound);
        }
        let tiles = self.tiles_for(index, size).await?;
        Ok(inclusion_proof(index, size, &TiledHashes::new(size, tiles))?)
    }

    /// The tiles on the way up from an entry, and those at the right edge.
    async fn tiles_for(
        &self,
        index: u64,
        size: u64,
    ) -> Result<BTreeMap<(u8, u64), Vec<u8>>, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let mut tiles = crate::signer::edge(&self.inner.store, at, size).await?;
        for level in 0..8_u8 {
            let tile = index >> (8 * (u32::from(level) + 1)).min(63);
            let exists = tile <= full_tiles(level, size);
            if exists
                && !tiles.contains_key(&(level, tile))
                && let Some(hashes) = store::logs::tile(db.db(), at, level, tile).await?
            {
                tiles.insert((level, tile), hashes);
            }
        }
        Ok(tiles)
    }

    /// The receipt of a public edition, with everything that an offline verifier needs.
    ///
    /// # Errors
    /// As [`Flow::article`].
    pub async fn document_receipt(
        &self,
        reader: &Reader,
        code: Code,
        number: Option<u32>,
    ) -> Result<TlogProof, FlowError> {
        let Found::Article(article) = self.article(reader, code, number).await? else {
            return Err(FlowError::NotFound);
        };
        let (db, at) = (&self.inner.store.reader, self.authority());
        let key = store::seals::key(db.db(), at, &article.proof.kid).await?;
        let key = key.ok_or(FlowError::NotFound)?;
        let checkpoint = self.checkpoint().await?.ok_or(FlowError::NotFound)?;
        let published = self.act(article.proof.log_index).await?;
        let registered = self.act(key.log_index).await?;
        let hashes = self.inclusion(key.log_index, checkpoint.size).await?;
        let extra = Extra {
            entry: text(&published.entry),
            act: text(&published.body),
            salt: hex::encode(published.salt),
            key: KeyExtra {
                entry: text(&registered.entry),
                act: text(&registered.body),
                salt: hex::encode(registered.salt),
                index: key.log_index,
                hashes: hashes.iter().map(hex::encode).collect(),
            },
        };
        let extra = serde_json::to_vec(&extra).expect("only strings and numbers");
        let hashes = self.inclusion(article.proof.log_index, checkpoint.size).await?;
        Ok(TlogProof {
            extra: Some(extra),
            index: article.proof.log_index,
            hashes,
            checkpoint: checkpoint.note,
        })
    }

    async fn act(&self, index: u64) -> Result<StoredAct, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let acts = store::acts::range(db.db(), at, index, index + 1).await?;
        acts.into_iter().next().ok_or(FlowError::NotFound)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
