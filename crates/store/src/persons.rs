//! Persons and what they are members of. CROSS JOIN says to SQLite, which has no statistics, which
//! table is to be read first; PostgreSQL takes it as any other join.

use std::collections::BTreeMap;

use domain::ids::{AuthorityId, DisclosureId, OrganizationId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO persons (authority_id, id, login_name, display_name, password_hash, created_us) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    BY_LOGIN = "SELECT id, login_name, display_name, password_hash, left_us, factors_removed_us FROM persons \
        WHERE authority_id = $1 AND login_name = $2";
    BY_ID = "SELECT id, login_name, display_name, password_hash, left_us, factors_removed_us FROM persons \
        WHERE authority_id = $1 AND id = $2";
    SET_PASSWORD = "UPDATE persons SET password_hash = $3 WHERE authority_id = $1 AND id = $2 \
        AND left_us IS NULL";
    TELL = "UPDATE persons SET factors_removed_us = $3 WHERE authority_id = $1 AND id = $2";
    LEAVE = "UPDATE persons SET left_us = $3 WHERE authority_id = $1 AND id = $2 AND left_us IS NULL";
    JOIN = "INSERT INTO memberships (authority_id, person_id, organization_id, from_us, until_us) \
        VALUES ($1, $2, $3, $4, $5)";
    PART = "UPDATE memberships SET until_us = $4 WHERE authority_id = $1 AND person_id = $2 \
        AND organization_id = $3 AND (until_us IS NULL OR until_us > $4)";
    PART_ALL = "UPDATE memberships SET until_us = $3 WHERE authority_id = $1 AND person_id = $2 \
        AND (until_us IS NULL OR until_us > $3)";
    ROLL = "SELECT p.id, p.login_name, p.display_name, m.organization_id, m.from_us, m.until_us \
        FROM memberships m JOIN persons p ON p.authority_id = m.authority_id AND p.id = m.person_id \
        WHERE m.authority_id = $1 AND p.authority_id = $1 AND m.organization_id = $2 \
        AND (m.until_us IS NULL OR m.until_us > $3) AND p.left_us IS NULL \
        ORDER BY p.display_name, p.id LIMIT 5000";
    MEMBERS_OF = "SELECT p.id, p.login_name, p.display_name, p.password_hash, p.left_us, p.factors_removed_us \
        FROM memberships m CROSS JOIN persons p \
        WHERE m.authority_id = $1 AND p.authority_id = $1 AND p.id = m.person_id \
        AND m.organization_id = $2 AND m.from_us <= $3 AND (m.until_us IS NULL OR m.until_us > $3) \
        AND p.left_us IS NULL ORDER BY p.display_name LIMIT 200";
    CONCERNED = "SELECT p.id, p.display_name FROM (SELECT person_id FROM acts WHERE acts.authority_id = $1 AND acts.disclosure_id = $2 UNION \
        SELECT person_id FROM comments WHERE comments.authority_id = $1 \
        AND comments.disclosure_id = $2 UNION \
        SELECT claimed_by FROM disclosures WHERE disclosures.authority_id = $1 \
        AND disclosures.id = $2) w CROSS JOIN persons p \
        WHERE p.authority_id = $1 AND p.id = w.person_id";
    MEMBERSHIPS = "SELECT organization_id FROM memberships WHERE authority_id = $1 \
        AND person_id = $2 AND from_us <= $3 AND (until_us IS NULL OR until_us > $3)";
}

/// Somebody who can log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub login_name: String,
    pub display_name: String,
    /// PHC string; empty for somebody who was invited and has not chosen a password yet.
    pub password_hash: String,
    pub left: Option<Micros>,
    /// When an office took the second factor away, until the person has seen it.
    pub factors_removed: Option<Micros>,
}

/// A person to add.
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    pub id: PersonId,
    pub login_name: &'a str,
    pub display_name: &'a str,
    pub password_hash: &'a str,
    pub created: Micros,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, new: &NewPerson<'_>) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.login_name.to_owned())
        .bind(new.display_name.to_owned())
        .bind(new.password_hash.to_owned())
        .bind(new.created.0);
    tx.change(query).await.map(|_| ())
}

pub async fn by_login(
    db: Db<'_>,
    at: AuthorityId,
    login_name: &str,
) -> Result<Option<Person>, StoreError> {
    let query = sqlx::query(BY_LOGIN).bind(at.to_vec()).bind(login_name.to_owned());
    db.first(query).await?.as_ref().map(person).transpose()
}

pub async fn by_id(
    db: Db<'_>,
    at: AuthorityId,
    id: PersonId,
) -> Result<Option<Person>, StoreError> {
    let query = sqlx::query(BY_ID).bind(at.to_vec()).bind(id.to_vec());
    db.first(query).await?.as_ref().map(person).transpose()
}

