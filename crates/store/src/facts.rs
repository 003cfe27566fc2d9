//! What happened and makes entries of a catalogue due.

use domain::ids::{AuthorityId, FactId, OrganizationId, PersonId};
use domain::obligation::FactKind;
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO facts (authority_id, organization_id, id, regime_id, entry_id, kind, \
        clock, on_day, name, log_index, reported_us, reported_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    LOAD = "SELECT organization_id, id, regime_id, entry_id, kind, clock, on_day, name, reported_us, \
        voided_us, void_reason, reported_by FROM facts \
        WHERE authority_id = $1 AND organization_id = $2 AND id = $3";
    OF_ORGANIZATION = "SELECT organization_id, id, regime_id, entry_id, kind, clock, on_day, name, \
        reported_us, voided_us, void_reason FROM facts \
        WHERE authority_id = $1 AND organization_id = $2 ORDER BY on_day, id";
    VOID = "UPDATE facts SET voided_us = $4, void_reason = $5 WHERE authority_id = $1 \
        AND organization_id = $2 AND id = $3 AND voided_us IS NULL";
}

/// A fact as it was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    pub organization: OrganizationId,
    pub id: FactId,
    pub regime: String,
    /// Id of the entry in the catalogue.
    pub entry: String,
    pub kind: FactKind,
    /// As in [`domain::obligation::Fact`].
    pub clock: Option<u8>,
    /// The day on which it arose or is planned, `YYYY-MM-DD`.
    pub on_day: String,
    pub name: String,
    pub reported: Micros,
    /// When it was voided, and why.
    pub voided: Option<(Micros, String)>,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    new: &Reported,
    (log_index, by): (u64, Option<PersonId>),
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.organization.to_vec())
        .bind(new.id.to_vec())
        .bind(new.regime.clone())
        .bind(new.entry.clone())
        .bind(new.kind.word())
        .bind(new.clock.map(i64::from))
        .bind(new.on_day.clone())
        .bind(new.name.clone())
        .bind(log_index as i64)
        .bind(new.reported.0)
        .bind(by.map(PersonId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// The fact, and who reported it; `None` for the office at the machine.
pub async fn load(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    id: FactId,
) -> Result<Option<(Reported, Option<PersonId>)>, StoreError> {
    let query = sqlx::query(LOAD).bind(at.to_vec()).bind(organization.to_vec()).bind(id.to_vec());
    let Some(row) = db.first(query).await? else { return Ok(None) };
    Ok(Some((reported(&row)?, row.maybe_id("reported_by", PersonId::from_slice)?)))
}

/// All of an organization, the voided ones as well, by the day on which they arose.
pub async fn of_organization(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<Reported>, StoreError> {
    let query = sqlx::query(OF_ORGANIZATION).bind(at.to_vec()).bind(organization.to_vec());
    db.all(query).await?.iter().map(reported).collect()
}

/// Voids one; false where it is void already, or not there.
pub async fn void(
    tx: &mut Tx,
    at: AuthorityId,
    (organization, id): (OrganizationId, FactId),
    now: Micros,
    reason: &str,
) -> Result<bool, StoreError> {
    let query = sqlx::query(VOID)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(id.to_vec())
        .bind(now.0)
        .bind(reason.to_owned());
    Ok(tx.change(query).await? == 1)
}

fn reported(row: &sqlx::any::AnyRow) -> Result<Reported, StoreError> {
    let clock = row.maybe_int("clock")?;
    let clock = clock.map(|clock| u8::try_from(clock).map_err(|_| crate::row::corrupt("clock")));
    let voided = row.maybe_int("voided_us")?.map(Micros);
    Ok(Reported {
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        id: row.id("id", FactId::from_slice)?,
        regime: row.text("regime_id")?,
        entry: row.text("entry_id")?,
        kind: row.word("kind", FactKind::from_word)?,
        clock: clock.transpose()?,
        on_day: row.text("on_day")?,
        name: row.text("name")?,
        reported: Micros(row.int("reported_us")?),
        voided: voided.zip(row.maybe_text("void_reason")?),
    })
}
