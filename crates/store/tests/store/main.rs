//! What the store promises, on the database that the environment names.

mod guard;
mod indexes;
mod layout;
mod retry;
