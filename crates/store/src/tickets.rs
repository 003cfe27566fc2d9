//! One-time links by which a person chooses a password: only the hash of a token is kept.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO tickets (authority_id, token_hash, person_id, purpose, created_us, created_by, \
        expires_us) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    VOID = "DELETE FROM tickets WHERE authority_id = $1 AND person_id = $2 AND used_us IS NULL";
    FIND = "SELECT t.person_id, t.purpose FROM tickets t \
        JOIN persons p ON p.authority_id = t.authority_id AND p.id = t.person_id \
        WHERE t.authority_id = $1 AND p.authority_id = $1 AND t.token_hash = $2 \
        AND t.used_us IS NULL AND t.expires_us > $3 AND p.left_us IS NULL";
    USE = "UPDATE tickets SET used_us = $3 WHERE authority_id = $1 AND token_hash = $2 \
        AND used_us IS NULL AND expires_us > $3";
    OPEN = "SELECT person_id, purpose, expires_us FROM tickets WHERE authority_id = $1 \
        AND used_us IS NULL AND expires_us > $2";
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first password of somebody who was invited.
    Invite,
    /// Another password for somebody who lost theirs.
    Reset,
}

impl Purpose {
    pub const ALL: [Self; 2] = [Self::Invite, Self::Reset];

    pub fn word(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Reset => "reset",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }
}

/// A link to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    pub person: PersonId,
    pub purpose: Purpose,
    pub created: Micros,
    pub created_by: PersonId,
    pub expires: Micros,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, ticket: &Ticket) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(ticket.token_hash.to_vec())
        .bind(ticket.person.to_vec())
        .bind(ticket.purpose.word())
        .bind(ticket.created.0)
        .bind(ticket.created_by.to_vec())
        .bind(ticket.expires.0);
    tx.change(query).await.map(|_| ())
}

/// Takes back every link of the person that was not used.
pub async fn void(tx: &mut Tx, at: AuthorityId, person: PersonId) -> Result<(), StoreError> {
    tx.change(sqlx::query(VOID).bind(at.to_vec()).bind(person.to_vec())).await.map(|_| ())
}

/// Whose link it is and what for; `None` for one that is unknown, used or out of date, or whose
/// person has left.
pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    token_hash: [u8; 32],
    now: Micros,
) -> Result<Option<(PersonId, Purpose)>, StoreError> {
    let query = sqlx::query(FIND).bind(at.to_vec()).bind(token_hash.to_vec()).bind(now.0);
    let row = db.first(query).await?;
    let found = |row: sqlx::any::AnyRow| {
        let person = row.id("person_id", PersonId::from_slice)?;
        Ok((person, row.word("purpose", Purpose::from_word)?))
    };
    row.map(found).transpose()
}

/// Uses a link up; false when somebody else was first.
pub async fn use_up(
    tx: &mut Tx,
    at: AuthorityId,
    token_hash: [u8; 32],
    now: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(USE).bind(at.to_vec()).bind(token_hash.to_vec()).bind(now.0);
    Ok(tx.change(query).await? == 1)
}

/// Persons with a link that can still be used, what for and until when.
pub async fn open(
    db: Db<'_>,
    at: AuthorityId,
    now: Micros,
) -> Result<Vec<(PersonId, Purpose, Micros)>, StoreError> {
    let rows = db.all(sqlx::query(OPEN).bind(at.to_vec()).bind(now.0)).await?;
    let open = |row: &sqlx::any::AnyRow| {
        let person = row.id("person_id", PersonId::from_slice)?;
        Ok((person, row.word("purpose", Purpose::from_word)?, Micros(row.int("expires_us")?)))
    };
    rows.iter().map(open).collect()
}
