//! An offline receipt: this entry is in that log (c2sp.org/tlog-proof).
//!
//! It must never know what the entry says: the application hashes it. Called by whoever hands out receipts, and by
//! readers to check one without the network.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::Checkpoint;
use crate::merkle::{Hash, verify_inclusion};
use crate::note::{MAX_NOTE_BYTES, Note, Verifier};
use crate::{TlogError, line};

#[cfg(test)]
mod tests;

const HEADER: &str = "c2sp.org/tlog-proof@v1\n";

/// The longest receipt looked at, in bytes: as much again as its checkpoint may have.
pub const MAX_PROOF_BYTES: usize = 2 * MAX_NOTE_BYTES;

/// The highest tree has 63 levels above its leaves.
const MAX_HASHES: usize = 63;

/// A receipt, unchecked until [`TlogProof::verify`] accepts it. Extension `.tlog-proof`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlogProof {
    /// Whatever the application needs to find or rebuild the entry. Not authenticated: anyone can change it.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry, from zero.
    pub index: u64,
    /// Inclusion proof, the leaf's own sibling first.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
}

impl TlogProof {
    /// Checks that one of the log's own keys signed the checkpoint of `origin`, and that the leaf hash is in its tree
    /// at the receipt's index. Witnesses are the caller's to count, by [`crate::note::open`] on the same checkpoint.
    pub fn verify(
        &self,
        leaf: &Hash,
        origin: &str,
        log_keys: &[Verifier],
    ) -> Result<Checkpoint, TlogError> {
        let checkpoint = Checkpoint::open(self.checkpoint.as_bytes(), origin, log_keys)?;
        verify_inclusion(leaf, self.index, checkpoint.size(), &self.hashes, checkpoint.root())?;
        Ok(checkpoint)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", line::to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", line::to_base64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Reads a receipt; its checkpoint must be one in form, its signatures are not checked.
impl FromStr for TlogProof {
    type Err = TlogError;

    fn from_str(text: &str) -> Result<Self, TlogError> {
        if text.len() > MAX_PROOF_BYTES {
            return Err(TlogError::TooLarge { what: "proof bytes", limit: MAX_PROOF_BYTES });
        }
        let rest = text.strip_prefix(HEADER).ok_or(malformed("another header"))?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or(malformed("no blank line"))?;
        let (extra, head) = split_extra(head)?;
        let mut lines = head.split('\n');
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index.and_then(line::decimal).ok_or(malformed("no index"))?;
        let hashes = parse_hashes(lines)?;
        Note::parse(checkpoint.as_bytes())?.text().parse::<Checkpoint>()?;
        Ok(Self { extra, index, hashes, checkpoint: checkpoint.to_owned() })
    }
}

/// The optional first line, and what follows it.
fn split_extra(head: &str) -> Result<(Option<Vec<u8>>, &str), TlogError> {
    let Some(rest) = head.strip_prefix("extra ") else { return Ok((None, head)) };
    let (extra, head) = rest.split_once('\n').ok_or(malformed("no index"))?;
    Ok((Some(line::base64(extra).ok_or(malformed("extra is base64"))?), head))
}

fn parse_hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, TlogError> {
    let mut hashes = Vec::new();
    for line in lines {
        if hashes.len() == MAX_HASHES {
            return Err(TlogError::TooLarge { what: "hashes of a proof", limit: MAX_HASHES });
        }
        hashes.push(line::hash(line).ok_or(malformed("a hash is base64 of 32 bytes"))?);
    }
    Ok(hashes)
}

fn malformed(why: &'static str) -> TlogError {
    TlogError::malformed("proof", why)
}
