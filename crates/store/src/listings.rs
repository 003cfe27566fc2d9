//! Rows of an imported library page's lists: titles of texts that are not here.

use domain::code::Code;
use domain::ids::AuthorityId;

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    SAVE = "INSERT INTO listings (authority_id, list, position, series, code_number, code_width, \
        title, month, day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT (authority_id, list, position) DO UPDATE SET series = excluded.series, \
        code_number = excluded.code_number, code_width = excluded.code_width, \
        title = excluded.title, month = excluded.month, day = excluded.day";
    CLEAR = "DELETE FROM listings WHERE authority_id = $1 AND list = $2";
    ALL = "SELECT list, series, code_number, code_width, title, month, day FROM listings \
        WHERE authority_id = $1 ORDER BY list, position";
}

/// A row as the page showed it. The year is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub list: String,
    pub code: Code,
    pub title: String,
    pub month: u8,
    pub day: u8,
}

pub async fn save(
    tx: &mut Tx,
    at: AuthorityId,
    position: u32,
    listing: &Listing,
) -> Result<(), StoreError> {
    let query = sqlx::query(SAVE)
        .bind(at.to_vec())
        .bind(listing.list.clone())
        .bind(i64::from(position))
        .bind(listing.code.series.to_string())
        .bind(i64::from(listing.code.number))
        .bind(i64::from(listing.code.width))
        .bind(listing.title.clone())
        .bind(i64::from(listing.month))
        .bind(i64::from(listing.day));
    tx.change(query).await.map(|_| ())
}

/// Empties a list, before a page with a shorter one is saved.
pub async fn clear(tx: &mut Tx, at: AuthorityId, list: &str) -> Result<(), StoreError> {
    tx.change(sqlx::query(CLEAR).bind(at.to_vec()).bind(list.to_owned())).await.map(|_| ())
}

/// Every imported row, by list and place.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Listing>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    let listing = |row: &sqlx::any::AnyRow| {
        let series = row.text("series")?.chars().next().ok_or_else(|| corrupt("series"))?;
        let code =
            Code { series, number: row.number("code_number")?, width: row.number("code_width")? };
        Ok(Listing {
            list: row.text("list")?,
            code,
            title: row.text("title")?,
            month: row.number("month")?,
            day: row.number("day")?,
        })
    };
    rows.iter().map(listing).collect()
}
