//! Titles cut to a number of columns, as the lists show them.

use unicode_width::UnicodeWidthChar;

/// Columns of a title in a list.
pub const COLUMNS: usize = 24;

/// As much of `text` as fills at most `columns`; an East Asian wide or ambiguous character counts
/// 2. What was cut ends without a mark, as in the library's lists.
pub fn cut(text: &str, columns: usize) -> &str {
    let mut width = 0;
    for (at, letter) in text.char_indices() {
        width += letter.width_cjk().unwrap_or(0);
        if width > columns {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn wide_and_ambiguous_characters_count_two() {
        assert_eq!(cut("2024年村级财务收支情况", 10), "2024年村级");
        assert_eq!(cut("坚持“三个更加”", 8), "坚持“三");
        assert_eq!(cut("短题", 24), "短题");
    }
}
