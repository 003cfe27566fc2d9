//! What differs between two editions of a text: by characters in paragraphs, by rows and cells in
//! tables, by passages in the whole.
//!
//! Takes what one reader may read of each edition and nothing else, so that whatever it says that
//! reader could find out with both pages side by side. Must never see a withheld slice: where one
//! stands, it is given a [`Gap`]. Called by `flow`, away from the threads that answer requests.

mod pair;
mod runs;
mod table;

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::scope::Ground;
use crate::slice::Body;
use pair::{Sketch, pairs};
use runs::Work;
pub use runs::{Run, RunKind};
pub use table::{Row, RowKind};

/// Passages, headings and rows of tables of one edition that are compared at most.
pub const LINES: usize = 4_000;
/// Characters of one edition that are compared at most; every cell counts as one besides.
pub const CHARACTERS: usize = 200_000;

/// One edition as a reader may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    pub title: String,
    /// In reading order, without the title.
    pub passages: Vec<Passage>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    Read(Body),
    Withheld(Gap),
}

/// Where a page shows `……`: one or more slices that this reader may not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub grounds: Vec<Ground>,
    pub login_may_open: bool,
}

/// Two editions laid over one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub title: Vec<Run>,
    pub blocks: Vec<Block>,
}

/// A passage of the laid-over text, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Same(Body),
    Removed(Body),
    Added(Body),
    /// A paragraph, a note, or where the source breaks off.
    Edited {
        headings: Vec<Vec<Run>>,
        text: Vec<Run>,
        is_note: bool,
    },
    /// A table; each row has every column that either edition has.
    Table {
        headings: Vec<Vec<Run>>,
        rows: Vec<Row>,
    },
    /// Nothing is said of what is withheld, nor whether it is the same in both.
    Gap {
        gap: Gap,
        stands: Stands,
    },
}

/// In which edition a gap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    InBoth,
    Before,
    After,
}

/// Beyond [`LINES`] or [`CHARACTERS`]: the editions have to be read one beside the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too large to be compared")]
pub struct TooLarge;

impl Comparison {
    /// Whether nothing that this reader may read differs.
    pub fn is_same(&self) -> bool {
        let same = |block: &Block| match block {
            Block::Same(_) => true,
            Block::Gap { stands, .. } => *stands == Stands::InBoth,
            Block::Removed(_) | Block::Added(_) | Block::Edited { .. } | Block::Table { .. } => {
                false
            }
        };
        runs::is_same(&self.title) && self.blocks.iter().all(same)
    }
}

/// Lays two editions over one another. Pure and without a clock: what it costs is bounded by what it
/// takes, and what two readers see alike they are shown alike.
///
/// # Errors
/// [`TooLarge`].
pub fn compare(before: &Side, after: &Side) -> Result<Comparison, TooLarge> {
    measure(before)?;
    measure(after)?;
    let mut work = Work::default();
    let title = runs::of_text(&before.title, &after.title, &mut work);
    let mut known = HashMap::new();
    let old = numbered(&before.passages, &mut known);
    let new = numbered(&after.passages, &mut known);
    let mut blocks = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (was, is) = (&before.passages[op.old_range()], &after.passages[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => blocks.extend(is.iter().map(same)),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                replace(was, is, &mut work, &mut blocks);
            }
        }
    }
    Ok(Comparison { title, blocks })
}

fn measure(side: &Side) -> Result<(), TooLarge> {
    let (mut lines, mut characters) = (0, side.title.chars().count());
    for passage in &side.passages {
        lines += 1;
        let Passage::Read(body) = passage else { continue };
        lines += body.headings().len();
        characters += body.headings().iter().map(|h| h.chars().count()).sum::<usize>();
        match body {
            Body::Title { t }
            | Body::Paragraph { t, .. }
            | Body::Note { t }
            | Body::Elided { t, .. } => characters += t.chars().count(),
            Body::Table { r, .. } => {
                lines += r.len();
                let cells = r.iter().flatten();
                characters += cells.map(|cell| cell.chars().count() + 1).sum::<usize>();
            }
        }
    }
    if lines > LINES || characters > CHARACTERS { Err(TooLarge) } else { Ok(()) }
}

