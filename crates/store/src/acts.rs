//! Acts and their log entries. An act is inserted in its step's transaction with the next index
//! of its authority's log; a rolled back step takes no index.

use domain::act::Kind;
use domain::ids::{ActId, AuthorityId, DisclosureId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    TAKE_INDEX = "UPDATE logs SET next_index = next_index + $2 WHERE authority_id = $1 \
        RETURNING next_index";
    INSERT = "INSERT INTO acts (authority_id, log_index, id, disclosure_id, edition, attempt, seq, \
        kind, person_id, at_us, body, salt, entry) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    ENTRIES = "SELECT log_index, entry FROM acts \
        WHERE authority_id = $1 AND log_index >= $2 AND log_index < $3 ORDER BY log_index";
    RANGE = "SELECT log_index, id, disclosure_id, edition, attempt, seq, kind, person_id, at_us, \
        body, salt, entry FROM acts \
        WHERE authority_id = $1 AND log_index >= $2 AND log_index < $3 ORDER BY log_index";
    OF_DISCLOSURE = "SELECT log_index, id, disclosure_id, edition, attempt, seq, kind, person_id, \
        at_us, body, salt, entry FROM acts \
        WHERE authority_id = $1 AND disclosure_id = $2 ORDER BY seq";
    LAST_OF = "SELECT log_index, id, disclosure_id, edition, attempt, seq, kind, person_id, at_us, \
        body, salt, entry FROM acts \
        WHERE authority_id = $1 AND disclosure_id = $2 ORDER BY seq DESC LIMIT 1";
    LENGTH = "SELECT next_index FROM logs WHERE authority_id = $1";
}

/// An act with its entry, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAct {
    pub log_index: u64,
    pub id: ActId,
    pub disclosure: Option<DisclosureId>,
    pub edition: u32,
    pub attempt: u32,
    pub seq: u32,
    pub kind: Kind,
    pub person: Option<PersonId>,
    pub at: Micros,
    /// The exact bytes that the entry commits to.
    pub body: Vec<u8>,
    pub salt: [u8; 32],
    pub entry: Vec<u8>,
}

/// Takes `count` indexes in a row and returns the first. Two steps of one authority queue here
/// until the first has ended.
pub async fn take_index(tx: &mut Tx, at: AuthorityId, count: u64) -> Result<u64, StoreError> {
    let query = sqlx::query(TAKE_INDEX).bind(at.to_vec()).bind(count as i64);
    let row = tx.db().first(query).await?.ok_or(StoreError::NotFound("log"))?;
    Ok(row.number::<u64>("next_index")? - count)
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, act: &StoredAct) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(act.log_index as i64)
        .bind(act.id.to_vec())
        .bind(act.disclosure.map(DisclosureId::to_vec))
        .bind(i64::from(act.edition))
        .bind(i64::from(act.attempt))
        .bind(i64::from(act.seq))
        .bind(act.kind.word())
        .bind(act.person.map(PersonId::to_vec))
        .bind(act.at.0)
        .bind(act.body.clone())
        .bind(act.salt.to_vec())
        .bind(act.entry.clone());
    tx.change(query).await.map(|_| ())
}

/// Entries `from..to` by index; fewer when there are fewer.
pub async fn entries(
    db: Db<'_>,
    at: AuthorityId,
    from: u64,
    to: u64,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let query = sqlx::query(ENTRIES).bind(at.to_vec()).bind(from as i64).bind(to as i64);
    let rows = db.all(query).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for (expected, row) in (from..to).zip(&rows) {
        if row.number::<u64>("log_index")? != expected {
            return Err(StoreError::Corrupt(format!("log entry {expected} is missing")));
        }
        entries.push(row.bytes("entry")?);
    }
    Ok(entries)
}

/// Whole acts `from..to` by index.
pub async fn range(
    db: Db<'_>,
    at: AuthorityId,
    from: u64,
    to: u64,
) -> Result<Vec<StoredAct>, StoreError> {
    let query = sqlx::query(RANGE).bind(at.to_vec()).bind(from as i64).bind(to as i64);
    db.all(query).await?.iter().map(act).collect()
}

/// The chain of one disclosure.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<StoredAct>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    db.all(query).await?.iter().map(act).collect()
}

/// The last act of a disclosure.
pub async fn last_of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Option<StoredAct>, StoreError> {
    let query = sqlx::query(LAST_OF).bind(at.to_vec()).bind(disclosure.to_vec());
    db.first(query).await?.as_ref().map(act).transpose()
}

/// How many entries the log has, signed or not.
pub async fn length(db: Db<'_>, at: AuthorityId) -> Result<u64, StoreError> {
    let row = db.first(sqlx::query(LENGTH).bind(at.to_vec())).await?;
    row.ok_or(StoreError::NotFound("log"))?.number("next_index")
}

pub(crate) fn act(row: &sqlx::any::AnyRow) -> Result<StoredAct, StoreError> {
    Ok(StoredAct {
        log_index: row.number("log_index")?,
        id: row.id("id", ActId::from_slice)?,
        disclosure: row.maybe_id("disclosure_id", DisclosureId::from_slice)?,
        edition: row.number("edition")?,
        attempt: row.number("attempt")?,
        seq: row.number("seq")?,
        kind: row.word("kind", Kind::from_word)?,
        person: row.maybe_id("person_id", PersonId::from_slice)?,
        at: Micros(row.int("at_us")?),
        body: row.bytes("body")?,
        salt: row.array("salt")?,
        entry: row.bytes("entry")?,
    })
}
