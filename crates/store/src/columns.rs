//! The library's columns and series.

use domain::code::Code;
use domain::ids::{AuthorityId, ColumnId};

use crate::StoreError;
use crate::row::{Columns as _, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO columns (authority_id, id, name, position) VALUES ($1, $2, $3, $4)";
    ALL = "SELECT id, name FROM columns WHERE authority_id = $1 ORDER BY position, name";
    INSERT_SERIES = "INSERT INTO series (authority_id, letter, name, last_number) \
        VALUES ($1, $2, $3, $4)";
    TAKE_NUMBER = "UPDATE series SET last_number = last_number + 1 \
        WHERE authority_id = $1 AND letter = $2 RETURNING last_number";
    RAISE_NUMBER = "UPDATE series SET last_number = $3 \
        WHERE authority_id = $1 AND letter = $2 AND last_number < $3";
    ALL_SERIES = "SELECT letter, name FROM series WHERE authority_id = $1 ORDER BY letter";
}

/// A section of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub id: ColumnId,
    pub name: String,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    column: &Column,
    position: i64,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(column.id.to_vec())
        .bind(column.name.clone())
        .bind(position);
    tx.change(query).await.map(|_| ())
}

/// Every column, in the library's own order.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Column>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    let column = |row: &sqlx::any::AnyRow| {
        Ok(Column { id: row.id("id", ColumnId::from_slice)?, name: row.text("name")? })
    };
    rows.iter().map(column).collect()
}

pub async fn insert_series(
    tx: &mut Tx,
    at: AuthorityId,
    letter: char,
    name: &str,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT_SERIES)
        .bind(at.to_vec())
        .bind(letter.to_string())
        .bind(name.to_owned())
        .bind(0_i64);
    tx.change(query).await.map(|_| ())
}

/// Letter and name of each series.
pub async fn all_series(db: Db<'_>, at: AuthorityId) -> Result<Vec<(String, String)>, StoreError> {
    let rows = db.all(sqlx::query(ALL_SERIES).bind(at.to_vec())).await?;
    rows.iter().map(|row| Ok((row.text("letter")?, row.text("name")?))).collect()
}

/// The next code of a series.
///
/// # Errors
/// [`StoreError::NotFound`] for a series that the library does not have.
pub async fn take_code(tx: &mut Tx, at: AuthorityId, letter: char) -> Result<Code, StoreError> {
    let query = sqlx::query(TAKE_NUMBER).bind(at.to_vec()).bind(letter.to_string());
    let row = tx.db().first(query).await?.ok_or(StoreError::NotFound("series"))?;
    let number = u32::try_from(row.int("last_number")?).map_err(|_| corrupt("last_number"))?;
    Ok(Code::new(letter, number))
}

/// A code was given from outside: numbers taken later are higher.
pub async fn raise_number(tx: &mut Tx, at: AuthorityId, code: Code) -> Result<(), StoreError> {
    let query = sqlx::query(RAISE_NUMBER)
        .bind(at.to_vec())
        .bind(code.series.to_string())
        .bind(i64::from(code.number));
    tx.change(query).await.map(|_| ())
}
