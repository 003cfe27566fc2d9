//! How many different readers a disclosure had on a day. The readers themselves are never stored.

use domain::ids::{AuthorityId, DisclosureId};

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    ADD = "INSERT INTO readings (authority_id, disclosure_id, day, readers) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (authority_id, disclosure_id, day) \
        DO UPDATE SET readers = readings.readers + excluded.readers";
    SINCE = "SELECT disclosure_id, CAST(SUM(readers) AS BIGINT) AS readers FROM readings \
        WHERE authority_id = $1 AND day >= $2 GROUP BY disclosure_id";
}

/// Adds `readers` to a day, counted from 1970-01-01 UTC.
pub async fn add(
    tx: &mut Tx,
    at: AuthorityId,
    disclosure: DisclosureId,
    day: i64,
    readers: u32,
) -> Result<(), StoreError> {
    let query = sqlx::query(ADD)
        .bind(at.to_vec())
        .bind(disclosure.to_vec())
        .bind(day)
        .bind(i64::from(readers));
    tx.change(query).await.map(|_| ())
}

/// Readers of each disclosure since a day.
pub async fn since(
    db: Db<'_>,
    at: AuthorityId,
    day: i64,
) -> Result<Vec<(DisclosureId, u64)>, StoreError> {
    let rows = db.all(sqlx::query(SINCE).bind(at.to_vec()).bind(day)).await?;
    rows.iter()
        .map(|row| Ok((row.id("disclosure_id", DisclosureId::from_slice)?, row.number("readers")?)))
        .collect()
}
