//! Automatic numbers, as Word shows them, from `numbering.xml` (ECMA-376 part 1, 17.9).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::format;
use super::node::Node;

const LEVELS: usize = 9;
/// Names of unknown formats that are worth telling.
const MOST_UNKNOWN: usize = 20;

#[derive(Default)]
pub(super) struct Numbering {
    /// `w:num`: what paragraphs name.
    lists: HashMap<String, List>,
    /// `w:abstractNum`: the levels, and the counters that lists of one kind share.
    kinds: HashMap<String, Levels>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<String>,
    /// Formats met that are shown as decimals.
    pub(super) unknown_formats: std::collections::BTreeSet<String>,
}

struct List {
    kind: String,
    starts: BTreeMap<usize, u32>,
    levels: Levels,
}

type Levels = BTreeMap<usize, Level>;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    suffix: String,
    is_legal: bool,
    /// Begins anew after a level up to this one, counted from 1; 0 never.
    restart: Option<usize>,
    style: Option<String>,
}

impl Numbering {
    pub(super) fn of(root: &Node<'_>) -> Self {
        let mut numbering = Self::default();
        let (mut styled, mut linked) = (HashMap::new(), Vec::new());
        for node in root.nodes().filter(|node| node.name() == "abstractNum") {
            let Some(id) = node.attribute("abstractNumId") else { continue };
            if let Some(style) = node.value("styleLink") {
                styled.insert(style.into_owned(), id.to_string());
            }
            if let Some(style) = node.value("numStyleLink") {
                linked.push((id.to_string(), style.into_owned()));
            }
            numbering.kinds.insert(id.into_owned(), levels(node));
        }
        for (id, style) in linked {
            let target = styled.get(&style).and_then(|target| numbering.kinds.get(target));
            if let Some(levels) = target.cloned() {
                numbering.kinds.insert(id, levels);
            }
        }
        numbering.add_lists(root);
        numbering
    }

    fn add_lists(&mut self, root: &Node<'_>) {
        for node in root.nodes().filter(|node| node.name() == "num") {
            let (Some(id), Some(kind)) = (node.attribute("numId"), node.value("abstractNumId"))
            else {
                continue;
            };
            self.lists.insert(id.trim().to_owned(), List::of(node, kind.into_owned()));
        }
    }

    /// The level of a list that is tied to a paragraph style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let levels = self.kinds.get(&self.lists.get(list)?.kind)?;
        let tied = levels.iter().find(|(_, level)| level.style.as_deref() == Some(style));
        tied.map(|(level, _)| *level)
    }

    /// Counts one paragraph and gives its number. `None` if it has none.
    pub(super) fn next(&mut self, list_id: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let list = self.lists.get(list_id)?;
        let kind = self.kinds.get(&list.kind)?;
        let find = |at: usize| list.levels.get(&at).or_else(|| kind.get(&at));
        let start = |at: usize| {
            list.starts.get(&at).copied().or_else(|| find(at).map(|l| l.start)).unwrap_or(1)
        };
        let counters = self.counters.entry(list.kind.clone()).or_default();
        if self.begun.insert(list_id.to_owned()) {
            for at in list.starts.keys() {
                counters[*at] = None;
            }
        }
        counters[level] = Some(counters[level].map_or(start(level), |n| n.saturating_add(1)));
        for (at, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            if level < find(at).and_then(|l| l.restart).unwrap_or(at) {
                *counter = None;
            }
        }
        let values: [u32; LEVELS] = std::array::from_fn(|at| counters[at].unwrap_or(start(at)));
        let own = find(level)?;
        let text = own.display(&values, &find, &mut self.unknown_formats);
        (!text.is_empty()).then_some(text)
    }
}

impl List {
    fn of(node: &Node<'_>, kind: String) -> Self {
        let mut list = Self { kind, starts: BTreeMap::new(), levels: Levels::new() };
        for change in node.nodes().filter(|node| node.name() == "lvlOverride") {
            let Some(at) = level_number(change) else { continue };
            if let Some(start) = change.number("startOverride") {
                list.starts.insert(at, start);
            }
            if let Some(level) = change.child("lvl") {
                list.levels.insert(at, Level::of(level));
            }
        }
        list
    }
}

fn levels(node: &Node<'_>) -> Levels {
    let levels = node.nodes().filter(|node| node.name() == "lvl");
    levels.filter_map(|level| Some((level_number(level)?, Level::of(level)))).collect()
}

fn level_number(node: &Node<'_>) -> Option<usize> {
    let level = node.attribute("ilvl")?.trim().parse().ok();
    level.filter(|level| *level < LEVELS)
}

impl Level {
    fn of(node: &Node<'_>) -> Self {
        let value = |name, default: &str| {
            node.value(name).map_or_else(|| default.to_owned(), std::borrow::Cow::into_owned)
        };
        Self {
            start: node.number("start").unwrap_or(0),
            format: value("numFmt", "decimal"),
            text: value("lvlText", "").chars().take(64).collect(),
            suffix: value("suff", "tab"),
            is_legal: node.switch("isLgl").unwrap_or(false),
            restart: node.number("lvlRestart").map(|level| level as usize),
            style: node.value("pStyle").map(std::borrow::Cow::into_owned),
        }
    }

    fn display<'l>(
        &self,
        values: &[u32; LEVELS],
        find: &dyn Fn(usize) -> Option<&'l Level>,
        unknown: &mut std::collections::BTreeSet<String>,
    ) -> String {
        /// A number is repeated for every paragraph: a long one would multiply.
        const LONGEST: usize = 100;
        if self.format == "bullet" {
            return self.bullet();
        }
        let mut text = String::new();
        let mut rest = self.text.chars().peekable();
        while let Some(c) = rest.next() {
            let place = rest.peek().and_then(|c| c.to_digit(10)).filter(|n| (1..=9).contains(n));
            let Some(place) = place.filter(|_| c == '%') else {
                text.push(c);
                continue;
            };
            rest.next();
            let at = place as usize - 1;
            let format = find(at).map_or("decimal", |level| level.format.as_str());
            let format = if self.is_legal && format != "none" { "decimal" } else { format };
            text.push_str(&format::number(values[at], format).unwrap_or_else(|| {
                if unknown.len() < MOST_UNKNOWN {
                    unknown.insert(format.chars().take(40).collect());
                }
                values[at].to_string()
            }));
        }
        self.with_suffix(text.chars().take(LONGEST).collect())
    }

    /// A tab after `一、` is only layout; after `第一条` it parts words.
    fn with_suffix(&self, mut text: String) -> String {
        let word = text.ends_with(char::is_alphanumeric);
        if !text.is_empty() && (self.suffix == "space" || (self.suffix == "tab" && word)) {
            text.push(' ');
        }
        text
    }

    /// Symbol fonts put bullets into the private area.
    fn bullet(&self) -> String {
        match self.text.chars().next() {
            None => String::new(),
            Some('\u{E000}'..='\u{F8FF}') => "• ".to_owned(),
            Some(_) => format!("{} ", self.text.trim()),
        }
    }
}
