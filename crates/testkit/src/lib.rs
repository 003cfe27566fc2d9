//! What tests are made of: a fixed clock, a seeded chance, a fresh database of the kind asked for,
//! and a small invented county in which everything can be done.
//!
//! Only ever a dev-dependency. A failure here is a failure of the test, so everything panics.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(clippy::missing_panics_doc, reason = "what fails here fails the test")]

mod acts;
mod authenticator;
mod chance;
mod county;
mod database;
mod files;
mod neighbour;
mod office;
mod procedure;
mod shared;
mod tamper;
mod verbs;
mod world;

pub use acts::LoneAct;
pub use authenticator::{Assertion, Authenticator, base64url};
pub use chance::{TestClock, TestRandom};
pub use county::{Bodies, People};
pub use database::{Kind, Snapshot, TestStore};
pub use files::picture;
pub use neighbour::Neighbour;
pub use procedure::{FULL, SHORT, scan};
pub use shared::shared_data;
pub use verbs::{Published, TEXT, text};
pub use world::{World, regimes};

/// Argon2id of [`PASSWORD`] with the least memory and one pass: cheap to check, fit for tests only.
pub const PASSWORD_HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c2FsdC1vZi10aGUtdGVzdHM$Ae3g+9HS8tpxegMhnBvbM33m/avPl8OUQ5AQ+zv7skQ";

/// The password of everybody in the county.
pub const PASSWORD: &str = "county-of-tests";
