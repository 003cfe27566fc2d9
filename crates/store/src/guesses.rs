//! Wrong guesses in a row by login name, and the lock that follows. A name that nobody has is
//! counted like any other.

use domain::ids::AuthorityId;
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    FAIL = "INSERT INTO guesses (authority_id, name_hash, failures, last_us) VALUES ($1, $2, 1, $3) \
        ON CONFLICT (authority_id, name_hash) \
        DO UPDATE SET failures = guesses.failures + 1, last_us = $3";
    LOCK = "UPDATE guesses SET failures = 0, locked_until_us = $3 \
        WHERE authority_id = $1 AND name_hash = $2 AND failures >= $4";
    LOCKED = "SELECT locked_until_us FROM guesses WHERE authority_id = $1 AND name_hash = $2 \
        AND locked_until_us > $3";
    CLEAR = "DELETE FROM guesses WHERE authority_id = $1 AND name_hash = $2";
    PRUNE = "DELETE FROM guesses WHERE authority_id = $1 AND last_us < $2 \
        AND (locked_until_us IS NULL OR locked_until_us < $2)";
    ALL_LOCKED = "SELECT name_hash, locked_until_us FROM guesses WHERE authority_id = $1 \
        AND locked_until_us > $2";
}

/// How many wrong guesses in a row lock, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub failures: i64,
    pub locked_until: Micros,
    /// Counts that are older are forgotten.
    pub forget_before: Micros,
}

/// Counts a wrong guess; whether the name is locked by it.
pub async fn fail(
    tx: &mut Tx,
    at: AuthorityId,
    name_hash: [u8; 32],
    now: Micros,
    limit: Limit,
) -> Result<bool, StoreError> {
    let prune = sqlx::query(PRUNE).bind(at.to_vec()).bind(limit.forget_before.0);
    tx.change(prune).await?;
    let fail = sqlx::query(FAIL).bind(at.to_vec()).bind(name_hash.to_vec()).bind(now.0);
    tx.change(fail).await?;
    let lock = sqlx::query(LOCK)
        .bind(at.to_vec())
        .bind(name_hash.to_vec())
        .bind(limit.locked_until.0)
        .bind(limit.failures);
    Ok(tx.change(lock).await? == 1)
}

/// Until when the name is locked.
pub async fn locked_until(
    db: Db<'_>,
    at: AuthorityId,
    name_hash: [u8; 32],
    now: Micros,
) -> Result<Option<Micros>, StoreError> {
    let query = sqlx::query(LOCKED).bind(at.to_vec()).bind(name_hash.to_vec()).bind(now.0);
    let row = db.first(query).await?;
    Ok(row.map(|row| row.maybe_int("locked_until_us")).transpose()?.flatten().map(Micros))
}

/// Forgets the guesses and the lock of a name.
pub async fn clear(tx: &mut Tx, at: AuthorityId, name_hash: [u8; 32]) -> Result<(), StoreError> {
    tx.change(sqlx::query(CLEAR).bind(at.to_vec()).bind(name_hash.to_vec())).await.map(|_| ())
}

/// Every name that is locked, and until when.
pub async fn all_locked(
    db: Db<'_>,
    at: AuthorityId,
    now: Micros,
) -> Result<Vec<([u8; 32], Micros)>, StoreError> {
    let rows = db.all(sqlx::query(ALL_LOCKED).bind(at.to_vec()).bind(now.0)).await?;
    let locked = |row: &sqlx::any::AnyRow| {
        Ok((row.array("name_hash")?, Micros(row.int("locked_until_us")?)))
    };
    rows.iter().map(locked).collect()
}
