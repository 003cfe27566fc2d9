//! The bytes of a note.

use std::fmt;

use super::key::check_name;
use super::{MAX_NOTE_BYTES, MAX_SIGNATURES};
use crate::{TlogError, line};

/// A text and its signatures, none of them checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line, unchecked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: String,
    key_id: u32,
    bytes: Vec<u8>,
}

impl Note {
    /// A note yet without signatures. The text ends in a line feed and has no other control character below 0x20.
    pub fn new(text: &str) -> Result<Self, TlogError> {
        check_text(text)?;
        Ok(Self { text: text.to_owned(), signatures: Vec::new() })
    }

    /// Splits a note at its last blank line and reads the signature lines.
    pub fn parse(note: &[u8]) -> Result<Self, TlogError> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(TlogError::TooLarge { what: "note bytes", limit: MAX_NOTE_BYTES });
        }
        let note = str::from_utf8(note).map_err(|_| malformed("it is not UTF-8"))?;
        check_text(note)?;
        // The text keeps the first of the two line feeds; the blank line is the second.
        let blank = note.rfind("\n\n").ok_or(malformed("no blank line"))?;
        let (text, rest) = note.split_at(blank + 1);
        let lines = rest.get(1..).and_then(|lines| lines.strip_suffix('\n'));
        let lines = lines.ok_or(malformed("no signature line"))?;
        Ok(Self { text: text.to_owned(), signatures: parse_signatures(lines)? })
    }

    /// The text with its final line feed. Not to be acted upon before a signature was verified.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures in order, unchecked.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a signature line.
    pub fn push(&mut self, signature: Signature) {
        self.signatures.push(signature);
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl Signature {
    pub(super) fn new(name: String, key_id: u32, bytes: Vec<u8>) -> Self {
        Self { name, key_id, bytes }
    }

    /// Reads `— <key name> <base64(key id ‖ signature)>`, without the line feed.
    pub fn parse(line: &str) -> Result<Self, TlogError> {
        let rest = line.strip_prefix("— ").ok_or(malformed("no em dash and space"))?;
        let (name, blob) = rest.split_once(' ').ok_or(malformed("no space after the name"))?;
        check_name(name)?;
        let blob = line::base64(blob).ok_or(malformed("a signature is base64"))?;
        match blob.split_first_chunk() {
            Some((id, bytes)) if !bytes.is_empty() => {
                Ok(Self::new(name.to_owned(), u32::from_be_bytes(*id), bytes.to_vec()))
            }
            _ => Err(malformed("a signature has more than four bytes")),
        }
    }

    /// Name of the key said to have signed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which key of that name.
    pub fn key_id(&self) -> u32 {
        self.key_id
    }

    /// What follows the key id, in the form of the key's type.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blob = [self.key_id.to_be_bytes().as_slice(), &self.bytes].concat();
        write!(f, "— {} {}", self.name, line::to_base64(&blob))
    }
}

fn parse_signatures(lines: &str) -> Result<Vec<Signature>, TlogError> {
    if lines.split('\n').nth(MAX_SIGNATURES).is_some() {
        return Err(TlogError::TooLarge { what: "signatures of a note", limit: MAX_SIGNATURES });
    }
    lines.split('\n').map(Signature::parse).collect()
}

fn check_text(text: &str) -> Result<(), TlogError> {
    if text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
        return Err(malformed("a control character"));
    }
    if text.ends_with('\n') { Ok(()) } else { Err(malformed("no line feed at the end")) }
}

fn malformed(why: &'static str) -> TlogError {
    TlogError::malformed("note", why)
}
