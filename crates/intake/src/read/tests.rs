//! Choosing by content, plain text and Markdown.

use std::time::Duration;

use super::{Format, detect, read};
use crate::{Block, Document, IntakeError, Limits, Reading, Warning};

fn reading(name: &str, bytes: &[u8]) -> Reading {
    read(name, bytes, &Limits::default(), &mut || Duration::ZERO)
}

fn shown(document: &Document) -> Vec<String> {
    document.blocks.iter().map(Block::display).collect()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn the_content_decides_not_the_name() {
    let encrypted = [b"\xD0\xCF\x11\xE0".to_vec(), utf16("EncryptedPackage", u16::to_le_bytes)];
    let cases: [(&str, &[u8], Format); 12] = [
        ("a.docx", b"%PDF-1.7", Format::Pdf),
        ("a.txt", b"PK\x03\x04..word/document.xml", Format::Docx),
        ("a.docx", b"PK\x03\x04..xl/workbook.xml", Format::Xlsx),
        ("a.wps", b"\xD0\xCF\x11\xE0\xA1\xB1", Format::OldOffice),
        ("a.docx", &encrypted.concat(), Format::EncryptedOffice),
        ("a.docx", b"{\\rtf1", Format::Rtf),
        ("a.md", b" <!DOCTYPE HTML>", Format::Html),
        ("a.txt", b"\n<?xml version=\"1.0\"?><svg/>", Format::Xml),
        ("a.svg", b"<SVG onload=\"x\">", Format::Xml),
        ("a.md", "# 甲".as_bytes(), Format::Markdown),
        ("a.docx", "甲".as_bytes(), Format::Text),
        ("a.txt", b"a\0b", Format::Binary),
    ];
    for (name, bytes, format) in cases {
        assert_eq!(detect(name, bytes), format, "{name}");
    }
    let refused = reading("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1");
    assert_eq!(refused, Err(IntakeError::Unsupported { format: Format::OldOffice }));
    assert_eq!(reading("a", b""), Err(IntakeError::Empty));
}

#[test]
fn text_is_read_in_unicode_encodings_only() {
    let text = "关于值班的通知\r\n\r\n　　一、时间\n每日八时。\u{7}\n";
    let lines = ["关于值班的通知", "一、时间", "每日八时。"];
    for bytes in [
        text.as_bytes().to_vec(),
        format!("\u{FEFF}{text}").into_bytes(),
        utf16(text, u16::to_le_bytes),
        utf16(text, u16::to_be_bytes),
    ] {
        let (document, warnings) = reading("a.txt", &bytes).expect("a text");
        assert_eq!(shown(&document), lines);
        assert_eq!(document.title.as_deref(), Some("关于值班的通知"));
        assert_eq!(document.blocks[1].level(), Some(1));
        assert_eq!(warnings, [Warning::ControlCharacters { count: 1 }]);
    }
    let gb18030 = [b'a', 0xC4, 0xE3, 0xBA, 0xC3];
    assert_eq!(reading("a.txt", &gb18030), Err(IntakeError::NotUtf8 { offset: 1 }));
    let odd = [0xFF, 0xFE, 0x41];
    assert!(matches!(reading("a.txt", &odd), Err(IntakeError::NotUtf8 { .. })));
}

#[test]
fn markdown_gives_text_without_html_pictures_or_addresses() {
    let source = "---\ntitle: 秘\n---\n# 关于值班的通知\n\n<script>秘</script>\n\n\
        见[链](javascript:x)。![秘](x.png)\n\n3. 甲\n4. 乙\n   - 丙\n\n\
        |一|二|\n|-|-|\n|三|四|\n\n注[^1]\n\n[^1]: 脚注\n";
    let (document, warnings) = reading("a.md", source.as_bytes()).expect("a page");
    let lines =
        ["关于值班的通知", "见链。", "3.甲", "4.乙", "• 丙", "一\t二\n三\t四", "注[1]", "[1]脚注"];
    assert_eq!(shown(&document), lines);
    assert_eq!(document.blocks[0].level(), Some(1));
    assert_eq!(
        warnings,
        [
            Warning::Links { count: 1 },
            Warning::Images { count: 1 },
            Warning::RawHtml { count: 1 },
            Warning::Metadata
        ]
    );
}
