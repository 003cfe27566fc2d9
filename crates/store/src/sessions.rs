//! Sessions: only the hash of a token is kept.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO sessions (authority_id, token_hash, person_id, csrf, created_us, expires_us) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT s.person_id, s.csrf FROM sessions s \
        JOIN persons p ON p.authority_id = s.authority_id AND p.id = s.person_id \
        WHERE s.authority_id = $1 AND p.authority_id = $1 AND s.token_hash = $2 \
        AND s.expires_us > $3 AND (p.left_us IS NULL OR p.left_us > $3)";
    DELETE = "DELETE FROM sessions WHERE authority_id = $1 AND token_hash = $2";
    DELETE_OF_PERSON = "DELETE FROM sessions WHERE authority_id = $1 AND person_id = $2";
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
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, session: &Session) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(session.token_hash.to_vec())
        .bind(session.person.to_vec())
        .bind(session.csrf.to_vec())
        .bind(session.created.0)
        .bind(session.expires.0);
    tx.change(query).await.map(|_| ())
}

/// The person and form secret of a live session of a person who has not left.
pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    token_hash: [u8; 32],
    now: Micros,
) -> Result<Option<(PersonId, [u8; 32])>, StoreError> {
    let query = sqlx::query(FIND).bind(at.to_vec()).bind(token_hash.to_vec()).bind(now.0);
    let row = db.first(query).await?;
    row.map(|row| Ok((row.id("person_id", PersonId::from_slice)?, row.array("csrf")?))).transpose()
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
