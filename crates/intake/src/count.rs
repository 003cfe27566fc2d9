//! Characters counted as Word's 字数 counts them.

use unicode_width::UnicodeWidthChar;

/// Word's 字数: every East Asian character and full-width mark is 1, every run of other characters
/// between blanks or East Asian characters is 1, blanks are 0.
///
/// ```
/// use intake::count::characters;
/// assert_eq!(characters("党务公开，2024年。"), 8); // 党务公开 ， 2024 年 。
/// assert_eq!(characters("open data 平台"), 4);
/// assert_eq!(characters("“甲”……"), 5);
/// assert_eq!(characters("  \n"), 0);
/// ```
#[must_use]
pub fn characters(text: &str) -> usize {
    let (mut count, mut in_run) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            in_run = false;
        } else if is_east_asian(c) {
            count += 1;
            in_run = false;
        } else if c.width().unwrap_or(0) > 0 && !in_run {
            count += 1;
            in_run = true;
        }
    }
    count
}

/// Wide characters, and the ambiguous ones that Chinese fonts draw wide: quotes, dashes, `……`,
/// circled numbers. Letters of European scripts form runs even where they are ambiguous.
fn is_east_asian(c: char) -> bool {
    let european = ('\u{80}'..='\u{52F}').contains(&c) && c.is_alphabetic();
    c.width() == Some(2) || (c.width_cjk() == Some(2) && !european)
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn counts_runs_and_characters() {
        for (text, expected) in [
            ("", 0),
            ("abc", 1),
            ("abc def", 2),
            ("第3条", 3),
            ("3.5%", 1),
            ("A级（B级）", 6),
            ("①甲", 2),
            ("e\u{301}t\u{e9}", 1),
            ("αβγ", 1),
            ("——", 2),
            ("\u{20000}\u{3000}甲", 2),
            ("甲, 乙", 3),
        ] {
            assert_eq!(characters(text), expected, "{text}");
        }
    }
}
