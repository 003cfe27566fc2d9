//! What is wrong with a pack, in words that let its author mend it.

use std::fmt;

/// A fault of a pack: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    pub cause: String,
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}; {}", self.line, self.cause, self.mend)
    }
}

/// At least one fault, one on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(out, "{end}{fault}")?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegimeError {
    #[error("the regime pack can't be read\n{0}")]
    Unreadable(Fault),
    #[error("the regime pack contradicts itself\n{0}")]
    Inconsistent(Faults),
}

impl RegimeError {
    pub(super) fn unreadable(text: &str, error: &toml::de::Error) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        let cause = error.message().to_owned();
        let mend = if cause.starts_with("unknown field") {
            "correct the spelling of the field or remove it"
        } else if cause.starts_with("missing field") {
            "add the field to the table that begins here"
        } else if cause.starts_with("unknown variant") {
            "use one of the values listed"
        } else if cause.starts_with("invalid type") || cause.starts_with("invalid value") {
            "write the value in the form expected"
        } else if cause.contains("duplicate key") {
            "keep one of the two"
        } else {
            "correct the TOML at this place"
        };
        Self::Unreadable(Fault { line: line_at(text, offset), cause, mend: mend.to_owned() })
    }
}

/// The line, counted from 1, of a byte.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
