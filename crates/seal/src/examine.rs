//! Why a presentation fails, slice by slice, for plain words.
//!
//! Must never call valid what [`crate::verify()`] refuses. Called by the offline `verify` command
//! and by the help page.

use std::collections::{BTreeMap, BTreeSet};

use crate::profile::Sheet;
use crate::unpack::unpack;
use crate::{Limits, SealError, SealedSlice, base64url, profile, token, verify};

/// What can be said of one slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceVerdict {
    /// Disclosed, and the signed digest matches.
    Shown,
    /// The document says something is withheld; how many is not visible.
    Withheld,
    /// Promised to everyone, left out here.
    MissingThoughPublic,
    /// Disclosed, but not what was signed.
    Altered,
}

/// The diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// Whether the signed part is untouched.
    pub signature_valid: bool,
    /// Slice ids, where readable, and verdicts.
    pub slices: Vec<(Option<u32>, SliceVerdict)>,
    /// Why [`crate::verify()`] refuses; `None` when it accepts.
    pub error: Option<SealError>,
}

/// Diagnoses. A verdict `Shown` is about that slice alone: the presentation as a whole is valid
/// only when [`Examination::error`] is `None`. Nothing is said of slices when the signed part
/// itself is refused, because then there is nothing to compare them with.
pub fn examine(presentation: &str, key: &[u8; 32]) -> Examination {
    let limits = Limits::default();
    let error = verify(presentation, key, &limits).err();
    let too_large = presentation.len() > limits.presentation_bytes;
    let mut pieces = presentation.split('~').filter(|_| !too_large);
    let opened = token::open(pieces.next().unwrap_or_default(), key, limits.depth);
    let signature_valid = opened.is_ok();
    let sheet = opened.and_then(|payload| {
        unpack(&payload, [], limits.depth)?;
        profile::read(&payload, limits.placeholders)
    });
    let disclosures = pieces.filter(|piece| !piece.is_empty()).take(limits.disclosures);
    let slices = sheet.map(|sheet| verdicts(&sheet, disclosures)).unwrap_or_default();
    Examination { signature_valid, slices, error }
}

/// Disclosed slices first, in the order of the presentation, then what is not there.
fn verdicts<'a>(
    sheet: &Sheet,
    disclosures: impl Iterator<Item = &'a str>,
) -> Vec<(Option<u32>, SliceVerdict)> {
    let mut waiting: BTreeMap<&str, Option<u32>> =
        sheet.placeholders.iter().map(|digest| (digest.as_str(), None)).collect();
    waiting.extend(sheet.toc.iter().map(|entry| (entry.digest.as_str(), Some(entry.id))));
    let promised: BTreeSet<u32> = sheet.toc.iter().map(|entry| entry.id).collect();
    let mut taken = BTreeSet::new();
    let mut verdicts = Vec::new();
    for disclosure in disclosures {
        let id = SealedSlice::from_disclosure(disclosure, false).ok().map(|slice| slice.id);
        let place = waiting.remove(base64url::disclosure_digest(disclosure).as_str());
        let belongs = match (place, id) {
            (Some(Some(toc_id)), Some(id)) => toc_id == id && taken.insert(id),
            (Some(None), Some(id)) => !promised.contains(&id) && taken.insert(id),
            (None, _) | (_, None) => false,
        };
        let verdict = if belongs { SliceVerdict::Shown } else { SliceVerdict::Altered };
        verdicts.push((id.or(place.flatten()), verdict));
    }
    verdicts.extend(absent(sheet, &verdicts));
    verdicts
}

/// Promised slices no disclosure speaks of, and one line for what is withheld by law.
fn absent(
    sheet: &Sheet,
    verdicts: &[(Option<u32>, SliceVerdict)],
) -> Vec<(Option<u32>, SliceVerdict)> {
    let spoken_of: BTreeSet<u32> = verdicts.iter().filter_map(|(id, _)| *id).collect();
    let missing = sheet.toc.iter().filter(|entry| !spoken_of.contains(&entry.id));
    let mut absent: Vec<_> =
        missing.map(|entry| (Some(entry.id), SliceVerdict::MissingThoughPublic)).collect();
    if !sheet.claims.withheld.is_empty() {
        absent.push((None, SliceVerdict::Withheld));
    }
    absent
}
