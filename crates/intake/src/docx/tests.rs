//! Small documents made by hand.

mod bounds;
mod numbers;
mod tables;
mod texts;

use std::io::{Cursor, Write};
use std::time::Duration;

use zip::write::SimpleFileOptions;

use crate::{Block, Document, IntakeError, Limits, Reading, Warning, read_docx};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package: the document part and side parts by kind.
#[derive(Default)]
struct Package {
    parts: Vec<(String, String)>,
    kinds: Vec<&'static str>,
    external: Vec<(&'static str, &'static str)>,
}

fn element(name: &str, inside: &str) -> String {
    format!(
        "<w:{name} xmlns:w=\"{WORD}\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:wps=\"urn:wps\" xmlns:v=\"urn:v\" \
         xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">{inside}</w:{name}>"
    )
}

impl Package {
    fn body(body: &str) -> Self {
        Self::document(&element("document", &format!("<w:body>{body}</w:body>")))
    }

    fn document(document: &str) -> Self {
        Self::default().part("word/document.xml", document)
    }

    fn part(mut self, name: &str, text: &str) -> Self {
        self.parts.push((name.to_owned(), text.to_owned()));
        self
    }

    /// A side part of this kind, such as `styles`.
    fn side(mut self, kind: &'static str, inside: &str) -> Self {
        self.kinds.push(kind);
        self.part(&format!("word/{kind}.xml"), &element(kind, inside))
    }

    fn external(mut self, kind: &'static str, target: &'static str) -> Self {
        self.external.push((kind, target));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut relations = String::new();
        for kind in &self.kinds {
            relations += &format!("<Relationship Type=\"{TYPE}/{kind}\" Target=\"{kind}.xml\"/>");
        }
        for (kind, target) in &self.external {
            relations += &format!(
                "<Relationship Type=\"{TYPE}/{kind}\" Target=\"{target}\" TargetMode=\"External\"/>"
            );
        }
        let relations = format!("<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>");
        let mut parts = self.parts.clone();
        parts.push(("word/_rels/document.xml.rels".to_owned(), relations));
        packed(&parts)
    }

    fn read(&self) -> Reading {
        read(&self.bytes())
    }

    fn ok(&self) -> (Document, Vec<Warning>) {
        self.read().expect("a docx that is read")
    }
}

fn packed(parts: &[(String, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).expect("an entry begins");
        writer.write_all(text.as_bytes()).expect("a part is written");
    }
    writer.finish().expect("an archive").into_inner()
}

fn read(bytes: &[u8]) -> Reading {
    read_docx(bytes, &Limits::default(), &mut || Duration::ZERO)
}

fn error(package: &Package) -> IntakeError {
    package.read().expect_err("a docx that is refused")
}

fn shown(document: &Document) -> Vec<String> {
    document.blocks.iter().map(Block::display).collect()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}
