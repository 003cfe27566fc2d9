//! Logs, their tiles and checkpoints. Tiles are derived from entries and can be rebuilt; a
//! checkpoint, once signed, is kept for ever.

use domain::ids::AuthorityId;
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    CREATE = "INSERT INTO logs (authority_id, origin, next_index, signed_size) \
        VALUES ($1, $2, 0, 0)";
    LOAD = "SELECT origin, next_index, signed_size FROM logs WHERE authority_id = $1";
    ADVANCE = "UPDATE logs SET signed_size = $3 WHERE authority_id = $1 AND signed_size = $2";
    SAVE_TILE = "INSERT INTO tiles (authority_id, level, tile, hashes) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (authority_id, level, tile) DO UPDATE SET hashes = excluded.hashes";
    TILE = "SELECT hashes FROM tiles WHERE authority_id = $1 AND level = $2 AND tile = $3";
    TILES = "SELECT level, tile, hashes FROM tiles WHERE authority_id = $1 ORDER BY level, tile";
    INSERT_CHECKPOINT = "INSERT INTO checkpoints (authority_id, size, note, signed_us) \
        VALUES ($1, $2, $3, $4)";
    NEWEST_CHECKPOINT = "SELECT size, note FROM checkpoints WHERE authority_id = $1 \
        ORDER BY size DESC LIMIT 1";
    CHECKPOINT_COVERING = "SELECT size, note FROM checkpoints WHERE authority_id = $1 \
        AND size > $2 ORDER BY size LIMIT 1";
    SIGNED_AT = "SELECT signed_us FROM checkpoints WHERE authority_id = $1 AND size = $2";
    SEALS = "SELECT COUNT(*) AS keys FROM seal_keys WHERE authority_id = $1";
    CHECKPOINTS = "SELECT size, note FROM checkpoints WHERE authority_id = $1 ORDER BY size";
}

/// Over every authority of the database, so on no hot path: asked once when the program starts.
const ALL: &str = "SELECT authority_id, origin FROM logs ORDER BY authority_id";

/// The state of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub origin: String,
    /// Entries accepted.
    pub length: u64,
    /// Entries covered by a signed checkpoint.
    pub signed_size: u64,
}

/// A signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCheckpoint {
    pub size: u64,
    pub note: String,
}

/// A tile: up to 256 hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTile {
    pub level: u8,
    pub tile: u64,
    pub hashes: Vec<u8>,
}

pub async fn create(tx: &mut Tx, at: AuthorityId, origin: &str) -> Result<(), StoreError> {
    tx.change(sqlx::query(CREATE).bind(at.to_vec()).bind(origin.to_owned())).await.map(|_| ())
}

/// Authority and origin of every log in the database.
pub async fn all(db: Db<'_>) -> Result<Vec<(AuthorityId, String)>, StoreError> {
    let rows = db.all(sqlx::query(ALL)).await?;
    let log = |row: &sqlx::any::AnyRow| {
        Ok((row.id("authority_id", AuthorityId::from_slice)?, row.text("origin")?))
    };
    rows.iter().map(log).collect()
}

pub async fn load(db: Db<'_>, at: AuthorityId) -> Result<Option<Log>, StoreError> {
    let row = db.first(sqlx::query(LOAD).bind(at.to_vec())).await?;
    let log = |row: sqlx::any::AnyRow| {
        Ok(Log {
            origin: row.text("origin")?,
            length: row.number("next_index")?,
            signed_size: row.number("signed_size")?,
        })
    };
    row.map(log).transpose()
}

/// How many keys of seals the log has registered.
pub async fn registered_seals(db: Db<'_>, at: AuthorityId) -> Result<u64, StoreError> {
    let row = db.first(sqlx::query(SEALS).bind(at.to_vec())).await?;
    row.map_or(Ok(0), |row| row.number("keys"))
}

/// Moves the signed size on.
///
/// # Errors
/// [`StoreError::Conflict`] when another process signed first.
pub async fn advance(tx: &mut Tx, at: AuthorityId, from: u64, to: u64) -> Result<(), StoreError> {
    let query = sqlx::query(ADVANCE).bind(at.to_vec()).bind(from as i64).bind(to as i64);
    match tx.change(query).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("another process signed first")),
    }
}

pub async fn save_tile(tx: &mut Tx, at: AuthorityId, tile: &StoredTile) -> Result<(), StoreError> {
    let query = sqlx::query(SAVE_TILE)
        .bind(at.to_vec())
        .bind(i64::from(tile.level))
        .bind(tile.tile as i64)
        .bind(tile.hashes.clone());
    tx.change(query).await.map(|_| ())
}

pub async fn tile(
    db: Db<'_>,
    at: AuthorityId,
    level: u8,
    tile: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let query = sqlx::query(TILE).bind(at.to_vec()).bind(i64::from(level)).bind(tile as i64);
    let row = db.first(query).await?;
    row.map(|row| row.bytes("hashes")).transpose()
}

pub async fn tiles(db: Db<'_>, at: AuthorityId) -> Result<Vec<StoredTile>, StoreError> {
    let rows = db.all(sqlx::query(TILES).bind(at.to_vec())).await?;
    let tile = |row: &sqlx::any::AnyRow| {
        Ok(StoredTile {
            level: row.number("level")?,
            tile: row.number("tile")?,
            hashes: row.bytes("hashes")?,
        })
    };
    rows.iter().map(tile).collect()
}

pub async fn insert_checkpoint(
    tx: &mut Tx,
    at: AuthorityId,
    checkpoint: &StoredCheckpoint,
    signed: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT_CHECKPOINT)
        .bind(at.to_vec())
        .bind(checkpoint.size as i64)
        .bind(checkpoint.note.clone())
        .bind(signed.0);
    tx.change(query).await.map(|_| ())
}

pub async fn newest_checkpoint(
    db: Db<'_>,
    at: AuthorityId,
) -> Result<Option<StoredCheckpoint>, StoreError> {
    let row = db.first(sqlx::query(NEWEST_CHECKPOINT).bind(at.to_vec()));
    row.await?.as_ref().map(checkpoint).transpose()
}

/// The first checkpoint that covers the entry at `index`: the earliest proof of its time.
pub async fn checkpoint_covering(
    db: Db<'_>,
    at: AuthorityId,
    index: u64,
) -> Result<Option<StoredCheckpoint>, StoreError> {
    let query = sqlx::query(CHECKPOINT_COVERING).bind(at.to_vec()).bind(index as i64);
    db.first(query).await?.as_ref().map(checkpoint).transpose()
}

/// When the checkpoint of that size was signed.
pub async fn signed_at(
    db: Db<'_>,
    at: AuthorityId,
    size: u64,
) -> Result<Option<Micros>, StoreError> {
    let query = sqlx::query(SIGNED_AT).bind(at.to_vec()).bind(size as i64);
    let row = db.first(query).await?;
    row.map(|row| row.int("signed_us").map(Micros)).transpose()
}

pub async fn checkpoints(db: Db<'_>, at: AuthorityId) -> Result<Vec<StoredCheckpoint>, StoreError> {
    let rows = db.all(sqlx::query(CHECKPOINTS).bind(at.to_vec())).await?;
    rows.iter().map(checkpoint).collect()
}

fn checkpoint(row: &sqlx::any::AnyRow) -> Result<StoredCheckpoint, StoreError> {
    Ok(StoredCheckpoint { size: row.number("size")?, note: row.text("note")? })
}
