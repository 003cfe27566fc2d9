//! What an authenticator sent, believed or refused: WebAuthn Level 3, sections 7.1 and 7.2. Nothing
//! here knows a store or a clock.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use p256::ecdsa::signature::Verifier;
use sha2::{Digest, Sha256};
use store::passkeys::Passkey;

use super::{Made, RelyingParty, Signed};

/// COSE algorithm numbers (RFC 9053).
pub(super) const ES256: i64 = -7;
pub(super) const EDDSA: i64 = -8;

/// Flags of authenticator data (section 6.1).
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const ATTESTED: u8 = 1 << 6;
const EXTENDED: u8 = 1 << 7;

/// No credential is longer (section 5.8.3).
const CREDENTIAL_BYTES: usize = 1023;
/// No answer is longer.
const ANSWER_BYTES: usize = 16 << 10;

/// The public half of a passkey just made.
#[derive(Debug)]
pub(super) struct PublicKey {
    pub(super) credential: Vec<u8>,
    pub(super) algorithm: i64,
    pub(super) public_key: Vec<u8>,
    pub(super) counter: i64,
}

/// Section 7.1: the answer to a request for a new passkey.
pub(super) fn made(
    site: &RelyingParty,
    challenge: &str,
    made: &Made,
) -> Result<PublicKey, &'static str> {
    client_data(site, "webauthn.create", challenge, &made.client_data)?;
    if made.attestation_object.len() > ANSWER_BYTES {
        return Err("too long");
    }
    let object: Value = read_all(&made.attestation_object)?;
    let data = entry(&object, "authData").and_then(Value::as_bytes).ok_or("no authData")?;
    let data = AuthenticatorData::read(site, data)?;
    let (credential, key) = data.attested.ok_or("no credential")?;
    let (algorithm, public_key) = public_key(&key)?;
    Ok(PublicKey { credential, algorithm, public_key, counter: i64::from(data.counter) })
}

/// Section 7.2: the answer to a request to sign; the counter that came with it.
pub(super) fn signed(
    site: &RelyingParty,
    challenge: &str,
    key: &Passkey,
    signed: &Signed,
) -> Result<i64, &'static str> {
    client_data(site, "webauthn.get", challenge, &signed.client_data)?;
    if signed.authenticator_data.len() > ANSWER_BYTES {
        return Err("too long");
    }
    let data = AuthenticatorData::read(site, &signed.authenticator_data)?;
    let mut message = signed.authenticator_data.clone();
    message.extend_from_slice(&Sha256::digest(&signed.client_data));
    if is_signed(key, &message, &signed.signature) {
        Ok(i64::from(data.counter))
    } else {
        Err("the signature is wrong")
    }
}

fn is_signed(key: &Passkey, message: &[u8], signature: &[u8]) -> bool {
    match key.algorithm {
        ES256 => {
            let verifier = p256::ecdsa::VerifyingKey::from_sec1_bytes(&key.public_key);
            let signature = p256::ecdsa::Signature::from_der(signature);
            verifier.is_ok_and(|verifier| {
                signature.is_ok_and(|signature| verifier.verify(message, &signature).is_ok())
            })
        }
        EDDSA => {
            let bytes = <[u8; 32]>::try_from(key.public_key.as_slice());
            let verifier = bytes.map(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes));
            let signature = ed25519_dalek::Signature::from_slice(signature);
            matches!((verifier, signature), (Ok(Ok(verifier)), Ok(signature))
                if verifier.verify_strict(message, &signature).is_ok())
        }
        _ => false,
    }
}

/// What the browser vouches for: what was asked, with which challenge, and by which page.
fn client_data(
    site: &RelyingParty,
    kind: &str,
    challenge: &str,
    bytes: &[u8],
) -> Result<(), &'static str> {
    if bytes.len() > ANSWER_BYTES {
        return Err("too long");
    }
    let data: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| "no client data")?;
    let text = |name: &str| data.get(name).and_then(serde_json::Value::as_str).unwrap_or("");
    if text("type") != kind {
        return Err("another type");
    }
    let given = URL_SAFE_NO_PAD.decode(text("challenge")).map_err(|_| "another challenge")?;
    if URL_SAFE_NO_PAD.encode(given) != challenge {
        return Err("another challenge");
    }
    if text("origin") != site.origin {
        return Err("another origin");
    }
    if data.get("crossOrigin").is_some_and(|value| *value != serde_json::Value::Bool(false))
        || data.get("topOrigin").is_some()
    {
        return Err("inside another page");
    }
    Ok(())
}