/// Passages by number, the same ones by the same. All gaps are alike: that they differ would tell of
/// what is in them.
fn numbered<'a>(
    passages: &'a [Passage],
    known: &mut HashMap<Option<&'a Body>, usize>,
) -> Vec<usize> {
    let key = |passage: &'a Passage| match passage {
        Passage::Read(body) => Some(body),
        Passage::Withheld(_) => None,
    };
    let mut number = |passage| {
        let next = known.len();
        *known.entry(key(passage)).or_insert(next)
    };
    passages.iter().map(&mut number).collect()
}

fn same(passage: &Passage) -> Block {
    match passage {
        Passage::Read(body) => Block::Same(body.clone()),
        Passage::Withheld(gap) => Block::Gap { gap: gap.clone(), stands: Stands::InBoth },
    }
}

/// A stretch that is not the same: passages that are alike enough are shown as edited.
fn replace(was: &[Passage], is: &[Passage], work: &mut Work, blocks: &mut Vec<Block>) {
    let sketch = |passage: &Passage| match passage {
        Passage::Read(body) => Sketch::new(kind(body), &body.text()),
        Passage::Withheld(_) => Sketch::new(u8::MAX, ""),
    };
    let (old, new): (Vec<_>, Vec<_>) =
        (was.iter().map(sketch).collect(), is.iter().map(sketch).collect());
    for (old, new) in pairs(&old, &new) {
        match (old.and_then(|at| was.get(at)), new.and_then(|at| is.get(at))) {
            (Some(Passage::Read(was)), Some(Passage::Read(is))) => edit(was, is, work, blocks),
            (Some(Passage::Withheld(_)), Some(gap @ Passage::Withheld(_))) => {
                blocks.push(same(gap))
            }
            (was, is) => {
                blocks.extend(was.map(|was| alone(was, Block::Removed, Stands::Before)));
                blocks.extend(is.map(|is| alone(is, Block::Added, Stands::After)));
            }
        }
    }
}

fn alone(passage: &Passage, block: fn(Body) -> Block, stands: Stands) -> Block {
    match passage {
        Passage::Read(body) => block(body.clone()),
        Passage::Withheld(gap) => Block::Gap { gap: gap.clone(), stands },
    }
}

/// Only passages of one kind are alike.
fn kind(body: &Body) -> u8 {
    match body {
        Body::Title { .. } => 0,
        Body::Paragraph { .. } => 1,
        Body::Table { .. } => 2,
        Body::Note { .. } => 3,
        Body::Elided { .. } => 4,
    }
}

fn edit(was: &Body, is: &Body, work: &mut Work, blocks: &mut Vec<Block>) {
    if was == is {
        blocks.push(Block::Same(is.clone()));
        return;
    }
    let headings = headings(was.headings(), is.headings(), work);
    match (was, is) {
        (Body::Table { r: old, .. }, Body::Table { r: new, .. }) => {
            match table::rows(old, new, work) {
                Some(rows) => blocks.push(Block::Table { headings, rows }),
                None => blocks.extend([Block::Removed(was.clone()), Block::Added(is.clone())]),
            }
        }
        (Body::Title { t: old }, Body::Title { t: new })
        | (Body::Paragraph { t: old, .. }, Body::Paragraph { t: new, .. })
        | (Body::Elided { t: old, .. }, Body::Elided { t: new, .. }) => {
            let text = runs::of_text(old, new, work);
            blocks.push(Block::Edited { headings, text, is_note: false });
        }
        (Body::Note { t: old }, Body::Note { t: new }) => {
            let text = runs::of_text(old, new, work);
            blocks.push(Block::Edited { headings, text, is_note: true });
        }
        (Body::Title { .. }, _)
        | (Body::Paragraph { .. }, _)
        | (Body::Table { .. }, _)
        | (Body::Note { .. }, _)
        | (Body::Elided { .. }, _) => {
            blocks.extend([Block::Removed(was.clone()), Block::Added(is.clone())]);
        }
    }
}

/// Headings one to one; where their number differs, the old ones and then the new ones.
fn headings(was: &[String], is: &[String], work: &mut Work) -> Vec<Vec<Run>> {
    if was.len() == is.len() {
        return was.iter().zip(is).map(|(was, is)| runs::of_text(was, is, work)).collect();
    }
    let removed = was.iter().map(|text| runs::whole(text, RunKind::Removed));
    removed.chain(is.iter().map(|text| runs::whole(text, RunKind::Added))).collect()
}

#[cfg(test)]
mod tests;
