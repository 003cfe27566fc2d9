//! What a log says of itself: so many entries, this root (c2sp.org/tlog-checkpoint).
//!
//! It must never know what is in the log. Called by the writer of the log to sign, by `proof`, by witnesses and by
//! readers.

use std::fmt;
use std::str::FromStr;

use crate::merkle::{Hash, MAX_SIZE};
use crate::note::{self, Note, Signer, Verifier};
use crate::{TlogError, line};

#[cfg(test)]
mod tests;

/// The text of a checkpoint: origin, size in decimal and base64 root, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
}

impl Checkpoint {
    /// A checkpoint of our own. `origin`, the identity of the log for ever, is fit to be a key name; `size` counts
    /// entries, up to 2^63.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, TlogError> {
        note::check_name(origin)?;
        if size > MAX_SIZE {
            return Err(TlogError::OutOfRange { index: size, size: MAX_SIZE });
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// The log's identity.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree of that size.
    pub fn root(&self) -> &Hash {
        &self.root
    }

    /// The signed note, with a line of each signer in order.
    pub fn sign(&self, signers: &[&Signer]) -> Result<String, TlogError> {
        let mut note = Note::new(&self.to_string())?;
        for signer in signers {
            let signature = signer.sign(&note);
            note.push(signature);
        }
        Ok(note.to_string())
    }

    /// The checkpoint in a note that one of the log's own keys signed. Pass no witness key here: a witness's line
    /// does not make a note a log's.
    pub fn open(note: &[u8], origin: &str, log_keys: &[Verifier]) -> Result<Self, TlogError> {
        let (text, _) = note::open(note, log_keys)?;
        let checkpoint: Self = text.parse()?;
        if checkpoint.origin == origin { Ok(checkpoint) } else { Err(TlogError::WrongOrigin) }
    }
}

/// The text that is signed. No extension line: monitors cannot audit one.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, line::to_base64(&self.root))
    }
}

/// Reads the text of a note. Extension lines are passed over; an origin may be of any non-empty line.
impl FromStr for Checkpoint {
    type Err = TlogError;

    fn from_str(text: &str) -> Result<Self, TlogError> {
        let lines = text.strip_suffix('\n').ok_or(malformed("no line feed at the end"))?;
        let mut lines = lines.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty() && !has_control(origin));
        let origin = origin.ok_or(malformed("no origin"))?.to_owned();
        let size = lines.next().and_then(line::decimal).filter(|size| *size <= MAX_SIZE);
        let size = size.ok_or(malformed("the size is a decimal up to 2^63"))?;
        let root = lines.next().and_then(line::hash);
        let root = root.ok_or(malformed("the root is base64 of 32 bytes"))?;
        if lines.any(|extension| extension.is_empty() || has_control(extension)) {
            return Err(malformed("an empty extension line"));
        }
        Ok(Self { origin, size, root })
    }
}

fn has_control(line: &str) -> bool {
    line.bytes().any(|byte| byte < 0x20)
}

fn malformed(why: &'static str) -> TlogError {
    TlogError::malformed("checkpoint", why)
}
