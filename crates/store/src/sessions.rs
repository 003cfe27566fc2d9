//! Sessions: only the hash of a token is kept.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO sessions (authority_id, token_hash, person_id, csrf, created_us, expires_us, \
        seen_us, device) VALUES ($1, $2, $3, $4, $5, $6, $5, $7)";
    FIND = "SELECT s.person_id, s.csrf, s.seen_us FROM sessions s \
        JOIN persons p ON p.authority_id = s.authority_id AND p.id = s.person_id \
        WHERE s.authority_id = $1 AND p.authority_id = $1 AND s.token_hash = $2 \
        AND s.expires_us > $3 AND (p.left_us IS NULL OR p.left_us > $3)";
    DELETE = "DELETE FROM sessions WHERE authority_id = $1 AND token_hash = $2";
    DELETE_OF_PERSON = "DELETE FROM sessions WHERE authority_id = $1 AND person_id = $2";
    DELETE_OWN = "DELETE FROM sessions WHERE authority_id = $1 AND person_id = $2 AND token_hash = $3";
    DELETE_OTHERS = "DELETE FROM sessions WHERE authority_id = $1 AND person_id = $2 \
        AND token_hash <> $3";
    OF_PERSON = "SELECT token_hash, created_us, expires_us, seen_us, device FROM sessions \
        WHERE authority_id = $1 AND person_id = $2 AND expires_us > $3 ORDER BY created_us DESC LIMIT 100";
    SEE = "UPDATE sessions SET seen_us = $3 WHERE authority_id = $1 AND token_hash = $2";
    DELETE_EXPIRED = "DELETE FROM sessions WHERE authority_id = $1 AND expires_us <= $2";
}

/// A session as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token.
    pub token_hash: [u8; 32],
    pub person: PersonId,
    /// What each form of this session carries.
    pub csrf: [u8; 32],
    pub created: Micros,
    pub expires: Micros,
    /// What the browser says of itself, cut short; empty for unknown.
    pub device: String,
}

/// A live session found by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    pub person: PersonId,
    pub csrf: [u8; 32],
    /// When it was last noted as used.
    pub seen: Option<Micros>,
}

/// A live session as its person is shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub token_hash: [u8; 32],
    pub created: Micros,
    pub expires: Micros,
    pub seen: Option<Micros>,
    pub device: String,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, session: &Session) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(session.token_hash.to_vec())
        .bind(session.person.to_vec())
        .bind(session.csrf.to_vec())
        .bind(session.created.0)
        .bind(session.expires.0)
        .bind(session.device.clone());
    tx.change(query).await.map(|_| ())
}

/// A live session of a person who has not left.
pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    token_hash: [u8; 32],
    now: Micros,
) -> Result<Option<Live>, StoreError> {
    let query = sqlx::query(FIND).bind(at.to_vec()).bind(token_hash.to_vec()).bind(now.0);
    let row = db.first(query).await?;
    let live = |row: sqlx::any::AnyRow| {
        Ok(Live {
            person: row.id("person_id", PersonId::from_slice)?,
            csrf: row.array("csrf")?,
            seen: row.maybe_int("seen_us")?.map(Micros),
        })
    };
    row.map(live).transpose()
}

/// The live sessions of a person, newest first; 100 at most.
pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<Listed>, StoreError> {
    let query = sqlx::query(OF_PERSON).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    let listed = |row: &sqlx::any::AnyRow| {
        Ok(Listed {
            token_hash: row.array("token_hash")?,
            created: Micros(row.int("created_us")?),
            expires: Micros(row.int("expires_us")?),
            seen: row.maybe_int("seen_us")?.map(Micros),
            device: row.maybe_text("device")?.unwrap_or_default(),
        })
    };
    db.all(query).await?.iter().map(listed).collect()
}

/// Notes that a session was used at `now`.
pub async fn see(
    tx: &mut Tx,
    at: AuthorityId,
    token_hash: [u8; 32],
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(SEE).bind(at.to_vec()).bind(token_hash.to_vec()).bind(now.0);
    tx.change(query).await.map(|_| ())
}

/// Ends one session of this person; another person's is not found.
pub async fn delete_own(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    token_hash: [u8; 32],
) -> Result<u64, StoreError> {
    let query = sqlx::query(DELETE_OWN).bind(at.to_vec()).bind(person.to_vec());
    tx.change(query.bind(token_hash.to_vec())).await
}

/// Ends every session of the person but one.
pub async fn delete_others(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    kept: [u8; 32],
) -> Result<u64, StoreError> {
    let query = sqlx::query(DELETE_OTHERS).bind(at.to_vec()).bind(person.to_vec());
    tx.change(query.bind(kept.to_vec())).await
}

pub async fn delete(tx: &mut Tx, at: AuthorityId, token_hash: [u8; 32]) -> Result<(), StoreError> {
    tx.change(sqlx::query(DELETE).bind(at.to_vec()).bind(token_hash.to_vec())).await.map(|_| ())
}

pub async fn delete_of_person(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(DELETE_OF_PERSON).bind(at.to_vec()).bind(person.to_vec());
    tx.change(query).await.map(|_| ())
}

pub async fn delete_expired(tx: &mut Tx, at: AuthorityId, now: Micros) -> Result<u64, StoreError> {
    tx.change(sqlx::query(DELETE_EXPIRED).bind(at.to_vec()).bind(now.0)).await
}
