//! Deciding whether to believe a presentation: all rules, or refusal.
//!
//! Must never repair, guess or accept in part; [`crate::examine()`] explains a refusal. Called by
//! the reader's page, the delivery checks and the offline `verify` command.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::present::split;
use crate::profile::{Sheet, TocEntry};
use crate::unpack::{Unpacked, unpack};
use crate::{Claims, SealError, jwt_digest, profile, slice, token};

/// Caps, checked before parsing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length of the whole presentation in bytes.
    pub presentation_bytes: usize,
    /// Number of disclosures.
    pub disclosures: usize,
    /// Number of placeholders in `slices`.
    pub placeholders: usize,
    /// Nesting of JSON, disclosures included.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { presentation_bytes: 16 << 20, disclosures: 16_384, placeholders: 16_384, depth: 64 }
    }
}

impl Limits {
    /// Depth left for one disclosure, which stands two levels down in the payload.
    pub(crate) fn slice_depth(&self) -> usize {
        self.depth.saturating_sub(2)
    }
}

/// A slice that was disclosed and belongs to the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Identifier within the document.
    pub id: u32,
    /// Who the slice concerns.
    pub scope: String,
    /// The text or table.
    pub body: Value,
}

/// What became of a slice the table of contents promises to everyone.
#[derive(Clone, Debug, PartialEq)]
pub enum PublicSlice {
    /// It is here.
    Shown(Shown),
    /// Someone left it out.
    MissingThoughPublic {
        /// Identifier within the document.
        id: u32,
    },
}

/// A document that broke no rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The always visible facts.
    pub claims: Claims,
    /// SHA-256 of the ASCII of the JWT, to look up in the log.
    pub jwt_digest: [u8; 32],
    /// One for each entry of the table of contents, in reading order.
    pub public: Vec<PublicSlice>,
    /// Disclosed slices that are not public, in the order of the document.
    pub confidential: Vec<Shown>,
}

impl Verified {
    /// Whether every public slice is here.
    pub fn is_complete(&self) -> bool {
        self.public.iter().all(|slice| matches!(slice, PublicSlice::Shown(_)))
    }

    /// All slices that are here: public ones in reading order, then the others.
    pub fn shown(&self) -> impl Iterator<Item = &Shown> {
        let public = self.public.iter().filter_map(|slice| match slice {
            PublicSlice::Shown(shown) => Some(shown),
            PublicSlice::MissingThoughPublic { .. } => None,
        });
        public.chain(&self.confidential)
    }
}

/// Applies every rule of RFC 9901 section 7.1 and of the profile. The key is the one the caller
/// knows the authority by, never one found in the document; whether it was valid is for the log to
/// say. No time is checked: a document with exp or nbf is refused.
pub fn verify(presentation: &str, key: &[u8; 32], limits: &Limits) -> Result<Verified, SealError> {
    let parts = split(presentation, limits)?;
    let payload = token::open(parts.jwt, key, limits.depth)?;
    let unpacked = unpack(&payload, parts.disclosures, limits.depth)?;
    let sheet = profile::read(&payload, limits.placeholders)?;
    let mut disclosed = revealed(&sheet, unpacked)?;
    let public = public(&sheet, &mut disclosed)?;
    let confidential = confidential(&sheet, disclosed)?;
    Ok(Verified { claims: sheet.claims, jwt_digest: jwt_digest(parts.jwt), public, confidential })
}

/// A disclosed slice and its digest.
type Revealed = (String, Shown);

/// The disclosed slices in the order of the document.
fn revealed(sheet: &Sheet, unpacked: Unpacked) -> Result<Vec<Revealed>, SealError> {
    // Every digest met must be one of `slices`: a slice that hides a part of itself would look
    // whole.
    if unpacked.digests != sheet.placeholders.len() {
        return Err(SealError::PlaceholderOutsideSlices);
    }
    let Unpacked { mut payload, disclosed, .. } = unpacked;
    let Some(Value::Array(values)) = payload.remove("slices") else {
        return Err(SealError::SlicesShape);
    };
    let digests = sheet.placeholders.iter().filter(|digest| disclosed.contains(*digest));
    let slice = |(digest, value): (&String, _)| Ok((digest.clone(), slice::read_value(value)?));
    digests.zip(values).map(slice).collect()
}

/// What became of each entry of the table of contents; takes its slice out of `disclosed`.
fn public(sheet: &Sheet, disclosed: &mut Vec<Revealed>) -> Result<Vec<PublicSlice>, SealError> {
    let promised: BTreeSet<&str> = sheet.toc.iter().map(|entry| entry.digest.as_str()).collect();
    let mut kept: BTreeMap<String, Shown> =
        disclosed.extract_if(.., |(digest, _)| promised.contains(digest.as_str())).collect();
    let found = |entry: &TocEntry| match kept.remove(&entry.digest) {
        None => Ok(PublicSlice::MissingThoughPublic { id: entry.id }),
        Some(shown) if shown.id == entry.id => Ok(PublicSlice::Shown(shown)),
        Some(_) => Err(SealError::TocIdMismatch),
    };
    sheet.toc.iter().map(found).collect()
}

/// The other slices, none under an id that is taken.
fn confidential(sheet: &Sheet, disclosed: Vec<Revealed>) -> Result<Vec<Shown>, SealError> {
    let mut ids: BTreeSet<u32> = sheet.toc.iter().map(|entry| entry.id).collect();
    let slices: Vec<Shown> = disclosed.into_iter().map(|(_, shown)| shown).collect();
    if slices.iter().all(|slice| ids.insert(slice.id)) {
        Ok(slices)
    } else {
        Err(SealError::SliceIdTwice)
    }
}
