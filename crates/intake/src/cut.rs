//! Cuts a document into the pieces that are proposed, decided and published one by one.

use serde::{Deserialize, Serialize};

use crate::Document;
pub use crate::sentence::sentence_ends;

/// What a piece holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    Title,
    Paragraph,
    Table,
    Note,
}

/// The smallest unit with a scope of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub kind: PieceKind,
    /// The headings directly above, which belong to no earlier piece.
    pub headings: Vec<String>,
    /// As displayed, with its number. Empty for a table, and for headings without a body.
    pub text: String,
    /// The rows of a table, else empty.
    pub rows: Vec<Vec<String>>,
    /// Goes on with the paragraph of the piece before: joining puts nothing between them.
    pub continues: bool,
}

/// Cuts in reading order: a paragraph with the headings directly above it is one piece, a table is
/// one, a note is one; headings that nothing follows are one.
#[must_use]
pub fn cut(document: &Document) -> Vec<Piece> {
    let _ = document;
    Vec::new()
}

/// Splits after the sentence with the number `sentence`, counted from 0, of
/// [`sentence_ends`]`(&piece.text)`. `None` if there is no such sentence or nothing follows it.
#[must_use]
pub fn split_at_sentence(piece: &Piece, sentence: usize) -> Option<(Piece, Piece)> {
    let _ = (piece, sentence);
    None
}

/// Joins two neighbours. `None` if their text would change order: text after a table.
#[must_use]
pub fn join(first: &Piece, second: &Piece) -> Option<Piece> {
    let _ = (first, second);
    None
}
