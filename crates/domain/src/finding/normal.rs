//! One spelling for what is written in many: full-width letters and digits, odd spaces and hyphens,
//! characters of no width. Each byte remembers where it came from.

use std::ops::Range;

/// A text in one spelling, with the way back.
pub(super) struct Normal {
    pub(super) text: String,
    /// For each byte of `text`, the bytes of the original character.
    from: Vec<(u32, u32)>,
}

impl Normal {
    pub(super) fn of(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut from = Vec::with_capacity(original.len());
        for (start, c) in original.char_indices() {
            let Some(c) = one_spelling(c) else { continue };
            let end = start + original[start..].chars().next().map_or(0, char::len_utf8);
            text.push(c);
            from.resize(text.len(), (offset(start), offset(end)));
        }
        Self { text, from }
    }

    /// Where a range of `text` lies in the original.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.from.get(range.start).map_or(0, |(start, _)| *start);
        let last = range.end.checked_sub(1).and_then(|last| self.from.get(last));
        start as usize..last.map_or(start, |(_, end)| *end) as usize
    }

    pub(super) fn has_digit(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }
}

/// A text is far below 4 GiB: a draft has at most 12 MiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn one_spelling(c: char) -> Option<char> {
    Some(match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' => return None,
        '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}' => return None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => '-',
        '×' | '✱' | '∗' => '*',
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_leads_back_to_the_characters_it_was_made_of() {
        let original = "号１１\u{200b}０　–Ｘ。";
        let normal = Normal::of(original);
        assert_eq!(normal.text, "号110 -X。");
        assert_eq!(&original[normal.original(&(3..6))], "１１\u{200b}０");
        assert_eq!(&original[normal.original(&(0..3))], "号");
        assert_eq!(&original[normal.original(&(0..normal.text.len()))], original);
        assert_eq!(normal.original(&(0..0)), 0..0);
    }
}
