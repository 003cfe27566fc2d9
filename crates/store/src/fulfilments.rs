//! What public editions meet. Derived: written by delivery from the edition and its act.

use domain::ids::{AuthorityId, DisclosureId, OrganizationId};
use domain::obligation::Occasion;
use domain::time::Micros;

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO fulfilments (authority_id, organization_id, disclosure_id, edition, \
        regime_id, entry_id, occasion, is_nil, public_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT DO NOTHING";
    RUNNING = "SELECT organization_id, disclosure_id, edition, regime_id, entry_id, occasion, is_nil, \
        public_us, ended_us FROM fulfilments WHERE authority_id = $1 AND disclosure_id = $2 \
        AND ended_us IS NULL";
    OF_DISCLOSURE = "SELECT organization_id, disclosure_id, edition, regime_id, entry_id, occasion, \
        is_nil, public_us, ended_us FROM fulfilments WHERE authority_id = $1 \
        AND disclosure_id = $2 ORDER BY edition";
    OF_ORGANIZATION = "SELECT organization_id, disclosure_id, edition, regime_id, entry_id, \
        occasion, is_nil, public_us, ended_us FROM fulfilments WHERE authority_id = $1 \
        AND organization_id = $2 ORDER BY public_us, disclosure_id";
    END = "UPDATE fulfilments SET ended_us = $3 WHERE authority_id = $1 AND disclosure_id = $2 \
        AND ended_us IS NULL";
}

/// What an edition meets, and for how long it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub organization: OrganizationId,
    pub disclosure: DisclosureId,
    pub edition: u32,
    pub regime: String,
    pub entry: String,
    pub occasion: Occasion,
    pub is_nil: bool,
    pub public: Micros,
    /// Withdrawn, or followed by an edition that meets something else.
    pub ended: Option<Micros>,
}

/// Notes what an edition meets since it is public, and ends what an earlier one met. An edition that
/// meets the same leaves the earlier row as it is: it was met since then.
pub async fn show(tx: &mut Tx, at: AuthorityId, new: &Met) -> Result<(), StoreError> {
    let query = sqlx::query(RUNNING).bind(at.to_vec()).bind(new.disclosure.to_vec());
    let running = tx.db().first(query).await?.as_ref().map(met).transpose()?;
    let is_same = |old: &Met| {
        (&old.regime, &old.entry, old.occasion, old.is_nil)
            == (&new.regime, &new.entry, new.occasion, new.is_nil)
    };
    if running.as_ref().is_some_and(is_same) {
        return Ok(());
    }
    end(tx, at, new.disclosure, new.public).await?;
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.organization.to_vec())
        .bind(new.disclosure.to_vec())
        .bind(i64::from(new.edition))
        .bind(new.regime.clone())
        .bind(new.entry.clone())
        .bind(new.occasion.to_string())
        .bind(i64::from(new.is_nil))
        .bind(new.public.0);
    tx.change(query).await.map(|_| ())
}

/// The disclosure meets nothing any more.
pub async fn end(
    tx: &mut Tx,
    at: AuthorityId,
    disclosure: DisclosureId,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(END).bind(at.to_vec()).bind(disclosure.to_vec()).bind(now.0);
    tx.change(query).await.map(|_| ())
}

/// All of an organization, in the order in which they became public.
pub async fn of_organization(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<Met>, StoreError> {
    let query = sqlx::query(OF_ORGANIZATION).bind(at.to_vec()).bind(organization.to_vec());
    db.all(query).await?.iter().map(met).collect()
}

/// All of a disclosure, by edition.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<Met>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    db.all(query).await?.iter().map(met).collect()
}

fn met(row: &sqlx::any::AnyRow) -> Result<Met, StoreError> {
    Ok(Met {
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        disclosure: row.id("disclosure_id", DisclosureId::from_slice)?,
        edition: row.number("edition")?,
        regime: row.text("regime_id")?,
        entry: row.text("entry_id")?,
        occasion: row.text("occasion")?.parse().map_err(|_| corrupt("occasion"))?,
        is_nil: row.int("is_nil")? == 1,
        public: Micros(row.int("public_us")?),
        ended: row.maybe_int("ended_us")?.map(Micros),
    })
}
