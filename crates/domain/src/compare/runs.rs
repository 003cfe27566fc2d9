//! Two texts laid over one another as runs of characters: a Chinese character stands for itself, a
//! number or a foreign word stays whole.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Pieces of two texts that are compared by characters; longer ones by sentences first.
const PIECES: usize = 8_000;
/// Runs of one comparison; what comes after them is shown as left out and put in. Keeps the page in
/// proportion to the texts however they were made.
const RUNS: usize = 20_000;

/// A stretch of text that only one edition has, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub kind: RunKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    Same,
    Removed,
    Added,
}

/// What may still be spent on one comparison.
#[derive(Debug)]
pub(super) struct Work {
    runs: usize,
}

impl Default for Work {
    fn default() -> Self {
        Self { runs: RUNS }
    }
}

pub(super) fn is_same(runs: &[Run]) -> bool {
    runs.iter().all(|run| run.kind == RunKind::Same)
}

/// A text that is of one kind as a whole.
pub(super) fn whole(text: &str, kind: RunKind) -> Vec<Run> {
    let run = Run { kind, text: text.to_owned() };
    if text.is_empty() { Vec::new() } else { vec![run] }
}

fn replaced(old: &str, new: &str) -> Vec<Run> {
    [whole(old, RunKind::Removed), whole(new, RunKind::Added)].concat()
}

/// The runs of two texts: what is not added is the old one, what is not removed the new one.
pub(super) fn of_text(old: &str, new: &str, work: &mut Work) -> Vec<Run> {
    if old == new {
        return whole(old, RunKind::Same);
    }
    let segments = by_characters(old, new).unwrap_or_else(|| by_sentences(old, new));
    let runs = flat(tidy(segments));
    if is_scattered(&runs, old, new) || runs.len() > work.runs {
        return replaced(old, new);
    }
    work.runs -= runs.len();
    runs
}

/// Part of two texts that is the same, or stands for one another.
#[derive(Debug)]
enum Segment {
    Same(String),
    Changed { old: String, new: String },
}

fn by_characters(old: &str, new: &str) -> Option<Vec<Segment>> {
    let (old, new) = (pieces(old), pieces(new));
    (old.len() + new.len() <= PIECES).then(|| segments(&old, &new))
}

fn by_sentences(old: &str, new: &str) -> Vec<Segment> {
    let sentences = |text| -> Vec<_> { str::split_inclusive(text, END_OF_SENTENCE).collect() };
    let (old, new) = (sentences(old), sentences(new));
    if old.len() + new.len() > PIECES {
        return vec![Segment::Changed { old: old.concat(), new: new.concat() }];
    }
    let closer = |segment| match segment {
        Segment::Changed { old, new } => {
            by_characters(&old, &new).unwrap_or_else(|| vec![Segment::Changed { old, new }])
        }
        same @ Segment::Same(_) => vec![same],
    };
    segments(&old, &new).into_iter().flat_map(closer).collect()
}

const END_OF_SENTENCE: [char; 5] = ['。', '；', '！', '？', '\n'];

fn segments(old: &[&str], new: &[&str]) -> Vec<Segment> {
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    let segment = |op: DiffOp| match op {
        DiffOp::Equal { .. } => Segment::Same(old[op.old_range()].concat()),
        DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
            let (old, new) = (old[op.old_range()].concat(), new[op.new_range()].concat());
            Segment::Changed { old, new }
        }
    };
    ops.into_iter().map(segment).collect()
}

/// Characters, with what belongs to the one before; letters and figures of other scripts as words.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in text.char_indices() {
        let joined = before.is_some_and(|before| {
            is_mark(c)
                || is_word(before) && (is_word(c) || is_point(c, &text[at..]))
                || is_point_before(before, start, at, text) && c.is_ascii_digit()
        });
        if !joined && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

/// A letter or figure of a script that writes words apart.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && u32::from(c) < 0x0700
}

/// `.` or `,` inside a figure.
fn is_point(c: char, rest: &str) -> bool {
    matches!(c, '.' | ',') && rest[c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit())
}

fn is_point_before(before: char, start: usize, at: usize, text: &str) -> bool {
    matches!(before, '.' | ',') && at > start + 1 && text[start..at].starts_with(is_word)
}

/// Stands on the character before it and is nothing alone.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x200C..=0x200D | 0x20D0..=0x20FF | 0xFE00..=0xFE0F
        | 0xE0100..=0xE01EF)
}

/// One character that happens to be the same between two replacements makes neither easier to read.
fn tidy(segments: Vec<Segment>) -> Vec<Segment> {
    let mut tidied: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut rest = segments.into_iter().peekable();
    while let Some(segment) = rest.next() {
        match (tidied.last_mut(), segment, rest.peek()) {
            (
                Some(Segment::Changed { old, new }),
                Segment::Same(island),
                Some(Segment::Changed { old: next_old, new: next_new }),
            ) if [&*old, &*new, next_old, next_new].iter().all(|text| !text.is_empty())
                && island.chars().nth(1).is_none() =>
            {
                old.push_str(&island);
                new.push_str(&island);
            }
            (
                Some(Segment::Changed { old, new }),
                Segment::Changed { old: next_old, new: next_new },
                _,
            ) => {
                old.push_str(&next_old);
                new.push_str(&next_new);
            }
            (_, segment, _) => tidied.push(segment),
        }
    }
    tidied
}

fn flat(segments: Vec<Segment>) -> Vec<Run> {
    let runs = segments.into_iter().flat_map(|segment| match segment {
        Segment::Same(text) => whole(&text, RunKind::Same),
        Segment::Changed { old, new } => replaced(&old, &new),
    });
    runs.collect()
}

/// So little is left of both that single characters only confuse.
fn is_scattered(runs: &[Run], old: &str, new: &str) -> bool {
    let same = runs.iter().filter(|run| run.kind == RunKind::Same);
    let same: usize = same.map(|run| run.text.chars().count()).sum();
    same * 5 < old.chars().count().min(new.chars().count())
}
