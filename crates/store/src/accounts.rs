//! Which organizations a person's account belongs to: whose administrators may look after it.

use std::collections::BTreeMap;

use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Query, Tx};

/// Persons by name after the one named `$2` with the id `$3`, whose names are like `$4`.
macro_rules! persons_after {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM persons WHERE persons.authority_id = $1 AND left_us IS NULL \
            AND (display_name, id) > ($2, $3) AND (LOWER(display_name) LIKE $4 ESCAPE '!' \
            OR LOWER(login_name) LIKE $4 ESCAPE '!') ORDER BY display_name, id LIMIT $5"
        )
    };
}

statements! {
    SET_HOME = "UPDATE persons SET organization_id = $3 WHERE authority_id = $1 AND id = $2";
    HOME = "SELECT organization_id FROM persons WHERE authority_id = $1 AND id = $2";
    POSTS = "SELECT p.organization_id FROM appointments a \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE a.authority_id = $1 AND p.authority_id = $1 AND a.person_id = $2 \
        AND (a.until_us IS NULL OR a.until_us > $3)";
    DEPUTIES = "SELECT p.organization_id FROM deputies d \
        JOIN appointments a ON a.authority_id = d.authority_id AND a.id = d.appointment_id \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE d.authority_id = $1 AND a.authority_id = $1 AND p.authority_id = $1 \
        AND d.person_id = $2 AND d.until_us > $3 AND (a.until_us IS NULL OR a.until_us > $3)";
    MEMBERSHIPS = "SELECT organization_id FROM memberships WHERE authority_id = $1 \
        AND person_id = $2 AND (until_us IS NULL OR until_us > $3)";
    PAGE = persons_after!("id, login_name, display_name, password_hash, organization_id");
    NAMES = "SELECT id, display_name FROM persons WHERE authority_id = $1";
    PAGE_POSTS = concat!(
        "SELECT a.person_id, p.organization_id FROM appointments a \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE a.authority_id = $1 AND p.authority_id = $1 \
        AND (a.until_us IS NULL OR a.until_us > $6) AND a.person_id IN (",
        persons_after!("id"),
        ")"
    );
    PAGE_DEPUTIES = concat!(
        "SELECT d.person_id, p.organization_id FROM deputies d \
        JOIN appointments a ON a.authority_id = d.authority_id AND a.id = d.appointment_id \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE d.authority_id = $1 AND a.authority_id = $1 AND p.authority_id = $1 \
        AND d.until_us > $6 AND (a.until_us IS NULL OR a.until_us > $6) AND d.person_id IN (",
        persons_after!("id"),
        ")"
    );
    PAGE_MEMBERSHIPS = concat!(
        "SELECT person_id, organization_id FROM memberships WHERE authority_id = $1 \
        AND (until_us IS NULL OR until_us > $6) AND person_id IN (",
        persons_after!("id"),
        ")"
    );
}

/// A person with what decides about the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub person: PersonId,
    pub login_name: String,
    pub display_name: String,
    /// False until the invitation was used.
    pub has_password: bool,
    /// Of the account itself, of posts held or deputised for now or later, and of memberships.
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
    for sql in [POSTS, DEPUTIES, MEMBERSHIPS] {
        let query = sqlx::query(sql).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
        rows.extend(tx.db().all(query).await?);
    }
    let places = rows
        .iter()
        .map(|row| row.maybe_id("organization_id", OrganizationId::from_slice))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(sorted(places.into_iter().flatten()))
}

/// Which accounts: those whose names hold `wanted`, by name, after the person of this name and id.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Part of a name in small letters; empty for everybody.
    pub wanted: &'a str,
    pub after: Option<(String, PersonId)>,
    pub limit: u32,
}

/// Accounts of those who have not left, page by page.
pub async fn page(
    db: &crate::Reader,
    at: AuthorityId,
    now: Micros,
    asked: &Asked<'_>,
) -> Result<Vec<Account>, StoreError> {
    let rows = db.db().all(bound(PAGE, at, asked)).await?;
    let mut places_of: BTreeMap<PersonId, Vec<OrganizationId>> = BTreeMap::new();
    for sql in [PAGE_POSTS, PAGE_DEPUTIES, PAGE_MEMBERSHIPS] {
        for row in &db.db().all(bound(sql, at, asked).bind(now.0)).await? {
            let person = row.id("person_id", PersonId::from_slice)?;
            let place = row.id("organization_id", OrganizationId::from_slice)?;
            places_of.entry(person).or_default().push(place);
        }
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

fn bound(sql: &'static str, at: AuthorityId, asked: &Asked<'_>) -> Query<'static> {
    let (name, id) = match &asked.after {
        Some((name, id)) => (name.clone(), id.to_vec()),
        None => (String::new(), Vec::new()),
    };
    sqlx::query(sql)
        .bind(at.to_vec())
        .bind(name)
        .bind(id)
        .bind(like(asked.wanted))
        .bind(i64::from(asked.limit))
}

/// A pattern for LIKE that finds the text anywhere; its own signs stand for themselves.
fn like(text: &str) -> String {
    let plain = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{plain}%")
}

/// Everybody's name, whoever has left too.
pub async fn names(db: Db<'_>, at: AuthorityId) -> Result<Vec<(PersonId, String)>, StoreError> {
    let rows = db.all(sqlx::query(NAMES).bind(at.to_vec())).await?;
    let pair = |row: &sqlx::any::AnyRow| {
        Ok((row.id("id", PersonId::from_slice)?, row.text("display_name")?))
    };
    rows.iter().map(pair).collect()
}

fn sorted(places: impl Iterator<Item = OrganizationId>) -> Vec<OrganizationId> {
    let mut places: Vec<_> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}
