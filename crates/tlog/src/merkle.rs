//! Hashes, roots and proofs of an append-only tree (RFC 6962 section 2.1, SHA-256).
//!
//! It must never know how hashes are stored: a [`HashReader`] gives them. Called by `tile` and `proof`, by the writer
//! of the log for roots, and by witnesses and readers to verify.

mod frontier;
mod prove;
mod verify;

#[cfg(test)]
pub(crate) mod tests;

use sha2::{Digest as _, Sha256};

pub use frontier::Frontier;
pub use prove::{consistency_proof, inclusion_proof};
pub use verify::{verify_consistency, verify_inclusion};

/// A SHA-256 value: of a leaf, of a node or of a whole tree.
pub type Hash = [u8; 32];

/// The largest tree handled, in entries. Keeps every shift and sum below inside `u64`.
pub const MAX_SIZE: u64 = 1 << 63;

/// The tree as far as it is stored.
pub trait HashReader {
    /// Hash of the full subtree of `2^level` leaves that starts at leaf `index << level`; `None` when it is not there.
    fn read(&self, level: u8, index: u64) -> Option<Hash>;
}

/// Hash of an entry: SHA-256(0x00 ‖ entry).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Root of the tree without entries: SHA-256 of the empty string.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// A run of leaves `[start, end)` that is one subtree of the tree it was split from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    start: u64,
    end: u64,
}

impl Span {
    /// The two subtrees, cut at the largest power of two below the length. Only for two leaves or more.
    fn split(self) -> (Span, Span) {
        let middle = self.start + (1 << (self.end - self.start - 1).ilog2());
        (Span { end: middle, ..self }, Span { start: middle, ..self })
    }

    fn is_split(self) -> bool {
        self.end - self.start > 1
    }
}

/// Siblings on the way from leaf `index` to the root of `size`, lowest first. Needs `index < size`.
fn inclusion_spans(index: u64, size: u64) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut here = Span { start: 0, end: size };
    while here.is_split() {
        let (left, right) = here.split();
        let (next, sibling) = if index < right.start { (left, right) } else { (right, left) };
        spans.push(sibling);
        here = next;
    }
    spans.reverse();
    spans
}

/// The last whole subtree of the tree of `old`, and the siblings from it up to the root of `new`, lowest first.
/// Needs `0 < old <= new`.
fn consistency_spans(old: u64, new: u64) -> (Span, Vec<Span>) {
    let mut spans = Vec::new();
    let mut here = Span { start: 0, end: new };
    while here.end != old {
        let (left, right) = here.split();
        let (next, sibling) = if old <= right.start { (left, right) } else { (right, left) };
        spans.push(sibling);
        here = next;
    }
    spans.reverse();
    (here, spans)
}
