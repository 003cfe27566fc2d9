//! Which organizations a person's account belongs to: whose administrators may look after it.

use std::collections::BTreeMap;

use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    SET_HOME = "UPDATE persons SET organization_id = $3 WHERE authority_id = $1 AND id = $2";
    HOME = "SELECT organization_id FROM persons WHERE authority_id = $1 AND id = $2";
    POSTS = "SELECT p.organization_id FROM appointments a \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE a.authority_id = $1 AND p.authority_id = $1 AND a.person_id = $2 \
        AND (a.until_us IS NULL OR a.until_us > $3)";
    MEMBERSHIPS = "SELECT organization_id FROM memberships WHERE authority_id = $1 \
        AND person_id = $2 AND (until_us IS NULL OR until_us > $3)";
    ALL = "SELECT id, login_name, display_name, password_hash, organization_id FROM persons \
        WHERE authority_id = $1 AND left_us IS NULL ORDER BY display_name, id LIMIT 50000";
    NAMES = "SELECT id, display_name FROM persons WHERE authority_id = $1";
    ALL_POSTS = "SELECT a.person_id, p.organization_id FROM appointments a \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE a.authority_id = $1 AND p.authority_id = $1 \
        AND (a.until_us IS NULL OR a.until_us > $2)";
    ALL_MEMBERSHIPS = "SELECT person_id, organization_id FROM memberships WHERE authority_id = $1 \
        AND (until_us IS NULL OR until_us > $2)";
}

/// A person with what decides about the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub person: PersonId,
    pub login_name: String,
    pub display_name: String,
    /// False until the invitation was used.
    pub has_password: bool,
    /// Of the account itself, of posts held now or later, and of memberships.
    pub places: Vec<OrganizationId>,
}

/// The organization whose office keeps the account.
pub async fn set_home(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    organization: OrganizationId,
) -> Result<(), StoreError> {
    let query = sqlx::query(SET_HOME).bind(at.to_vec()).bind(person.to_vec());
    tx.change(query.bind(organization.to_vec())).await.map(|_| ())
}

/// Every organization to which the person belongs at `now` or later.
pub async fn places(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<OrganizationId>, StoreError> {
    let home = sqlx::query(HOME).bind(at.to_vec()).bind(person.to_vec());
    let mut rows = tx.db().all(home).await?;
    for sql in [POSTS, MEMBERSHIPS] {
        let query = sqlx::query(sql).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
        rows.extend(tx.db().all(query).await?);
    }
    let places = rows
        .iter()
        .map(|row| row.maybe_id("organization_id", OrganizationId::from_slice))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(sorted(places.into_iter().flatten()))
}

/// Everybody who has not left, by name; 50,000 at most.
pub async fn all(
    db: &crate::Reader,
    at: AuthorityId,
    now: Micros,
) -> Result<Vec<Account>, StoreError> {
    let rows = db.db().all(sqlx::query(ALL).bind(at.to_vec())).await?;
    let mut places = pairs(db.db(), ALL_POSTS, at, now).await?;
    places.extend(pairs(db.db(), ALL_MEMBERSHIPS, at, now).await?);
    let mut places_of: BTreeMap<PersonId, Vec<OrganizationId>> = BTreeMap::new();
    for (person, place) in places {
        places_of.entry(person).or_default().push(place);
    }
    let mut accounts = Vec::with_capacity(rows.len());
    for row in &rows {
        let person = row.id("id", PersonId::from_slice)?;
        let home = row.maybe_id("organization_id", OrganizationId::from_slice)?;
        let own = places_of.remove(&person).unwrap_or_default().into_iter();
        accounts.push(Account {
            person,
            login_name: row.text("login_name")?,
            display_name: row.text("display_name")?,
            has_password: !row.text("password_hash")?.is_empty(),
            places: sorted(own.chain(home)),
        });
    }
    Ok(accounts)
}

/// Everybody's name, whoever has left too.
pub async fn names(db: Db<'_>, at: AuthorityId) -> Result<Vec<(PersonId, String)>, StoreError> {
    let rows = db.all(sqlx::query(NAMES).bind(at.to_vec())).await?;
    let pair = |row: &sqlx::any::AnyRow| {
        Ok((row.id("id", PersonId::from_slice)?, row.text("display_name")?))
    };
    rows.iter().map(pair).collect()
}

async fn pairs(
    db: Db<'_>,
    sql: &'static str,
    at: AuthorityId,
    now: Micros,
) -> Result<Vec<(PersonId, OrganizationId)>, StoreError> {
    let rows = db.all(sqlx::query(sql).bind(at.to_vec()).bind(now.0)).await?;
    let pair = |row: &sqlx::any::AnyRow| {
        Ok((
            row.id("person_id", PersonId::from_slice)?,
            row.id("organization_id", OrganizationId::from_slice)?,
        ))
    };
    rows.iter().map(pair).collect()
}

fn sorted(places: impl Iterator<Item = OrganizationId>) -> Vec<OrganizationId> {
    let mut places: Vec<_> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}
