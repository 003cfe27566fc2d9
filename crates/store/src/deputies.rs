//! Who stands in for the holder of a post, and until when.

use domain::ids::{AppointmentId, AuthorityId, DeputyId, OrganizationId, PersonId, PostId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

/// Every column, in the order in which [`deputy`] reads them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.appointment_id, d.person_id, d.from_us, d.until_us, d.reason, \
             a.post_id, a.person_id AS principal_id, q.display_name FROM deputies d \
             JOIN appointments a ON a.authority_id = d.authority_id AND a.id = d.appointment_id \
             JOIN posts p ON p.authority_id = d.authority_id AND p.id = a.post_id \
             JOIN persons q ON q.authority_id = d.authority_id AND q.id = d.person_id \
             WHERE d.authority_id = $1 AND a.authority_id = $1 AND p.authority_id = $1 \
             AND q.authority_id = $1 ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO deputies (authority_id, id, appointment_id, person_id, from_us, until_us, \
        given_by, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LOAD = select!("AND d.id = $2");
    OF_ORGANIZATION = select!("AND p.organization_id = $2 AND d.until_us > $3 \
        AND (a.until_us IS NULL OR a.until_us > $3) ORDER BY d.from_us, d.id");
    OF_PERSON = select!("AND (d.person_id = $2 OR a.person_id = $2) AND d.until_us > $3 \
        AND (a.until_us IS NULL OR a.until_us > $3) ORDER BY d.from_us, d.id");
    END = "UPDATE deputies SET until_us = $3 WHERE authority_id = $1 AND id = $2 \
        AND until_us > $3";
    END_OF_PERSON = "UPDATE deputies SET until_us = $3 WHERE authority_id = $1 AND person_id = $2 \
        AND until_us > $3";
}

/// Somebody standing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    pub id: DeputyId,
    /// Of the holder; with its end the deputy's ends too.
    pub appointment: AppointmentId,
    pub post: PostId,
    pub principal: PersonId,
    pub person: PersonId,
    /// The deputy's name.
    pub name: String,
    pub from: Micros,
    pub until: Micros,
    pub reason: String,
}

/// A deputy to name.
#[derive(Clone, Debug)]
pub struct NewDeputy<'a> {
    pub id: DeputyId,
    pub appointment: AppointmentId,
    pub person: PersonId,
    pub from: Micros,
    pub until: Micros,
    pub given_by: PersonId,
    pub reason: &'a str,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, new: &NewDeputy<'_>) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.appointment.to_vec())
        .bind(new.person.to_vec())
        .bind(new.from.0)
        .bind(new.until.0)
        .bind(new.given_by.to_vec())
        .bind(new.reason.to_owned());
    tx.change(query).await.map(|_| ())
}

pub async fn load(db: Db<'_>, at: AuthorityId, id: DeputyId) -> Result<Option<Deputy>, StoreError> {
    let query = sqlx::query(LOAD).bind(at.to_vec()).bind(id.to_vec());
    db.first(query).await?.as_ref().map(deputy).transpose()
}

/// Deputies in an organization, at `now` or later.
pub async fn of_organization(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    now: Micros,
) -> Result<Vec<Deputy>, StoreError> {
    let query = sqlx::query(OF_ORGANIZATION).bind(at.to_vec()).bind(organization.to_vec());
    db.all(query.bind(now.0)).await?.iter().map(deputy).collect()
}

/// Deputies that a person is or has, at `now` or later.
pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<Deputy>, StoreError> {
    let query = sqlx::query(OF_PERSON).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    db.all(query).await?.iter().map(deputy).collect()
}

/// Ends a deputy's time; false where it is over.
pub async fn end(
    tx: &mut Tx,
    at: AuthorityId,
    id: DeputyId,
    now: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(END).bind(at.to_vec()).bind(id.to_vec()).bind(now.0);
    Ok(tx.change(query).await? == 1)
}

/// The person stands in for nobody any more.
pub async fn end_of_person(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(END_OF_PERSON).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    tx.change(query).await.map(|_| ())
}

fn deputy(row: &sqlx::any::AnyRow) -> Result<Deputy, StoreError> {
    Ok(Deputy {
        id: row.id("id", DeputyId::from_slice)?,
        appointment: row.id("appointment_id", AppointmentId::from_slice)?,
        post: row.id("post_id", PostId::from_slice)?,
        principal: row.id("principal_id", PersonId::from_slice)?,
        person: row.id("person_id", PersonId::from_slice)?,
        name: row.text("display_name")?,
        from: Micros(row.int("from_us")?),
        until: Micros(row.int("until_us")?),
        reason: row.text("reason")?,
    })
}
