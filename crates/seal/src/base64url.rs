//! base64url and SHA-256 as RFC 9901 uses them: strings are hashed, never what they decode to.
//!
//! Must never know what the bytes mean. Used by every module that hashes or decodes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::{Part, SealError};

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Strict: no padding, no white space, zero trailing bits. A second spelling of the same bytes
/// would have another digest, so none is allowed.
pub(crate) fn decode(text: &str, part: Part) -> Result<Vec<u8>, SealError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::Base64(part))
}

/// RFC 9901 section 4.2.3: base64url of SHA-256 over the ASCII of a disclosure string.
pub(crate) fn disclosure_digest(disclosure: &str) -> String {
    encode(&Sha256::digest(disclosure.as_bytes()))
}

pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32)
}

/// SHA-256 of the ASCII of `header.payload.signature`, without any tilde: what a log entry holds.
pub fn jwt_digest(jwt: &str) -> [u8; 32] {
    Sha256::digest(jwt.as_bytes()).into()
}

/// A digest as base64url text.
pub fn digest_text(digest: &[u8; 32]) -> String {
    encode(digest)
}
