//! The right edge of a tree: all that appending and the root need.

use super::{Hash, HashReader, MAX_SIZE, Span, empty_root, node_hash};
use crate::TlogError;

/// A tree by its full subtrees, one per set bit of its size, largest first: at most 64 hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// The tree without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The tree of `size` entries from its full subtrees, largest first, as [`Frontier::subtrees`] gives them.
    pub fn from_subtrees(size: u64, subtrees: Vec<Hash>) -> Result<Self, TlogError> {
        if size > MAX_SIZE {
            return Err(TlogError::OutOfRange { index: size, size: MAX_SIZE });
        }
        if subtrees.len() != size.count_ones() as usize {
            return Err(TlogError::malformed("frontier", "one hash per set bit of the size"));
        }
        Ok(Self { size, subtrees })
    }

    /// The tree of `size` entries, read from its right edge alone.
    pub fn load(size: u64, reader: &impl HashReader) -> Result<Self, TlogError> {
        if size > MAX_SIZE {
            return Err(TlogError::OutOfRange { index: size, size: MAX_SIZE });
        }
        let subtrees = full_subtrees(Span { start: 0, end: size }, reader)?;
        Ok(Self { size, subtrees })
    }

    /// Adds one leaf by its hash.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Each trailing one of the size is a full subtree as large as the one just completed.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.subtrees.pop() else { break };
            hash = node_hash(&left, &hash);
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Hashes of the full subtrees, largest first.
    pub fn subtrees(&self) -> &[Hash] {
        &self.subtrees
    }

    /// Merkle tree hash of all entries.
    pub fn root(&self) -> Hash {
        fold(&self.subtrees)
    }
}

impl Extend<Hash> for Frontier {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.append(leaf));
    }
}

/// Root over subtrees of falling size: the smaller ones hang together on the right.
fn fold(subtrees: &[Hash]) -> Hash {
    let joined = subtrees.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
    joined.unwrap_or_else(empty_root)
}

/// Hash of one span of the tree.
pub(super) fn span_hash(span: Span, reader: &impl HashReader) -> Result<Hash, TlogError> {
    Ok(fold(&full_subtrees(span, reader)?))
}

/// A span starts at a multiple of a power of two that is not below its length, so cutting off the largest full
/// subtree each time stays aligned.
fn full_subtrees(span: Span, reader: &impl HashReader) -> Result<Vec<Hash>, TlogError> {
    let mut subtrees = Vec::new();
    let mut start = span.start;
    while start < span.end {
        let level = (span.end - start).ilog2();
        let (level, index) = (level as u8, start >> level);
        subtrees.push(reader.read(level, index).ok_or(TlogError::Missing { level, index })?);
        start += 1 << level;
    }
    Ok(subtrees)
}
