//! The log's entry for one act: commitments only (invariant 6).
//!
//! Every entry has the same shape and the same length, whatever the act is: six lines with a
//! random pseudonym of the disclosure, a counter, a link to the entry before, a salted commitment
//! to the act and the digest of a sealed document (or of nothing, equally salted). From the log
//! alone nobody can tell a proposal from a publication, or a public item from a withheld one.
//!
//! ```text
//! gongkai.act/v1
//! doc <32 hex>
//! seq <10 digits>
//! prev <20 digits> <64 hex>
//! cm <64 hex>
//! jwt <64 hex>
//! ```

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::time::{Random, random_bytes};

const HEAD: &str = "gongkai.act/v1";

/// SHA-256.
pub type Hash = [u8; 32];

/// Domain separation of the three digests made here.
const COMMITMENT: u8 = 0x01;
const NOTHING_SEALED: u8 = 0x02;
const CONTENT: u8 = 0x03;

/// Where the entry before stands; zeros for the first of a chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    pub index: u64,
    pub leaf: Hash,
}

/// One entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Random pseudonym of the disclosure, also in its sealed document.
    pub doc: [u8; 16],
    /// 1 for the first act of a chain, then without a gap.
    pub seq: u32,
    pub previous: Previous,
    /// [`commit`] of the act's bytes.
    pub commitment: Hash,
    /// SHA-256 of the sealed document, or [`nothing_sealed`].
    pub jwt: Hash,
}

/// SHA-256(0x01 ‖ 32-byte salt ‖ bytes).
pub fn commit(salt: &[u8; 32], bytes: &[u8]) -> Hash {
    digest(COMMITMENT, salt, bytes)
}

/// What stands in `jwt` when the act seals nothing: SHA-256(0x02 ‖ salt).
pub fn nothing_sealed(salt: &[u8; 32]) -> Hash {
    digest(NOTHING_SEALED, salt, b"")
}

/// The hash that every step of an edition names: SHA-256(0x03 ‖ each line and a line feed). The
/// lines are facts of the edition and the disclosure strings of its slices, which carry text,
/// scope and a salt each, so the hash tells nothing of them.
pub fn content_hash<'a>(lines: impl IntoIterator<Item = &'a str>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([CONTENT]);
    for line in lines {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().into()
}

fn digest(tag: u8, salt: &[u8; 32], bytes: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([tag]);
    hasher.update(salt);
    hasher.update(bytes);
    hasher.finalize().into()
}

/// A salt for one act.
pub fn salt(random: &dyn Random) -> [u8; 32] {
    random_bytes(random)
}

/// Why bytes are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an entry of the form gongkai.act/v1")]
pub struct NotAnEntry;

impl Entry {
    /// The bytes that are logged: ASCII, always the same length.
    pub fn to_bytes(&self) -> Vec<u8> {
        format!(
            "{HEAD}\ndoc {}\nseq {:010}\nprev {:020} {}\ncm {}\njwt {}\n",
            hex::encode(self.doc),
            self.seq,
            self.previous.index,
            hex::encode(self.previous.leaf),
            hex::encode(self.commitment),
            hex::encode(self.jwt),
        )
        .into_bytes()
    }

    /// Strict: what it accepts, [`Entry::to_bytes`] writes again to the byte.
    ///
    /// # Errors
    /// [`NotAnEntry`] for anything else.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotAnEntry> {
        let entry = std::str::from_utf8(bytes).ok().and_then(Self::from_lines).ok_or(NotAnEntry)?;
        if entry.to_bytes() == bytes { Ok(entry) } else { Err(NotAnEntry) }
    }

    fn from_lines(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        lines.next().filter(|head| *head == HEAD)?;
        let doc = hex_array(lines.next()?.strip_prefix("doc ")?)?;
        let seq = lines.next()?.strip_prefix("seq ")?.parse().ok()?;
        let (index, leaf) = lines.next()?.strip_prefix("prev ")?.split_once(' ')?;
        let previous = Previous { index: index.parse().ok()?, leaf: hex_array(leaf)? };
        let commitment = hex_array(lines.next()?.strip_prefix("cm ")?)?;
        let jwt = hex_array(lines.next()?.strip_prefix("jwt ")?)?;
        Some(Self { doc, seq, previous, commitment, jwt })
    }
}

fn hex_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok().map(|()| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u32) -> Entry {
        let previous = Previous { index: u64::from(seq), leaf: [7; 32] };
        Entry { doc: [1; 16], seq, previous, commitment: [2; 32], jwt: [3; 32] }
    }

    #[test]
    fn an_entry_reads_back_and_has_one_length() {
        let length = entry(1).to_bytes().len();
        for seq in [0, 1, 77, u32::MAX] {
            assert_eq!(Entry::parse(&entry(seq).to_bytes()), Ok(entry(seq)));
            assert_eq!(entry(seq).to_bytes().len(), length);
        }
    }

    #[test]
    fn another_spelling_of_the_same_entry_is_refused() {
        let bytes = String::from_utf8(entry(1).to_bytes()).unwrap();
        for other in [
            bytes.to_uppercase(),
            bytes.replace("seq 0", "seq +"),
            bytes.replace('\n', "\r\n"),
            bytes.trim_end().to_owned(),
            format!("{bytes}\n"),
            bytes.replace("0202", "0A02"),
        ] {
            assert_eq!(Entry::parse(other.as_bytes()), Err(NotAnEntry), "{other}");
        }
    }

    #[test]
    fn the_same_act_commits_differently_with_another_salt() {
        assert_ne!(commit(&[0; 32], b"act"), commit(&[1; 32], b"act"));
        assert_ne!(commit(&[0; 32], b""), nothing_sealed(&[0; 32]));
    }
}