fn person(row: &sqlx::any::AnyRow) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.id("id", PersonId::from_slice)?,
        login_name: row.text("login_name")?,
        display_name: row.text("display_name")?,
        password_hash: row.text("password_hash")?,
        left: row.maybe_int("left_us")?.map(Micros),
        factors_removed: row.maybe_int("factors_removed_us")?.map(Micros),
    })
}

/// Names of everybody who acted on a disclosure, wrote a remark on it or is at it.
pub async fn concerned(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let query = sqlx::query(CONCERNED).bind(at.to_vec()).bind(disclosure.to_vec());
    let pair = |row: &sqlx::any::AnyRow| {
        Ok((row.id("id", PersonId::from_slice)?, row.text("display_name")?))
    };
    db.all(query).await?.iter().map(pair).collect()
}

/// Another password. False for a person who has left.
pub async fn set_password(
    tx: &mut Tx,
    at: AuthorityId,
    id: PersonId,
    password_hash: &str,
) -> Result<bool, StoreError> {
    let query = sqlx::query(SET_PASSWORD).bind(at.to_vec()).bind(id.to_vec());
    Ok(tx.change(query.bind(password_hash.to_owned())).await? == 1)
}

/// The person is to be told that an office took the second factor away; `None`: has been.
pub async fn tell_factors_removed(
    tx: &mut Tx,
    at: AuthorityId,
    id: PersonId,
    removed: Option<Micros>,
) -> Result<(), StoreError> {
    let query = sqlx::query(TELL).bind(at.to_vec()).bind(id.to_vec());
    tx.change(query.bind(removed.map(|at| at.0))).await.map(|_| ())
}

/// The person has left: from now on no session, post or membership counts.
pub async fn leave(
    tx: &mut Tx,
    at: AuthorityId,
    id: PersonId,
    now: Micros,
) -> Result<(), StoreError> {
    tx.change(sqlx::query(LEAVE).bind(at.to_vec()).bind(id.to_vec()).bind(now.0)).await.map(|_| ())
}

pub async fn join(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    organization: OrganizationId,
    from: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(JOIN)
        .bind(at.to_vec())
        .bind(person.to_vec())
        .bind(organization.to_vec())
        .bind(from.0)
        .bind(None::<i64>);
    tx.change(query).await.map(|_| ())
}

/// Adds a member from one moment to another.
pub async fn join_until(
    tx: &mut Tx,
    at: AuthorityId,
    (person, organization): (PersonId, OrganizationId),
    from: Micros,
    until: Option<Micros>,
) -> Result<(), StoreError> {
    let query = sqlx::query(JOIN)
        .bind(at.to_vec())
        .bind(person.to_vec())
        .bind(organization.to_vec())
        .bind(from.0)
        .bind(until.map(|until| until.0));
    tx.change(query).await.map(|_| ())
}

/// Ends a membership; false where there is none by then.
pub async fn part(
    tx: &mut Tx,
    at: AuthorityId,
    (person, organization): (PersonId, OrganizationId),
    until: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(PART).bind(at.to_vec()).bind(person.to_vec());
    Ok(tx.change(query.bind(organization.to_vec()).bind(until.0)).await? > 0)
}

/// Ends every membership of a person.
pub async fn part_all(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(PART_ALL).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    tx.change(query).await.map(|_| ())
}

/// A member of an organization, now or later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    pub login_name: String,
    pub display_name: String,
    pub from: Micros,
    pub until: Option<Micros>,
}

/// Who is a member of an organization at `now` or later, by name; 5,000 at most.
pub async fn roll(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    now: Micros,
) -> Result<Vec<Member>, StoreError> {
    let query = sqlx::query(ROLL).bind(at.to_vec()).bind(organization.to_vec()).bind(now.0);
    let member = |row: &sqlx::any::AnyRow| {
        Ok(Member {
            person: row.id("id", PersonId::from_slice)?,
            login_name: row.text("login_name")?,
            display_name: row.text("display_name")?,
            from: Micros(row.int("from_us")?),
            until: row.maybe_int("until_us")?.map(Micros),
        })
    };
    db.all(query).await?.iter().map(member).collect()
}

/// Members of an organization today, by name; 200 at most.
pub async fn members_of(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    now: Micros,
) -> Result<Vec<Person>, StoreError> {
    let query = sqlx::query(MEMBERS_OF).bind(at.to_vec()).bind(organization.to_vec()).bind(now.0);
    db.all(query).await?.iter().map(person).collect()
}

/// Organizations whose member the person is today.
pub async fn memberships(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<OrganizationId>, StoreError> {
    let query = sqlx::query(MEMBERSHIPS).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    let rows = db.all(query).await?;
    rows.iter().map(|row| row.id("organization_id", OrganizationId::from_slice)).collect()
}
