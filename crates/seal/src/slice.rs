//! One slice, salted and ready to be withheld or shown.
//!
//! Must never know which readers may see it, nor write it anywhere. Made when an edition is sealed,
//! reloaded from the store afterwards.

use std::fmt;

use serde_json::{Value, json};

use crate::disclosure::{Disclosure, has_reserved};
use crate::{Limits, Randomness, SealError, Shown, base64url};

/// A slice with its salt. The disclosure string is the truth: store it byte for byte, hash it, send
/// it. Destroying it erases the slice for good while signature and log proof stay valid.
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
    /// Seals a slice under a new salt of 128 bits. Refuses a body with a reserved name, nested too
    /// deep, or an empty scope: what is sealed here always reads back.
    pub fn conceal(
        id: u32,
        scope: &str,
        public: bool,
        body: &Value,
        rng: &mut dyn Randomness,
    ) -> Result<Self, SealError> {
        let mut salt = [0; 16];
        rng.fill(&mut salt);
        let array = json!([base64url::encode(&salt), { "i": id, "s": scope, "b": body }]);
        Self::from_disclosure(&base64url::encode(array.to_string().as_bytes()), public)
    }

    /// Reloads a stored slice. The string is kept as it is.
    pub fn from_disclosure(disclosure: &str, public: bool) -> Result<Self, SealError> {
        let Disclosure { salt, name, value } =
            Disclosure::parse(disclosure, Limits::default().slice_depth())?;
        if name.is_some() {
            return Err(SealError::WrongArity);
        }
        let Shown { id, scope, body } = read_value(value)?;
        if has_reserved(&body) {
            return Err(SealError::ReservedName);
        }
        let digest = base64url::disclosure_digest(disclosure);
        Ok(Self { id, scope, body, salt, disclosure: disclosure.to_owned(), digest, public })
    }
}

/// Reads a disclosed value: `{"i":…,"s":…,"b":…}` and nothing else.
pub(crate) fn read_value(value: Value) -> Result<Shown, SealError> {
    let Value::Object(mut object) = value else { return Err(SealError::SliceShape) };
    let id = object.get("i").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok());
    let body = object.remove("b");
    match (id, object.remove("s"), body) {
        (Some(id), Some(Value::String(scope)), Some(body))
            if !scope.is_empty() && object.len() == 1 =>
        {
            Ok(Shown { id, scope, body })
        }
        _ => Err(SealError::SliceShape),
    }
}

/// Without text and salt: a debug print must not disclose.
impl fmt::Debug for SealedSlice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedSlice")
            .field("id", &self.id)
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}
