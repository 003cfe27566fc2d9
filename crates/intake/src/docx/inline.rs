//! The text inside a paragraph: runs, links, changes, fields, notes, text boxes.

use super::body::Body;
use super::node::{Child, Node, Vocabulary};
use super::symbol;
use crate::{Block, IntakeError};

/// Text, and the text boxes anchored in it.
#[derive(Default)]
pub(super) struct Anchored {
    pub(super) text: String,
    pub(super) boxes: Vec<Block>,
}

/// Complex fields that are open. They span paragraphs, and may be very many: each step is constant.
#[derive(Default)]
pub(super) struct Fields {
    /// `true` once the field's result has begun.
    open: Vec<bool>,
    /// How many of them are still in their code.
    in_code: usize,
}

impl Fields {
    fn in_code(&self) -> bool {
        self.in_code > 0
    }

    fn mark(&mut self, kind: &str) {
        match kind {
            "begin" => {
                self.open.push(false);
                self.in_code += 1;
            }
            "separate" => {
                if let Some(last @ false) = self.open.last_mut() {
                    *last = true;
                    self.in_code -= 1;
                }
            }
            _ => self.in_code -= usize::from(self.open.pop() == Some(false)),
        }
    }
}

impl Body<'_, '_> {
    /// All children of a paragraph or of an element that is looked through.
    pub(super) fn content(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        node.nodes().try_for_each(|child| self.inline(child, style, out))
    }

    pub(super) fn inline(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        match node.vocabulary {
            Vocabulary::Word => self.word(node, style, out),
            Vocabulary::Math => {
                self.losses.formulas += u64::from(node.local() == "oMath");
                self.math(node, out);
                Ok(())
            }
            Vocabulary::Compatibility if node.local() == "AlternateContent" => {
                node.branch().map_or(Ok(()), |branch| self.content(branch, style, out))
            }
            _ => self.content(node, style, out),
        }
    }

    fn word(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        match node.name() {
            "r" => return self.run(node, style, out),
            "del" | "moveFrom" => self.losses.deletions += 1,
            "ins" | "moveTo" => {
                self.losses.insertions += 1;
                return self.content(node, style, out);
            }
            "fldSimple" => {
                self.losses.fields += 1;
                return self.content(node, style, out);
            }
            "subDoc" => self.losses.external += 1,
            "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "delText" | "instrText" => {}
            "altChunk" => self.losses.alt_chunks += 1,
            "txbxContent" if !self.fields.in_code() => out.boxes.append(&mut self.inner(node)?),
            _ => return self.content(node, style, out),
        }
        Ok(())
    }

    fn run(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        let properties = node.child("rPr");
        if self.is_hidden(properties, style) {
            self.losses.hidden += 1;
            // Fields may begin in a hidden run and end outside it.
            let marks = node.nodes().filter(|child| child.name() == "fldChar");
            marks.for_each(|mark| self.field(mark));
            return Ok(());
        }
        node.nodes().try_for_each(|child| self.run_child(child, style, out))
    }

    fn is_hidden(&self, properties: Option<&Node<'_>>, style: Option<&str>) -> bool {
        let own = properties.and_then(|p| p.switch("vanish"));
        own.unwrap_or_else(|| {
            let character = properties.and_then(|p| p.value("rStyle"));
            self.styles.hidden(style, character.as_deref())
        })
    }

    fn run_child(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        match node.vocabulary {
            Vocabulary::Word => {}
            Vocabulary::Compatibility if node.local() == "AlternateContent" => {
                let children = node.branch().into_iter().flat_map(|branch| branch.nodes());
                return children.into_iter().try_for_each(|c| self.run_child(c, style, out));
            }
            _ => return self.inline(node, style, out),
        }
        if self.fields.in_code() && !matches!(node.name(), "fldChar" | "commentReference") {
            return Ok(());
        }
        match node.name() {
            "t" => node.text(&mut out.text),
            "tab" | "ptab" => out.text.push('\t'),
            "cr" => out.text.push('\n'),
            "br" if node.attribute("type").is_none_or(|kind| kind == "textWrapping") => {
                out.text.push('\n');
            }
            "noBreakHyphen" => out.text.push('\u{2011}'),
            "sym" => self.symbol(node, out),
            "fldChar" => self.field(node),
            "footnoteReference" | "endnoteReference" => self.note(node, out),
            "commentReference" => self.losses.comments += 1,
            "object" => self.object(node, style, out)?,
            "drawing" | "pict" => self.drawing(node, style, out)?,
            "ruby" => {
                if let Some(base) = node.child("rubyBase") {
                    self.content(base, style, out)?;
                }
            }
            "rPr" | "delText" | "instrText" | "delInstrText" | "br" | "softHyphen" => {}
            _ => self.word(node, style, out)?,
        }
        Ok(())
    }

    fn field(&mut self, node: &Node<'_>) {
        let kind = node.attribute("fldCharType").unwrap_or_default();
        self.losses.fields += u64::from(kind == "begin");
        self.fields.mark(&kind);
    }

    fn object(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        self.losses.objects += 1;
        self.content(node, style, out)
    }

    fn drawing(
        &mut self,
        node: &Node<'_>,
        style: Option<&str>,
        out: &mut Anchored,
    ) -> Result<(), IntakeError> {
        let boxes = out.boxes.len();
        self.content(node, style, out)?;
        self.losses.images += u64::from(out.boxes.len() == boxes);
        Ok(())
    }

    fn symbol(&mut self, node: &Node<'_>, out: &mut Anchored) {
        let (code, font) = (node.attribute("char"), node.attribute("font"));
        let found = symbol::unicode(&code.unwrap_or_default(), &font.unwrap_or_default());
        self.losses.symbols += u64::from(found.is_none());
        out.text.push(found.unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    fn math(&mut self, node: &Node<'_>, out: &mut Anchored) {
        if node.local() == "r" && self.is_hidden(node.child("rPr"), None) {
            self.losses.hidden += 1;
            return;
        }
        for child in &node.children {
            match child {
                Child::Text(text) if node.local() == "t" => out.text.push_str(text),
                Child::Node(node) if node.vocabulary == Vocabulary::Math => self.math(node, out),
                _ => {}
            }
        }
    }
}
