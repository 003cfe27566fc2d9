//! Looks for personal information in a text. Pure and linear in its length; what it gives is where
//! something stands, never whether that matters: strengths are decided beside the item's rules.

mod address;
mod birth;
mod contact;
mod header;
mod health;
mod number;
mod person;

use std::ops::Range;

use super::mask::{mask, masked};
use super::normal::Normal;
use super::{Field, Telephone};

use header::Columns;

/// Looks at a text with masks at most.
const ROUNDS: usize = 12;

/// Personal information in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub field: Field,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What would stand there instead.
    pub masked: String,
}

/// What a detector knows besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Texts with the telephone numbers and e-mail addresses that are no finding.
    pub contacts: &'a [String],
    /// `YYYY-MM-DD`; empty: ages are not reckoned.
    pub today: &'a str,
}

impl Known<'_> {
    /// Whether the digits are those of a published number.
    pub(super) fn has_number(&self, digits: &str) -> bool {
        let Some(number) = Telephone::of_digits(digits) else { return false };
        let published = self.contacts.iter().flat_map(|text| Telephone::all_in(text));
        published.into_iter().any(|published| published.is_same(&number))
    }
}

/// A text in one spelling, what stands before it (a column's header), and what is known.
pub(super) struct Look<'a> {
    normal: Normal,
    label: &'a str,
    known: Known<'a>,
}

impl Look<'_> {
    fn text(&self) -> &str {
        &self.normal.text
    }

    /// At most `characters` before a place, after the label.
    fn before(&self, at: usize, characters: usize) -> String {
        let text = &self.text()[..at];
        let from =
            text.char_indices().rev().nth(characters.saturating_sub(1)).map_or(0, |(i, _)| i);
        let label = if from == 0 { self.label } else { "" };
        format!("{label}{}", &text[from..])
    }
}

/// Everything found in a text, from left to right; no two overlap.
pub fn hits(text: &str, known: &Known<'_>) -> Vec<Hit> {
    hits_under("", text, known)
}

/// Everything found in a table, with row and column: what its headers and labels say counts too.
pub fn hits_in_table(rows: &[Vec<String>], known: &Known<'_>) -> Vec<(usize, usize, Hit)> {
    let columns = Columns::of(rows);
    let mut found = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let hits = hits_under(columns.label(row, column), cell, known);
            found.extend(hits.into_iter().map(|hit| (row, column, hit)));
        }
        found.extend(number::split(cells).into_iter().map(|(column, hit)| (row, column, hit)));
    }
    found
}

/// As [`hits`], for a cell under a header or beside a label.
fn hits_under(label: &str, text: &str, known: &Known<'_>) -> Vec<Hit> {
    if text.is_empty() {
        return Vec::new();
    }
    let mut found = once(label, text, known);
    // A mask is a boundary, beside which something more may be seen. Looking on until nothing is
    // found makes masking final.
    for _ in 0..ROUNDS {
        if found.is_empty() {
            break;
        }
        let masked = mask(text, &found);
        let more = once(label, &masked, known);
        if more.is_empty() {
            break;
        }
        found = merged(&masked, found, more);
    }
    found
}

/// What was found before with what is found in the text that it leaves. A hit that reaches into
/// masks becomes one with them and keeps the field that was seen first.
fn merged(masked: &str, found: Vec<Hit>, more: Vec<Hit>) -> Vec<Hit> {
    let mut more = more.into_iter().peekable();
    let mut out: Vec<Hit> = Vec::new();
    // Bytes of the text and of the masked text, up to the last mask seen.
    let (mut original, mut shown) = (0, 0);
    for mask in found {
        let start = shown + (mask.range.start - original);
        let end = start + mask.masked.len();
        let mut joined = mask.clone();
        while let Some(hit) = more.next_if(|hit| hit.range.start < end) {
            let place = (original + hit.range.start).saturating_sub(shown);
            if hit.range.end <= start {
                let length = hit.range.len();
                out.push(Hit { range: place..place + length, ..hit });
            } else if joined == mask && hit.range.end >= start {
                let from = hit.range.start.min(start);
                let to = hit.range.end.max(end);
                let text =
                    [&masked[from..hit.range.start], &hit.masked, &masked[hit.range.end..to]];
                joined.masked = text.concat();
                joined.range.start -= start - from;
                joined.range.end += to - end;
            }
        }
        (original, shown) = (mask.range.end, end);
        match out.last() {
            // A hit that reached over two masks took the first; the next look sees the rest.
            Some(last) if last.range.end > joined.range.start => {}
            _ => out.push(joined),
        }
    }
    out.extend(more.map(|hit| {
        let place = original + hit.range.start - shown;
        Hit { range: place..place + hit.range.len(), ..hit }
    }));
    out
}

fn once(label: &str, text: &str, known: &Known<'_>) -> Vec<Hit> {
    let look = Look { normal: Normal::of(text), label, known: *known };
    let mut found: Vec<(Field, Range<usize>)> = Vec::new();
    let mut add = |more: Vec<(Field, Range<usize>)>| {
        for (field, mut range) in more {
            if field == Field::Address {
                // An address reaches far to its left, perhaps over something found already.
                let before = found.iter().filter(|(_, other)| other.end < range.end);
                range.start = before.fold(range.start, |start, (_, other)| start.max(other.end));
            }
            let taken = |(_, other): &(Field, Range<usize>)| {
                range.start < other.end && other.start < range.end
            };
            if !range.is_empty() && !found.iter().any(taken) {
                found.push((field, range));
            }
        }
    };
    // Earlier detectors are surer of what they see.
    if look.normal.has_digit() {
        add(number::find(&look));
        add(birth::find(&look));
        add(contact::numbers(&look));
    }
    add(contact::emails(&look));
    add(health::find(&look));
    if look.normal.has_digit() {
        add(address::find(&look));
    }
    if !label.is_empty() {
        add(header::find(&look));
    }
    found.sort_by_key(|(_, range)| range.start);
    let hit = |(field, range): (Field, Range<usize>)| {
        let range = look.normal.original(&range);
        Hit { field, masked: masked(field, &text[range.clone()]), range }
    };
    found.into_iter().map(hit).collect()
}

#[cfg(test)]
mod tests;
