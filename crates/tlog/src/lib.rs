//! A Merkle log of opaque entries: hashing, tiles, signed notes, checkpoints and receipts.
//!
//! It is for whoever writes the log (`flow`, `store`), serves it (`web`), witnesses it or checks it offline. It must
//! never know what an entry means, where tiles are kept, what time it is or who reads: bytes in, bytes out, no I/O.
//! Nothing here panics on input from outside.
//!
//! One module per specification, pinned at C2SP commit 5ba5ee8:
//!
//! | module | specification |
//! |---|---|
//! | [`merkle`] | RFC 6962 section 2.1 |
//! | [`tile`] | c2sp.org/tlog-tiles |
//! | [`note`] | c2sp.org/signed-note |
//! | [`checkpoint`] | c2sp.org/tlog-checkpoint |
//! | [`proof`] | c2sp.org/tlog-proof |
#![forbid(unsafe_code)]

pub mod checkpoint;
mod error;
mod line;
pub mod merkle;
pub mod note;
pub mod proof;
pub mod tile;

#[cfg(test)]
mod robustness;

pub use error::TlogError;
