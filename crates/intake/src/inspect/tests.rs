use std::io::{Cursor, Write};
use std::time::Duration;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use zip::write::SimpleFileOptions;

use super::*;

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn look(name: &str, bytes: &[u8]) -> Result<Inspection, IntakeError> {
    inspect(name, bytes, &Limits::default(), &mut || Duration::ZERO)
}

fn spot(found: &Inspection, needle: &str) -> Option<(Spot, bool)> {
    let text = found.texts.iter().find(|text| text.text.contains(needle));
    text.map(|text| (text.place.spot, text.visible))
}

fn words(found: &Inspection) -> Vec<&'static str> {
    found.dangers.iter().map(Danger::word).collect()
}

fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let mut parts = vec![("word/document.xml", document.as_str())];
    parts.extend(more);
    zipped(&parts)
}

#[test]
fn no_text_of_a_docx_escapes_wherever_it_stands() {
    let body = "<w:p><w:r><w:t>正文甲</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>\
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起</w:t></w:r></w:p>\
        <w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>\
        <w:p><w:r><w:drawing descr=\"图中人\"/><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>";
    let part = |text: &str| format!("<w:x {WORD}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:x>");
    let found = look(
        "a.docx",
        &docx(
            body,
            &[
                ("word/header1.xml", &part("页眉处")),
                ("word/footer1.xml", &part("页脚处")),
                ("word/footnotes.xml", &part("脚注处")),
                ("word/comments.xml", &part("批注处")),
                ("docProps/core.xml", "<a><creator>作者名</creator></a>"),
                ("customXml/item1.xml", "<a><b>自定义</b></a>"),
                ("word/charts/chart1.xml", "<a><v>图表数</v></a>"),
            ],
        ),
    );
    let found = found.unwrap();
    assert_eq!((found.kind, found.complete), (Kind::Docx, true));
    for (text, at) in [
        ("正文甲乙", (Spot::Body, true)),
        ("藏起", (Spot::Hidden, false)),
        ("删去", (Spot::Deleted, false)),
        ("图中人", (Spot::AltText, false)),
        ("页眉处", (Spot::Header, true)),
        ("页脚处", (Spot::Footer, true)),
        ("脚注处", (Spot::Note, true)),
        ("批注处", (Spot::Comment, false)),
        ("作者名", (Spot::Properties, false)),
        ("自定义", (Spot::Properties, false)),
        ("图表数", (Spot::Part, false)),
    ] {
        assert_eq!(spot(&found, text), Some(at), "{text}");
    }
    assert_eq!(words(&found), ["dynamic_data"]);
}

#[test]
fn what_could_act_is_named() {
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationship Type=\"{TYPE}/{kind}\" Target=\"{target}\" TargetMode=\"External\"/>"
        )
    };
    let relations = [
        relation("attachedTemplate", "http://evil.example/t.dotm"),
        relation("hyperlink", "javascript:alert(1)"),
        relation("aFChunk", "a.html"),
    ];
    let relations = format!("<Relationships>{}</Relationships>", relations.concat());
    let found = look(
        "a.docx",
        &docx(
            "",
            &[
                ("word/_rels/document.xml.rels", &relations),
                ("word/vbaProject.bin", "x"),
                ("word/embeddings/o.bin", "x"),
                ("word/media/a.svg", "x"),
                ("word/inner.zip", "x"),
            ],
        ),
    );
    let found = found.unwrap();
    assert_eq!(
        words(&found),
        [
            "macros",
            "embedded_object",
            "external",
            "external",
            "script",
            "alt_chunk",
            "nested_archive",
            "active_markup"
        ]
    );
    assert!(!found.complete, "nobody has looked into the archive inside");
    assert!(spot(&found, "evil.example").is_some());
}

