//! Accounts: coming in by link, code, passkey or provider; the own account; the accounts of others.
//! Called by the router; writes through `identity` and `flow` only.

pub(crate) mod code;
mod device;
pub(crate) mod link;
pub(crate) mod oidc;
pub(crate) mod open;
pub(crate) mod own;
pub(crate) mod passkey;
pub(crate) mod persons;
mod qr;
pub(crate) mod roster;

pub(crate) use device::device;
pub(crate) use open::{OpenForm, let_in, query};
