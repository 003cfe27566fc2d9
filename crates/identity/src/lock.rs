//! The lock after wrong guesses in a row. It is kept in the database, by login name, whether somebody
//! has that name or not; beside it the [`crate::Limiter`] slows down in memory.

use domain::ids::AuthorityId;
use domain::time::Micros;
use sha2::{Digest, Sha256};
use store::guesses::Limit;
use store::{Step, Tx};

use crate::IdentityError;

/// Wrong passwords and codes in a row after which an account is locked.
pub const WRONG_GUESSES: i64 = 10;
/// How long it is locked.
pub const LOCK_MINUTES: i64 = 30;
/// Wrong guesses are forgotten after this time.
const FORGET_DAYS: i64 = 7;

/// Under what the guesses of a login name are counted.
pub(crate) fn name_hash(login_name: &str) -> [u8; 32] {
    Sha256::digest(login_name.as_bytes()).into()
}

/// Whether the name is locked, as the transaction sees it.
pub(crate) async fn is_locked(
    tx: &mut Tx,
    at: AuthorityId,
    login_name: &str,
    now: Micros,
) -> Result<bool, IdentityError> {
    let until = store::guesses::locked_until(tx.db(), at, name_hash(login_name), now).await?;
    Ok(until.is_some())
}

/// Counts a wrong guess. During a lock nothing is counted, so that it ends when it was to end.
pub(crate) async fn count(
    tx: &mut Tx,
    at: AuthorityId,
    login_name: &str,
    now: Micros,
) -> Result<(), IdentityError> {
    let limit = Limit {
        failures: WRONG_GUESSES,
        locked_until: Micros(now.0 + LOCK_MINUTES * 60_000_000),
        forget_before: now.plus_days(-FORGET_DAYS),
    };
    if !is_locked(tx, at, login_name, now).await? {
        store::guesses::fail(tx, at, name_hash(login_name), now, limit).await?;
    }
    Ok(())
}

/// Counts a wrong guess in a transaction of its own.
pub(crate) struct Wrong<'a> {
    pub(crate) at: AuthorityId,
    pub(crate) login_name: &'a str,
    pub(crate) now: Micros,
}

impl Step for Wrong<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        count(tx, self.at, self.login_name, self.now).await
    }
}
