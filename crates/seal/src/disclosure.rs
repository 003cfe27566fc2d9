//! One disclosure, decoded (RFC 9901 section 4.2).
//!
//! Must never know where it belongs: [`crate::unpack::unpack`] finds that out by its digest.

use serde_json::Value;

use crate::{Part, SealError, base64url, json};

/// 128 bits in base64url.
const SALT_CHARACTERS: usize = 22;

/// `[salt, value]` or `[salt, name, value]`.
#[derive(Clone, PartialEq)]
pub(crate) struct Disclosure {
    pub(crate) salt: String,
    pub(crate) name: Option<String>,
    pub(crate) value: Value,
}

impl Disclosure {
    /// Decodes the base64url string a presentation carries.
    pub(crate) fn parse(text: &str, depth: usize) -> Result<Self, SealError> {
        let bytes = base64url::decode(text, Part::Disclosure)?;
        let Value::Array(elements) = json::parse(&bytes, depth, Part::Disclosure)? else {
            return Err(SealError::DisclosureShape);
        };
        let disclosure = Self::from_elements(elements)?;
        if disclosure.salt.len() < SALT_CHARACTERS {
            return Err(SealError::ShortSalt);
        }
        match &disclosure.name {
            Some(name) if is_reserved(name) => Err(SealError::ReservedName),
            _ => Ok(disclosure),
        }
    }

    fn from_elements(elements: Vec<Value>) -> Result<Self, SealError> {
        let mut elements = elements.into_iter();
        let parts = (elements.next(), elements.next(), elements.next(), elements.next());
        match parts {
            (Some(Value::String(salt)), Some(value), None, None) => {
                Ok(Self { salt, name: None, value })
            }
            (Some(Value::String(salt)), Some(Value::String(name)), Some(value), None) => {
                Ok(Self { salt, name: Some(name), value })
            }
            _ => Err(SealError::DisclosureShape),
        }
    }
}

/// Names that steer the processing and so cannot be names of content.
pub(crate) fn is_reserved(name: &str) -> bool {
    matches!(name, "_sd" | "_sd_alg" | "...")
}

/// Whether a reserved name occurs anywhere inside. An issuer that let one through would sign
/// something a verifier drops or refuses.
pub(crate) fn has_reserved(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            object.iter().any(|(name, inner)| is_reserved(name) || has_reserved(inner))
        }
        Value::Array(elements) => elements.iter().any(has_reserved),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
