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
    LOAD = "SELECT id, organization_id, duty, title, closed_us FROM posts \
        WHERE authority_id = $1 AND id = $2";
    RENAME = "UPDATE posts SET title = $3 WHERE authority_id = $1 AND id = $2";
    CLOSE = "UPDATE posts SET closed_us = $3 WHERE authority_id = $1 AND id = $2 \
        AND closed_us IS NULL";
    CLOSE_ALL = "UPDATE posts SET closed_us = $3 WHERE authority_id = $1 AND organization_id = $2 \
        AND closed_us IS NULL";
    APPOINT = "INSERT INTO appointments (authority_id, id, post_id, person_id, from_us, until_us) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    APPOINTMENT = "SELECT id, post_id, person_id, from_us, until_us FROM appointments \
        WHERE authority_id = $1 AND id = $2";
    END_ONE = "UPDATE appointments SET until_us = $3 WHERE authority_id = $1 AND id = $2 \
        AND (until_us IS NULL OR until_us > $3)";
    END = "UPDATE appointments SET until_us = $3 WHERE authority_id = $1 AND person_id = $2 \
        AND (until_us IS NULL OR until_us > $3)";
    END_OF_POST = "UPDATE appointments SET until_us = $3 WHERE authority_id = $1 AND post_id = $2 \
        AND (until_us IS NULL OR until_us > $3)";
    END_OF_ORGANIZATION = "UPDATE appointments SET until_us = $3 WHERE authority_id = $1 \
        AND post_id IN (SELECT id FROM posts WHERE posts.authority_id = $1 \
        AND posts.organization_id = $2) AND (until_us IS NULL OR until_us > $3)";
    HELD = "SELECT p.id, p.organization_id, p.duty, p.title, h.deputy FROM (\
        SELECT post_id, CAST(0 AS BIGINT) AS deputy FROM appointments \
        WHERE authority_id = $1 AND person_id = $2 \
        AND from_us <= $3 AND (until_us IS NULL OR until_us > $3) UNION \
        SELECT a.post_id, CAST(1 AS BIGINT) AS deputy FROM deputies d \
        JOIN appointments a ON a.authority_id = d.authority_id AND a.id = d.appointment_id \
        WHERE d.authority_id = $1 AND a.authority_id = $1 AND d.person_id = $2 \
        AND d.from_us <= $3 AND d.until_us > $3 \
        AND a.from_us <= $3 AND (a.until_us IS NULL OR a.until_us > $3)) h CROSS JOIN posts p \
        WHERE p.authority_id = $1 AND p.id = h.post_id AND p.closed_us IS NULL ORDER BY h.deputy, p.id";
    OF_ORGANIZATION = "SELECT id, organization_id, duty, title FROM posts \
        WHERE authority_id = $1 AND organization_id = $2 AND closed_us IS NULL ORDER BY title, id";
    HOLDERS = "SELECT a.id, a.post_id, a.person_id, a.from_us, a.until_us, q.display_name, \
        q.login_name \
        FROM posts p CROSS JOIN appointments a CROSS JOIN persons q \
        WHERE a.authority_id = $1 AND p.authority_id = $1 AND q.authority_id = $1 \
        AND a.post_id = p.id AND q.id = a.person_id AND p.organization_id = $2 AND (a.until_us IS NULL OR a.until_us > $3) \
        ORDER BY a.from_us, a.id";
    OF_PERSON = "SELECT id, post_id, person_id, from_us, until_us FROM appointments \
        WHERE authority_id = $1 AND person_id = $2 AND (until_us IS NULL OR until_us > $3) \
        ORDER BY from_us, id";
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

/// A post that is not closed.
pub async fn load(db: Db<'_>, at: AuthorityId, id: PostId) -> Result<Option<Post>, StoreError> {
    let row = db.first(sqlx::query(LOAD).bind(at.to_vec()).bind(id.to_vec())).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(if row.maybe_int("closed_us")?.is_some() { None } else { Some(post(&row)?) })
}

