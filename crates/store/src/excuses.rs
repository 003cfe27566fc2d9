//! Who was released from which obligation, and what turned the terms of others.

use domain::deadline::Turned;
use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::obligation::Occasion;
use domain::time::Micros;

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    EXCUSE = "INSERT INTO excuses (authority_id, organization_id, regime_id, entry_id, occasion, \
        reason, log_index, decided_us, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT DO NOTHING";
    EXCUSED = "SELECT regime_id, entry_id, occasion, reason, decided_us FROM excuses \
        WHERE authority_id = $1 AND organization_id = $2 ORDER BY decided_us, entry_id, occasion";
    TURN = "INSERT INTO turns (authority_id, organization_id, regime_id, entry_id, occasion, number, \
        turned, log_index, made_us, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    COUNT = "SELECT count(*) AS turns FROM turns WHERE authority_id = $1 AND organization_id = $2 \
        AND regime_id = $3 AND entry_id = $4 AND occasion = $5";
    TURNED = "SELECT regime_id, entry_id, occasion, turned FROM turns WHERE authority_id = $1 \
        AND organization_id = $2 ORDER BY regime_id, entry_id, occasion, number";
}

/// One obligation of an organization, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub regime: String,
    pub entry: String,
    pub occasion: Occasion,
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excused {
    pub from: Named,
    pub reason: String,
    pub decided: Micros,
}

/// Keeps a release; false where there is one already.
pub async fn excuse(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
    new: &Excused,
    (log_index, by): (u64, Option<PersonId>),
) -> Result<bool, StoreError> {
    let query = sqlx::query(EXCUSE)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(new.from.regime.clone())
        .bind(new.from.entry.clone())
        .bind(new.from.occasion.to_string())
        .bind(new.reason.clone())
        .bind(log_index as i64)
        .bind(new.decided.0)
        .bind(by.map(PersonId::to_vec));
    Ok(tx.change(query).await? == 1)
}

/// All releases of an organization.
pub async fn excused(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<Excused>, StoreError> {
    let query = sqlx::query(EXCUSED).bind(at.to_vec()).bind(organization.to_vec());
    let excused = |row: &sqlx::any::AnyRow| {
        Ok(Excused {
            from: named(row)?,
            reason: row.text("reason")?,
            decided: Micros(row.int("decided_us")?),
        })
    };
    db.all(query).await?.iter().map(excused).collect()
}

/// Keeps what turned a term, after what turned it before.
pub async fn turn(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
    (of, turned): (&Named, &Turned),
    (log_index, now, by): (u64, Micros, Option<PersonId>),
) -> Result<(), StoreError> {
    let occasion = of.occasion.to_string();
    let query = sqlx::query(COUNT)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(of.regime.clone())
        .bind(of.entry.clone())
        .bind(occasion.clone());
    let row = tx.db().first(query).await?;
    let number = row.map_or(Ok(0), |row| row.int("turns"))? + 1;
    let query = sqlx::query(TURN)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(of.regime.clone())
        .bind(of.entry.clone())
        .bind(occasion)
        .bind(number)
        .bind(serde_json::to_string(turned).map_err(|_| corrupt("turned"))?)
        .bind(log_index as i64)
        .bind(now.0)
        .bind(by.map(PersonId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// Everything that turned terms of an organization, by obligation and in the order it was made.
pub async fn turned(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<(Named, Turned)>, StoreError> {
    let query = sqlx::query(TURNED).bind(at.to_vec()).bind(organization.to_vec());
    let pair = |row: &sqlx::any::AnyRow| Ok((named(row)?, row.json("turned")?));
    db.all(query).await?.iter().map(pair).collect()
}

fn named(row: &sqlx::any::AnyRow) -> Result<Named, StoreError> {
    Ok(Named {
        regime: row.text("regime_id")?,
        entry: row.text("entry_id")?,
        occasion: row.text("occasion")?.parse().map_err(|_| corrupt("occasion"))?,
    })
}
