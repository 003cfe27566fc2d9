//! Two editions laid over one another (`GET /d/{code}/compare/{from}/{to}`,
//! `GET /desk/{id}/compare`). What differs is marked by elements, by words and by its look, never
//! by colour alone; what is long and the same is folded.

use askama::Template;
use domain::compare::{Block, Comparison, Row, RowKind, Run, RunKind, Stands};
use domain::scope::Ground;
use domain::slice::Body;

use super::frame::{Frame, Link};
use super::paper::{is_number, rank};

/// Unchanged passages, or rows, from which a stretch is folded, beside those that stay around a
/// change.
const FOLD: usize = 3;

#[derive(Clone, Debug, Template)]
#[template(path = "compare.html")]
pub struct ComparePage {
    pub frame: Frame,
    /// Of the disclosure on the desk; `None` on the public page.
    pub desk: Option<String>,
    pub code: String,
    pub organization: Link,
    pub before: EditionSide,
    pub after: EditionSide,
    /// Why the later edition was made; empty where it says nothing.
    pub reason: String,
    pub title: Vec<Run>,
    pub state: CompareState,
    /// Facts beside the text that are not the same: message key, before, after.
    pub facts: Vec<FactChange>,
    pub files: Vec<FileChange>,
    /// What is for others than before; at the desk only.
    pub rescoped: Vec<ScopeChange>,
    /// Other pairs that can be compared, where there are more than two editions.
    pub choices: Vec<Choices>,
}

/// One of the two editions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionSide {
    pub number: u32,
    /// Its own page.
    pub href: String,
    /// It is on the desk and not public.
    pub is_under_way: bool,
}

/// What the page has to show.
#[derive(Clone, Debug)]
pub enum CompareState {
    /// Both numbers name one edition.
    OneEdition,
    /// Both texts stand on their own pages.
    TooLarge,
    /// Nothing differs that this reader may read.
    Same {
        has_gaps: bool,
    },
    Differs {
        parts: Vec<Stretch>,
        has_gaps: bool,
    },
}

/// Passages in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// How many unchanged passages are folded here; 0: none, all are shown.
    pub folded: usize,
    pub passages: Vec<Passage>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Left out or put in as a whole, or one of both with changes.
    pub kind: RowKind,
    pub headings: Vec<HeadingRuns>,
    pub content: PassageKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingRuns {
    /// See [`super::paper::Heading`].
    pub rank: u8,
    pub runs: Vec<Run>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassageKind {
    Text { runs: Vec<Run>, is_note: bool },
    Table { head: Option<TableRow>, stretches: Vec<RowStretch> },
    Gap { grounds: Vec<Ground>, login_may_open: bool, stands: Stands },
}

/// Rows of a table; each stretch is a table of its own with the same head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowStretch {
    /// How many unchanged rows are folded here; 0: none, all are shown.
    pub folded: usize,
    pub rows: Vec<TableRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    pub kind: RowKind,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub runs: Vec<Run>,
    pub is_number: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// Message key of what it is.
    pub label: &'static str,
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    pub name: String,
    pub change: Changed,
}

/// A passage or a file with for whom it was and is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeChange {
    pub what: String,
    pub before: String,
    pub after: String,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Removed,
    Added,
    /// Another file under the same name.
    Replaced,
}

impl Changed {
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Added => "added",
            Self::Replaced => "replaced",
        }
    }
}

/// One end of the comparison, with what can be chosen in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// Message key of the end.
    pub label: &'static str,
    /// Edition and where it leads; `None`: the one that is shown.
    pub editions: Vec<(u32, Option<String>)>,
}

impl ComparePage {
    /// Word of a row's or a passage's kind: `compare.row.<word>`.
    pub fn kind_word(&self, kind: &RowKind) -> &'static str {
        match kind {
            RowKind::Same => "same",
            RowKind::Removed => "removed",
            RowKind::Added => "added",
            RowKind::Edited => "edited",
        }
    }

    pub fn sides(&self) -> [&EditionSide; 2] {
        [&self.before, &self.after]
    }

    pub fn differs_beside(&self) -> bool {
        !self.facts.is_empty() || !self.files.is_empty() || !self.rescoped.is_empty()
    }
}

/// What a comparison shows, with what stays the same folded.
pub fn state_of(comparison: &Comparison) -> CompareState {
    let has_gaps = comparison.blocks.iter().any(|block| matches!(block, Block::Gap { .. }));
    if comparison.is_same() {
        return CompareState::Same { has_gaps };
    }
    let passages: Vec<_> = comparison.blocks.iter().map(passage).collect();
    let is_gap = |passage: &Passage| matches!(passage.content, PassageKind::Gap { .. });
    let same = |passage: &Passage| passage.kind == RowKind::Same && !is_gap(passage);
    let parts = folds(&passages, same, is_gap).into_iter().map(|(folded, range)| Stretch {
        folded,
        passages: passages.get(range).unwrap_or_default().to_vec(),
    });
    CompareState::Differs { parts: parts.collect(), has_gaps }
}

