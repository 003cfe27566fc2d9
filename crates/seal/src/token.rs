//! The signed part: `header.payload.signature` (RFC 7515 section 3.1, RFC 8037, RFC 9864).
//!
//! Must never take the algorithm or the key from the document. Used by [`crate::Issuer::issue`] to
//! sign, by [`crate::verify()`] and [`crate::examine()`] to open.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde_json::{Map, Value, json};

use crate::issue::key_id;
use crate::{Part, SealError, base64url};

const ALGORITHM: &str = "Ed25519";
const TYPE: &str = "notice+sd-jwt";

/// Signs the payload, given as the exact bytes.
pub(crate) fn sign(payload: &str, key: &SigningKey) -> String {
    let kid = key_id(&key.verifying_key().to_bytes());
    let header = json!({ "alg": ALGORITHM, "typ": TYPE, "kid": kid }).to_string();
    let signed = format!(
        "{}.{}",
        base64url::encode(header.as_bytes()),
        base64url::encode(payload.as_bytes())
    );
    let signature = base64url::encode(&key.sign(signed.as_bytes()).to_bytes());
    format!("{signed}.{signature}")
}

/// Checks header and signature; only then reads the payload.
pub(crate) fn open(
    jwt: &str,
    key: &[u8; 32],
    depth: usize,
) -> Result<Map<String, Value>, SealError> {
    let (signed, signature) = jwt.rsplit_once('.').ok_or(SealError::JwtShape)?;
    let (header, payload) = signed.split_once('.').ok_or(SealError::JwtShape)?;
    if payload.contains('.') {
        return Err(SealError::JwtShape);
    }
    check_header(header, key, depth)?;
    check_signature(signed, signature, key)?;
    crate::json::parse_object(&base64url::decode(payload, Part::Payload)?, depth, Part::Payload)
}

/// The header may hold exactly alg, typ and kid: a parameter not understood could change what the
/// rest means.
fn check_header(header: &str, key: &[u8; 32], depth: usize) -> Result<(), SealError> {
    let bytes = base64url::decode(header, Part::Header)?;
    let header = crate::json::parse_object(&bytes, depth, Part::Header)?;
    let holds = |name, expected: &str| header.get(name).and_then(Value::as_str) == Some(expected);
    if !holds("alg", ALGORITHM) {
        return Err(SealError::Algorithm);
    }
    if !holds("typ", TYPE) {
        return Err(SealError::Type);
    }
    if !holds("kid", &key_id(key)) {
        return Err(SealError::KeyId);
    }
    if header.len() == 3 { Ok(()) } else { Err(SealError::HeaderParameter) }
}

/// `verify_strict` also refuses keys and signatures of small order, for which several messages
/// would hold.
fn check_signature(signed: &str, signature: &str, key: &[u8; 32]) -> Result<(), SealError> {
    let key = VerifyingKey::from_bytes(key).map_err(|_| SealError::Key)?;
    let bytes = base64url::decode(signature, Part::Signature)?;
    let signature = Signature::from_slice(&bytes).map_err(|_| SealError::Signature)?;
    key.verify_strict(signed.as_bytes(), &signature).map_err(|_| SealError::Signature)
}
