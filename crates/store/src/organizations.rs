//! Organizations: a reference table, whole in memory as a tree.

use domain::contact::Contacts;
use domain::ids::{AuthorityId, OrganizationId};
use domain::organization::{Kind, Organization, Standing, Tree};
use domain::time::Micros;

use crate::StoreError;
use crate::row::{Columns, corrupt, to_json};
use crate::transaction::{Db, Tx};

const INSERT: &str = "INSERT INTO organizations (id, authority_id, parent_id, kind, name, area_code, \
     from_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ALL: &str = "SELECT id, authority_id, parent_id, kind, name, area_code, from_us, until_us, \
     successor_id, is_shared, contacts FROM organizations";
const NAME: &str = "SELECT name FROM organizations WHERE id = $1";
const RENAME: &str = "UPDATE organizations SET name = $3 WHERE authority_id = $1 AND id = $2";
const MOVE: &str = "UPDATE organizations SET parent_id = $3 WHERE authority_id = $1 AND id = $2";
const DISSOLVE: &str = "UPDATE organizations SET until_us = COALESCE(until_us, $3), \
     successor_id = $4 WHERE authority_id = $1 AND id = $2";
const PUBLISH: &str = "UPDATE organizations SET contacts = $3 WHERE authority_id = $1 AND id = $2";
const SHARE: &str = "UPDATE organizations SET is_shared = 1 WHERE authority_id = $1 AND id = $2";

pub async fn insert(tx: &mut Tx, organization: &Organization) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(organization.id.to_vec())
        .bind(organization.authority.to_vec())
        .bind(organization.parent.map(OrganizationId::to_vec))
        .bind(organization.kind.word())
        .bind(organization.name.clone())
        .bind(organization.area_code.clone())
        .bind(organization.standing.from.0);
    tx.change(query).await.map(|_| ())
}

pub async fn rename(
    tx: &mut Tx,
    at: AuthorityId,
    id: OrganizationId,
    name: &str,
) -> Result<(), StoreError> {
    let query = sqlx::query(RENAME).bind(at.to_vec()).bind(id.to_vec()).bind(name.to_owned());
    tx.change(query).await.map(|_| ())
}

/// Gives it another body above.
pub async fn set_parent(
    tx: &mut Tx,
    at: AuthorityId,
    id: OrganizationId,
    parent: OrganizationId,
) -> Result<(), StoreError> {
    let query = sqlx::query(MOVE).bind(at.to_vec()).bind(id.to_vec()).bind(parent.to_vec());
    tx.change(query).await.map(|_| ())
}

/// It exists no more. The day on which it first ceased to stays.
pub async fn dissolve(
    tx: &mut Tx,
    at: AuthorityId,
    id: OrganizationId,
    now: Micros,
    successor: Option<OrganizationId>,
) -> Result<(), StoreError> {
    let query = sqlx::query(DISSOLVE)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(now.0)
        .bind(successor.map(OrganizationId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// What was for members of a merged body is for all members of its successor.
pub async fn share(tx: &mut Tx, at: AuthorityId, id: OrganizationId) -> Result<(), StoreError> {
    tx.change(sqlx::query(SHARE).bind(at.to_vec()).bind(id.to_vec())).await.map(|_| ())
}

/// What it publishes of where it can be reached takes the place of what it published before.
///
/// # Errors
/// [`StoreError`] of the database.
pub async fn publish(
    tx: &mut Tx,
    at: AuthorityId,
    id: OrganizationId,
    contacts: &Contacts,
) -> Result<(), StoreError> {
    let text = if contacts.is_empty() { String::new() } else { to_json(contacts)? };
    let query = sqlx::query(PUBLISH).bind(at.to_vec()).bind(id.to_vec()).bind(text);
    tx.change(query).await.map(|_| ())
}

fn contacts(text: &str) -> Result<Contacts, StoreError> {
    if text.is_empty() {
        return Ok(Contacts::default());
    }
    serde_json::from_str(text).map_err(|_| corrupt("contacts"))
}

/// The name of one; `None` where there is no such organization.
pub async fn name(db: Db<'_>, id: OrganizationId) -> Result<Option<String>, StoreError> {
    let row = db.first(sqlx::query(NAME).bind(id.to_vec())).await?;
    row.map(|row| row.text("name")).transpose()
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
                standing: Standing {
                    from: Micros(row.int("from_us")?),
                    until: row.maybe_int("until_us")?.map(Micros),
                    successor: row.maybe_id("successor_id", OrganizationId::from_slice)?,
                    is_shared: row.int("is_shared")? == 1,
                },
                contacts: contacts(&row.text("contacts")?)?,
            })
        })
        .collect();
    Ok(Tree::new(organizations?))
}
