//! The strict profile of the payload: which claims, `slices`, `toc` and `pad`.
//!
//! Must never know a slice's text. Read by [`crate::verify()`] and [`crate::examine()`];
//! [`crate::Issuer::issue`] reads what it is about to sign, so that it cannot sign what a verifier
//! refuses.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::{Claims, SealError, padding, unpack};

/// Every name a payload may have.
const CLAIMS: [&str; 12] = [
    "_sd_alg",
    "doc",
    "iat",
    "iss",
    "log",
    "notice",
    "pad",
    "rev",
    "slices",
    "supersedes",
    "toc",
    "withheld",
];

/// The always visible part, read.
pub(crate) struct Sheet {
    pub(crate) claims: Claims,
    pub(crate) toc: Vec<TocEntry>,
    /// Digests in `slices`, decoys included, in order.
    pub(crate) placeholders: Vec<String>,
}

/// A slice promised to everyone.
pub(crate) struct TocEntry {
    pub(crate) id: u32,
    pub(crate) digest: String,
}

/// Reads a payload as it was signed.
pub(crate) fn read(
    payload: &Map<String, Value>,
    most_placeholders: usize,
) -> Result<Sheet, SealError> {
    if payload.keys().any(|name| !CLAIMS.contains(&name.as_str())) {
        return Err(SealError::UnknownClaim);
    }
    let claims = Claims::read(payload)?;
    let placeholders = read_slices(array(payload, "slices")?, most_placeholders)?;
    check_pad(payload, placeholders.len())?;
    let toc = read_toc(array(payload, "toc")?, &placeholders)?;
    Ok(Sheet { claims, toc, placeholders })
}

fn array<'a>(
    payload: &'a Map<String, Value>,
    name: &'static str,
) -> Result<&'a Vec<Value>, SealError> {
    let claim = payload.get(name).ok_or(SealError::MissingClaim(name))?;
    claim.as_array().ok_or(SealError::BadClaim(name))
}

fn read_slices(elements: &[Value], most: usize) -> Result<Vec<String>, SealError> {
    if elements.len() > most {
        return Err(SealError::TooManyPlaceholders);
    }
    let digest = |element| unpack::placeholder(element)?.ok_or(SealError::SlicesShape);
    elements.iter().map(|element| digest(element).map(str::to_owned)).collect()
}

/// The number of placeholders tells the bucket and nothing else.
fn check_pad(payload: &Map<String, Value>, placeholders: usize) -> Result<(), SealError> {
    let pad = payload.get("pad").ok_or(SealError::MissingClaim("pad"))?;
    let agrees = pad.as_u64().is_some_and(|pad| usize::try_from(pad) == Ok(placeholders));
    if agrees && padding::is_bucket(placeholders) { Ok(()) } else { Err(SealError::Pad) }
}

fn read_toc(elements: &[Value], placeholders: &[String]) -> Result<Vec<TocEntry>, SealError> {
    let known: BTreeSet<&str> = placeholders.iter().map(String::as_str).collect();
    let (mut ids, mut digests) = (BTreeSet::new(), BTreeSet::new());
    let mut toc = Vec::with_capacity(elements.len());
    for element in elements {
        let entry = read_toc_entry(element).ok_or(SealError::TocShape)?;
        if !known.contains(entry.digest.as_str()) {
            return Err(SealError::TocDangling);
        }
        if !ids.insert(entry.id) {
            return Err(SealError::TocIdTwice);
        }
        if !digests.insert(entry.digest.clone()) {
            return Err(SealError::TocDigestTwice);
        }
        toc.push(entry);
    }
    Ok(toc)
}

fn read_toc_entry(element: &Value) -> Option<TocEntry> {
    let object = element.as_object().filter(|object| object.len() == 2)?;
    let id = u32::try_from(object.get("i")?.as_u64()?).ok()?;
    let digest = object.get("d")?.as_str()?.to_owned();
    Some(TocEntry { id, digest })
}
