//! Markdown: headings, paragraphs, lists, tables, footnotes. No HTML, no pictures, no addresses.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{
    Block, Document, Elapsed, IntakeError, Limits, Reading, Warning, heading, text, title,
};

/// Events between two looks at the time.
const STEP: usize = 4096;

/// Reads Markdown.
///
/// # Errors
/// As [`crate::read_text`].
pub fn read_markdown(bytes: &[u8], limits: &Limits, elapsed: &mut Elapsed<'_>) -> Reading {
    limits.check_bytes(bytes)?;
    limits.check_elapsed(elapsed)?;
    let source = text::decode(bytes)?;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = Page::default();
    for (at, event) in Parser::new_ext(&source, options).enumerate() {
        if at.is_multiple_of(STEP) {
            limits.check_elapsed(elapsed)?;
        }
        page.event(event, limits)?;
    }
    page.flush();
    limits.check_elapsed(elapsed)?;
    page.blocks.append(&mut page.notes);
    let warnings = page.warnings();
    Ok((Document { title: title::of(&page.blocks), blocks: page.blocks }, warnings))
}

#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    notes: Vec<Block>,
    text: String,
    level: Option<u8>,
    /// Open lists: the next number, `None` for bullets.
    lists: Vec<Option<u64>>,
    numbering: Option<String>,
    note: Option<String>,
    rows: Vec<Vec<String>>,
    /// Inside a picture or metadata, whose text isn't the document's.
    silent: u64,
    html: u64,
    images: u64,
    links: u64,
    controls: u64,
    metadata: bool,
}

impl Page {
    fn event(&mut self, event: Event<'_>, limits: &Limits) -> Result<(), IntakeError> {
        match event {
            Event::Start(tag) => self.start(tag, limits)?,
            Event::End(tag) => self.end(tag),
            Event::Html(_) | Event::InlineHtml(_) => self.html += 1,
            _ if self.silent > 0 => {}
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak if self.text.ends_with(|c: char| c.is_ascii()) => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::FootnoteReference(mark) => self.text.push_str(&format!("[{mark}]")),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>, limits: &Limits) -> Result<(), IntakeError> {
        let blocks = (self.blocks.len() + self.notes.len()) as u64;
        let cells = self.rows.iter().map(Vec::len).sum::<usize>() as u64;
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.level = Some(number(level));
            }
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) => self.flush(),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                self.number_item();
            }
            Tag::TableRow | Tag::TableHead => {
                limits.check_paragraphs(blocks + cells)?;
                self.rows.push(Vec::new());
            }
            Tag::FootnoteDefinition(mark) => {
                self.flush();
                self.note = Some(format!("[{mark}]"));
            }
            Tag::Image { .. } => {
                self.images += 1;
                self.silent += 1;
            }
            Tag::MetadataBlock(_) => {
                self.metadata = true;
                self.silent += 1;
            }
            Tag::Link { .. } => self.links += 1,
            _ => {}
        }
        limits.check_paragraphs(blocks)
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::MetadataBlock(_) => self.silent = self.silent.saturating_sub(1),
            TagEnd::TableCell => {
                let cell = self.take_text();
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.end_table(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.note = None;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => {
                self.flush();
            }
            _ => {}
        }
    }

    fn number_item(&mut self) {
        self.numbering = Some(match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = *next;
                *next = next.saturating_add(1);
                format!("{number}.")
            }
            _ => "• ".to_owned(),
        });
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        if rows.iter().flatten().any(|cell| !cell.is_empty()) {
            self.blocks.push(Block::Table { rows });
        }
    }

    fn take_text(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        text::clean(&text, &mut self.controls).trim().to_owned()
    }

    /// Ends the block that the text so far belongs to.
    fn flush(&mut self) {
        let text = self.take_text();
        let level = self.level.take();
        if text.is_empty() {
            return;
        }
        let numbering = self.numbering.take();
        match &self.note {
            Some(mark) => self.notes.push(Block::Note { mark: mark.clone(), text }),
            None => {
                let level = level.or_else(|| heading::by_pattern(&text));
                self.blocks.push(Block::Paragraph { text, numbering, style: None, level });
            }
        }
    }

    fn warnings(&self) -> Vec<Warning> {
        let counted = |count: u64, warning: fn(u64) -> Warning| (count > 0).then(|| warning(count));
        [
            counted(self.links, |count| Warning::Links { count }),
            counted(self.images, |count| Warning::Images { count }),
            text::control_warning(self.controls),
            counted(self.html, |count| Warning::RawHtml { count }),
            self.metadata.then_some(Warning::Metadata),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

const fn number(level: HeadingLevel) -> u8 {
    level as u8
}