#[test]
fn hidden_sheets_rows_columns_and_unused_strings_are_read() {
    let relation = |id: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{TYPE}/worksheet\" Target=\"{target}\"/>")
    };
    let relations =
        [relation("r1", "worksheets/sheet1.xml"), relation("r2", "/xl/worksheets/sheet2.xml")];
    let relations = format!("<Relationships>{}</Relationships>", relations.concat());
    let found = look(
        "a.xlsx",
        &zipped(&[
            (
                "xl/workbook.xml",
                "<workbook xmlns:r=\"r\"><sheets><sheet name=\"名单\" r:id=\"r1\"/>\
              <sheet name=\"底稿\" state=\"veryHidden\" r:id=\"r2\"/></sheets><definedNames>\
              <definedName name=\"张三\">底稿!$A$1</definedName></definedNames></workbook>",
            ),
            ("xl/_rels/workbook.xml.rels", &relations),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>姓名</t></si><si><r><t>李</t></r><r><t>四</t></r>\
              </si><si><t>没人用</t></si></sst>",
            ),
            (
                "xl/worksheets/sheet1.xml",
                "<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/>\
              </cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\">\
              <f>DDE|x</f><v>5</v></c></row><row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>1</v></c>\
              <c r=\"B2\" t=\"inlineStr\"><is><t>藏</t></is></c></row></sheetData><headerFooter>\
              <oddHeader>页眉</oddHeader></headerFooter></worksheet>",
            ),
            (
                "xl/worksheets/sheet2.xml",
                "<worksheet><sheetData><row><c><v>42</v></c></row>\
              </sheetData></worksheet>",
            ),
            ("xl/comments1.xml", "<comments><text><t>批注处</t></text></comments>"),
            ("xl/pivotCache/pivotCacheDefinition1.xml", "<p><s v=\"透视值\"/></p>"),
        ]),
    );
    let found = found.unwrap();
    assert_eq!((found.kind, found.complete), (Kind::Xlsx, true));
    let [list, draft] = &found.tables[..] else { panic!("two sheets") };
    assert_eq!(list.rows, [vec!["姓名", "", "5"], vec!["李四", "藏"]]);
    assert_eq!((&list.hidden_rows[..], &list.hidden_columns[..]), (&[1][..], &[1][..]));
    assert_eq!((draft.sheet.as_str(), draft.visible, &draft.rows[0][0][..]), ("底稿", false, "42"));
    for (text, at) in [
        ("没人用", Spot::UnusedString),
        ("张三", Spot::DefinedName),
        ("批注处", Spot::Comment),
        ("透视值", Spot::PivotCache),
        ("页眉", Spot::Header),
    ] {
        assert_eq!(spot(&found, text).map(|(spot, _)| spot), Some(at), "{text}");
    }
    assert_eq!(words(&found), ["dynamic_data"]);
}

fn pdf(catalog: Dictionary, content: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
    });
    let resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    let content = document.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
    let note = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Contents" => Object::string_literal("note of zhang"),
    });
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "Annots" => vec![note.into()],
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(kids));
    let mut catalog = catalog;
    catalog.set("Type", "Catalog");
    catalog.set("Pages", pages);
    let root = document.add_object(catalog);
    document.trailer.set("Root", root);
    let info = document.add_object(dictionary! { "Author" => Object::string_literal("wang wu") });
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

const SHOWS: &str =
    "BT /F1 12 Tf 50 700 Td (under the black box 13812345678) Tj ET 0 0 600 800 re f";

#[test]
fn text_under_a_black_box_and_beside_the_pages_of_a_pdf_is_read() {
    let found = look("a.pdf", &pdf(dictionary! {}, SHOWS)).unwrap();
    assert_eq!((found.kind, found.complete, words(&found)), (Kind::Pdf, true, vec![]));
    assert_eq!(spot(&found, "13812345678"), Some((Spot::Body, true)));
    assert_eq!(spot(&found, "note of zhang"), Some((Spot::Annotation, false)));
    assert_eq!(spot(&found, "wang wu"), Some((Spot::Metadata, false)));
    let blank = look("a.pdf", &pdf(dictionary! {}, "0 0 9 9 re f")).unwrap();
    assert!(!blank.complete, "a page without text is a picture");
}

#[test]
fn a_pdf_that_acts_or_was_saved_over_is_named() {
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") };
    let names = dictionary! { "EmbeddedFiles" => dictionary! {} };
    let bytes = pdf(dictionary! { "OpenAction" => script, "Names" => names }, SHOWS);
    assert_eq!(words(&look("a.pdf", &bytes).unwrap()), ["script", "pdf_action", "embedded_file"]);
    let twice = [pdf(dictionary! {}, SHOWS), pdf(dictionary! {}, SHOWS)].concat();
    if let Ok(found) = look("a.pdf", &twice) {
        assert!(words(&found).contains(&"earlier_versions"));
    }
    for broken in [
        &b"%PDF-1.7\n%%EOF"[..],
        &bytes[..bytes.len() / 2],
        &[b"%PDF-1.4", &[b'['; 100_000][..]].concat(),
    ] {
        if let Ok(found) = look("a.pdf", broken) {
            assert!(!found.complete);
        }
    }
}

