//! Why a document was not read. Each variant has a message key and the figures its message needs.

use serde::{Deserialize, Serialize};

use crate::Format;

/// A refusal. The document gave nothing; the person can mend what the message says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntakeError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("unpacked the file would have {bytes} bytes, more than {limit}")]
    UnpackedTooLarge { bytes: u64, limit: u64 },
    #[error("the part {part} has more than {limit} bytes")]
    PartTooLarge { part: String, limit: u64 },
    #[error("the part {part} unpacks to {ratio} times its size, more than {limit}")]
    RatioTooHigh { part: String, ratio: u64, limit: u64 },
    #[error("the archive has {entries} entries, more than {limit}")]
    TooManyEntries { entries: u64, limit: u64 },
    #[error("the part {part} nests more than {limit} elements")]
    TooDeep { part: String, limit: u64 },
    #[error("a block of the part {part} has more than {limit} elements")]
    TooManyElements { part: String, limit: u64 },
    #[error("the document has more than {limit} paragraphs")]
    TooManyParagraphs { limit: u64 },
    #[error("reading took {elapsed_ms} ms, more than {limit_ms}")]
    TooSlow { elapsed_ms: u64, limit_ms: u64 },
    #[error("the file is encrypted; remove its password and save it again")]
    Encrypted,
    #[error("the archive is broken: {reason}")]
    Archive { reason: String },
    #[error("the archive has an entry with the unsafe name {name:?}")]
    UnsafeName { name: String },
    #[error("the archive has two entries with one name")]
    DuplicateName,
    #[error("the archive has no part {part}")]
    MissingPart { part: String },
    #[error("the part {part} is not well-formed: {reason}")]
    Malformed { part: String, reason: String },
    #[error("the part {part} declares a document type")]
    DocumentType { part: String },
    #[error("the part {part} uses the entity {name:?}")]
    Entity { part: String, name: String },
    #[error("{format:?} is not read; save it as docx")]
    Unsupported { format: Format },
    #[error("the text is not UTF-8 (broken at byte {offset}); save it as UTF-8")]
    NotUtf8 { offset: u64 },
    #[error("not a library page: {expected} expected in line {line}")]
    LibraryPage { line: u64, expected: String },
    #[error("the picture can't be read: {reason}")]
    Image { reason: String },
    #[error("the picture has {pixels} pixels, more than {limit}")]
    TooManyPixels { pixels: u64, limit: u64 },
}

impl IntakeError {
    /// The stable key of the message shown to a person.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Empty => "intake.error.empty",
            Self::TooLarge { .. } => "intake.error.too_large",
            Self::UnpackedTooLarge { .. } => "intake.error.unpacked_too_large",
            Self::PartTooLarge { .. } => "intake.error.part_too_large",
            Self::RatioTooHigh { .. } => "intake.error.ratio_too_high",
            Self::TooManyEntries { .. } => "intake.error.too_many_entries",
            Self::TooDeep { .. } => "intake.error.too_deep",
            Self::TooManyElements { .. } => "intake.error.too_many_elements",
            Self::TooManyParagraphs { .. } => "intake.error.too_many_paragraphs",
            Self::TooSlow { .. } => "intake.error.too_slow",
            Self::Encrypted => "intake.error.encrypted",
            Self::Archive { .. } => "intake.error.archive",
            Self::UnsafeName { .. } => "intake.error.unsafe_name",
            Self::DuplicateName => "intake.error.duplicate_name",
            Self::MissingPart { .. } => "intake.error.missing_part",
            Self::Malformed { .. } => "intake.error.malformed",
            Self::DocumentType { .. } => "intake.error.document_type",
            Self::Entity { .. } => "intake.error.entity",
            Self::Unsupported { .. } => "intake.error.unsupported",
            Self::NotUtf8 { .. } => "intake.error.not_utf8",
            Self::LibraryPage { .. } => "intake.error.library_page",
            Self::Image { .. } => "intake.error.image",
            Self::TooManyPixels { .. } => "intake.error.too_many_pixels",
        }
    }
}
