//! Plain words about a presentation that fails.
use crate::SealError;

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
    /// Why [`crate::verify`] refuses; `None` when it accepts.
    pub error: Option<SealError>,
}

/// Diagnoses.
pub fn examine(presentation: &str, key: &[u8; 32]) -> Examination {
    todo!()
}
