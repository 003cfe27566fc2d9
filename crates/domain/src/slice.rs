//! A slice: the smallest piece of a text that has a scope of its own.

use serde::{Deserialize, Serialize};

use crate::scope::{Ground, Scope};

/// What a slice is made of. This is also the body that is sealed, byte for byte as serialised.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "k", rename_all = "snake_case")]
pub enum Body {
    /// The title. Its scope is the scope of the disclosure's existence.
    Title { t: String },
    /// A paragraph with the headings directly above it.
    Paragraph {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        h: Vec<String>,
        t: String,
    },
    /// A table, row by row.
    Table {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        h: Vec<String>,
        r: Vec<Vec<String>>,
    },
    /// A footnote or endnote.
    Note { t: String },
    /// The source itself breaks off here (`……`): the text is known to be incomplete.
    Elided {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        h: Vec<String>,
        t: String,
    },
}

impl Body {
    pub fn is_title(&self) -> bool {
        matches!(self, Self::Title { .. })
    }

    pub fn headings(&self) -> &[String] {
        match self {
            Self::Paragraph { h, .. } | Self::Table { h, .. } | Self::Elided { h, .. } => h,
            Self::Title { .. } | Self::Note { .. } => &[],
        }
    }

    /// All its text, a line for each heading, paragraph and row: what is searched, checked and
    /// counted.
    pub fn text(&self) -> String {
        let mut lines: Vec<String> = self.headings().to_vec();
        match self {
            Self::Title { t } | Self::Paragraph { t, .. } | Self::Note { t } => {
                lines.push(t.clone())
            }
            Self::Elided { t, .. } => lines.push(t.clone()),
            Self::Table { r, .. } => lines.extend(r.iter().map(|cells| cells.join(" "))),
        }
        lines.join("\n")
    }
}

/// A slice as the clerk has it on the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSlice {
    pub body: Body,
    pub scope: Scope,
    /// Why it is not public; needed as soon as the scope is narrower than public.
    pub ground: Option<Ground>,
    /// Characters as Word counts 字数.
    pub characters: u32,
}
