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

use super::Field;
use super::mask::masked;
use super::normal::Normal;

pub(super) use header::Columns;
pub(super) use number::{digits, is_split_identity_number};

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
    /// Telephone numbers and e-mail addresses that the organization has published.
    pub contacts: &'a [String],
    /// `YYYY-MM-DD`; empty: ages are not reckoned.
    pub today: &'a str,
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

/// As [`hits`], for a cell under a header or beside a label.
pub(super) fn hits_under(label: &str, text: &str, known: &Known<'_>) -> Vec<Hit> {
    let look = Look { normal: Normal::of(text), label, known: *known };
    let mut found: Vec<(Field, Range<usize>)> = Vec::new();
    let mut add = |more: Vec<(Field, Range<usize>)>| {
        for (field, range) in more {
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
        add(address::find(&look));
    }
    add(contact::emails(&look));
    add(health::find(&look));
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