/// Where to fold: ranges of `all` in order, each with the number of what is folded in it. One that is
/// the same stays beside each change; what is `apart` is always shown and asks for nothing around it.
fn folds<T>(
    all: &[T],
    same: impl Fn(&T) -> bool,
    apart: impl Fn(&T) -> bool,
) -> Vec<(usize, std::ops::Range<usize>)> {
    let changed = |at: usize| all.get(at).is_some_and(|each| !same(each) && !apart(each));
    let mut found: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let run = all.iter().skip(at).take_while(|each| same(each)).count();
        let (mut from, mut to) = (at, at + run);
        if run > 0 && at > 0 && changed(at - 1) {
            from += 1;
        }
        if to > from && changed(to) {
            to -= 1;
        }
        if to.saturating_sub(from) < FOLD {
            (from, to) = (at + run.max(1), at + run.max(1));
        }
        show(&mut found, at..from);
        if to > from {
            found.push((to - from, from..to));
        }
        show(&mut found, to..(at + run.max(1)).max(to));
        at += run.max(1);
    }
    found
}

/// Joins what is shown to what was shown before it.
fn show(found: &mut Vec<(usize, std::ops::Range<usize>)>, range: std::ops::Range<usize>) {
    match found.last_mut() {
        _ if range.is_empty() => {}
        Some((0, last)) => last.end = range.end,
        _ => found.push((0, range)),
    }
}

fn passage(block: &Block) -> Passage {
    match block {
        Block::Same(body) => plain(body, RowKind::Same),
        Block::Removed(body) => plain(body, RowKind::Removed),
        Block::Added(body) => plain(body, RowKind::Added),
        Block::Edited { headings, text, is_note } => Passage {
            kind: RowKind::Edited,
            headings: headings.iter().map(|runs| heading(runs.clone())).collect(),
            content: PassageKind::Text { runs: text.clone(), is_note: *is_note },
        },
        Block::Table { headings, rows } => Passage {
            kind: RowKind::Edited,
            headings: headings.iter().map(|runs| heading(runs.clone())).collect(),
            content: table(rows.iter().map(row).collect()),
        },
        Block::Gap { gap, stands } => Passage {
            kind: RowKind::Same,
            headings: Vec::new(),
            content: PassageKind::Gap {
                grounds: gap.grounds.clone(),
                login_may_open: gap.login_may_open,
                stands: *stands,
            },
        },
    }
}

fn heading(runs: Vec<Run>) -> HeadingRuns {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    HeadingRuns { rank: rank(&text), runs }
}

/// A passage that is of one kind as a whole.
fn plain(body: &Body, kind: RowKind) -> Passage {
    let runs = |text: &str| {
        let of = match kind {
            RowKind::Removed => RunKind::Removed,
            RowKind::Added => RunKind::Added,
            RowKind::Same | RowKind::Edited => RunKind::Same,
        };
        vec![Run { kind: of, text: text.to_owned() }]
    };
    let content = match body {
        Body::Table { r, .. } => {
            let cells = |cells: &Vec<String>| TableRow {
                kind,
                cells: cells.iter().map(|text| cell(runs(text))).collect(),
            };
            table(r.iter().map(cells).collect())
        }
        Body::Note { t } => PassageKind::Text { runs: runs(t), is_note: true },
        Body::Title { t } | Body::Paragraph { t, .. } | Body::Elided { t, .. } => {
            PassageKind::Text { runs: runs(t), is_note: false }
        }
    };
    let headings = body.headings().iter().map(|text| heading(runs(text))).collect();
    Passage { kind, headings, content }
}

fn row(row: &Row) -> TableRow {
    TableRow { kind: row.kind, cells: row.cells.iter().cloned().map(cell).collect() }
}

fn cell(runs: Vec<Run>) -> Cell {
    let is_number = !runs.is_empty() && runs.iter().all(|run| is_number(&run.text));
    Cell { runs, is_number }
}

fn table(mut rows: Vec<TableRow>) -> PassageKind {
    let head = (rows.len() > 1).then(|| rows.remove(0));
    let same = |row: &TableRow| row.kind == RowKind::Same;
    let stretches = folds(&rows, same, |_| false).into_iter().map(|(folded, range)| RowStretch {
        folded,
        rows: rows.get(range).unwrap_or_default().to_vec(),
    });
    PassageKind::Table { head, stretches: stretches.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `=` the same, `x` changed, `g` a gap.
    fn folded(text: &str) -> String {
        let all: Vec<_> = text.chars().collect();
        let folds = folds(&all, |c| *c == '=', |c| *c == 'g');
        let write = |(folded, range): (usize, std::ops::Range<usize>)| match folded {
            0 => text[range].to_owned(),
            count => {
                assert_eq!(count, range.len());
                format!("({count})")
            }
        };
        folds.into_iter().map(write).collect()
    }

    #[test]
    fn what_is_long_and_the_same_is_folded_but_not_beside_a_change() {
        for (text, expected) in [
            ("=====x==", "(4)=x=="),
            ("x=====x", "x=(3)=x"),
            ("x====x", "x====x"),
            ("===", "(3)"),
            ("x====", "x=(3)"),
            ("===g===x", "(3)g===x"),
            ("=====g=====x", "(5)g(4)=x"),
            ("xx", "xx"),
            ("", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_gap_is_never_in_a_fold() {
        let gap = domain::compare::Gap { grounds: Vec::new(), login_may_open: false };
        let same = |at: u32| Block::Same(Body::Note { t: at.to_string() });
        let blocks = (0..20).map(|at| match at {
            10 => Block::Gap { gap: gap.clone(), stands: Stands::InBoth },
            19 => Block::Added(Body::Note { t: String::new() }),
            _ => same(at),
        });
        let state = state_of(&Comparison { title: Vec::new(), blocks: blocks.collect() });
        let CompareState::Differs { parts, has_gaps: true } = state else { panic!("{state:?}") };
        let folds: Vec<_> = parts.iter().map(|part| part.folded).collect();
        assert_eq!(folds, [10, 0, 7, 0]);
    }
}
