//! What was begun and waits some minutes for its second half. Only the hash of a token is kept; each
//! is taken once.

use domain::ids::{AuthorityId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO ceremonies (authority_id, token_hash, kind, person_id, secret, next, tries, \
        expires_us) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
    FIND = "SELECT person_id, secret, next, tries FROM ceremonies \
        WHERE authority_id = $1 AND token_hash = $2 AND kind = $3 AND expires_us > $4";
    TRY = "UPDATE ceremonies SET tries = tries + 1 WHERE authority_id = $1 AND token_hash = $2 \
        AND tries < $3";
    DELETE = "DELETE FROM ceremonies WHERE authority_id = $1 AND token_hash = $2";
    DELETE_OF_PERSON = "DELETE FROM ceremonies WHERE authority_id = $1 AND person_id = $2";
    DELETE_EXPIRED = "DELETE FROM ceremonies WHERE authority_id = $1 AND expires_us <= $2";
}

/// What was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The password was right; the code is still asked for.
    Code,
    /// A passkey is asked to sign in.
    PasskeyLogin,
    /// A passkey is being added to an account.
    PasskeyAdd,
    /// Somebody was sent to the provider of logins to come in.
    OidcLogin,
    /// Somebody who is in was sent to the provider to link the account there.
    OidcLink,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::PasskeyLogin => "passkey_login",
            Self::PasskeyAdd => "passkey_add",
            Self::OidcLogin => "oidc_login",
            Self::OidcLink => "oidc_link",
        }
    }
}

/// Something begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// SHA-256 of the cookie's token.
    pub token_hash: [u8; 32],
    pub kind: Kind,
    pub person: Option<PersonId>,
    /// Challenge, nonce and the like, in the form of the kind.
    pub secret: String,
    /// Where to go on afterwards.
    pub next: String,
    pub expires: Micros,
}

/// Begins; what has expired is forgotten.
pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    ceremony: &Ceremony,
    now: Micros,
) -> Result<(), StoreError> {
    tx.change(sqlx::query(DELETE_EXPIRED).bind(at.to_vec()).bind(now.0)).await?;
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(ceremony.token_hash.to_vec())
        .bind(ceremony.kind.word())
        .bind(ceremony.person.map(PersonId::to_vec))
        .bind(ceremony.secret.clone())
        .bind(ceremony.next.clone())
        .bind(ceremony.expires.0);
    tx.change(query).await.map(|_| ())
}

/// One of this kind that has not expired.
pub async fn find(
    db: Db<'_>,
    at: AuthorityId,
    token_hash: [u8; 32],
    kind: Kind,
    now: Micros,
) -> Result<Option<Ceremony>, StoreError> {
    let query =
        sqlx::query(FIND).bind(at.to_vec()).bind(token_hash.to_vec()).bind(kind.word()).bind(now.0);
    let row = db.first(query).await?;
    let ceremony = |row: sqlx::any::AnyRow| {
        Ok(Ceremony {
            token_hash,
            kind,
            person: row.maybe_id("person_id", PersonId::from_slice)?,
            secret: row.text("secret")?,
            next: row.text("next")?,
            expires: now,
        })
    };
    row.map(ceremony).transpose()
}

/// Counts a try; false when `most` are used up.
pub async fn try_once(
    tx: &mut Tx,
    at: AuthorityId,
    token_hash: [u8; 32],
    most: i64,
) -> Result<bool, StoreError> {
    let query = sqlx::query(TRY).bind(at.to_vec()).bind(token_hash.to_vec()).bind(most);
    Ok(tx.change(query).await? == 1)
}

/// Ends it; false when it was ended before.
pub async fn end(tx: &mut Tx, at: AuthorityId, token_hash: [u8; 32]) -> Result<bool, StoreError> {
    Ok(tx.change(sqlx::query(DELETE).bind(at.to_vec()).bind(token_hash.to_vec())).await? == 1)
}

/// Ends all that belong to a person.
pub async fn end_of_person(
    tx: &mut Tx,
    at: AuthorityId,
    person: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(DELETE_OF_PERSON).bind(at.to_vec()).bind(person.to_vec());
    tx.change(query).await.map(|_| ())
}
