//! Signing a document.
use crate::{Claims, Randomness, SealError, SealedSlice};

/// An authority's signing key.
pub struct Issuer {}

/// A signed document without disclosures: `header.payload.signature`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwt(String);

impl Issuer {
    /// The key from its 32 secret bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        todo!()
    }
    /// [`key_id`] of the public key.
    pub fn kid(&self) -> String {
        todo!()
    }
    /// The 32 bytes a verifier needs.
    pub fn public_key(&self) -> [u8; 32] {
        todo!()
    }
    /// Signs.
    pub fn issue(
        &self,
        claims: &Claims,
        slices: &[SealedSlice],
        rng: &mut dyn Randomness,
    ) -> Result<Jwt, SealError> {
        todo!()
    }
}

impl Jwt {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }
    /// SHA-256 of the ASCII.
    pub fn digest(&self) -> [u8; 32] {
        crate::jwt_digest(&self.0)
    }
    /// base64url of [`Jwt::digest`]; what [`Claims::supersedes`] of the next edition holds.
    pub fn digest_text(&self) -> String {
        crate::digest_text(&self.digest())
    }
}

/// RFC 7638 thumbprint of the OKP JWK (RFC 8037 appendix A.3) of an Ed25519 public key.
pub fn key_id(public_key: &[u8; 32]) -> String {
    todo!()
}
