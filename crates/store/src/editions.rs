//! Editions and their slices: frozen at the proposal. An edition that was returned is proposed
//! again as the next attempt; every attempt stays.

use domain::ids::{AuthorityId, ColumnId, DisclosureId, OrganizationId, PersonId, SourceId};
use domain::procedure::Procedure;
use domain::scope::{Ground, Scope};
use domain::time::Micros;
use serde::{Deserialize, Serialize};

use crate::StoreError;
use crate::row::{Columns, corrupt, to_json};
use crate::transaction::{Db, Tx};
use domain::disclosure::{Attached, Meets, NoticePlan, Override, Stated};

statements! {
    INSERT = "INSERT INTO editions (authority_id, disclosure_id, number, attempt, content_hash, \
        facts, proposed_us, proposed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_SLICE = "INSERT INTO slices (authority_id, disclosure_id, number, attempt, position, \
        slice_id, scope, ground, characters, disclosure) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LATEST = "SELECT number, attempt, content_hash, facts, proposed_us FROM editions \
        WHERE authority_id = $1 AND disclosure_id = $2 AND number = $3 \
        ORDER BY attempt DESC LIMIT 1";
    ALL = "SELECT disclosure_id, number, attempt, content_hash, facts, proposed_us FROM editions \
        WHERE authority_id = $1 ORDER BY disclosure_id, number, attempt";
    SLICES = "SELECT position, slice_id, scope, ground, characters, disclosure FROM slices \
        WHERE authority_id = $1 AND disclosure_id = $2 AND number = $3 AND attempt = $4 \
        ORDER BY position";
}

/// Facts of an edition that stand beside its slices. All of it enters the content hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Classification as it was proposed; that of the disclosure may change in a later draft.
    pub regime: String,
    pub regime_version: String,
    pub item: String,
    pub stated: Stated,
    pub fact_on: Option<String>,
    pub source: Option<SourceId>,
    pub column: Option<ColumnId>,
    pub contributor: String,
    pub reason: String,
    /// Characters and slices of the text, the title not counted.
    pub characters: u32,
    pub slices: u32,
    /// The way it goes. Editions of before 2026-11 name none: propose, review, approve.
    #[serde(default = "Procedure::plain", skip_serializing_if = "Procedure::is_plain")]
    pub procedure: Procedure,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<OrganizationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_at: Option<Micros>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticePlan>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meets: Option<Meets>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attached>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// A frozen edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub disclosure: DisclosureId,
    pub number: u32,
    pub attempt: u32,
    pub content_hash: [u8; 32],
    pub facts: Facts,
    pub proposed: Micros,
}

/// A frozen slice: `disclosure` holds text, scope word and salt, byte for byte as it was hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub position: u32,
    pub id: u32,
    pub scope: Scope,
    pub ground: Option<Ground>,
    pub characters: u32,
    pub disclosure: String,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    edition: &Edition,
    slices: &[Slice],
    by: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(edition.disclosure.to_vec())
        .bind(i64::from(edition.number))
        .bind(i64::from(edition.attempt))
        .bind(edition.content_hash.to_vec())
        .bind(to_json(&edition.facts)?)
        .bind(edition.proposed.0)
        .bind(by.to_vec());
    tx.change(query).await?;
    for slice in slices {
        insert_slice(tx, at, edition, slice).await?;
    }
    Ok(())
}

async fn insert_slice(
    tx: &mut Tx,
    at: AuthorityId,
    edition: &Edition,
    slice: &Slice,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT_SLICE)
        .bind(at.to_vec())
        .bind(edition.disclosure.to_vec())
        .bind(i64::from(edition.number))
        .bind(i64::from(edition.attempt))
        .bind(i64::from(slice.position))
        .bind(i64::from(slice.id))
        .bind(to_json(&slice.scope)?)
        .bind(slice.ground.map(Ground::word))
        .bind(i64::from(slice.characters))
        .bind(slice.disclosure.clone());
    tx.change(query).await.map(|_| ())
}

/// The last attempt at an edition.
pub async fn latest(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    number: u32,
) -> Result<Option<Edition>, StoreError> {
    let query =
        sqlx::query(LATEST).bind(at.to_vec()).bind(disclosure.to_vec()).bind(i64::from(number));
    let row = db.first(query).await?;
    row.map(|row| edition(disclosure, &row)).transpose()
}

/// Every attempt at every edition, for `check`.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Edition>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    let each =
        |row: &sqlx::any::AnyRow| edition(row.id("disclosure_id", DisclosureId::from_slice)?, row);
    rows.iter().map(each).collect()
}

fn edition(disclosure: DisclosureId, row: &sqlx::any::AnyRow) -> Result<Edition, StoreError> {
    Ok(Edition {
        disclosure,
        number: row.number("number")?,
        attempt: row.number("attempt")?,
        content_hash: row.array("content_hash")?,
        facts: row.json("facts")?,
        proposed: Micros(row.int("proposed_us")?),
    })
}

/// The slices of one attempt, in reading order.
pub async fn slices(
    db: Db<'_>,
    at: AuthorityId,
    edition: &Edition,
) -> Result<Vec<Slice>, StoreError> {
    let query = sqlx::query(SLICES)
        .bind(at.to_vec())
        .bind(edition.disclosure.to_vec())
        .bind(i64::from(edition.number))
        .bind(i64::from(edition.attempt));
    db.all(query).await?.iter().map(slice).collect()
}

fn slice(row: &sqlx::any::AnyRow) -> Result<Slice, StoreError> {
    let ground = row.maybe_text("ground")?;
    let ground = ground.map(|word| Ground::from_word(&word).ok_or_else(|| corrupt("ground")));
    Ok(Slice {
        position: row.number("position")?,
        id: row.number("slice_id")?,
        scope: row.json("scope")?,
        ground: ground.transpose()?,
        characters: row.number("characters")?,
        disclosure: row.text("disclosure")?,
    })
}
