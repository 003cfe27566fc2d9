//! What of the original is not in the document, or is there in another form.

use serde::{Deserialize, Serialize};

/// One kind of loss or change, with how often it occurred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// The file carries macros; they were not read.
    Macros,
    /// Targets outside the file (templates, linked images, linked parts); none was fetched.
    ExternalRelationship { count: u64 },
    /// Addresses behind link texts; the texts were kept.
    Links { count: u64 },
    /// Embedded objects, not imported.
    OleObject { count: u64 },
    /// The final text was taken as if every change were accepted.
    TrackedChanges { insertions: u64, deletions: u64 },
    /// Comments, not imported.
    Comments { count: u64 },
    /// Runs of hidden text, dropped.
    HiddenText { count: u64 },
    /// Foreign documents embedded as text, not imported.
    AltChunk { count: u64 },
    /// Fields, of which only the last results were taken.
    Fields { count: u64 },
    /// Pictures and drawings, not imported.
    Images { count: u64 },
    /// Formulas, of which only the characters were taken.
    Formulas { count: u64 },
    /// Symbol-font characters without a Unicode equal, replaced by U+FFFD.
    Symbols { count: u64 },
    /// Control characters and direction overrides, dropped.
    ControlCharacters { count: u64 },
    /// Number formats that are shown as plain decimals.
    UnsupportedNumbering { formats: Vec<String> },
    /// HTML inside Markdown, not imported.
    RawHtml { count: u64 },
    /// The head of a Markdown file, not imported.
    Metadata,
    /// Gaps (`……`) in the text of a library page.
    Gaps { count: u64 },
    /// Points that a library page counts past: `after` is followed by `before`.
    PointsMissing { after: String, before: String },
    /// A library page states more characters than are present.
    FewerCharacters { stated: u64, present: u64 },
    /// A line of a library page that was not understood.
    UnreadLine { line: u64 },
}

impl Warning {
    /// The stable key of the message shown to a person.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Macros => "intake.warning.macros",
            Self::ExternalRelationship { .. } => "intake.warning.external_relationship",
            Self::Links { .. } => "intake.warning.links",
            Self::OleObject { .. } => "intake.warning.ole_object",
            Self::TrackedChanges { .. } => "intake.warning.tracked_changes",
            Self::Comments { .. } => "intake.warning.comments",
            Self::HiddenText { .. } => "intake.warning.hidden_text",
            Self::AltChunk { .. } => "intake.warning.alt_chunk",
            Self::Fields { .. } => "intake.warning.fields",
            Self::Images { .. } => "intake.warning.images",
            Self::Formulas { .. } => "intake.warning.formulas",
            Self::Symbols { .. } => "intake.warning.symbols",
            Self::ControlCharacters { .. } => "intake.warning.control_characters",
            Self::UnsupportedNumbering { .. } => "intake.warning.unsupported_numbering",
            Self::RawHtml { .. } => "intake.warning.raw_html",
            Self::Metadata => "intake.warning.metadata",
            Self::Gaps { .. } => "intake.warning.gaps",
            Self::PointsMissing { .. } => "intake.warning.points_missing",
            Self::FewerCharacters { .. } => "intake.warning.fewer_characters",
            Self::UnreadLine { .. } => "intake.warning.unread_line",
        }
    }
}
