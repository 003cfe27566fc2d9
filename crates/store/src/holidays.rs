//! Notices of holidays that were loaded here.

use domain::calendar::HolidayYear;
use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO calendar_years (authority_id, year, version, notice, loaded_us, \
        loaded_by) VALUES ($1, $2, $3, $4, $5, $6)";
    VERSIONS = "SELECT count(*) AS versions FROM calendar_years WHERE authority_id = $1 AND year = $2";
    ALL = "SELECT notice FROM calendar_years WHERE authority_id = $1 ORDER BY year, version";
}

/// Keeps a notice as the last of its year.
pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    notice: &HolidayYear,
    now: Micros,
    by: Option<PersonId>,
) -> Result<(), StoreError> {
    let year = i64::from(notice.year);
    let row = tx.db().first(sqlx::query(VERSIONS).bind(at.to_vec()).bind(year)).await?;
    let versions = row.map_or(Ok(0), |row| row.int("versions"))?;
    let text = serde_json::to_string(notice).map_err(|_| crate::row::corrupt("notice"))?;
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(year)
        .bind(versions + 1)
        .bind(text)
        .bind(now.0)
        .bind(by.map(PersonId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// All of them, by year and then in the order in which they came.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<HolidayYear>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    rows.iter().map(|row| row.json("notice")).collect()
}
