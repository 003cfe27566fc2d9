//! Masks by custom: what stays readable of each field, the rest as stars. What is masked once is not
//! found again.

use serde::{Deserialize, Serialize};

use super::{Field, Hit};
use crate::slice::Body;

/// A part of a slice's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    Heading { index: usize },
    Text,
    Cell { row: usize, column: usize },
}

/// Where something stands in a body: bytes of one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    #[serde(flatten)]
    pub part: Part,
    pub start: usize,
    pub end: usize,
}

/// What takes the place of `raw`.
pub(super) fn masked(field: Field, raw: &str) -> String {
    let count = raw.chars().filter(|c| c.is_alphanumeric()).count();
    match field {
        Field::IdentityNumber => keep(raw, 2, 3),
        Field::MobileNumber => keep(raw, count.saturating_sub(8), 4),
        Field::Landline => keep(raw, count.saturating_sub(7), 3),
        Field::BankCard | Field::AccountNumber => keep(raw, 0, 4),
        Field::Passport => keep(raw, 1, 3),
        Field::LicencePlate => keep(raw, 2, 2),
        Field::Email => raw.split_once('@').map_or_else(
            || keep(raw, 1, 0),
            |(name, host)| format!("{}***@{host}", name.chars().next().unwrap_or('*')),
        ),
        Field::Address => address(raw),
        Field::BirthDate => day(raw),
        Field::Minor if raw.chars().filter(char::is_ascii_digit).count() > 4 => day(raw),
        Field::Name if count > 2 => keep(raw, 1, 1),
        Field::Name | Field::Household => keep(raw, 1, 0),
        Field::Minor | Field::Diagnosis | Field::Disability => keep(raw, 0, 0),
    }
}

/// Stars for all letters and digits but the first `head` and last `tail`; other characters stay. At
/// least one star is set.
fn keep(raw: &str, head: usize, tail: usize) -> String {
    let count = raw.chars().filter(|c| c.is_alphanumeric()).count();
    let (head, tail) = if head + tail < count { (head, tail) } else { (0, 0) };
    let mut seen = 0;
    let star = |c: char| {
        if !c.is_alphanumeric() {
            return c;
        }
        seen += 1;
        if seen <= head || seen > count - tail { c } else { '*' }
    };
    raw.chars().map(star).collect()
}

/// Down to township or village.
fn address(raw: &str) -> String {
    let ends = ["街道", "村", "乡", "镇", "社区", "区", "县", "市"];
    let end = ends.iter().find_map(|end| Some(raw.find(end)? + end.len()));
    format!("{}***", &raw[..end.unwrap_or(0)])
}

/// Year and month; the last two digits of the day become stars.
fn day(raw: &str) -> String {
    let digit = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c);
    let digits = raw.chars().filter(digit).count();
    let packed = raw.chars().all(|c| digit(&c));
    let last: usize = match raw.char_indices().rev().find(|(_, c)| digit(c)) {
        Some(_) if packed => digits.saturating_sub(2),
        _ => digits - raw.chars().rev().skip_while(|c| !digit(c)).take_while(digit).count(),
    };
    let mut seen = 0;
    let star = |c: char| {
        seen += usize::from(digit(&c));
        if digit(&c) && seen > last { '*' } else { c }
    };
    raw.chars().map(star).collect()
}

/// The text with each hit masked; nothing else changes.
pub fn mask(text: &str, hits: &[Hit]) -> String {
    let places: Vec<_> =
        hits.iter().map(|hit| (hit.range.start, hit.range.end, hit.masked.as_str())).collect();
    replace(text, places)
}

/// The body with each place replaced; nothing else changes. A place that is not in the body, or lies
/// inside another, is passed over: the text has changed since it was found.
pub fn mask_body(body: &Body, masks: &[(Place, String)]) -> Body {
    let of = |part: Part, text: &str| {
        let here = masks.iter().filter(|(place, _)| place.part == part);
        replace(text, here.map(|(place, with)| (place.start, place.end, with.as_str())).collect())
    };
    let headings = |h: &[String]| -> Vec<String> {
        h.iter().enumerate().map(|(index, text)| of(Part::Heading { index }, text)).collect()
    };
    let text = |t: &str| of(Part::Text, t);
    match body {
        Body::Title { t } => Body::Title { t: text(t) },
        Body::Note { t } => Body::Note { t: text(t) },
        Body::Paragraph { h, t } => Body::Paragraph { h: headings(h), t: text(t) },
        Body::Elided { h, t } => Body::Elided { h: headings(h), t: text(t) },
        Body::Table { h, r } => {
            let cell = |row, (column, text): (usize, &String)| of(Part::Cell { row, column }, text);
            let row = |(row, cells): (usize, &Vec<String>)| {
                cells.iter().enumerate().map(|each| cell(row, each)).collect()
            };
            Body::Table { h: headings(h), r: r.iter().enumerate().map(row).collect() }
        }
    }
}

fn replace(text: &str, mut places: Vec<(usize, usize, &str)>) -> String {
    places.sort_unstable();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (start, end, with) in places {
        if start < at || start > end || text.get(start..end).is_none() {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(with);
        at = end;
    }
    out.push_str(&text[at..]);
    out
}
