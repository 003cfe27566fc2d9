//! Plain text: UTF-8 with or without mark, UTF-16 with mark; every line with text is a paragraph.

use crate::{Block, Document, Elapsed, IntakeError, Limits, Reading, Warning, heading, title};

/// Reads plain text.
///
/// # Errors
/// [`IntakeError::NotUtf8`] for another encoding (GB 18030 among them), and the limits.
pub fn read_text(bytes: &[u8], limits: &Limits, elapsed: &mut Elapsed<'_>) -> Reading {
    limits.check_bytes(bytes)?;
    limits.check_elapsed(elapsed)?;
    let text = decode(bytes)?;
    let (mut blocks, mut dropped) = (Vec::new(), 0);
    for line in text.lines() {
        let line = clean(line, &mut dropped);
        let line = line.trim();
        if !line.is_empty() {
            limits.check_paragraphs(blocks.len() as u64 + 1)?;
            blocks.push(paragraph(line));
        }
    }
    limits.check_elapsed(elapsed)?;
    let title = title::of(&blocks);
    let warnings = control_warning(dropped).into_iter().collect();
    Ok((Document { title, blocks }, warnings))
}

fn paragraph(line: &str) -> Block {
    let level = heading::by_pattern(line);
    Block::Paragraph { text: line.to_owned(), numbering: None, style: None, level }
}

/// The text of bytes in a Unicode encoding.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, IntakeError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, IntakeError> {
    let text = std::str::from_utf8(bytes);
    text.map(str::to_owned)
        .map_err(|error| IntakeError::NotUtf8 { offset: error.valid_up_to() as u64 })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, IntakeError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let broken = IntakeError::NotUtf8 { offset: bytes.len() as u64 };
    if !rest.is_empty() {
        return Err(broken);
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| broken)
}

/// Control characters (tab and line feed aside) and direction overrides (Unicode TR 36): they make
/// a text read as another one, so no text has them, whether it came in a file or was typed.
#[must_use]
pub fn is_deceptive(c: char) -> bool {
    (c.is_control() && c != '\t' && c != '\n')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Without the characters that [`is_deceptive`] names; counts them.
pub(crate) fn clean(text: &str, dropped: &mut u64) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        if is_deceptive(c) {
            *dropped += 1;
        } else {
            kept.push(c);
        }
    }
    kept
}

pub(crate) fn control_warning(dropped: u64) -> Option<Warning> {
    (dropped > 0).then_some(Warning::ControlCharacters { count: dropped })
}
