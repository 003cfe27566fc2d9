//! 公示期: from when to when objections are taken, and what came of them.

use domain::ids::{AuthorityId, DisclosureId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    OPEN = "INSERT INTO notices (authority_id, disclosure_id, edition, from_day, until_day, \
        channel) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    LOAD = "SELECT edition, from_day, until_day, channel, concluded_us, objections, upheld, result \
        FROM notices WHERE authority_id = $1 AND disclosure_id = $2 AND edition = $3";
    OF_DISCLOSURE = "SELECT edition, from_day, until_day, channel, concluded_us, objections, upheld, \
        result FROM notices WHERE authority_id = $1 AND disclosure_id = $2 ORDER BY edition";
    EXTEND = "UPDATE notices SET until_day = $4 WHERE authority_id = $1 AND disclosure_id = $2 \
        AND edition = $3 AND concluded_us IS NULL";
    CONCLUDE = "UPDATE notices SET concluded_us = $4, objections = $5, upheld = $6, result = $7 \
        WHERE authority_id = $1 AND disclosure_id = $2 AND edition = $3 AND concluded_us IS NULL";
}

/// The notice period of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub disclosure: DisclosureId,
    pub edition: u32,
    /// First and last day, `YYYY-MM-DD`.
    pub from_day: String,
    pub until_day: String,
    /// Where objections go.
    pub channel: String,
    pub conclusion: Option<Conclusion>,
}

/// What came of a notice period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    pub at: Micros,
    pub objections: u32,
    pub upheld: u32,
    pub result: String,
}

pub async fn open(tx: &mut Tx, at: AuthorityId, new: &Notice) -> Result<(), StoreError> {
    let query = sqlx::query(OPEN)
        .bind(at.to_vec())
        .bind(new.disclosure.to_vec())
        .bind(i64::from(new.edition))
        .bind(new.from_day.clone())
        .bind(new.until_day.clone())
        .bind(new.channel.clone());
    tx.change(query).await.map(|_| ())
}

pub async fn load(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    edition: u32,
) -> Result<Option<Notice>, StoreError> {
    let query =
        sqlx::query(LOAD).bind(at.to_vec()).bind(disclosure.to_vec()).bind(i64::from(edition));
    db.first(query).await?.map(|row| notice(disclosure, &row)).transpose()
}

/// Every notice period of a disclosure, by edition.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<Notice>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    db.all(query).await?.iter().map(|row| notice(disclosure, row)).collect()
}

fn notice(disclosure: DisclosureId, row: &sqlx::any::AnyRow) -> Result<Notice, StoreError> {
    let count = |column: &str| {
        let count = row.maybe_int(column)?.unwrap_or(0);
        u32::try_from(count).map_err(|_| corrupt(column))
    };
    let conclusion = match row.maybe_int("concluded_us")? {
        None => None,
        Some(at) => Some(Conclusion {
            at: Micros(at),
            objections: count("objections")?,
            upheld: count("upheld")?,
            result: row.maybe_text("result")?.unwrap_or_default(),
        }),
    };
    Ok(Notice {
        disclosure,
        edition: row.number("edition")?,
        from_day: row.text("from_day")?,
        until_day: row.text("until_day")?,
        channel: row.text("channel")?,
        conclusion,
    })
}

/// # Errors
/// [`StoreError::Conflict`] when there is no open notice.
pub async fn extend(
    tx: &mut Tx,
    at: AuthorityId,
    disclosure: DisclosureId,
    edition: u32,
    until_day: &str,
) -> Result<(), StoreError> {
    let query = sqlx::query(EXTEND)
        .bind(at.to_vec())
        .bind(disclosure.to_vec())
        .bind(i64::from(edition))
        .bind(until_day.to_owned());
    changed(tx.change(query).await?)
}

/// # Errors
/// [`StoreError::Conflict`] when there is no open notice.
pub async fn conclude(
    tx: &mut Tx,
    at: AuthorityId,
    (disclosure, edition): (DisclosureId, u32),
    conclusion: &Conclusion,
) -> Result<(), StoreError> {
    let query = sqlx::query(CONCLUDE)
        .bind(at.to_vec())
        .bind(disclosure.to_vec())
        .bind(i64::from(edition))
        .bind(conclusion.at.0)
        .bind(i64::from(conclusion.objections))
        .bind(i64::from(conclusion.upheld))
        .bind(conclusion.result.clone());
    changed(tx.change(query).await?)
}

fn changed(rows: u64) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Conflict("no open notice")) }
}
