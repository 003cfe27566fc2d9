//! How organizations stand on a day, counted: what maps and overviews are made of. Derived; whoever
//! changes what a standing is made of marks it as stale in the same transaction.

use domain::calendar::Day;
use domain::ids::{AuthorityId, OrganizationId};

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    STALE = "UPDATE standings SET day = 0 WHERE authority_id = $1 AND organization_id = $2";
    ALL_STALE = "UPDATE standings SET day = 0 WHERE authority_id = $1";
    PUT = "INSERT INTO standings (authority_id, organization_id, day, owed, kept, late, soon, \
        oldest_late) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (authority_id, organization_id) DO UPDATE SET day = $3, owed = $4, kept = $5, \
        late = $6, soon = $7, oldest_late = $8";
    ALL = "SELECT organization_id, day, owed, kept, late, soon, oldest_late FROM standings \
        WHERE authority_id = $1";
}

/// How an organization stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub organization: OrganizationId,
    pub day: Day,
    /// Obligations of the last twelve months whose day has come, or that were met before it.
    pub owed: u32,
    /// Of these met in time or excused.
    pub kept: u32,
    /// Late today, however old.
    pub late: u32,
    pub soon: u32,
    /// Since when the oldest of the late ones is.
    pub oldest_late: Option<Day>,
}

/// What the standing of an organization is made of has changed.
pub async fn stale(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<(), StoreError> {
    let query = sqlx::query(STALE).bind(at.to_vec()).bind(organization.to_vec());
    tx.change(query).await.map(|_| ())
}

/// What all standings are made of has changed: the calendar.
pub async fn all_stale(tx: &mut Tx, at: AuthorityId) -> Result<(), StoreError> {
    tx.change(sqlx::query(ALL_STALE).bind(at.to_vec())).await.map(|_| ())
}

pub async fn put(tx: &mut Tx, at: AuthorityId, new: &Counted) -> Result<(), StoreError> {
    let query = sqlx::query(PUT)
        .bind(at.to_vec())
        .bind(new.organization.to_vec())
        .bind(i64::from(new.day.0))
        .bind(i64::from(new.owed))
        .bind(i64::from(new.kept))
        .bind(i64::from(new.late))
        .bind(i64::from(new.soon))
        .bind(new.oldest_late.map(|day| i64::from(day.0)));
    tx.change(query).await.map(|_| ())
}

/// Every standing that was counted, of whatever day.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Counted>, StoreError> {
    db.all(sqlx::query(ALL).bind(at.to_vec())).await?.iter().map(counted).collect()
}

fn counted(row: &sqlx::any::AnyRow) -> Result<Counted, StoreError> {
    let oldest = row.maybe_int("oldest_late")?;
    let oldest = oldest.map(|day| i32::try_from(day).map_err(|_| corrupt("oldest_late")));
    Ok(Counted {
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        day: Day(row.number("day")?),
        owed: row.number("owed")?,
        kept: row.number("kept")?,
        late: row.number("late")?,
        soon: row.number("soon")?,
        oldest_late: oldest.transpose()?.map(Day),
    })
}
