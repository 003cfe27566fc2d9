//! Checking proofs (RFC 6962 section 2.1; the steps are those of RFC 9162 sections 2.1.3.2 and 2.1.4.2).

use super::{Hash, MAX_SIZE, Span, consistency_spans, empty_root, inclusion_spans, node_hash};
use crate::TlogError;

/// Checks that the leaf hash is at `index` in the tree of `size` with `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), TlogError> {
    if index >= size || size > MAX_SIZE {
        return Err(TlogError::OutOfRange { index, size });
    }
    let spans = inclusion_spans(index, size);
    let reached = climb(*leaf, index, &spans, proof).ok_or(TlogError::ProofRejected)?;
    accept(reached == *root)
}

/// Checks that the tree of `new` with `new_root` extends the tree of `old` with `old_root`.
///
/// Anything extends the empty tree, by an empty proof; a tree extends itself, by an empty proof.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), TlogError> {
    if old > new || new > MAX_SIZE {
        return Err(TlogError::OutOfRange { index: old, size: new });
    }
    if old == 0 {
        let new_fits = new > 0 || *new_root == empty_root();
        return accept(proof.is_empty() && *old_root == empty_root() && new_fits);
    }
    let (base, spans) = consistency_spans(old, new);
    let (start, proof) = match proof.split_first() {
        _ if base.start == 0 => (*old_root, proof),
        Some((first, rest)) => (*first, rest),
        None => return Err(TlogError::ProofRejected),
    };
    let new_reached = climb(start, base.start, &spans, proof).ok_or(TlogError::ProofRejected)?;
    let old_reached = climb_left(start, base.start, &spans, proof);
    accept(new_reached == *new_root && old_reached == *old_root)
}

/// Joins a subtree at leaf `start` with its siblings; `None` when the proof has not one hash per sibling.
fn climb(from: Hash, start: u64, spans: &[Span], proof: &[Hash]) -> Option<Hash> {
    (spans.len() == proof.len()).then(|| {
        spans.iter().zip(proof).fold(from, |hash, (span, sibling)| {
            if span.start < start { node_hash(sibling, &hash) } else { node_hash(&hash, sibling) }
        })
    })
}

/// The same with the left siblings alone: what lies right of the old tree is no part of it.
fn climb_left(from: Hash, start: u64, spans: &[Span], proof: &[Hash]) -> Hash {
    spans
        .iter()
        .zip(proof)
        .filter(|(span, _)| span.start < start)
        .fold(from, |hash, (_, sibling)| node_hash(sibling, &hash))
}

fn accept(holds: bool) -> Result<(), TlogError> {
    if holds { Ok(()) } else { Err(TlogError::ProofRejected) }
}
