//! Versions of catalogues.

use domain::catalogue::Adjustment;
use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO catalogues (authority_id, organization_id, regime_id, version, from_day, \
        adjustments, log_index, adopted_us, adopted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF_ORGANIZATION = "SELECT organization_id, regime_id, version, from_day, adjustments, \
        log_index, adopted_us FROM catalogues WHERE authority_id = $1 AND organization_id = $2 \
        ORDER BY regime_id, version";
    ALL = "SELECT organization_id, regime_id, version, from_day, adjustments, log_index, \
        adopted_us FROM catalogues WHERE authority_id = $1 \
        ORDER BY organization_id, regime_id, version";
}

/// One version as it was adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    pub organization: OrganizationId,
    pub regime: String,
    pub version: u32,
    /// The first day on which it binds, `YYYY-MM-DD`.
    pub from_day: String,
    pub adjustments: Vec<Adjustment>,
    pub log_index: u64,
    pub adopted: Micros,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    new: &Adopted,
    by: Option<PersonId>,
) -> Result<(), StoreError> {
    let adjustments =
        serde_json::to_string(&new.adjustments).map_err(|_| corrupt("adjustments"))?;
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.organization.to_vec())
        .bind(new.regime.clone())
        .bind(i64::from(new.version))
        .bind(new.from_day.clone())
        .bind(adjustments)
        .bind(new.log_index as i64)
        .bind(new.adopted.0)
        .bind(by.map(PersonId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// All versions of one organization, by regime and then in order.
pub async fn of_organization(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<Adopted>, StoreError> {
    let query = sqlx::query(OF_ORGANIZATION).bind(at.to_vec()).bind(organization.to_vec());
    db.all(query).await?.iter().map(adopted).collect()
}

/// All versions of all organizations, by organization and regime and then in order.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Adopted>, StoreError> {
    db.all(sqlx::query(ALL).bind(at.to_vec())).await?.iter().map(adopted).collect()
}

fn adopted(row: &sqlx::any::AnyRow) -> Result<Adopted, StoreError> {
    Ok(Adopted {
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        regime: row.text("regime_id")?,
        version: row.number("version")?,
        from_day: row.text("from_day")?,
        adjustments: row.json("adjustments")?,
        log_index: row.number("log_index")?,
        adopted: Micros(row.int("adopted_us")?),
    })
}
