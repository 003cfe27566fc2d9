//! Making proofs (RFC 6962 sections 2.1.1 and 2.1.2).

use super::frontier::span_hash;
use super::{Hash, HashReader, MAX_SIZE, consistency_spans, inclusion_spans};
use crate::TlogError;

/// Proof that the leaf at `index` is in the tree of `size`: its siblings, the leaf's own first.
pub fn inclusion_proof(
    index: u64,
    size: u64,
    reader: &impl HashReader,
) -> Result<Vec<Hash>, TlogError> {
    if index >= size || size > MAX_SIZE {
        return Err(TlogError::OutOfRange { index, size });
    }
    inclusion_spans(index, size).into_iter().map(|span| span_hash(span, reader)).collect()
}

/// Proof that the tree of `new` extends the tree of `old`. Empty when `old` is zero or equals `new`.
pub fn consistency_proof(
    old: u64,
    new: u64,
    reader: &impl HashReader,
) -> Result<Vec<Hash>, TlogError> {
    if old > new || new > MAX_SIZE {
        return Err(TlogError::OutOfRange { index: old, size: new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (base, mut spans) = consistency_spans(old, new);
    // When the old tree is itself a subtree of the new one, the verifier holds its hash: the old root.
    if base.start != 0 {
        spans.insert(0, base);
    }
    spans.into_iter().map(|span| span_hash(span, reader)).collect()
}
