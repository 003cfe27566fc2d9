//! Logging in and out. The cookie holds a random token; the store only its hash.

use domain::ids::{AuthorityId, PersonId};
use domain::time::{Clock, Random, random_bytes};
use sha2::{Digest, Sha256};
use store::sessions::Session;
use store::{Step, Store, Tx};

use crate::{IdentityError, Limiter, password};

/// How long a session lasts.
pub const SESSION_DAYS: i64 = 7;

/// Passwords hashed at the same time.
static HASHING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// A session just opened. `token` goes into the cookie and nowhere else.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub person: PersonId,
    pub token: [u8; 32],
}

/// What the store keeps of a token.
pub fn token_hash(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// What logging in needs besides name and password.
pub struct Door<'a> {
    pub store: &'a Store,
    pub authority: AuthorityId,
    pub clock: &'a dyn Clock,
    pub random: &'a dyn Random,
    pub limiter: &'a Limiter,
}

/// Checks name and password and opens a session.
///
/// # Errors
/// [`IdentityError::WrongCredentials`], [`IdentityError::TooManyAttempts`], or the store's.
pub async fn log_in(
    door: &Door<'_>,
    login_name: &str,
    given: String,
    address: &str,
) -> Result<NewSession, IdentityError> {
    let now = door.clock.now();
    let seconds = door.limiter.wait_seconds(login_name, address, now);
    if seconds > 0 {
        return Err(IdentityError::TooManyAttempts { seconds });
    }
    door.limiter.guessed(login_name, address, now);
    let person =
        store::persons::by_login(door.store.reader.db(), door.authority, login_name).await?;
    let person = person.filter(|person| person.left.is_none());
    let hash = person.as_ref().map_or(password::NOBODY, |p| p.password_hash.as_str()).to_owned();
    // Each hashing takes 19 MiB: more than two at once would let strangers fill the memory.
    let permit = HASHING.acquire().await;
    let right = tokio::task::spawn_blocking(move || password::is_right(&given, &hash)).await;
    drop(permit);
    let Some(person) = person.filter(|_| matches!(right, Ok(true))) else {
        return Err(IdentityError::WrongCredentials);
    };
    door.limiter.succeeded(login_name, address);
    open(door, person.id).await
}

async fn open(door: &Door<'_>, person: PersonId) -> Result<NewSession, IdentityError> {
    let (token, now) = (random_bytes::<32>(door.random), door.clock.now());
    let session = Session {
        token_hash: token_hash(&token),
        person,
        csrf: random_bytes(door.random),
        created: now,
        expires: now.plus_days(SESSION_DAYS),
    };
    door.store.writer.run(&Open { at: door.authority, session }).await?;
    Ok(NewSession { person, token })
}

struct Open {
    at: AuthorityId,
    session: Session,
}

impl Step for Open {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        store::sessions::delete_expired(tx, self.at, self.session.created).await?;
        Ok(store::sessions::insert(tx, self.at, &self.session).await?)
    }
}

/// Ends the session of a token.
///
/// # Errors
/// The store's.
pub async fn log_out(store: &Store, at: AuthorityId, token: &[u8]) -> Result<(), IdentityError> {
    store.writer.run(&Close { at, token_hash: token_hash(token) }).await
}

struct Close {
    at: AuthorityId,
    token_hash: [u8; 32],
}

impl Step for Close {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        Ok(store::sessions::delete(tx, self.at, self.token_hash).await?)
    }
}
