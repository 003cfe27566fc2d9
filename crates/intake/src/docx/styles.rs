//! Styles: what a paragraph inherits that decides its heading level, its number and whether it shows.

use std::collections::HashMap;

use super::node::Node;

/// A name is copied to every paragraph: a long one would multiply.
const LONGEST_NAME: usize = 120;
/// Longer chains of `basedOn` are a loop.
const LONGEST_CHAIN: usize = 24;

#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default_paragraph: Option<String>,
    /// `w:docDefaults` hide all text that isn't shown explicitly.
    hidden: bool,
}

#[derive(Default)]
struct Style {
    name: String,
    /// The heading level that the name or the id says.
    named: Option<u8>,
    based_on: Option<String>,
    outline: Option<u8>,
    number: NumberProperty,
    hidden: Option<bool>,
}

/// `w:numPr`, of a paragraph or of its style.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct NumberProperty {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl NumberProperty {
    pub(super) fn of(properties: Option<&Node<'_>>) -> Self {
        let Some(node) = properties.and_then(|p| p.child("numPr")) else { return Self::default() };
        let list = node.value("numId").map(|list| list.trim().to_owned());
        Self { list, level: node.number("ilvl").map(|level| (level as usize).min(8)) }
    }
}

impl Styles {
    pub(super) fn of(root: &Node<'_>) -> Self {
        let mut styles = Self::default();
        let defaults = root.child("docDefaults").and_then(|d| d.child("rPrDefault"));
        styles.hidden = defaults.and_then(|d| d.child("rPr")?.switch("vanish")).unwrap_or_default();
        for node in root.nodes().filter(|node| node.name() == "style") {
            styles.add(node);
        }
        styles
    }

    fn add(&mut self, node: &Node<'_>) {
        let Some(id) = node.attribute("styleId") else { return };
        let is_default = node.attribute("default").is_some_and(|v| v == "1" || v == "true");
        let is_paragraph = node.attribute("type").is_none_or(|kind| kind == "paragraph");
        if is_default && is_paragraph {
            self.default_paragraph = Some(id.clone().into_owned());
        }
        self.by_id.insert(id.into_owned(), Style::of(node));
    }

    fn chain<'s>(&'s self, id: Option<&str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = id.or(self.default_paragraph.as_deref());
        let first = first.and_then(|id| self.by_id.get_key_value(id));
        std::iter::successors(first, |(_, style)| {
            self.by_id.get_key_value(style.based_on.as_deref()?)
        })
        .take(LONGEST_CHAIN)
        .map(|(id, style)| (id.as_str(), style))
    }

    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|style| style.name.as_str()).filter(|name| !name.is_empty())
    }

    /// Heading level 1 to 9, by outline level or by name, along the chain.
    pub(super) fn level(&self, id: Option<&str>) -> Option<u8> {
        let level = self.chain(id).find_map(|(_, style)| style.outline.or(style.named));
        level.filter(|level| *level <= 9)
    }

    /// The number of the nearest style that has one, with the id of that style.
    pub(super) fn number(&self, id: Option<&str>) -> Option<(&str, &NumberProperty)> {
        self.chain(id).map(|(id, style)| (id, &style.number)).find(|(_, n)| n.list.is_some())
    }

    /// Whether text of this style is hidden; the document's default if no style says.
    pub(super) fn hidden(&self, paragraph: Option<&str>, character: Option<&str>) -> bool {
        let of = |id| self.chain(id).find_map(|(_, style)| style.hidden);
        let character = character.and_then(|id| of(Some(id)));
        character.unwrap_or(false) || of(paragraph).unwrap_or(self.hidden)
    }
}

impl Style {
    fn of(node: &Node<'_>) -> Self {
        let paragraph = node.child("pPr");
        let outline = paragraph.and_then(|p| p.number("outlineLvl"));
        let name = bounded(&node.value("name").unwrap_or_default());
        let id = bounded(&node.attribute("styleId").unwrap_or_default());
        Self {
            named: by_name(&name).or_else(|| by_name(&id)),
            name,
            based_on: node.value("basedOn").map(std::borrow::Cow::into_owned),
            outline: outline.map(|level| level.min(9) as u8 + 1),
            number: NumberProperty::of(paragraph),
            hidden: node.child("rPr").and_then(|run| run.switch("vanish")),
        }
    }
}

pub(super) fn bounded(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

/// `heading 2`, `Heading2`, `标题 2`.
fn by_name(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    let rest = lower.strip_prefix("heading").or_else(|| lower.strip_prefix("标题"))?;
    rest.trim().parse().ok().filter(|level| (1..=9).contains(level))
}
