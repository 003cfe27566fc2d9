//! Reads a page of the older document library: two lists, a column, one article with gaps.
//!
//! The page is a teaser: titles are cut, years are missing, text is left out. Nothing of that is
//! filled in here; gaps are marked.

use serde::{Deserialize, Serialize};

/// One page as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryPage {
    pub lists: Vec<LibraryList>,
    pub article: Article,
}

/// A named list: 最新信息, 热点排行.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryList {
    pub name: String,
    pub entries: Vec<LibraryEntry>,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryEntry {
    pub code: Code,
    /// A blank stands between code and title.
    pub spaced: bool,
    /// As cut by the library, never completed.
    pub title: String,
    pub month: u8,
    /// The year is not on the page, hence unknown.
    pub day: u8,
}

/// A document's code: a letter for its series, then digits (kept as written: `030`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Code {
    pub series: char,
    pub number: String,
}

/// The article that the page shows in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The column: 领导讲话.
    pub column: String,
    pub code: Code,
    pub title: String,
    pub contributor: String,
    pub stated_characters: u64,
    pub stated_slices: u64,
    /// The title as set above the text, line by line.
    pub title_lines: Vec<String>,
    pub salutation: Option<String>,
    pub body: Vec<LibraryBlock>,
    /// The line that says that the rest needs a login.
    pub free_notice: Option<String>,
    /// No gap, and as many characters as stated.
    pub whole: bool,
}

/// A paragraph of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryBlock {
    pub kind: LibraryBlockKind,
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LibraryBlockKind {
    /// `一、…`
    Section,
    /// `一要…`, `二是…`
    Point,
    Paragraph,
}

/// Text that is there, or a place where text is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Text(String),
    Gap,
}

impl Code {
    /// Parts `C2717 2024年…` into code, whether a blank follows, and the rest. Digits up to the
    /// first other character are the number: only a blank parts them from digits of a title.
    fn part(text: &str) -> Option<(Self, bool, &str)> {
        let series = text.chars().next().filter(char::is_ascii_uppercase)?;
        let rest = &text[1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) =
            rest.split_at_checked(digits).filter(|(number, _)| !number.is_empty())?;
        let title = rest.strip_prefix(' ');
        let code = Self { series, number: number.to_owned() };
        Some((code, title.is_some(), title.unwrap_or(rest)))
    }
}

impl LibraryEntry {
    /// Code and title as the list shows them: together they fill at most 24 columns.
    #[must_use]
    pub fn label(&self) -> String {
        let Code { series, number } = &self.code;
        let blank = if self.spaced { " " } else { "" };
        format!("{series}{number}{blank}{}", self.title)
    }
}

impl LibraryBlock {
    /// The text with `……` for each gap.
    #[must_use]
    pub fn text(&self) -> String {
        let spans = self.spans.iter().map(|span| match span {
            Span::Text(text) => text.as_str(),
            Span::Gap => GAP,
        });
        spans.collect()
    }
}

/// How the page marks text left out.
pub(crate) const GAP: &str = "……";

mod article;
mod page;

pub use page::read_library_page;

#[cfg(test)]
mod tests;
