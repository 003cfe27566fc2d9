//! Sealed documents and the keys that sealed them.

use domain::ids::{AuthorityId, DisclosureId, OrganizationId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO seals (authority_id, disclosure_id, number, attempt, jwt, kid, \
        log_index, sealed_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LOAD = "SELECT disclosure_id, number, attempt, jwt, kid, log_index, sealed_us FROM seals \
        WHERE authority_id = $1 AND disclosure_id = $2 AND number = $3";
    LAST_BEFORE = "SELECT disclosure_id, number, attempt, jwt, kid, log_index, sealed_us \
        FROM seals WHERE authority_id = $1 AND disclosure_id = $2 AND number < $3 \
        ORDER BY number DESC LIMIT 1";
    NUMBERS = "SELECT number FROM seals WHERE authority_id = $1 AND disclosure_id = $2 \
        ORDER BY number";
    ALL = "SELECT disclosure_id, number, attempt, jwt, kid, log_index, sealed_us FROM seals \
        WHERE authority_id = $1 ORDER BY log_index";
    INSERT_KEY = "INSERT INTO seal_keys (authority_id, kid, organization_id, public_key, \
        log_index, from_us) VALUES ($1, $2, $3, $4, $5, $6)";
    KEY = "SELECT kid, organization_id, public_key, log_index FROM seal_keys \
        WHERE authority_id = $1 AND kid = $2";
    KEY_OF = "SELECT kid, organization_id, public_key, log_index FROM seal_keys \
        WHERE authority_id = $1 AND organization_id = $2 ORDER BY log_index DESC LIMIT 1";
}

/// A sealed edition. `jwt` is byte for byte what the log's digest covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub disclosure: DisclosureId,
    pub number: u32,
    pub attempt: u32,
    pub jwt: String,
    pub kid: String,
    pub log_index: u64,
    pub sealed: Micros,
}

/// A registered public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealKey {
    pub kid: String,
    pub organization: OrganizationId,
    pub public_key: [u8; 32],
    pub log_index: u64,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, seal: &Seal) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(seal.disclosure.to_vec())
        .bind(i64::from(seal.number))
        .bind(i64::from(seal.attempt))
        .bind(seal.jwt.clone())
        .bind(seal.kid.clone())
        .bind(seal.log_index as i64)
        .bind(seal.sealed.0);
    tx.change(query).await.map(|_| ())
}

pub async fn load(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    number: u32,
) -> Result<Option<Seal>, StoreError> {
    let query =
        sqlx::query(LOAD).bind(at.to_vec()).bind(disclosure.to_vec()).bind(i64::from(number));
    db.first(query).await?.as_ref().map(seal).transpose()
}

/// The last sealed edition before `number`: what that one supersedes.
pub async fn last_before(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    number: u32,
) -> Result<Option<Seal>, StoreError> {
    let query = sqlx::query(LAST_BEFORE)
        .bind(at.to_vec())
        .bind(disclosure.to_vec())
        .bind(i64::from(number));
    db.first(query).await?.as_ref().map(seal).transpose()
}

/// Numbers of the editions that were sealed, in order.
pub async fn numbers(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<u32>, StoreError> {
    let rows = db.all(sqlx::query(NUMBERS).bind(at.to_vec()).bind(disclosure.to_vec())).await?;
    rows.iter().map(|row| row.number("number")).collect()
}

pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Seal>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    rows.iter().map(seal).collect()
}

fn seal(row: &sqlx::any::AnyRow) -> Result<Seal, StoreError> {
    Ok(Seal {
        disclosure: row.id("disclosure_id", DisclosureId::from_slice)?,
        number: row.number("number")?,
        attempt: row.number("attempt")?,
        jwt: row.text("jwt")?,
        kid: row.text("kid")?,
        log_index: row.number("log_index")?,
        sealed: Micros(row.int("sealed_us")?),
    })
}

pub async fn insert_key(
    tx: &mut Tx,
    at: AuthorityId,
    key: &SealKey,
    from: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT_KEY)
        .bind(at.to_vec())
        .bind(key.kid.clone())
        .bind(key.organization.to_vec())
        .bind(key.public_key.to_vec())
        .bind(key.log_index as i64)
        .bind(from.0);
    tx.change(query).await.map(|_| ())
}

pub async fn key(db: Db<'_>, at: AuthorityId, kid: &str) -> Result<Option<SealKey>, StoreError> {
    let query = sqlx::query(KEY).bind(at.to_vec()).bind(kid.to_owned());
    db.first(query).await?.as_ref().map(seal_key).transpose()
}

/// The key that an organization seals with now.
pub async fn key_of(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Option<SealKey>, StoreError> {
    let query = sqlx::query(KEY_OF).bind(at.to_vec()).bind(organization.to_vec());
    db.first(query).await?.as_ref().map(seal_key).transpose()
}

fn seal_key(row: &sqlx::any::AnyRow) -> Result<SealKey, StoreError> {
    Ok(SealKey {
        kid: row.text("kid")?,
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        public_key: row.array("public_key")?,
        log_index: row.number("log_index")?,
    })
}
