//! The portal's first page (`GET /`).

use askama::Template;
use intake::columns::cut_to_columns;

use super::frame::{Frame, Link};

/// Columns of code, blank and title together in a list.
const COLUMNS: usize = 24;

/// 最新信息, 热点排行, columns, organizations, and lists taken over from an older library.
#[derive(Clone, Debug, Template)]
#[template(path = "home.html")]
pub struct Home {
    pub frame: Frame,
    /// Name of the authority, shown above the site's name; may be empty.
    pub authority: String,
    pub latest: Vec<Row>,
    pub popular: Vec<PopularRow>,
    pub columns: Vec<ColumnBlock>,
    pub organizations: Vec<OrganizationNode>,
    pub imported: Vec<ImportedList>,
}

/// A published disclosure in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: String,
    /// Whole; the page cuts it.
    pub title: String,
    pub organization: String,
    /// `MM-DD`, see [`super::frame::month_day`].
    pub month_day: String,
    /// `YYYY-MM-DD`, for the attribute `datetime`; empty where the year is unknown.
    pub date: String,
    pub href: String,
    /// The text is known to be incomplete, in the source itself.
    pub partial: bool,
}

impl Row {
    /// Code, blank and title together fill at most 24 columns.
    pub fn short_title(&self) -> &str {
        cut_to_columns(&self.title, COLUMNS.saturating_sub(self.code.len() + 1))
    }

    pub fn is_cut(&self) -> bool {
        self.short_title().len() < self.title.len()
    }
}

/// A row with the number of its different readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopularRow {
    pub row: Row,
    pub readers: u64,
}

/// A column with its newest rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnBlock {
    pub column: Link,
    /// All that the column holds.
    pub total: u64,
    pub rows: Vec<Row>,
}

/// An organization and those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationNode {
    pub organization: Link,
    /// Disclosures published by it.
    pub published: u64,
    pub below: Vec<OrganizationNode>,
}

/// A list as an older library showed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedList {
    pub name: String,
    pub rows: Vec<ImportedRow>,
}

/// One of its rows; there is no year, and mostly no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedRow {
    /// Code and title as shown there (`LibraryEntry::label`).
    pub label: String,
    pub month_day: String,
    /// Where the text was taken over too.
    pub href: Option<String>,
}

impl Home {
    /// The tree as a flat list with depths from 0, which one template loop can show.
    pub fn branches(&self) -> Vec<Branch<'_>> {
        let mut flat = Vec::new();
        for node in &self.organizations {
            flatten(node, 0, &mut flat);
        }
        flat
    }
}

/// One line of the tree.
#[derive(Clone, Copy, Debug)]
pub struct Branch<'a> {
    pub node: &'a OrganizationNode,
    pub depth: usize,
}

const DEEPEST: usize = 6;

fn flatten<'a>(node: &'a OrganizationNode, depth: usize, flat: &mut Vec<Branch<'a>>) {
    flat.push(Branch { node, depth: depth.min(DEEPEST) });
    if depth < 64 {
        node.below.iter().for_each(|below| flatten(below, depth + 1, flat));
    }
}
