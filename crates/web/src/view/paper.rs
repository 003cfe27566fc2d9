//! The text of an edition as a page sets it: slices, gaps, headings with levels. Used by the public
//! article and by whoever checks it at the desk.

use domain::scope::Ground;
use domain::slice::Body;

/// One slice as this reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Identifier of the slice, written as `data-slice`.
    pub slice: String,
    pub headings: Vec<Heading>,
    pub kind: PartKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Lines of one paragraph.
    Paragraph {
        lines: Vec<String>,
        place: Place,
    },
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    Note {
        text: String,
    },
    /// Withheld from this reader.
    Gap {
        /// Each ground once, in the law's order.
        grounds: Vec<Ground>,
        login_may_open: bool,
    },
    /// The source itself breaks off here; nothing is withheld.
    SourceBreaksOff {
        text: String,
    },
}

/// How a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Indented,
    /// `同志们：`, flush left.
    Salutation,
    /// Issuer or date under the text, flush right.
    Signature,
}

impl Place {
    pub fn word(self) -> &'static str {
        match self {
            Self::Indented => "indented",
            Self::Salutation => "salutation",
            Self::Signature => "signature",
        }
    }
}

/// A heading of an official text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub text: String,
    /// 1 to 4: `一、`, `（一）`, `1.`, `（1）`; decides how it looks.
    pub rank: u8,
    /// 2 to 6: the element, never more than one below the heading before it.
    pub level: u8,
}

/// What the reader gets of a slice.
#[derive(Clone, Debug)]
pub enum Reading<'a> {
    Shown { slice: String, body: &'a Body },
    Withheld { slice: String, grounds: Vec<Ground>, login_may_open: bool },
}

/// Sets the text. Titles are left out: the page has its title block.
pub fn lay(readings: &[Reading<'_>]) -> Vec<Part> {
    let mut deepest = 1;
    let mut parts: Vec<Part> =
        readings.iter().filter_map(|reading| part(reading, &mut deepest)).collect();
    place(&mut parts);
    parts
}

fn part(reading: &Reading<'_>, before: &mut u8) -> Option<Part> {
    let (slice, body) = match reading {
        Reading::Shown { slice, body } => (slice.clone(), *body),
        Reading::Withheld { slice, grounds, login_may_open } => {
            let (grounds, login_may_open) = (grounds.clone(), *login_may_open);
            let kind = PartKind::Gap { grounds, login_may_open };
            return Some(Part { slice: slice.clone(), headings: Vec::new(), kind });
        }
    };
    let kind = match body {
        Body::Title { .. } => return None,
        Body::Paragraph { t, .. } => PartKind::Paragraph {
            lines: t.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
            place: Place::Indented,
        },
        Body::Table { r, .. } => {
            let mut rows = r.clone();
            let head = if rows.len() > 1 { rows.remove(0) } else { Vec::new() };
            PartKind::Table { head, rows }
        }
        Body::Note { t } => PartKind::Note { text: t.clone() },
        Body::Elided { t, .. } => PartKind::SourceBreaksOff { text: t.clone() },
    };
    let headings = body.headings().iter().map(|text| heading(text, before)).collect();
    Some(Part { slice, headings, kind })
}

fn heading(text: &str, before: &mut u8) -> Heading {
    let rank = rank(text);
    let level = (rank + 1).min(*before + 1);
    *before = level;
    Heading { text: text.to_owned(), rank, level }
}

const NUMERALS: &str = "一二三四五六七八九十百零〇";

/// By the numbering of official documents (GB/T 9704): `一、`, `（一）`, `1.`, `（1）`.
pub(super) fn rank(text: &str) -> u8 {
    let bracketed = text.starts_with(['（', '(']);
    let number = text.trim_start_matches(['（', '(']);
    match (bracketed, number.chars().next()) {
        (true, Some(first)) if NUMERALS.contains(first) => 2,
        (true, Some(first)) if first.is_ascii_digit() => 4,
        (false, Some(first)) if first.is_ascii_digit() => 3,
        _ => 1,
    }
}

/// Whether a cell is a figure, so that the column is set flush right.
pub fn is_number(cell: &str) -> bool {
    let digits = cell.trim().trim_start_matches(['-', '−', '+', '¥']).trim_end_matches('%');
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}

/// Finds a salutation at the start and a signature at the end.
fn place(parts: &mut [Part]) {
    if let Some(PartKind::Paragraph { lines, place }) = parts.first_mut().map(|part| &mut part.kind)
        && lines.len() == 1
        && lines.iter().all(|line| line.chars().count() <= 20 && line.ends_with(['：', ':']))
    {
        *place = Place::Salutation;
    }
    let mut ends_with_date = false;
    for part in parts.iter_mut().rev().filter(|part| part.headings.is_empty()).take(2) {
        let PartKind::Paragraph { lines, place } = &mut part.kind else { return };
        let short = lines.iter().all(|line| {
            line.chars().count() <= 24 && !line.ends_with(['。', '！', '；', '：', '!', ':'])
        });
        let dated = lines.last().is_some_and(|line| is_written_date(line));
        if !short || !(dated || ends_with_date) {
            return;
        }
        ends_with_date = true;
        *place = Place::Signature;
    }
}

/// `2026年11月24日`, also with Chinese numerals.
fn is_written_date(line: &str) -> bool {
    let line = line.trim();
    line.ends_with('日')
        && line.contains('年')
        && line.contains('月')
        && line.chars().all(|c| {
            c.is_ascii_digit() || c.is_whitespace() || "年月日".contains(c) || NUMERALS.contains(c)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(bodies: &[Body]) -> Vec<Part> {
        let shown = |body| Reading::Shown { slice: String::new(), body };
        lay(&bodies.iter().map(shown).collect::<Vec<_>>())
    }

    fn paragraph(h: &[&str], t: &str) -> Body {
        let h = h.iter().map(|each| (*each).to_owned()).collect();
        Body::Paragraph { h, t: t.to_owned() }
    }

    #[test]
    fn a_heading_keeps_its_look_and_never_skips_a_level() {
        let parts = laid(&[paragraph(&["（一）甲"], "子"), paragraph(&["1.乙", "二、丙"], "丑")]);
        let found: Vec<_> =
            parts.iter().flat_map(|part| &part.headings).map(|h| (h.rank, h.level)).collect();
        assert_eq!(found, [(2, 2), (3, 3), (1, 2)]);
    }

    #[test]
    fn salutation_and_signature_are_found_where_they_stand() {
        let texts = ["同志们：", "讲三点意见。", "某村村民委员会", "二〇二六年三月一日"];
        let parts = laid(&texts.map(|text| paragraph(&[], text)));
        let places = parts.iter().map(|part| match &part.kind {
            PartKind::Paragraph { place, .. } => place.word(),
            _ => "",
        });
        assert_eq!(
            places.collect::<Vec<_>>(),
            ["salutation", "indented", "signature", "signature"]
        );
    }

    #[test]
    fn only_a_figure_is_set_as_one() {
        for (cell, expected) in
            [("95,000.00", true), ("-3", true), ("12%", true), ("26-001", false), ("", false)]
        {
            assert_eq!(is_number(cell), expected, "{cell}");
        }
    }
}
