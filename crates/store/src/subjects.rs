//! Who a person is at a provider of logins.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO subjects (authority_id, issuer, subject, person_id, linked_us) \
        VALUES ($1, $2, $3, $4, $5)";
    FIND = "SELECT s.person_id FROM subjects s \
        JOIN persons p ON p.authority_id = s.authority_id AND p.id = s.person_id \
        WHERE s.authority_id = $1 AND p.authority_id = $1 AND s.issuer = $2 AND s.subject = $3 \
        AND p.left_us IS NULL";
    OF_PERSON = "SELECT subject FROM subjects WHERE authority_id = $1 AND issuer = $2 AND person_id = $3";
    DELETE = "DELETE FROM subjects WHERE authority_id = $1 AND issuer = $2 AND person_id = $3";
}

/// [`StoreError::Conflict`] when the subject is another person's, or the person has one.
pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    (issuer, subject): (&str, &str),
    person: PersonId,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(issuer.to_owned())
        .bind(subject.to_owned())
        .bind(person.to_vec())
        .bind(now.0);
    tx.change(query).await.map(|_| ())
}

/// Whose subject it is, unless that person has left.
pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    issuer: &str,
    subject: &str,
) -> Result<Option<PersonId>, StoreError> {
    let query = sqlx::query(FIND).bind(at.to_vec()).bind(issuer.to_owned());
    let row = db.first(query.bind(subject.to_owned())).await?;
    row.map(|row| row.id("person_id", PersonId::from_slice)).transpose()
}

/// The subject of a person at an issuer.
pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    issuer: &str,
    person: PersonId,
) -> Result<Option<String>, StoreError> {
    let query = sqlx::query(OF_PERSON).bind(at.to_vec()).bind(issuer.to_owned());
    let row = db.first(query.bind(person.to_vec())).await?;
    row.map(|row| row.text("subject")).transpose()
}

/// Removes the link of a person.
pub async fn delete(
    tx: &mut Tx,
    at: AuthorityId,
    issuer: &str,
    person: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(DELETE).bind(at.to_vec()).bind(issuer.to_owned());
    tx.change(query.bind(person.to_vec())).await.map(|_| ())
}
