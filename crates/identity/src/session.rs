//! Sessions. The cookie holds a random token; the store only its hash.

use domain::ids::{AuthorityId, PersonId};
use domain::time::random_bytes;
use sha2::{Digest, Sha256};
use store::sessions::Session;
use store::{Step, Store, Tx};

use crate::{Door, IdentityError, NewSession};

/// How long a session lasts.
pub const SESSION_DAYS: i64 = 7;

/// What the store keeps of a token.
pub fn token_hash(token: &[u8]) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// A session of a person, to be stored, and its token.
pub(crate) fn new(door: &Door<'_>, person: PersonId) -> (NewSession, Session) {
    let (token, now) = (random_bytes::<32>(door.random), door.now());
    let session = Session {
        token_hash: token_hash(&token),
        person,
        csrf: random_bytes(door.random),
        created: now,
        expires: now.plus_days(SESSION_DAYS),
        device: door.device.clone(),
    };
    (NewSession { person, token }, session)
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