#[test]
fn content_and_not_the_name_decides_and_a_second_file_is_seen() {
    let svg = look("a.png", b"<svg xmlns='x'><script>1</script></svg>").unwrap();
    assert_eq!((svg.kind, words(&svg)), (Kind::Text, vec!["mismatch", "active_markup"]));
    let png = [&b"\x89PNG\r\n\x1a\n"[..], b"<script>1</script>", &zipped(&[("a", "b")])].concat();
    let png = look("a.png", &png).unwrap();
    assert_eq!((png.kind, words(&png)), (Kind::Image, vec!["polyglot"]));
    let text = look("a.txt", "第一行".as_bytes()).unwrap();
    assert_eq!((text.kind, text.complete, words(&text)), (Kind::Text, true, vec![]));
    let zip = look("a.zip", &zipped(&[("inner.zip", "x")])).unwrap();
    assert_eq!((zip.kind, zip.complete, words(&zip)), (Kind::Zip, false, vec!["nested_archive"]));
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let ole = look("a.docx", &[&b"\xD0\xCF\x11\xE0"[..], &name].concat()).unwrap();
    assert_eq!((ole.kind, words(&ole)), (Kind::Ole, vec!["encrypted", "mismatch"]));
}

#[test]
fn entities_document_types_and_unsafe_names_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    let refused = look("a.docx", &docx("", &[("docProps/core.xml", bomb)]));
    assert!(matches!(refused, Err(IntakeError::DocumentType { .. })));
    let refused = look("a.docx", &docx("", &[("docProps/core.xml", "<a>&b;</a>")]));
    assert!(matches!(refused, Err(IntakeError::Entity { .. })));
    let refused = look("a.zip", &zipped(&[("../../etc/passwd", "x")]));
    assert!(matches!(refused, Err(IntakeError::UnsafeName { .. })));
    let deep = "<a>".repeat(200);
    let refused = look("a.docx", &docx("", &[("docProps/core.xml", &deep)]));
    assert!(matches!(refused, Err(IntakeError::TooDeep { .. })));
    let late = inspect("a.txt", b"x", &Limits::default(), &mut || Duration::from_secs(60));
    assert!(matches!(late, Err(IntakeError::TooSlow { .. })));
}

#[test]
fn metadata_of_pictures_in_and_out_of_packages_is_read() {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0".to_vec();
    exif.extend("\0家在沙江村五组\0".as_bytes());
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE1], &length[..], &exif, &[0xFF, 0xD9]].concat();
    let found = look("a.jpg", &jpeg).unwrap();
    assert_eq!(words(&found), ["position"]);
    assert_eq!(spot(&found, "沙江村"), Some((Spot::Metadata, false)));
}

#[test]
fn changed_bytes_never_panic() {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") };
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\"><v>5</v></c></row></sheetData></worksheet>";
    let files = [
        pdf(dictionary! { "OpenAction" => script }, SHOWS),
        zipped(&[("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", sheet)]),
        [&b"\xFF\xD8\xFF\xE1\0\x10Exif\0\0II*\0\x08\0\0\0"[..], &[7; 64]].concat(),
        [&b"\x89PNG\r\n\x1a\n\0\0\0\x04tEXtabcd\0\0\0\0\0\0\0\0IEND"[..], &[7; 64]].concat(),
        [&b"RIFF\0\0\0\0WEBPEXIF\x04\0\0\0abcd"[..], &[7; 64]].concat(),
    ];
    for file in &files {
        for _ in 0..300 {
            let mut changed = file.clone();
            for _ in 0..=next(6) {
                let at = next(changed.len());
                match next(3) {
                    0 => changed.truncate(at.max(1)),
                    1 => changed[at] = u8::try_from(next(256)).unwrap(),
                    _ => changed[at] ^= 1 << next(8),
                }
            }
            let _ = look("a.pdf", &changed);
            let _ = image::clean(&changed);
        }
    }
}
