//! What can be wrong with a log, a note or a receipt, by what the caller can do about it.

use thiserror::Error;

/// Every failure of this crate. None carries bytes of the input, so each may be logged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TlogError {
    /// The bytes are not in the format; the sender must mend them.
    #[error("malformed {what}: {why}")]
    Malformed {
        /// The format that was expected.
        what: &'static str,
        /// The rule that was broken.
        why: &'static str,
    },
    /// The input is over a limit of ours and was not looked at further.
    #[error("{what} is over the limit of {limit}")]
    TooLarge {
        /// What was measured.
        what: &'static str,
        /// The greatest value accepted.
        limit: usize,
    },
    /// An index or size that does not exist in the tree in question.
    #[error("{index} is out of range for a tree of {size}")]
    OutOfRange {
        /// The index or size asked for.
        index: u64,
        /// The size it was asked of.
        size: u64,
    },
    /// The reader could not give a hash that a tree of this size must have: storage is damaged or behind.
    #[error("missing hash at level {level}, index {index}")]
    Missing {
        /// Level of the hash or of the tile.
        level: u8,
        /// Position within the level.
        index: u64,
    },
    /// The proof is well formed and does not lead to the root.
    #[error("the proof does not lead to the root")]
    ProofRejected,
    /// A signature by a known key fails: the note was altered, and is refused whole.
    #[error("the signature of {name} fails")]
    BadSignature {
        /// Name of the known key.
        name: String,
    },
    /// No known key signed the note.
    #[error("no known key signed the note")]
    NotSigned,
    /// A checkpoint of another log.
    #[error("the checkpoint belongs to another log")]
    WrongOrigin,
}

impl TlogError {
    pub(crate) fn malformed(what: &'static str, why: &'static str) -> Self {
        Self::Malformed { what, why }
    }
}
