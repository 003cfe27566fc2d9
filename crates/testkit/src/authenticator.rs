//! An authenticator in software (WebAuthn Level 3): ES256, one credential, everything it says can be
//! bent by a test.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use sha2::{Digest, Sha256};

/// User present and verified.
const HERE: u8 = 0b101;

/// One credential and the browser around it.
#[derive(Clone, Debug)]
pub struct Authenticator {
    key: SigningKey,
    pub credential: Vec<u8>,
    /// What it says next; counted up with each signature.
    pub counter: u32,
    /// The page that asks, as the browser says.
    pub origin: String,
    /// The site that the authenticator was asked for.
    pub site: String,
    /// Flags of authenticator data: user present and verified at first.
    pub flags: u8,
}

/// An answer that signs.
#[derive(Clone, Debug)]
pub struct Assertion {
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub signature: Vec<u8>,
}

impl Authenticator {
    /// The same for the same seed.
    pub fn seeded(seed: u8, origin: &str, site: &str) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            credential: vec![seed; 16],
            counter: 0,
            origin: origin.to_owned(),
            site: site.to_owned(),
            flags: HERE,
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let origin = &self.origin;
        format!(
            "{{\"type\":\"{kind}\",\"challenge\":\"{challenge}\",\"origin\":\"{origin}\",\
             \"crossOrigin\":false}}"
        )
        .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.site.as_bytes()).to_vec();
        data.push(flags);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    /// Makes the credential: client data and attestation object.
    pub fn make(&self, challenge: &str) -> (Vec<u8>, Vec<u8>) {
        let mut data = self.data(self.flags | 0x40);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(self.credential.len()).unwrap().to_be_bytes());
        data.extend_from_slice(&self.credential);
        data.extend_from_slice(&self.cose_key());
        let object = Value::Map(vec![
            (Value::from("fmt"), Value::from("none")),
            (Value::from("attStmt"), Value::Map(Vec::new())),
            (Value::from("authData"), Value::Bytes(data)),
        ]);
        (self.client_data("webauthn.create", challenge), cbor(&object))
    }

    fn cose_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let number = |number: i64| Value::Integer(number.into());
        cbor(&Value::Map(vec![
            (number(1), number(2)),
            (number(3), number(-7)),
            (number(-1), number(1)),
            (number(-2), Value::Bytes(x.to_vec())),
            (number(-3), Value::Bytes(y.to_vec())),
        ]))
    }

    /// Signs a challenge, and counts.
    pub fn sign(&mut self, challenge: &str) -> Assertion {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", challenge);
        let authenticator_data = self.data(self.flags);
        let mut message = authenticator_data.clone();
        message.extend_from_slice(&Sha256::digest(&client_data));
        let signature: Signature = self.key.sign(&message);
        let signature = signature.to_der().as_bytes().to_vec();
        Assertion { client_data, authenticator_data, signature }
    }
}

fn cbor(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

/// As the site's script writes bytes into a form.
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
