//! Cuts a document into the pieces that are proposed, decided and published one by one.

use serde::{Deserialize, Serialize};

pub use crate::sentence::sentence_ends;
use crate::{Block, Document, title};

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
    /// As displayed, with its number. Empty for a table alone, and for headings without a body.
    pub text: String,
    /// The rows of a table, else empty. A table stands below the text.
    pub rows: Vec<Vec<String>>,
    /// Goes on with the paragraph of the piece before: joining puts nothing between them.
    pub continues: bool,
}

impl Piece {
    fn new(kind: PieceKind, headings: Vec<String>, text: String) -> Self {
        Self { kind, headings, text, rows: Vec::new(), continues: false }
    }
}

/// Cuts in reading order: the title is one piece, a paragraph with the headings directly above it
/// is one, a table is one, a note is one; headings that no body follows are one.
#[must_use]
pub fn cut(document: &Document) -> Vec<Piece> {
    let blocks = &document.blocks;
    let lines = title::find(blocks).filter(|_| title::of(blocks) == document.title);
    let mut cutter = Cutter::default();
    if let (Some(title), None) = (&document.title, &lines) {
        cutter.push(PieceKind::Title, title.clone());
    }
    for (at, block) in blocks.iter().enumerate() {
        match &lines {
            Some(lines) if at == lines.start => {
                cutter.push(PieceKind::Title, document.title.clone().unwrap_or_default());
            }
            Some(lines) if lines.contains(&at) => {}
            _ => cutter.block(block),
        }
    }
    cutter.end();
    cutter.pieces
}

#[derive(Default)]
struct Cutter {
    pieces: Vec<Piece>,
    headings: Vec<String>,
}

impl Cutter {
    fn push(&mut self, kind: PieceKind, text: String) {
        let headings = std::mem::take(&mut self.headings);
        self.pieces.push(Piece::new(kind, headings, text));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { level: Some(_), .. } => self.headings.push(block.display()),
            Block::Paragraph { .. } => self.push(PieceKind::Paragraph, block.display()),
            Block::Table { rows } => {
                let headings = std::mem::take(&mut self.headings);
                let piece = Piece::new(PieceKind::Table, headings, String::new());
                self.pieces.push(Piece { rows: rows.clone(), ..piece });
            }
            Block::Note { .. } => {
                self.end();
                self.push(PieceKind::Note, block.display());
            }
        }
    }

    /// Headings that no body followed.
    fn end(&mut self) {
        if !self.headings.is_empty() {
            self.push(PieceKind::Paragraph, String::new());
        }
    }
}

/// Splits after the sentence with the number `sentence`, counted from 0, of
/// [`sentence_ends`]`(&piece.text)`. The headings stay with the first part, a table goes with the
/// second. `None` if there is no such sentence or nothing follows it.
#[must_use]
pub fn split_at_sentence(piece: &Piece, sentence: usize) -> Option<(Piece, Piece)> {
    let end = *sentence_ends(&piece.text).get(sentence)?;
    let (before, after) = piece.text.split_at_checked(end)?;
    if after.is_empty() {
        return None;
    }
    let textual = if piece.kind == PieceKind::Table { PieceKind::Paragraph } else { piece.kind };
    let first = Piece {
        continues: piece.continues,
        ..Piece::new(textual, piece.headings.clone(), before.to_owned())
    };
    let second = Piece {
        rows: piece.rows.clone(),
        continues: true,
        ..Piece::new(piece.kind, Vec::new(), after.to_owned())
    };
    Some((first, second))
}

/// Joins two neighbours; the second's headings become lines of the text. `None` if their text would
/// change order: anything after a table.
#[must_use]
pub fn join(first: &Piece, second: &Piece) -> Option<Piece> {
    if !first.rows.is_empty() {
        return None;
    }
    let mut joined = first.clone();
    if first.text.is_empty() {
        joined.headings.extend(second.headings.iter().cloned());
        joined.text.clone_from(&second.text);
    } else {
        joined.text = joined_text(first, second);
    }
    joined.rows.clone_from(&second.rows);
    if !second.rows.is_empty() || first.text.is_empty() {
        joined.kind = second.kind;
    }
    Some(joined)
}

fn joined_text(first: &Piece, second: &Piece) -> String {
    if second.continues {
        return first.text.clone() + &second.text;
    }
    let lines = std::iter::once(&first.text).chain(&second.headings).chain([&second.text]);
    lines.filter(|line| !line.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
