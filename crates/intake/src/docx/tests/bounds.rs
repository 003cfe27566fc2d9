//! Hostile packages: each limit and each trick is an error of its own.

use std::time::Duration;

use super::{Package, element, error, p, packed, read};
use crate::{Block, Format, IntakeError, Limits, read_docx};

fn limited(package: &Package, limits: &Limits) -> IntakeError {
    let reading = read_docx(&package.bytes(), limits, &mut || Duration::from_secs(3));
    reading.expect_err("a docx that is refused")
}

#[test]
fn each_limit_is_an_error_with_its_figures() {
    let package = Package::body(&p("甲").repeat(50));
    let limits = Limits { elapsed: Duration::from_secs(9), ..Limits::default() };
    let bytes = limited(&package, &Limits { bytes: 10, ..limits });
    assert!(matches!(bytes, IntakeError::TooLarge { limit: 10, bytes: 11.. }));
    let unpacked = limited(&package, &Limits { unpacked_bytes: 500, ..limits });
    assert!(matches!(unpacked, IntakeError::UnpackedTooLarge { limit: 500, bytes: 501.. }));
    let part = limited(&package, &Limits { part_bytes: 500, ..limits });
    assert!(matches!(part, IntakeError::PartTooLarge { limit: 500, .. }));
    let entries = limited(&package, &Limits { entries: 1, ..limits });
    assert_eq!(entries, IntakeError::TooManyEntries { entries: 2, limit: 1 });
    let depth = limited(&package, &Limits { depth: 2, ..limits });
    assert!(matches!(depth, IntakeError::TooDeep { limit: 2, .. }));
    let elements = limited(&package, &Limits { elements: 1, ..limits });
    assert!(matches!(elements, IntakeError::TooManyElements { limit: 1, .. }));
    let paragraphs = limited(&package, &Limits { paragraphs: 49, ..limits });
    assert_eq!(paragraphs, IntakeError::TooManyParagraphs { limit: 49 });
    let elapsed = limited(&package, &Limits { elapsed: Duration::from_secs(2), ..limits });
    assert_eq!(elapsed, IntakeError::TooSlow { elapsed_ms: 3000, limit_ms: 2000 });
}

#[test]
fn a_zip_bomb_is_refused_unread() {
    let bomb = Package::body(&p("甲")).part("word/media/a.bin", &"0".repeat(8 << 20));
    assert!(matches!(error(&bomb), IntakeError::RatioTooHigh { ratio: 201.., limit: 200, .. }));
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>".to_owned();
    let document =
        bomb + &element("document", "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>");
    assert!(matches!(error(&Package::document(&document)), IntakeError::DocumentType { .. }));
    let entity = error(&Package::body(&p("&own;")));
    assert!(matches!(entity, IntakeError::Entity { name, .. } if name == "own"));
    let styles = "<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><a/>";
    let side = Package::body("").side("styles", "");
    let side = Package {
        parts: vec![side.parts[0].clone(), ("word/styles.xml".into(), styles.into())],
        ..side
    };
    assert!(matches!(error(&side), IntakeError::DocumentType { .. }));
}

#[test]
fn unsafe_and_double_names_are_refused() {
    for name in ["../a", "/a", "word\\a", "a/../../b", "C:a"] {
        let package = Package::body(&p("甲")).part(name, "");
        assert!(matches!(error(&package), IntakeError::UnsafeName { .. }), "{name}");
    }
    let double = Package::body(&p("甲")).part("WORD/DOCUMENT.XML", "");
    assert_eq!(error(&double), IntakeError::DuplicateName);
}

#[test]
fn broken_parts_are_refused() {
    for document in ["", "<a/>", "<w:document", &element("document", "<w:body><w:p>")] {
        let refused = error(&Package::document(document));
        assert!(matches!(refused, IntakeError::Malformed { .. }), "{document}");
    }
    let none = packed(&[("a".to_owned(), String::new())]);
    assert!(matches!(read(&none), Err(IntakeError::MissingPart { .. })));
    let mut cut = Package::body(&p("甲")).bytes();
    cut.truncate(cut.len() / 2);
    assert!(matches!(read(&cut), Err(IntakeError::Archive { .. })));
}

#[test]
fn deep_nesting_and_wide_tables_are_bounded() {
    let deep = "<w:sdt>".repeat(5000) + &"</w:sdt>".repeat(5000);
    assert!(matches!(error(&Package::body(&deep)), IntakeError::TooDeep { .. }));
    let wide = "<w:tc><w:tcPr><w:gridSpan w:val=\"4000000000\"/></w:tcPr></w:tc>".repeat(2000);
    let narrow = "<w:tr><w:tc/></w:tr>".repeat(2000);
    let table = format!("<w:tbl><w:tr>{wide}</w:tr>{narrow}</w:tbl>");
    assert!(matches!(error(&Package::body(&table)), IntakeError::TooManyParagraphs { .. }));
}

#[test]
fn other_packages_are_named() {
    let relations = format!(
        "<Relationships xmlns=\"{}\"><Relationship Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        super::RELATIONS,
        super::TYPE
    );
    let sheet = packed(&[("_rels/.rels".to_owned(), relations)]);
    assert_eq!(read(&sheet), Err(IntakeError::Unsupported { format: Format::Xlsx }));
}

#[test]
fn names_and_numbers_do_not_multiply() {
    let numbered = "<w:p><w:pPr><w:pStyle w:val=\"a\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
        <w:r><w:t>甲</w:t></w:r></w:p>";
    let styles =
        format!("<w:style w:styleId=\"a\"><w:name w:val=\"{}\"/></w:style>", "名".repeat(100_000));
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"700\"/>\
         <w:numFmt w:val=\"upperLetter\"/><w:lvlText w:val=\"{}\"/></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>",
        "%1".repeat(1000)
    );
    let package = Package::body(numbered).side("styles", &styles).side("numbering", &numbering);
    let (document, _) = package.ok();
    let Block::Paragraph { numbering: Some(number), style: Some(style), .. } = &document.blocks[0]
    else {
        panic!("a numbered paragraph");
    };
    assert!(number.chars().count() <= 101 && style.chars().count() <= 120);
}

#[test]
fn very_many_open_fields_and_notes_cost_constant_time_each() {
    let fields = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:fldChar w:fldCharType=\"separate\"/>\
        <w:footnoteReference w:id=\"1\"/></w:r>";
    let package = Package::body(&format!("<w:p>{}</w:p>", fields.repeat(60_000)));
    let limits = Limits { ratio: u64::MAX, ..Limits::default() };
    let start = std::time::Instant::now();
    let reading = read_docx(&package.bytes(), &limits, &mut || start.elapsed());
    assert!(reading.is_ok(), "{:?}", reading.err());
}
