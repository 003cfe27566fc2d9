//! Two states of one table laid over one another: columns by the first row, rows by their cells,
//! cells by characters.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::pair::{Sketch, pairs};
use super::runs::{Run, RunKind, Work, is_same, of_text, whole};

/// Cells of the laid-over table at most: rows of very unlike width would multiply.
const CELLS: usize = 100_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub kind: RowKind,
    /// One for each column that either edition has.
    pub cells: Vec<Vec<Run>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Same,
    Removed,
    Added,
    /// Some of its cells are not the same.
    Edited,
}

/// A column: where it stands in either edition.
type Column = (Option<usize>, Option<usize>);

/// The rows of both; `None` where they are too many cells to be laid over one another.
pub(super) fn rows(old: &[Vec<String>], new: &[Vec<String>], work: &mut Work) -> Option<Vec<Row>> {
    let columns = columns(old, new);
    if columns.len().saturating_mul(old.len() + new.len()) > CELLS {
        return None;
    }
    let mut rows = Vec::with_capacity(new.len());
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (was, is) = (&old[op.old_range()], &new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            rows.extend(was.iter().zip(is).map(|(was, is)| both(&columns, was, is, work)));
            continue;
        }
        let sketch = |row: &Vec<String>| Sketch::new(0, &row.join("\u{1f}"));
        let (sketched, drawn): (Vec<_>, Vec<_>) =
            (was.iter().map(sketch).collect(), is.iter().map(sketch).collect());
        for (old, new) in pairs(&sketched, &drawn) {
            rows.push(match (old.and_then(|at| was.get(at)), new.and_then(|at| is.get(at))) {
                (Some(was), Some(is)) => both(&columns, was, is, work),
                (Some(was), None) => {
                    alone(columns.iter().map(|column| column.0), was, RowKind::Removed)
                }
                (None, Some(is)) => {
                    alone(columns.iter().map(|column| column.1), is, RowKind::Added)
                }
                (None, None) => continue,
            });
        }
    }
    Some(rows)
}

/// Columns stand where they stood; where their number differs, the first row says which is which.
fn columns(old: &[Vec<String>], new: &[Vec<String>]) -> Vec<Column> {
    let width = |rows: &[Vec<String>]| rows.iter().map(Vec::len).max().unwrap_or(0);
    let (before, after) = (width(old), width(new));
    if before == after {
        return (0..before).map(|at| (Some(at), Some(at))).collect();
    }
    let first = |rows: &[Vec<String>], width| -> Vec<String> {
        let mut first = rows.first().cloned().unwrap_or_default();
        first.resize(width, String::new());
        first
    };
    let (heads, names) = (first(old, before), first(new, after));
    let mut columns = Vec::with_capacity(before.max(after));
    for op in capture_diff_slices(Algorithm::Myers, &heads, &names) {
        let (was, is) = (op.old_range(), op.new_range());
        let common = was.len().min(is.len());
        columns.extend(was.clone().zip(is.clone()).map(|(was, is)| (Some(was), Some(is))));
        columns.extend(was.skip(common).map(|was| (Some(was), None)));
        columns.extend(is.skip(common).map(|is| (None, Some(is))));
    }
    columns
}

fn cell(row: &[String], at: Option<usize>) -> Option<&str> {
    at.and_then(|at| row.get(at)).map(String::as_str)
}

fn both(columns: &[Column], was: &[String], is: &[String], work: &mut Work) -> Row {
    let lay = |(old, new): &Column| {
        of_text(cell(was, *old).unwrap_or(""), cell(is, *new).unwrap_or(""), work)
    };
    let cells: Vec<_> = columns.iter().map(lay).collect();
    let kind = if cells.iter().all(|cell| is_same(cell)) { RowKind::Same } else { RowKind::Edited };
    Row { kind, cells }
}

fn alone(columns: impl Iterator<Item = Option<usize>>, row: &[String], kind: RowKind) -> Row {
    let run = if kind == RowKind::Removed { RunKind::Removed } else { RunKind::Added };
    Row { kind, cells: columns.map(|at| whole(cell(row, at).unwrap_or(""), run)).collect() }
}
