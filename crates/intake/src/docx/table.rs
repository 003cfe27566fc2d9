//! Tables as rows of equal length; merged cells keep their text at the upper left.

use super::body::Body;
use super::node::{Node, Vocabulary};
use crate::{Block, IntakeError};

/// Word's own bound of columns.
const MOST_COLUMNS: u32 = 63;

impl Body<'_, '_> {
    pub(super) fn table(
        &mut self,
        node: &Node<'_>,
        blocks: &mut Vec<Block>,
    ) -> Result<(), IntakeError> {
        let mut rows = Vec::new();
        let mut found = Vec::new();
        collect(node, "tr", &mut found);
        for row in found {
            if !self.is_dropped(row) {
                rows.push(self.row(row)?);
            }
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let missing = rows.iter().map(|row: &Vec<String>| columns - row.len()).sum::<usize>();
        self.guard.spend_paragraphs(missing as u64)?;
        rows.iter_mut().for_each(|row| row.resize(columns, String::new()));
        if rows.iter().flatten().any(|cell| !cell.is_empty()) {
            blocks.push(Block::Table { rows });
        }
        Ok(())
    }

    fn is_dropped(&mut self, row: &Node<'_>) -> bool {
        let properties = row.child("trPr");
        let has = |name| properties.is_some_and(|p| p.child(name).is_some());
        let hidden = properties.and_then(|p| p.switch("hidden")).unwrap_or(false);
        self.losses.hidden += u64::from(hidden);
        self.losses.deletions += u64::from(has("del"));
        self.losses.insertions += u64::from(has("ins"));
        hidden || has("del")
    }

    fn row(&mut self, row: &Node<'_>) -> Result<Vec<String>, IntakeError> {
        let properties = row.child("trPr");
        let skipped = |name| properties.and_then(|p| p.number(name)).unwrap_or(0).min(MOST_COLUMNS);
        let mut cells = vec![String::new(); skipped("gridBefore") as usize];
        let mut found = Vec::new();
        collect(row, "tc", &mut found);
        for cell in found {
            let properties = cell.child("tcPr");
            let span = properties.and_then(|p| p.number("gridSpan")).unwrap_or(1);
            let span = span.clamp(1, MOST_COLUMNS) as usize;
            self.guard.spend_paragraphs(span as u64)?;
            let deleted = properties.is_some_and(|p| p.child("cellDel").is_some());
            self.losses.deletions += u64::from(deleted);
            let covered = continues(properties, "vMerge") || continues(properties, "hMerge");
            cells.push(if covered || deleted { String::new() } else { self.cell(cell)? });
            cells.resize(cells.len() + span - 1, String::new());
        }
        cells.resize(cells.len() + skipped("gridAfter") as usize, String::new());
        Ok(cells)
    }

    fn cell(&mut self, cell: &Node<'_>) -> Result<String, IntakeError> {
        let blocks = self.inner(cell)?;
        Ok(blocks.iter().map(Block::display).collect::<Vec<_>>().join("\n"))
    }
}

/// A merge without a value goes on with the cell before.
fn continues(properties: Option<&Node<'_>>, merge: &str) -> bool {
    let merge = properties.and_then(|p| p.child(merge));
    merge.is_some_and(|m| m.attribute("val").is_none_or(|v| v != "restart"))
}

/// Rows or cells, also those inside content controls and changes.
fn collect<'n, 'a>(node: &'n Node<'a>, name: &str, found: &mut Vec<&'n Node<'a>>) {
    for child in node.nodes() {
        let transparent =
            matches!(child.name(), "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo");
        if child.name() == name {
            found.push(child);
        } else if transparent {
            collect(child, name, found);
        } else if child.vocabulary == Vocabulary::Compatibility
            && let Some(branch) = child.branch()
        {
            collect(branch, name, found);
        }
    }
}
