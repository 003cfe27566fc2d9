//! Posts and who holds them.

use domain::ids::{AppointmentId, AuthorityId, OrganizationId, PersonId, PostId};
use domain::post::{Appointment, Duty, Post};

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};
use domain::time::Micros;

statements! {
    INSERT = "INSERT INTO posts (authority_id, id, organization_id, duty, title) \
        VALUES ($1, $2, $3, $4, $5)";
    APPOINT = "INSERT INTO appointments (authority_id, id, post_id, person_id, from_us, until_us) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    END = "UPDATE appointments SET until_us = $3 WHERE authority_id = $1 AND person_id = $2 \
        AND (until_us IS NULL OR until_us > $3)";
    HELD = "SELECT p.id, p.organization_id, p.duty, p.title FROM appointments a \
        JOIN posts p ON p.authority_id = a.authority_id AND p.id = a.post_id \
        WHERE a.authority_id = $1 AND p.authority_id = $1 AND a.person_id = $2 \
        AND a.from_us <= $3 AND (a.until_us IS NULL OR a.until_us > $3)";
    OF_ORGANIZATION = "SELECT id, organization_id, duty, title FROM posts \
        WHERE authority_id = $1 AND organization_id = $2 ORDER BY title";
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, post: &Post) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(post.id.to_vec())
        .bind(post.organization.to_vec())
        .bind(post.duty.word())
        .bind(post.title.clone());
    tx.change(query).await.map(|_| ())
}

pub async fn appoint(
    tx: &mut Tx,
    at: AuthorityId,
    id: AppointmentId,
    appointment: &Appointment,
) -> Result<(), StoreError> {
    let query = sqlx::query(APPOINT)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(appointment.post.to_vec())
        .bind(appointment.person.to_vec())
        .bind(appointment.from.0)
        .bind(appointment.until.map(|until| until.0));
    tx.change(query).await.map(|_| ())
}

/// Ends every appointment of the person.
pub async fn end(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<(), StoreError> {
    tx.change(sqlx::query(END).bind(at.to_vec()).bind(person.to_vec()).bind(now.0))
        .await
        .map(|_| ())
}

/// The posts a person holds at a moment.
pub async fn held(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<Post>, StoreError> {
    let query = sqlx::query(HELD).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    db.all(query).await?.iter().map(post).collect()
}

pub async fn of_organization(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<Post>, StoreError> {
    let query = sqlx::query(OF_ORGANIZATION).bind(at.to_vec()).bind(organization.to_vec());
    db.all(query).await?.iter().map(post).collect()
}

fn post(row: &sqlx::any::AnyRow) -> Result<Post, StoreError> {
    Ok(Post {
        id: row.id("id", PostId::from_slice)?,
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        duty: row.word("duty", Duty::from_word)?,
        title: row.text("title")?,
    })
}
