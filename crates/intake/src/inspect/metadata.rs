//! What pictures carry beside their pixels: EXIF, XMP, comments, the place, an embedded preview.

use super::{Danger, Inspection, Kind, Spot, contains};

/// Letters in a row that are taken for text.
const RUN: usize = 5;

pub(super) fn inspect(bytes: &[u8]) -> Inspection {
    let mut found = Inspection::new(Kind::Image);
    look("", bytes, &mut found);
    found
}

/// Looks at one picture, in a package or alone.
pub(super) fn look(name: &str, bytes: &[u8], found: &mut Inspection) {
    for block in blocks(bytes) {
        if names_position(block) {
            found.danger(Danger::Position);
        }
        for text in runs(block) {
            found.text(Spot::Metadata, name, &text, false);
        }
    }
}

/// The blocks that are no pixels. What is no picture at all gives none.
fn blocks(bytes: &[u8]) -> Vec<&[u8]> {
    match bytes {
        [0xFF, 0xD8, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [b'R', b'I', b'F', b'F', ..] => riff(bytes),
        _ => Vec::new(),
    }
}

/// Application segments and comments; after the picture's end, the rest.
fn jpeg(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut blocks, mut at) = (Vec::new(), 2);
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(block) = bytes.get(at + 4..at + 2 + length) else { break };
        if matches!(marker, 0xE1..=0xEF | 0xFE) {
            blocks.push(block);
        }
        if *marker == 0xDA {
            let end = bytes.windows(2).rposition(|pair| pair == [0xFF, 0xD9]);
            blocks.extend(end.and_then(|end| bytes.get(end + 2..)));
            break;
        }
        at += 2 + length.max(2);
    }
    blocks
}

fn png(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut blocks, mut at) = (Vec::new(), 8);
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(block) = bytes.get(at + 8..(at + 8).saturating_add(length)) else { break };
        if matches!(&head[4..8], b"tEXt" | b"iTXt" | b"zTXt" | b"eXIf" | b"iCCP") {
            blocks.push(block);
        }
        at += 12 + length;
        if &head[4..8] == b"IEND" {
            blocks.extend(bytes.get(at..));
            break;
        }
    }
    blocks
}

fn riff(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut blocks, mut at) = (Vec::new(), 12);
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let Some(block) = bytes.get(at + 8..(at + 8).saturating_add(length)) else { break };
        if matches!(&head[..4], b"EXIF" | b"XMP ") {
            blocks.push(block);
        }
        at += 8 + length + length % 2;
    }
    blocks
}

/// The pointer to the GPS directory (tag 0x8825) of EXIF, in either byte order, or XMP's words.
fn names_position(block: &[u8]) -> bool {
    let tiff = contains(block, b"II*\0") || contains(block, b"MM\0*");
    let pointer = [&[0x25, 0x88, 4, 0][..], &[0x88, 0x25, 0, 4]];
    (tiff && pointer.iter().any(|tag| contains(block, tag))) || contains(block, b"GPSLatitude")
}

/// Texts in a block, as UTF-8.
fn runs(block: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(&block[..block.len().min(1 << 20)]);
    let is_end = |c: char| c.is_control() || c == '\u{FFFD}';
    let is_text = |run: &&str| run.chars().filter(|c| c.is_alphanumeric()).count() >= RUN;
    text.split(is_end).map(str::trim).filter(is_text).map(str::to_owned).collect()
}
