//! Footnotes and endnotes: a mark in the text, the note at the end.

use std::collections::HashMap;

use super::body::Body;
use super::format;
use super::inline::Anchored;
use super::node::Node;
use super::xml::Part;
use crate::{Block, IntakeError};

/// A mark met in the text.
pub(super) struct Mark {
    kind: NoteKind,
    id: String,
    mark: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteKind {
    Footnote,
    Endnote,
}

impl NoteKind {
    /// The element of the part, and the element of one note.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Footnote => ("footnotes", "footnote"),
            Self::Endnote => ("endnotes", "endnote"),
        }
    }
}

impl Body<'_, '_> {
    /// Puts `[1]` for a footnote, `[i]` for an endnote; an author's own mark stands in the text.
    pub(super) fn note(&mut self, node: &Node<'_>, out: &mut Anchored) {
        let kind = match node.name() {
            "footnoteReference" => NoteKind::Footnote,
            _ => NoteKind::Endnote,
        };
        let Some(id) = node.attribute("id") else { return };
        let own = node.attribute("customMarkFollows").is_some_and(|v| v != "0" && v != "false");
        let mark = if own { String::new() } else { self.next_mark(kind) };
        out.text.push_str(&mark);
        self.notes.push(Mark { kind, id: id.into_owned(), mark });
    }

    fn next_mark(&mut self, kind: NoteKind) -> String {
        let (counter, format) = match kind {
            NoteKind::Footnote => (&mut self.footnotes, "decimal"),
            NoteKind::Endnote => (&mut self.endnotes, "lowerRoman"),
        };
        *counter += 1;
        format!("[{}]", format::number(*counter, format).unwrap_or_default())
    }

    /// Adds the notes of one kind that the text refers to, in the order of their marks.
    pub(super) fn add_notes(
        &mut self,
        kind: NoteKind,
        part: (&str, &str),
        blocks: &mut Vec<Block>,
    ) -> Result<(), IntakeError> {
        let marks: Vec<Mark> = self.notes.extract_if(.., |note| note.kind == kind).collect();
        if marks.is_empty() {
            return Ok(());
        }
        let mut texts = self.note_texts(kind, part)?;
        for Mark { id, mark, .. } in marks {
            if let Some(text) = texts.remove(&id).filter(|text| !text.is_empty()) {
                blocks.push(Block::Note { mark, text });
            }
        }
        Ok(())
    }

    fn note_texts(
        &mut self,
        kind: NoteKind,
        (name, text): (&str, &str),
    ) -> Result<HashMap<String, String>, IntakeError> {
        let (root, element) = kind.names();
        let mut part = Part::new(name, text);
        part.enter(root)?;
        let mut texts = HashMap::new();
        while let Some(node) = part.child(&mut self.guard)? {
            if node.name() == element
                && let Some(id) = node.attribute("id")
            {
                let blocks = self.inner(&node)?;
                let lines: Vec<String> = blocks.iter().map(Block::display).collect();
                texts.insert(id.into_owned(), lines.join("\n"));
            }
        }
        part.finish()?;
        Ok(texts)
    }
}
