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
