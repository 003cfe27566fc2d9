//! Secrets of one-time codes (RFC 6238) and the recovery codes beside them.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    BEGIN = "INSERT INTO authenticators (authority_id, person_id, secret, created_us, last_step) \
        VALUES ($1, $2, $3, $4, 0)";
    FIND = "SELECT secret, confirmed_us, last_step FROM authenticators \
        WHERE authority_id = $1 AND person_id = $2";
    CONFIRM = "UPDATE authenticators SET confirmed_us = $3 WHERE authority_id = $1 AND person_id = $2 \
        AND confirmed_us IS NULL";
    ADVANCE = "UPDATE authenticators SET last_step = $3 WHERE authority_id = $1 AND person_id = $2 \
        AND last_step < $3";
    DELETE = "DELETE FROM authenticators WHERE authority_id = $1 AND person_id = $2";
    DELETE_UNCONFIRMED = "DELETE FROM authenticators WHERE authority_id = $1 AND person_id = $2 \
        AND confirmed_us IS NULL";
    INSERT_CODE = "INSERT INTO recovery_codes (authority_id, person_id, code_hash) VALUES ($1, $2, $3)";
    USE_CODE = "DELETE FROM recovery_codes WHERE authority_id = $1 AND person_id = $2 AND code_hash = $3";
    DELETE_CODES = "DELETE FROM recovery_codes WHERE authority_id = $1 AND person_id = $2";
    COUNT_CODES = "SELECT COUNT(*) AS codes FROM recovery_codes \
        WHERE authority_id = $1 AND person_id = $2";
    ALL = "SELECT person_id FROM authenticators WHERE authority_id = $1 AND confirmed_us IS NOT NULL";
}

/// A person's secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticator {
    pub secret: Vec<u8>,
    /// `None` until the person has shown a code of it: it does not count before.
    pub confirmed: Option<Micros>,
    /// The step of the last code that was taken.
    pub last_step: i64,
}

/// Keeps a secret to be confirmed, in place of one that was not.
pub async fn begin(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    secret: &[u8],
    now: Micros,
) -> Result<(), StoreError> {
    let old = sqlx::query(DELETE_UNCONFIRMED).bind(at.to_vec()).bind(person.to_vec());
    tx.change(old).await?;
    let query = sqlx::query(BEGIN)
        .bind(at.to_vec())
        .bind(person.to_vec())
        .bind(secret.to_vec())
        .bind(now.0);
    tx.change(query).await.map(|_| ())
}

pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
) -> Result<Option<Authenticator>, StoreError> {
    let row = db.first(sqlx::query(FIND).bind(at.to_vec()).bind(person.to_vec())).await?;
    let found = |row: sqlx::any::AnyRow| {
        Ok(Authenticator {
            secret: row.bytes("secret")?,
            confirmed: row.maybe_int("confirmed_us")?.map(Micros),
            last_step: row.int("last_step")?,
        })
    };
    row.map(found).transpose()
}

/// From now on it counts; false when it counted before or is not there.
pub async fn confirm(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(CONFIRM).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    Ok(tx.change(query).await? == 1)
}

/// Takes the code of a step; false when that or a later one was taken before.
pub async fn advance(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    step: i64,
) -> Result<bool, StoreError> {
    let query = sqlx::query(ADVANCE).bind(at.to_vec()).bind(person.to_vec()).bind(step);
    Ok(tx.change(query).await? == 1)
}

/// Removes secret and recovery codes.
pub async fn remove(tx: &mut Tx, at: AuthorityId, person: PersonId) -> Result<(), StoreError> {
    for sql in [DELETE, DELETE_CODES] {
        tx.change(sqlx::query(sql).bind(at.to_vec()).bind(person.to_vec())).await?;
    }
    Ok(())
}

/// These recovery codes in place of all older ones.
pub async fn set_codes(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    hashes: &[[u8; 32]],
) -> Result<(), StoreError> {
    tx.change(sqlx::query(DELETE_CODES).bind(at.to_vec()).bind(person.to_vec())).await?;
    for hash in hashes {
        let query = sqlx::query(INSERT_CODE).bind(at.to_vec()).bind(person.to_vec());
        tx.change(query.bind(hash.to_vec())).await?;
    }
    Ok(())
}

/// Uses a recovery code up; false when there is no such code.
pub async fn use_code(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    hash: [u8; 32],
) -> Result<bool, StoreError> {
    let query = sqlx::query(USE_CODE).bind(at.to_vec()).bind(person.to_vec()).bind(hash.to_vec());
    Ok(tx.change(query).await? == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(db: Db<'_>, at: AuthorityId, person: PersonId) -> Result<i64, StoreError> {
    let row = db.first(sqlx::query(COUNT_CODES).bind(at.to_vec()).bind(person.to_vec())).await?;
    row.map_or(Ok(0), |row| row.int("codes"))
}

/// Everybody whose login asks for a code.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<PersonId>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    rows.iter().map(|row| row.id("person_id", PersonId::from_slice)).collect()
}
