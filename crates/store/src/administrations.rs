//! Which organization an act of administration concerns.

use domain::ids::{AuthorityId, OrganizationId};

use crate::StoreError;
use crate::acts::{StoredAct, act};
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO administrations (authority_id, log_index, organization_id) \
        VALUES ($1, $2, $3)";
    LATEST = "SELECT a.log_index, a.id, a.disclosure_id, a.edition, a.attempt, a.seq, a.kind, \
        a.person_id, a.at_us, a.body, a.salt, a.entry, m.organization_id FROM administrations m \
        JOIN acts a ON a.authority_id = m.authority_id AND a.log_index = m.log_index \
        WHERE m.authority_id = $1 AND a.authority_id = $1 AND m.log_index < $2 \
        ORDER BY m.log_index DESC LIMIT $3";
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    log_index: u64,
    organization: OrganizationId,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT).bind(at.to_vec()).bind(log_index as i64);
    tx.change(query.bind(organization.to_vec())).await.map(|_| ())
}

/// Acts of administration before an index, newest first, with the organization concerned.
pub async fn before(
    db: Db<'_>,
    at: AuthorityId,
    index: u64,
    limit: u32,
) -> Result<Vec<(OrganizationId, StoredAct)>, StoreError> {
    let index = i64::try_from(index).unwrap_or(i64::MAX);
    let query = sqlx::query(LATEST).bind(at.to_vec()).bind(index).bind(i64::from(limit));
    let pair = |row: &sqlx::any::AnyRow| {
        Ok((row.id("organization_id", OrganizationId::from_slice)?, act(row)?))
    };
    db.all(query).await?.iter().map(pair).collect()
}
