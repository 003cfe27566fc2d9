//! The site as a browser and an attacker meet it, on the database that the environment names.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod accounts;
mod administration;
mod attacks;
mod browser;
mod compare;
mod contributions;
mod corrections;
mod drafts;
mod exits;
mod files;
mod form;
mod hands;
mod headers;
mod hidden;
mod hostile;
mod hot;
mod log;
mod login;
mod many;
mod routes;
mod rules;
mod site;
mod standing;
mod way;
