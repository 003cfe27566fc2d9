//! Organizations: a reference table, whole in memory as a tree.

use domain::ids::{AuthorityId, OrganizationId};
use domain::organization::{Kind, Organization, Tree};

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

const INSERT: &str = "INSERT INTO organizations (id, authority_id, parent_id, kind, name, area_code) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const ALL: &str = "SELECT id, authority_id, parent_id, kind, name, area_code FROM organizations";

pub async fn insert(tx: &mut Tx, organization: &Organization) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(organization.id.to_vec())
        .bind(organization.authority.to_vec())
        .bind(organization.parent.map(OrganizationId::to_vec))
        .bind(organization.kind.word())
        .bind(organization.name.clone())
        .bind(organization.area_code.clone());
    tx.change(query).await.map(|_| ())
}

/// Every organization of the installation.
pub async fn tree(db: Db<'_>) -> Result<Tree, StoreError> {
    let rows = db.all(sqlx::query(ALL)).await?;
    let organizations: Result<Vec<_>, StoreError> = rows
        .iter()
        .map(|row| {
            Ok(Organization {
                id: row.id("id", OrganizationId::from_slice)?,
                authority: row.id("authority_id", AuthorityId::from_slice)?,
                parent: row.maybe_id("parent_id", OrganizationId::from_slice)?,
                kind: row.word("kind", Kind::from_word)?,
                name: row.text("name")?,
                area_code: row.text("area_code")?,
            })
        })
        .collect();
    Ok(Tree::new(organizations?))
}