pub async fn rename(
    tx: &mut Tx,
    at: AuthorityId,
    id: PostId,
    title: &str,
) -> Result<(), StoreError> {
    let query = sqlx::query(RENAME).bind(at.to_vec()).bind(id.to_vec()).bind(title.to_owned());
    tx.change(query).await.map(|_| ())
}

/// Closes a post and ends whatever holds it.
pub async fn close(
    tx: &mut Tx,
    at: AuthorityId,
    id: PostId,
    now: Micros,
) -> Result<(), StoreError> {
    for sql in [END_OF_POST, CLOSE] {
        tx.change(sqlx::query(sql).bind(at.to_vec()).bind(id.to_vec()).bind(now.0)).await?;
    }
    Ok(())
}

/// Closes every post of an organization.
pub async fn close_all(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
    now: Micros,
) -> Result<(), StoreError> {
    for sql in [END_OF_ORGANIZATION, CLOSE_ALL] {
        let query = sqlx::query(sql).bind(at.to_vec()).bind(organization.to_vec());
        tx.change(query.bind(now.0)).await?;
    }
    Ok(())
}

/// One appointment, over or not.
pub async fn appointment(
    db: Db<'_>,
    at: AuthorityId,
    id: AppointmentId,
) -> Result<Option<Appointment>, StoreError> {
    let query = sqlx::query(APPOINTMENT).bind(at.to_vec()).bind(id.to_vec());
    db.first(query).await?.as_ref().map(appointed).transpose()
}

/// Ends an appointment earlier than it would; false where it is over by then.
pub async fn end_one(
    tx: &mut Tx,
    at: AuthorityId,
    id: AppointmentId,
    until: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(END_ONE).bind(at.to_vec()).bind(id.to_vec()).bind(until.0);
    Ok(tx.change(query).await? == 1)
}

/// Somebody's appointment with the name, for pages of administration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub id: AppointmentId,
    pub appointment: Appointment,
    pub name: String,
    pub login_name: String,
}

/// Who holds posts of an organization at `now` or later.
pub async fn holders(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    now: Micros,
) -> Result<Vec<Holder>, StoreError> {
    let query = sqlx::query(HOLDERS).bind(at.to_vec()).bind(organization.to_vec()).bind(now.0);
    let holder = |row: &sqlx::any::AnyRow| {
        Ok(Holder {
            id: row.id("id", AppointmentId::from_slice)?,
            appointment: appointed(row)?,
            name: row.text("display_name")?,
            login_name: row.text("login_name")?,
        })
    };
    db.all(query).await?.iter().map(holder).collect()
}

/// The appointments of a person at `now` or later.
pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<(AppointmentId, Appointment)>, StoreError> {
    let query = sqlx::query(OF_PERSON).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    let found = db.all(query).await?;
    let pair =
        |row: &sqlx::any::AnyRow| Ok((row.id("id", AppointmentId::from_slice)?, appointed(row)?));
    found.iter().map(pair).collect()
}

fn appointed(row: &sqlx::any::AnyRow) -> Result<Appointment, StoreError> {
    Ok(Appointment {
        post: row.id("post_id", PostId::from_slice)?,
        person: row.id("person_id", PersonId::from_slice)?,
        from: Micros(row.int("from_us")?),
        until: row.maybe_int("until_us")?.map(Micros),
    })
}

/// The posts a person holds at a moment, for whom they deputise after the own; each post once.
pub async fn held(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<Post>, StoreError> {
    let query = sqlx::query(HELD).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    let mut posts: Vec<Post> = Vec::new();
    for row in &db.all(query).await? {
        let held = Post { is_deputy: row.int("deputy")? == 1, ..post(row)? };
        if !posts.iter().any(|own| own.id == held.id) {
            posts.push(held);
        }
    }
    Ok(posts)
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
        is_deputy: false,
    })
}
