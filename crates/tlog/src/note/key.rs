//! Keys of a note: who signs and who is trusted.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::{Note, Signature};
use crate::{TlogError, line};

const ED25519: u8 = 0x01;

/// A key name is not empty and has no Unicode space and no `+`; control characters would break the line.
pub(crate) fn check_name(name: &str) -> Result<(), TlogError> {
    let forbidden = |c: char| c.is_whitespace() || c < ' ' || c == '+';
    if name.is_empty() || name.contains(forbidden) {
        return Err(TlogError::malformed("key name", "not empty, no space, no plus"));
    }
    Ok(())
}

/// SHA-256(name ‖ 0x0A ‖ type ‖ public key), first four bytes, big endian.
fn key_id(name: &str, key: &VerifyingKey) -> u32 {
    let digest = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', ED25519])
        .chain_update(key)
        .finalize();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// A public key that is trusted under a name.
///
/// Written and parsed as a vkey: `<name>+<8 hex digits of the key id>+<base64(type ‖ key)>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    key_id: u32,
    key: VerifyingKey,
}

impl Verifier {
    /// The key of these 32 bytes (RFC 8032 section 5.1.2) under this name.
    pub fn new(name: &str, public_key: &[u8; 32]) -> Result<Self, TlogError> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(public_key).ok().filter(|key| !key.is_weak());
        let key = key.ok_or(TlogError::malformed("verifier key", "not an Ed25519 key"))?;
        Ok(Self { name: name.to_owned(), key_id: key_id(name, &key), key })
    }

    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number that tells keys of one name apart. Not a cryptographic hash: it only selects.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// The public key.
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Whether the signature claims to be by this key.
    pub(super) fn made(&self, signature: &Signature) -> bool {
        signature.name() == self.name && signature.key_id() == self.key_id
    }

    /// Strict verification: no second signature of the same text can be made from a first.
    pub(super) fn verify(&self, text: &str, signature: &Signature) -> Result<(), TlogError> {
        ed25519_dalek::Signature::from_slice(signature.bytes())
            .and_then(|signature| self.key.verify_strict(text.as_bytes(), &signature))
            .map_err(|_| TlogError::BadSignature { name: self.name.clone() })
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[ED25519], self.public_key().as_slice()].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.key_id, line::to_base64(&typed))
    }
}

impl FromStr for Verifier {
    type Err = TlogError;

    fn from_str(vkey: &str) -> Result<Self, TlogError> {
        let malformed = |why| TlogError::malformed("verifier key", why);
        let (name, rest) = vkey.split_once('+').ok_or(malformed("three parts"))?;
        // The base64 may itself contain a plus.
        let (_, typed) = rest.split_once('+').ok_or(malformed("three parts"))?;
        let typed = line::base64(typed).ok_or(malformed("the key is base64"))?;
        let Some((&ED25519, key)) = typed.split_first() else {
            return Err(malformed("the type is not 0x01"));
        };
        let key = key.try_into().map_err(|_| malformed("the key has 32 bytes"))?;
        let parsed = Self::new(name, key)?;
        if parsed.to_string() == vkey { Ok(parsed) } else { Err(malformed("the key id differs")) }
    }
}

/// A private key under a name.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
    verifier: Verifier,
}

impl Signer {
    /// The key of this 32-byte seed (RFC 8032 section 5.1.5) under this name.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, TlogError> {
        let key = SigningKey::from_bytes(seed);
        let verifier = Verifier::new(name, key.verifying_key().as_bytes())?;
        Ok(Self { key, verifier })
    }

    /// The public half, to be handed out.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The signature over a text, to be added to its note. The text is taken as it is: [`Note::new`] checks it.
    pub fn sign(&self, note: &Note) -> Signature {
        let bytes = self.key.sign(note.text().as_bytes()).to_bytes().to_vec();
        Signature::new(self.verifier.name.clone(), self.verifier.key_id, bytes)
    }
}

/// Shows the public half alone: a seed must not reach a log line.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("verifier", &self.verifier).finish_non_exhaustive()
    }
}
