//! Chooses the reader by what the bytes are; the name only parts Markdown from plain text.

use serde::{Deserialize, Serialize};

use crate::{Elapsed, IntakeError, Limits, Reading, read_docx, read_markdown, read_text};

/// What a file is by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    Docx,
    Text,
    Markdown,
    /// `.doc`, `.wps`, `.xls` and others of the binary Office family.
    OldOffice,
    /// An Office file behind a password.
    EncryptedOffice,
    Xlsx,
    Pptx,
    OpenDocument,
    Ofd,
    Pdf,
    Rtf,
    Html,
    /// A drawing or other markup, which nobody means as a text.
    Xml,
    Image,
    /// An archive that is no document.
    Archive,
    Binary,
}

/// Reads `bytes`, whatever they are called.
///
/// # Errors
/// [`IntakeError::Unsupported`] for a format that isn't read; else what the format's reader says.
pub fn read(file_name: &str, bytes: &[u8], limits: &Limits, elapsed: &mut Elapsed<'_>) -> Reading {
    limits.check_bytes(bytes)?;
    match detect(file_name, bytes) {
        Format::Docx => read_docx(bytes, limits, elapsed),
        Format::Markdown => read_markdown(bytes, limits, elapsed),
        Format::Text => read_text(bytes, limits, elapsed),
        Format::EncryptedOffice => Err(IntakeError::Encrypted),
        format => Err(IntakeError::Unsupported { format }),
    }
}

/// Names the format of `bytes`.
#[must_use]
pub fn detect(file_name: &str, bytes: &[u8]) -> Format {
    if let Some(format) = by_magic(bytes) {
        return format;
    }
    let head = text_head(bytes);
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Format::Html;
    }
    if head.starts_with("<?xml") || head.starts_with("<svg") {
        return Format::Xml;
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !utf16 && bytes.contains(&0) {
        return Format::Binary;
    }
    let name = file_name.to_ascii_lowercase();
    if name.ends_with(".md") || name.ends_with(".markdown") {
        Format::Markdown
    } else {
        Format::Text
    }
}

fn by_magic(bytes: &[u8]) -> Option<Format> {
    const MAGIC: [(&[u8], Format); 9] = [
        (b"%PDF", Format::Pdf),
        (b"{\\rtf", Format::Rtf),
        (b"\x89PNG", Format::Image),
        (b"\xFF\xD8\xFF", Format::Image),
        (b"GIF8", Format::Image),
        (b"BM\0", Format::Image),
        (b"Rar!", Format::Archive),
        (b"7z\xBC\xAF", Format::Archive),
        (b"\x1F\x8B", Format::Archive),
    ];
    if bytes.starts_with(b"PK") && bytes.len() > 4 && bytes[2] < 9 {
        return Some(zip_format(bytes));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(compound_format(bytes));
    }
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, format)| *format)
}

/// By entry names in the raw bytes: cheap, and wrong at worst about which refusal is given.
fn zip_format(bytes: &[u8]) -> Format {
    const NAMES: [(&[u8], Format); 6] = [
        (b"word/", Format::Docx),
        (b"xl/workbook", Format::Xlsx),
        (b"ppt/presentation", Format::Pptx),
        (b"application/vnd.oasis.opendocument", Format::OpenDocument),
        (b"OFD.xml", Format::Ofd),
        (b"[Content_Types].xml", Format::Docx),
    ];
    let found = NAMES.iter().find(|(name, _)| contains(bytes, name));
    found.map_or(Format::Archive, |(_, format)| *format)
}

fn compound_format(bytes: &[u8]) -> Format {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if contains(bytes, &name) { Format::EncryptedOffice } else { Format::OldOffice }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn text_head(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(256)];
    let head = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head);
    String::from_utf8_lossy(head).trim_start().to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
