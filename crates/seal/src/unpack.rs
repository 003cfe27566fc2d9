//! RFC 9901 section 7.1 step 3 to 5, for any SD-JWT payload: put disclosed values where their
//! digests stand.
//!
//! Must never know the profile: objects, nesting and recursion are all handled here, and
//! [`crate::verify()`] refuses afterwards what a notice may not contain.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::disclosure::Disclosure;
use crate::{Part, SealError, base64url};

/// A payload without digests.
pub(crate) struct Unpacked {
    /// The processed payload: disclosed values in place, everything undisclosed gone.
    pub(crate) payload: Map<String, Value>,
    /// Digests of the disclosures, all of them used.
    pub(crate) disclosed: BTreeSet<String>,
    /// Number of digests met, in the payload and inside disclosed values.
    pub(crate) digests: usize,
}

/// Processes a payload. `depth` caps nesting, also the nesting made by disclosures inside
/// disclosures.
pub(crate) fn unpack<'a>(
    payload: &Map<String, Value>,
    disclosures: impl IntoIterator<Item = &'a str>,
    depth: usize,
) -> Result<Unpacked, SealError> {
    check_digest_algorithm(payload)?;
    let waiting = collect(disclosures, depth)?;
    let disclosed = waiting.keys().cloned().collect();
    let mut walk = Walk { waiting, met: BTreeSet::new() };
    let payload = walk.object(payload, depth)?;
    if !walk.waiting.is_empty() {
        return Err(SealError::Unreferenced);
    }
    Ok(Unpacked { payload, disclosed, digests: walk.met.len() })
}

/// Section 4.1.1: absent means sha-256.
fn check_digest_algorithm(payload: &Map<String, Value>) -> Result<(), SealError> {
    match payload.get("_sd_alg") {
        None => Ok(()),
        Some(Value::String(name)) if name == "sha-256" => Ok(()),
        Some(_) => Err(SealError::SdAlg),
    }
}

fn collect<'a>(
    disclosures: impl IntoIterator<Item = &'a str>,
    depth: usize,
) -> Result<BTreeMap<String, Disclosure>, SealError> {
    let mut collected = BTreeMap::new();
    for text in disclosures {
        let disclosure = Disclosure::parse(text, depth)?;
        if collected.insert(base64url::disclosure_digest(text), disclosure).is_some() {
            return Err(SealError::DisclosureTwice);
        }
    }
    Ok(collected)
}

/// Section 4.2.4.2: the digest if this array element is a placeholder.
pub(crate) fn placeholder(element: &Value) -> Result<Option<&str>, SealError> {
    let Some((object, digest)) = element.as_object().and_then(|o| Some((o, o.get("...")?))) else {
        return Ok(None);
    };
    if object.len() != 1 {
        return Err(SealError::PlaceholderKeys);
    }
    digest.as_str().map(Some).ok_or(SealError::DigestShape)
}

struct Walk {
    waiting: BTreeMap<String, Disclosure>,
    met: BTreeSet<String>,
}

impl Walk {
    fn value(&mut self, value: &Value, depth: usize) -> Result<Value, SealError> {
        match value {
            Value::Object(object) if object.contains_key("_sd_alg") => {
                Err(SealError::SdAlgMisplaced)
            }
            Value::Object(object) => self.object(object, depth).map(Value::Object),
            Value::Array(elements) => self.array(elements, depth).map(Value::Array),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value.clone()),
        }
    }

    fn array(&mut self, elements: &[Value], depth: usize) -> Result<Vec<Value>, SealError> {
        let depth = deeper(depth)?;
        let mut processed = Vec::new();
        for element in elements {
            match placeholder(element)? {
                None => processed.push(self.value(element, depth)?),
                Some(digest) => match self.take(digest)? {
                    None => {}
                    Some(Disclosure { name: Some(_), .. }) => return Err(SealError::WrongArity),
                    Some(disclosure) => processed.push(self.value(&disclosure.value, depth)?),
                },
            }
        }
        Ok(processed)
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        depth: usize,
    ) -> Result<Map<String, Value>, SealError> {
        let depth = deeper(depth)?;
        let mut processed = Map::new();
        for (name, value) in object {
            match name.as_str() {
                "..." => return Err(SealError::PlaceholderMisplaced),
                "_sd" | "_sd_alg" => {}
                _ => drop(processed.insert(name.clone(), self.value(value, depth)?)),
            }
        }
        for digest in hidden_names(object)? {
            self.reveal_name(digest, &mut processed, depth)?;
        }
        Ok(processed)
    }

    fn reveal_name(
        &mut self,
        digest: &str,
        object: &mut Map<String, Value>,
        depth: usize,
    ) -> Result<(), SealError> {
        let Some(disclosure) = self.take(digest)? else { return Ok(()) };
        let name = disclosure.name.ok_or(SealError::WrongArity)?;
        if object.contains_key(&name) {
            return Err(SealError::NameCollision);
        }
        let value = self.value(&disclosure.value, depth)?;
        object.insert(name, value);
        Ok(())
    }

    /// Notes a digest, disclosed or not, and hands over its disclosure.
    fn take(&mut self, digest: &str) -> Result<Option<Disclosure>, SealError> {
        if !base64url::is_digest(digest) {
            return Err(SealError::DigestShape);
        }
        if !self.met.insert(digest.to_owned()) {
            return Err(SealError::DigestTwice);
        }
        Ok(self.waiting.remove(digest))
    }
}

/// Section 4.2.4.1: the digests in `_sd`.
fn hidden_names(object: &Map<String, Value>) -> Result<Vec<&str>, SealError> {
    match object.get("_sd") {
        None => Ok(Vec::new()),
        Some(Value::Array(digests)) => {
            digests.iter().map(|digest| digest.as_str().ok_or(SealError::SdShape)).collect()
        }
        Some(_) => Err(SealError::SdShape),
    }
}

fn deeper(depth: usize) -> Result<usize, SealError> {
    depth.checked_sub(1).ok_or(SealError::TooDeep(Part::Disclosure))
}

#[cfg(test)]
mod tests;