/// Section 6.1.
#[derive(Debug)]
struct AuthenticatorData {
    counter: u32,
    /// Credential and COSE key.
    attested: Option<(Vec<u8>, Value)>,
}

impl AuthenticatorData {
    fn read(site: &RelyingParty, bytes: &[u8]) -> Result<Self, &'static str> {
        let (site_hash, rest) = bytes.split_first_chunk::<32>().ok_or("too short")?;
        let (&[flags], rest) = rest.split_first_chunk::<1>().ok_or("too short")?;
        let (counter, mut rest) = rest.split_first_chunk::<4>().ok_or("too short")?;
        if site_hash[..] != Sha256::digest(site.id.as_bytes())[..] {
            return Err("another site");
        }
        if flags & USER_PRESENT == 0 {
            return Err("nobody was there");
        }
        if flags & USER_VERIFIED == 0 {
            return Err("nobody unlocked the key");
        }
        if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
            return Err("flags that contradict");
        }
        let attested = if flags & ATTESTED == 0 { None } else { Some(attested(&mut rest)?) };
        if flags & EXTENDED != 0 {
            read_next(&mut rest)?;
        }
        if !rest.is_empty() {
            return Err("something behind the data");
        }
        Ok(Self { counter: u32::from_be_bytes(*counter), attested })
    }
}

/// Section 6.5.1: make, length, credential, key.
fn attested(rest: &mut &[u8]) -> Result<(Vec<u8>, Value), &'static str> {
    let (_, after) = rest.split_first_chunk::<16>().ok_or("too short")?;
    let (length, after) = after.split_first_chunk::<2>().ok_or("too short")?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length == 0 || length > CREDENTIAL_BYTES || length > after.len() {
        return Err("a credential of the wrong length");
    }
    let (credential, after) = after.split_at(length);
    *rest = after;
    Ok((credential.to_vec(), read_next(rest)?))
}

fn read_next(rest: &mut &[u8]) -> Result<Value, &'static str> {
    ciborium::de::from_reader_with_recursion_limit(&mut *rest, 8).map_err(|_| "no CBOR")
}

fn read_all(mut bytes: &[u8]) -> Result<Value, &'static str> {
    let value = read_next(&mut bytes)?;
    if bytes.is_empty() { Ok(value) } else { Err("something behind the CBOR") }
}

fn entry<'a>(map: &'a Value, name: &str) -> Option<&'a Value> {
    let mut pairs = map.as_map()?.iter();
    pairs.find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value)
}

fn numbered(map: &Value, label: i64) -> Option<&Value> {
    let mut pairs = map.as_map()?.iter();
    let is = |key: &Value| key.as_integer().is_some_and(|key| key == label.into());
    pairs.find(|(key, _)| is(key)).map(|(_, value)| value)
}

/// A COSE key (RFC 9053 section 7) of one of the two algorithms that are asked for.
fn public_key(key: &Value) -> Result<(i64, Vec<u8>), &'static str> {
    let number = |label| {
        let value = numbered(key, label).and_then(Value::as_integer);
        value.and_then(|value| i64::try_from(value).ok())
    };
    let bytes = |label| {
        let value = numbered(key, label).and_then(Value::as_bytes);
        value.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
    };
    match (number(1), number(3), number(-1)) {
        (Some(2), Some(ES256), Some(1)) => {
            let (x, y) = (bytes(-2).ok_or("no point")?, bytes(-3).ok_or("no point")?);
            let point = [&[4][..], &x, &y].concat();
            p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| "no point")?;
            Ok((ES256, point))
        }
        (Some(1), Some(EDDSA), Some(6)) => {
            let point = bytes(-2).ok_or("no point")?;
            ed25519_dalek::VerifyingKey::from_bytes(&point).map_err(|_| "no point")?;
            Ok((EDDSA, point.to_vec()))
        }
        _ => Err("an algorithm that was not asked for"),
    }
}
