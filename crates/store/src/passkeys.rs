//! Passkeys: the public half of each, and its counter.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO passkeys (authority_id, credential_id, person_id, name, algorithm, public_key, \
        counter, created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND = "SELECT k.credential_id, k.person_id, k.name, k.algorithm, k.public_key, k.counter, \
        k.created_us, k.used_us FROM passkeys k \
        JOIN persons p ON p.authority_id = k.authority_id AND p.id = k.person_id \
        WHERE k.authority_id = $1 AND p.authority_id = $1 AND k.credential_id = $2 \
        AND p.left_us IS NULL";
    OF_PERSON = "SELECT credential_id, person_id, name, algorithm, public_key, counter, created_us, \
        used_us FROM passkeys WHERE authority_id = $1 AND person_id = $2 ORDER BY created_us";
    USE = "UPDATE passkeys SET counter = $3, used_us = $4 WHERE authority_id = $1 AND credential_id = $2 \
        AND (counter < $3 OR (counter = 0 AND $3 = 0))";
    HOLDERS = "SELECT DISTINCT person_id FROM passkeys WHERE authority_id = $1";
    DELETE_ALL = "DELETE FROM passkeys WHERE authority_id = $1 AND person_id = $2";
    DELETE_OWN = "DELETE FROM passkeys WHERE authority_id = $1 AND person_id = $2 AND credential_id = $3";
}

/// A passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub credential: Vec<u8>,
    pub person: PersonId,
    /// As its person called it.
    pub name: String,
    /// COSE algorithm number (RFC 9053): -7 or -8.
    pub algorithm: i64,
    /// SEC1 point or Ed25519 key, by the algorithm.
    pub public_key: Vec<u8>,
    pub counter: i64,
    pub created: Micros,
    pub used: Option<Micros>,
}

/// [`StoreError::Conflict`] when the credential is known.
pub async fn insert(tx: &mut Tx, at: AuthorityId, key: &Passkey) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(key.credential.clone())
        .bind(key.person.to_vec())
        .bind(key.name.clone())
        .bind(key.algorithm)
        .bind(key.public_key.clone())
        .bind(key.counter)
        .bind(key.created.0);
    tx.change(query).await.map(|_| ())
}

/// The passkey of somebody who has not left.
pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    credential: &[u8],
) -> Result<Option<Passkey>, StoreError> {
    let row = db.first(sqlx::query(FIND).bind(at.to_vec()).bind(credential.to_vec())).await?;
    row.as_ref().map(passkey).transpose()
}

pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
) -> Result<Vec<Passkey>, StoreError> {
    let rows = db.all(sqlx::query(OF_PERSON).bind(at.to_vec()).bind(person.to_vec())).await?;
    rows.iter().map(passkey).collect()
}

/// Notes a use; false when the counter does not go forward, unless it never counts.
pub async fn use_once(
    tx: &mut Tx,
    at: AuthorityId,
    credential: &[u8],
    counter: i64,
    now: Micros,
) -> Result<bool, StoreError> {
    let query =
        sqlx::query(USE).bind(at.to_vec()).bind(credential.to_vec()).bind(counter).bind(now.0);
    Ok(tx.change(query).await? == 1)
}

/// Removes a passkey of this person; another person's is not found.
pub async fn delete_own(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    credential: &[u8],
) -> Result<bool, StoreError> {
    let query = sqlx::query(DELETE_OWN).bind(at.to_vec()).bind(person.to_vec());
    Ok(tx.change(query.bind(credential.to_vec())).await? == 1)
}

/// Removes every passkey of a person; how many there were.
pub async fn delete_all(tx: &mut Tx, at: AuthorityId, person: PersonId) -> Result<u64, StoreError> {
    tx.change(sqlx::query(DELETE_ALL).bind(at.to_vec()).bind(person.to_vec())).await
}

/// Everybody who has one.
pub async fn holders(db: Db<'_>, at: AuthorityId) -> Result<Vec<PersonId>, StoreError> {
    let rows = db.all(sqlx::query(HOLDERS).bind(at.to_vec())).await?;
    rows.iter().map(|row| row.id("person_id", PersonId::from_slice)).collect()
}

fn passkey(row: &sqlx::any::AnyRow) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        credential: row.bytes("credential_id")?,
        person: row.id("person_id", PersonId::from_slice)?,
        name: row.text("name")?,
        algorithm: row.int("algorithm")?,
        public_key: row.bytes("public_key")?,
        counter: row.int("counter")?,
        created: Micros(row.int("created_us")?),
        used: row.maybe_int("used_us")?.map(Micros),
    })
}
