//! One slice, salted and ready to be withheld or shown.
//!
//! Must never know which readers may see it, nor write it anywhere. Made when an edition is sealed, reloaded from
//! the store afterwards.

use std::fmt;

use serde_json::Value;

use crate::{Randomness, SealError};

/// A slice with its salt. The disclosure string is the truth: store it byte for byte, hash it, send it.
/// Destroying it erases the slice for good while signature and log proof stay valid.
#[derive(Clone, PartialEq)]
pub struct SealedSlice {
    /// Identifier within the document; random, so that it tells nothing about the order.
    pub id: u32,
    /// Who the slice concerns. Never a person's name.
    pub scope: String,
    /// The text or table, as the JSON value in the disclosure.
    pub body: Value,
    /// 128 bits, base64url.
    pub salt: String,
    /// base64url of `[salt,{"i":id,"s":scope,"b":body}]` (RFC 9901 section 4.2.2).
    pub disclosure: String,
    /// base64url of SHA-256 over the ASCII of `disclosure` (RFC 9901 section 4.2.3).
    pub digest: String,
    /// Whether the table of contents promises it to everyone.
    pub public: bool,
}

impl SealedSlice {
    /// Seals a slice under a new salt.
    pub fn conceal(
        id: u32,
        scope: &str,
        public: bool,
        body: &Value,
        rng: &mut dyn Randomness,
    ) -> Result<Self, SealError> {
        todo!()
    }

    /// Reloads a stored slice.
    pub fn from_disclosure(disclosure: &str, public: bool) -> Result<Self, SealError> {
        todo!()
    }
}

impl fmt::Debug for SealedSlice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedSlice")
            .field("id", &self.id)
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}
