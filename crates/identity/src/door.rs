//! What coming in needs besides what the visitor gives.

use domain::ids::AuthorityId;
use domain::time::{Clock, Micros, Random, random_bytes};
use store::Store;
use store::ceremonies::{Ceremony, Kind};

use crate::{Limiter, token_hash};

/// How long something begun waits for its second half.
pub(crate) const CEREMONY_MINUTES: i64 = 10;

/// The door of one authority, and who stands before it.
pub struct Door<'a> {
    pub store: &'a Store,
    pub authority: AuthorityId,
    pub clock: &'a dyn Clock,
    pub random: &'a dyn Random,
    pub limiter: &'a Limiter,
    /// The network address of whoever asks.
    pub address: String,
    /// What the browser says of itself, cut short for the list of sessions.
    pub device: String,
}

impl Door<'_> {
    pub(crate) fn now(&self) -> Micros {
        self.clock.now()
    }

    /// A fresh token and what is kept of a ceremony under it.
    pub(crate) fn begin(&self, kind: Kind, secret: String, next: &str) -> ([u8; 32], Ceremony) {
        let token = random_bytes::<32>(self.random);
        let ceremony = Ceremony {
            token_hash: token_hash(&token),
            kind,
            person: None,
            secret,
            next: next.to_owned(),
            expires: Micros(self.now().0 + CEREMONY_MINUTES * 60_000_000),
        };
        (token, ceremony)
    }
}
