//! What a reader makes of a document, whatever its format. Called by every reader and by `cut`.

use serde::{Deserialize, Serialize};

/// A document in reading order: text, tables, then notes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The title, its lines joined. The paragraphs it was taken from stay in `blocks`.
    pub title: Option<String>,
    pub blocks: Vec<Block>,
}

/// One block of a document. Blocks without text aren't kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    Paragraph {
        /// Without numbering, without leading or trailing blanks; `\n` is a line break.
        text: String,
        /// The automatic number as displayed: `一、`, `（一）`, `1.`; with its blank if it has one.
        numbering: Option<String>,
        /// The style's name in the original.
        style: Option<String>,
        /// 1 to 9 for a heading, `None` for body text.
        level: Option<u8>,
    },
    /// All rows are equally long. A merged cell has its text at its upper left place, the other
    /// places it covers are empty.
    Table { rows: Vec<Vec<String>> },
    /// A footnote or endnote; `mark` stands in the text that it belongs to.
    Note { mark: String, text: String },
}

impl Block {
    /// A body paragraph without number or style.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { text: text.into(), numbering: None, style: None, level: None }
    }

    /// The text as a reader of the original sees it, with the number; cells parted by tabs.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Paragraph { text, numbering, .. } => {
                numbering.as_deref().unwrap_or_default().to_owned() + text
            }
            Self::Table { rows } => {
                rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
            }
            Self::Note { mark, text } => format!("{mark}{text}"),
        }
    }

    /// The level of a heading, `None` for all else.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        match self {
            Self::Paragraph { level, .. } => *level,
            Self::Table { .. } | Self::Note { .. } => None,
        }
    }
}
