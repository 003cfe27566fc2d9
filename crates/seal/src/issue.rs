//! Signing a document: one JWT over claims, table of contents, placeholders and decoys.
//!
//! Must never put a text or a salt into what it signs. Called once for each edition, by the
//! publication step.

use std::collections::BTreeSet;
use std::fmt;

use ed25519_dalek::SigningKey;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::disclosure::has_reserved;
use crate::{Claims, Limits, Randomness, SealError, SealedSlice};
use crate::{base64url, padding, profile, token};

/// An authority's signing key.
pub struct Issuer {
    key: SigningKey,
}

impl Issuer {
    /// The key from its 32 secret bytes (RFC 8032 section 5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(seed) }
    }

    /// [`key_id`] of the public key.
    pub fn kid(&self) -> String {
        key_id(&self.public_key())
    }

    /// The 32 bytes a verifier needs.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// Signs. The slices' order is the reading order, and public ones are promised in the table of
    /// contents. Refuses whatever [`crate::verify()`] would refuse, two slices with one id, and two
    /// with one salt.
    pub fn issue(
        &self,
        claims: &Claims,
        slices: &[SealedSlice],
        rng: &mut dyn Randomness,
    ) -> Result<Jwt, SealError> {
        check(claims, slices)?;
        let payload = payload(claims, slices, rng);
        profile::read(&payload, Limits::default().placeholders)?;
        Ok(Jwt(token::sign(&Value::Object(payload).to_string(), &self.key)))
    }
}

/// Without the key: a debug print must not disclose.
impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issuer").field("kid", &self.kid()).finish_non_exhaustive()
    }
}

fn check(claims: &Claims, slices: &[SealedSlice]) -> Result<(), SealError> {
    let (mut ids, mut salts, mut digests) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    if padding::bucket(slices.len()) > Limits::default().placeholders {
        return Err(SealError::TooManyPlaceholders);
    }
    if claims.notice.as_ref().is_some_and(has_reserved) {
        return Err(SealError::ReservedName);
    }
    if !slices.iter().all(|slice| digests.insert(&slice.digest)) {
        return Err(SealError::DigestTwice);
    }
    if !slices.iter().all(|slice| ids.insert(slice.id)) {
        return Err(SealError::SliceIdTwice);
    }
    if !slices.iter().all(|slice| salts.insert(&slice.salt)) {
        return Err(SealError::SaltTwice);
    }
    Ok(())
}

fn payload(
    claims: &Claims,
    slices: &[SealedSlice],
    rng: &mut dyn Randomness,
) -> Map<String, Value> {
    let mut payload = Map::new();
    claims.write(&mut payload);
    let digests = padding::mix(slices.iter().map(|slice| slice.digest.as_str()), rng);
    let public = slices.iter().filter(|slice| slice.public);
    let toc = public.map(|slice| json!({ "i": slice.id, "d": slice.digest })).collect();
    payload.insert("_sd_alg".into(), "sha-256".into());
    payload.insert("pad".into(), digests.len().into());
    payload.insert("toc".into(), Value::Array(toc));
    let placeholders = digests.into_iter().map(|digest| json!({ "...": digest })).collect();
    payload.insert("slices".into(), Value::Array(placeholders));
    payload
}

/// A signed document without disclosures: `header.payload.signature`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwt(String);

impl Jwt {
    /// The text, to store and to [`crate::present()`].
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, owned.
    pub fn into_string(self) -> String {
        self.0
    }

    /// SHA-256 of the ASCII: what the log entry holds.
    pub fn digest(&self) -> [u8; 32] {
        crate::jwt_digest(&self.0)
    }

    /// base64url of [`Jwt::digest`]: what [`Claims::supersedes`] of the next edition holds.
    pub fn digest_text(&self) -> String {
        crate::digest_text(&self.digest())
    }
}

/// RFC 7638 thumbprint of the OKP JWK (RFC 8037 appendix A.3) of an Ed25519 public key.
pub fn key_id(public_key: &[u8; 32]) -> String {
    let x = base64url::encode(public_key);
    let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    base64url::encode(&Sha256::digest(jwk.as_bytes()))
}
