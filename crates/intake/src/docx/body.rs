//! Blocks out of the trees of a body, a cell, a text box or a note.

use super::guard::Guard;
use super::inline::{Anchored, Fields};
use super::losses::Losses;
use super::node::{Node, Vocabulary};
use super::numbering::Numbering;
use super::styles::{self, NumberProperty, Styles};
use crate::{Block, IntakeError, heading, text};

/// A heading longer than this is a paragraph that someone gave a heading's style.
const LONGEST_HEADING: usize = 100;

pub(super) struct Body<'g, 'e> {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) guard: Guard<'g, 'e>,
    pub(super) losses: Losses,
    pub(super) fields: Fields,
    /// Notes in the order of their marks.
    pub(super) notes: Vec<super::notes::Mark>,
    pub(super) footnotes: u32,
    pub(super) endnotes: u32,
    /// Text of a paragraph whose end was deleted: it belongs to the next one.
    carried: String,
}

impl<'g, 'e> Body<'g, 'e> {
    pub(super) fn new(styles: Styles, numbering: Numbering, guard: Guard<'g, 'e>) -> Self {
        Self {
            styles,
            numbering,
            guard,
            losses: Losses::default(),
            fields: Fields::default(),
            notes: Vec::new(),
            footnotes: 0,
            endnotes: 0,
            carried: String::new(),
        }
    }

    /// The blocks of a text of its own inside another: a cell, a text box, a note.
    pub(super) fn inner(&mut self, parent: &Node<'_>) -> Result<Vec<Block>, IntakeError> {
        let fields = std::mem::take(&mut self.fields);
        let carried = std::mem::take(&mut self.carried);
        let mut blocks = Vec::new();
        for node in parent.nodes() {
            self.block(node, &mut blocks)?;
        }
        self.end(&mut blocks);
        (self.fields, self.carried) = (fields, carried);
        Ok(blocks)
    }

    /// Text carried past the last paragraph is a paragraph.
    pub(super) fn end(&mut self, blocks: &mut Vec<Block>) {
        let carried = std::mem::take(&mut self.carried);
        if !carried.trim().is_empty() {
            blocks.push(Block::paragraph(carried.trim()));
        }
    }

    /// One child of a body. What isn't a paragraph or table is looked through.
    pub(super) fn block(
        &mut self,
        node: &Node<'_>,
        blocks: &mut Vec<Block>,
    ) -> Result<(), IntakeError> {
        match (node.vocabulary, node.local()) {
            (Vocabulary::Word, "p") => self.paragraph(node, blocks),
            (Vocabulary::Word, "tbl") => self.table(node, blocks),
            (Vocabulary::Word, "altChunk") => {
                self.losses.alt_chunks += 1;
                Ok(())
            }
            (Vocabulary::Word, "del" | "moveFrom") => {
                self.losses.deletions += 1;
                Ok(())
            }
            (Vocabulary::Word, "sectPr" | "tcPr" | "sdtPr" | "sdtEndPr") => Ok(()),
            (Vocabulary::Math, _) => self.loose(node, blocks),
            (Vocabulary::Compatibility, "AlternateContent") => match node.branch() {
                Some(branch) => self.blocks_of(branch, blocks),
                None => Ok(()),
            },
            (Vocabulary::Word, "ins" | "moveTo") => {
                self.losses.insertions += 1;
                self.blocks_of(node, blocks)
            }
            _ => self.blocks_of(node, blocks),
        }
    }

    fn blocks_of(&mut self, node: &Node<'_>, blocks: &mut Vec<Block>) -> Result<(), IntakeError> {
        node.nodes().try_for_each(|child| self.block(child, blocks))
    }

    /// Inline content that stands between paragraphs.
    fn loose(&mut self, node: &Node<'_>, blocks: &mut Vec<Block>) -> Result<(), IntakeError> {
        let mut inline = Anchored::default();
        self.inline(node, None, &mut inline)?;
        if !inline.text.trim().is_empty() {
            self.guard.spend_paragraphs(1)?;
            blocks.push(Block::paragraph(inline.text.trim()));
        }
        Ok(())
    }

    fn paragraph(&mut self, node: &Node<'_>, blocks: &mut Vec<Block>) -> Result<(), IntakeError> {
        self.guard.spend_paragraphs(1)?;
        let properties = node.child("pPr");
        let style = properties.and_then(|p| p.value("pStyle"));
        let mut inline = Anchored::default();
        self.content(node, style.as_deref(), &mut inline)?;
        let end_deleted = self.count_changes(properties);
        let raw = std::mem::take(&mut self.carried) + &inline.text;
        if end_deleted {
            self.carried = raw;
        } else {
            let text = text::clean(&raw, &mut self.losses.controls);
            let block = self.finished(text.trim(), properties, style.as_deref());
            blocks.extend(block);
        }
        blocks.append(&mut inline.boxes);
        Ok(())
    }

    /// Whether the mark that ends the paragraph is deleted.
    fn count_changes(&mut self, properties: Option<&Node<'_>>) -> bool {
        let mark = properties.and_then(|p| p.child("rPr"));
        let has = |name| mark.is_some_and(|mark| mark.child(name).is_some());
        let deleted = has("del") || has("moveFrom");
        self.losses.deletions += u64::from(deleted);
        self.losses.insertions += u64::from(has("ins") || has("moveTo"));
        deleted
    }

    fn finished(
        &mut self,
        text: &str,
        properties: Option<&Node<'_>>,
        style: Option<&str>,
    ) -> Option<Block> {
        let numbering = self.number(properties, style);
        if text.is_empty() {
            return None;
        }
        let display = numbering.as_deref().unwrap_or_default().to_owned() + text;
        let level = self.level(&display, properties, style);
        let style = style.map(|id| styles::bounded(self.styles.name(id).unwrap_or(id)));
        Some(Block::Paragraph { text: text.to_owned(), numbering, style, level })
    }

    fn level(&self, text: &str, properties: Option<&Node<'_>>, style: Option<&str>) -> Option<u8> {
        let own = properties.and_then(|p| p.number("outlineLvl"));
        let set = own.map(|level| level.min(9) as u8 + 1).or_else(|| self.styles.level(style));
        let short = text.chars().nth(LONGEST_HEADING).is_none();
        set.filter(|level| *level <= 9 && short).or_else(|| heading::by_pattern(text))
    }

    fn number(&mut self, properties: Option<&Node<'_>>, style: Option<&str>) -> Option<String> {
        let own = NumberProperty::of(properties);
        let inherited = self.styles.number(style);
        let (list, level) = match (&own.list, inherited) {
            (Some(list), inherited) => {
                let level = inherited.and_then(|(_, number)| number.level);
                (list.clone(), own.level.or(level).unwrap_or(0))
            }
            (None, Some((id, number))) => {
                let list = number.list.clone()?;
                let tied = self.numbering.level_of_style(&list, id);
                let level = own.level.or(tied).or(number.level).unwrap_or(0);
                (list, level)
            }
            (None, None) => return None,
        };
        if list == "0" { None } else { self.numbering.next(&list, level) }
    }
}
