//! Text with signatures (c2sp.org/signed-note), Ed25519 of type 0x01.
//!
//! It must never know what the text says. Called by `checkpoint`, by witnesses, and by whoever signs or reads a note.
//! Nobody may act on the text of a note before [`open`] returned it.

mod key;
mod parse;

#[cfg(test)]
mod tests;

pub(crate) use key::check_name;
pub use key::{Signer, Verifier};
pub use parse::{Note, Signature};

use crate::TlogError;

/// The longest note looked at, in bytes. Sixteen post-quantum signatures of 5 kB fit ten times over.
pub const MAX_NOTE_BYTES: usize = 1_000_000;

/// The most signatures looked at in one note. The specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 100;

/// The text of a note, and the names of the keys that signed it, each once, in the note's order.
///
/// A signature whose (name, key id) is not among the verifiers is ignored. One that is among them and fails condemns
/// the whole note, and so does the absence of any.
pub fn open(note: &[u8], verifiers: &[Verifier]) -> Result<(String, Vec<String>), TlogError> {
    let note = Note::parse(note)?;
    let mut names = Vec::new();
    for signature in note.signatures() {
        for verifier in verifiers.iter().filter(|verifier| verifier.made(signature)) {
            verifier.verify(note.text(), signature)?;
            if !names.iter().any(|name| name == verifier.name()) {
                names.push(verifier.name().to_owned());
            }
        }
    }
    if names.is_empty() { Err(TlogError::NotSigned) } else { Ok((note.into_text(), names)) }
}
