//! Text cut to a number of display columns, as the library's lists show it.

use unicode_width::UnicodeWidthChar;

/// Columns that a character takes in an East Asian setting: 2 if wide or ambiguous.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(|c| c.width_cjk().unwrap_or(0)).sum()
}

const JOINER: char = '\u{200D}';

/// The longest start of `text` that takes at most `columns` columns. Never cuts inside a character
/// or between a character and the marks that combine with it.
///
/// ```
/// assert_eq!(intake::columns::cut_to_columns("C1 关于“三个”的通知", 10), "C1 关于“");
/// ```
#[must_use]
pub fn cut_to_columns(text: &str, columns: usize) -> &str {
    let (mut used, mut end, mut open) = (0, 0, 0);
    let mut joined = false;
    for (at, c) in text.char_indices() {
        let own = c.width_cjk().unwrap_or(0);
        if own > 0 && !joined {
            if used > columns {
                return &text[..end];
            }
            end = at;
        }
        used += if joined { 0 } else { own };
        joined = c == JOINER;
        open = at + c.len_utf8();
    }
    if used > columns { &text[..end] } else { &text[..open] }
}

#[cfg(test)]
mod tests {
    use super::{cut_to_columns, width};

    #[test]
    fn cuts_at_the_column_never_inside_a_sequence() {
        for (text, columns, expected) in [
            ("甲乙丙", 4, "甲乙"),
            ("甲乙丙", 5, "甲乙"),
            ("甲乙丙", 6, "甲乙丙"),
            ("a甲", 2, "a"),
            ("“甲", 2, "“"),
            ("e\u{301}e\u{301}", 1, "e\u{301}"),
            ("甲", 1, ""),
            ("\u{1F468}\u{200D}\u{1F469}甲", 2, "\u{1F468}\u{200D}\u{1F469}"),
            ("\u{1F468}\u{200D}\u{1F469}甲", 1, ""),
            ("", 3, ""),
            ("甲", 0, ""),
        ] {
            assert_eq!(cut_to_columns(text, columns), expected, "{text} {columns}");
            assert!(width(expected) <= columns.max(4));
        }
    }

    #[test]
    fn wide_and_ambiguous_characters_count_two() {
        assert_eq!(cut_to_columns("2024年村级财务收支情况", 10), "2024年村级");
        assert_eq!(cut_to_columns("坚持“三个更加”", 8), "坚持“三");
        assert_eq!(cut_to_columns("短题", 24), "短题");
    }
}
