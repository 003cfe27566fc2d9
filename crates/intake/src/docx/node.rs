//! One element of a part, with the look-ups that reading a document needs.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use super::xml::attribute;

/// The vocabularies whose elements are told apart; the rest is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    Word,
    Compatibility,
    Math,
    Other,
}

impl Vocabulary {
    pub(super) fn of(namespace: &str) -> Self {
        match namespace {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            _ => Self::Other,
        }
    }
}

pub(super) struct Node<'a> {
    pub(super) vocabulary: Vocabulary,
    start: BytesStart<'a>,
    pub(super) children: Vec<Child<'a>>,
}

pub(super) enum Child<'a> {
    Node(Node<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Node<'a> {
    pub(super) fn new(vocabulary: Vocabulary, start: BytesStart<'a>) -> Self {
        Self { vocabulary, start, children: Vec::new() }
    }

    /// The name without prefix, of any vocabulary.
    pub(super) fn local(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The name if it is WordprocessingML's, else `""`.
    pub(super) fn name(&self) -> &str {
        if self.vocabulary == Vocabulary::Word { self.local() } else { "" }
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node<'a>> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    pub(super) fn child(&self, name: &str) -> Option<&Node<'a>> {
        self.nodes().find(|node| node.name() == name)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        attribute(&self.start, name)
    }

    /// `w:val` of the child `name`.
    pub(super) fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        self.child(name)?.attribute("val")
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.value(name)?.trim().parse().ok()
    }

    /// The on-off property `name`: absent, on (also without a value) or off.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let node = self.child(name)?;
        let off = node.attribute("val").is_some_and(|v| matches!(&*v, "0" | "false" | "off"));
        Some(!off)
    }

    /// All text directly inside.
    pub(super) fn text(&self, into: &mut String) {
        for child in &self.children {
            if let Child::Text(text) = child {
                into.push_str(text);
            }
        }
    }
}

impl<'a> Node<'a> {
    /// The one branch of `mc:AlternateContent` to read: the first that has text, so that a text box
    /// written twice (as DrawingML and as VML) is read once.
    pub(super) fn branch(&self) -> Option<&Node<'a>> {
        let branches = || self.nodes().filter(|n| matches!(n.local(), "Choice" | "Fallback"));
        branches().find(|branch| branch.has_text()).or_else(|| branches().next())
    }

    fn has_text(&self) -> bool {
        matches!(self.name(), "t" | "tab" | "br" | "sym")
            || self.nodes().any(|child| child.has_text())
    }
}
