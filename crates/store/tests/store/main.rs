//! What the store promises, on the database that the environment names.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod guard;
mod indexes;
mod layout;
mod retry;
