//! A document to tamper with, and a forger who holds the key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use seal::{Claims, Issuer, Jwt, Limits, Randomness, SealError, SealedSlice, Verified};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(crate) const SEED: [u8; 32] = [7; 32];

/// A counter hashed: reproducible, never the same bytes twice.
pub(crate) struct Chance(pub(crate) u64);

impl Randomness for Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            chunk.copy_from_slice(&Sha256::digest(self.0.to_le_bytes())[..chunk.len()]);
        }
    }
}

pub(crate) fn issuer() -> Issuer {
    Issuer::from_seed(&SEED)
}

pub(crate) fn claims() -> Claims {
    Claims {
        issuer: "https://disclosure.example/330122".into(),
        issued_at: 1_780_000_000,
        doc: "d-1".into(),
        revision: 2,
        supersedes: Some(seal::digest_text(&[1; 32])),
        log_origin: "disclosure.example/330122/l1".into(),
        withheld: vec!["personal privacy".into()],
        notice: Some(json!({ "whole": false })),
    }
}

/// Slices 1 to `count`; odd ids are public.
pub(crate) fn slices(count: u32, rng: &mut dyn Randomness) -> Vec<SealedSlice> {
    let slice = |id| {
        let body = json!({ "text": format!("slice number {id}") });
        SealedSlice::conceal(id, "village/3", id % 2 == 1, &body, rng).unwrap()
    };
    (1..=count).map(slice).collect()
}

pub(crate) fn issue(slices: &[SealedSlice], rng: &mut dyn Randomness) -> Jwt {
    issuer().issue(&claims(), slices, rng).unwrap()
}

pub(crate) fn check(presentation: &str) -> Result<Verified, SealError> {
    seal::verify(presentation, &issuer().public_key(), &Limits::default())
}

pub(crate) fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

pub(crate) fn digest(disclosure: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(disclosure))
}

/// The JSON of one part of a JWT.
pub(crate) fn part(jwt: &str, index: usize) -> Value {
    let text = jwt.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

/// Signs any text as header and payload.
pub(crate) fn forge(header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", encode(header), encode(payload));
    let signature = SigningKey::from_bytes(&SEED).sign(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}
