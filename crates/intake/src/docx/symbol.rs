//! `w:sym`: characters of symbol fonts that official forms use, as Unicode.

/// The character with this hexadecimal code in this font.
pub(super) fn unicode(code: &str, font: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    // Symbol fonts put their characters at F000 to F0FF.
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let symbols: &[(u32, char)] = match font.to_ascii_lowercase().as_str() {
        "wingdings" => &[
            (0x6C, '●'),
            (0x6E, '■'),
            (0x6F, '□'),
            (0x70, '□'),
            (0x71, '□'),
            (0x75, '◆'),
            (0xA1, '○'),
            (0xA3, '□'),
            (0xA8, '□'),
            (0xD8, '➢'),
            (0xFC, '✓'),
            (0xFB, '✗'),
            (0xFD, '☒'),
            (0xFE, '☑'),
            (0x52, '☑'),
            (0x51, '☒'),
        ],
        "wingdings 2" => &[(0x2A, '□'), (0x50, '✓'), (0x52, '☑'), (0x53, '☒'), (0xA3, '□')],
        "symbol" => &[(0xB7, '•'), (0xB0, '°'), (0xB1, '±'), (0xB4, '×'), (0xA3, '≤'), (0xB3, '≥')],
        _ => return char::from_u32(code).filter(|c| !is_private(*c) && !c.is_control()),
    };
    symbols.iter().find(|(known, _)| *known == code).map(|(_, symbol)| *symbol)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}
