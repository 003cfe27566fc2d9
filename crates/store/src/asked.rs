//! Bodies that are asked to agree to another one's disclosure, and those that disclose jointly.

use domain::ids::{AuthorityId, DisclosureId, OrganizationId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    ASK = "INSERT INTO asked (authority_id, organization_id, disclosure_id, asked_us) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (authority_id, organization_id, disclosure_id) \
        DO UPDATE SET asked_us = EXCLUDED.asked_us, answered_us = NULL";
    ANSWER = "UPDATE asked SET answered_us = $3 \
        WHERE authority_id = $1 AND disclosure_id = $2 AND answered_us IS NULL";
    OF_DISCLOSURE = "SELECT organization_id FROM asked \
        WHERE authority_id = $1 AND disclosure_id = $2 ORDER BY organization_id";
    JOIN = "INSERT INTO joint_bodies (authority_id, organization_id, disclosure_id) \
        VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    PART = "DELETE FROM joint_bodies WHERE authority_id = $1 AND disclosure_id = $2";
}

/// Puts a disclosure on the desk of another body.
pub async fn ask(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
    disclosure: DisclosureId,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(ASK)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(disclosure.to_vec())
        .bind(now.0);
    tx.change(query).await.map(|_| ())
}

/// Takes it from the desks of all bodies asked.
pub async fn answer(
    tx: &mut Tx,
    at: AuthorityId,
    disclosure: DisclosureId,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(ANSWER).bind(at.to_vec()).bind(disclosure.to_vec()).bind(now.0);
    tx.change(query).await.map(|_| ())
}

/// Every body that was ever asked about a disclosure.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<OrganizationId>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    let rows = db.all(query).await?;
    rows.iter().map(|row| row.id("organization_id", OrganizationId::from_slice)).collect()
}

/// Says which bodies disclose jointly with the leading one. Called by delivery.
pub async fn set_joint(
    tx: &mut Tx,
    at: AuthorityId,
    disclosure: DisclosureId,
    bodies: &[OrganizationId],
) -> Result<(), StoreError> {
    tx.change(sqlx::query(PART).bind(at.to_vec()).bind(disclosure.to_vec())).await?;
    for body in bodies {
        let query =
            sqlx::query(JOIN).bind(at.to_vec()).bind(body.to_vec()).bind(disclosure.to_vec());
        tx.change(query).await?;
    }
    Ok(())
}
