//! Deciding whether to believe a presentation.
use crate::{Claims, SealError};
use serde_json::Value;

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

/// Applies every rule.
pub fn verify(presentation: &str, key: &[u8; 32], limits: &Limits) -> Result<Verified, SealError> {
    todo!()
}
