//! Packages of Word, WPS and Excel: every part that is XML is read to its last text, whatever the
//! part is for; pictures inside are looked at like pictures outside.

use super::xml::{Item, attribute, is_on, walk};
use super::{Danger, Inspection, Spot, metadata};
use crate::IntakeError;
use crate::docx::archive::Archive;
use crate::docx::guard::Guard;

/// What the names of the entries tell.
pub(super) fn names(archive: &Archive<'_>, found: &mut Inspection) {
    for name in archive.names() {
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
        if ends(&["vbaproject.bin", "vbadata.xml"]) || name.contains("macrosheets/") {
            found.danger(Danger::Macros);
        }
        let embedded = name.contains("/embeddings/") || name.contains("/activex/");
        if embedded && !name.ends_with('/') || ends(&[".exe", ".dll", ".ole", ".scr", ".lnk"]) {
            found.danger(Danger::EmbeddedObject);
        }
        if ends(&[".zip", ".rar", ".7z", ".docx", ".xlsx", ".pptx", ".gz", ".tar", ".jar"]) {
            found.danger(Danger::NestedArchive);
        }
        if ends(&[".svg", ".html", ".htm", ".mht", ".js", ".hta", ".vbs"]) {
            found.danger(Danger::ActiveMarkup);
        }
    }
    let all: Vec<&str> = archive.names().collect();
    found.text(Spot::Part, "names", &all.join("\n"), false);
}

/// Every part of the package. Sheets and shared strings are read by `sheet`.
pub(super) fn parts(
    archive: &mut Archive<'_>,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    for name in names {
        guard.check_elapsed()?;
        let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
        if is_xml {
            let Some(text) = archive.part(&name)? else { continue };
            if name.ends_with(".rels") {
                relations(&name, &text, found, guard)?;
            } else if name.starts_with("xl/worksheets/sheet") || name == "xl/sharedstrings.xml" {
                continue;
            } else if name.starts_with("word/") {
                paragraphs(&name, &text, found, guard)?;
            } else {
                generic(&name, &text, found, guard)?;
            }
        } else if [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| name.ends_with(end)) {
            let Some(bytes) = archive.bytes(&name)? else { continue };
            metadata::look(&name, &bytes, found);
        } else if !name.ends_with('/') {
            // Fonts, printer settings, metafiles: nobody has looked at them.
            found.complete &= [".ttf", ".odttf", ".bin"].iter().any(|end| name.ends_with(end));
        }
    }
    Ok(())
}

fn relations(
    name: &str,
    text: &str,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    walk(name, text, guard, |item| {
        let Item::Open(start) = item else { return };
        if start.local_name().as_ref() != "Relationship" {
            return;
        }
        let value = |attribute_name| attribute(&start, attribute_name).unwrap_or_default();
        let (kind, target) = (value("Type"), value("Target"));
        let kind = kind.rsplit('/').next().unwrap_or_default();
        match kind {
            "aFChunk" => found.danger(Danger::AltChunk),
            "oleObject" | "package" | "control" => found.danger(Danger::EmbeddedObject),
            "externalLink" => found.danger(Danger::DynamicData),
            _ => {}
        }
        if value("TargetMode").eq_ignore_ascii_case("external") {
            let script = target.trim().to_lowercase();
            if script.starts_with("javascript:") || script.starts_with("vbscript:") {
                found.danger(Danger::Script);
            }
            if kind != "hyperlink" {
                let target = target.chars().take(200).collect();
                found.danger(Danger::External { target });
            }
            found.text(Spot::Relationship, name, &target, false);
        }
    })
}

/// Texts that stand in attributes.
fn alternative(name: &str, start: &quick_xml::events::BytesStart<'_>, found: &mut Inspection) {
    for key in ["descr", "title", "alt", "tooltip", "author", "alias", "tag"] {
        if let Some(text) = attribute(start, key) {
            found.text(Spot::AltText, name, &text, false);
        }
    }
}

/// A text of Word, by paragraph.
#[derive(Default)]
struct Paragraph {
    shown: String,
    hidden: String,
    deleted: String,
    field: String,
}

fn paragraphs(
    name: &str,
    text: &str,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let file = name.rsplit('/').next().unwrap_or_default();
    let (spot, visible) = match file {
        "document.xml" => (Spot::Body, true),
        file if file.starts_with("header") => (Spot::Header, true),
        file if file.starts_with("footer") => (Spot::Footer, true),
        "footnotes.xml" | "endnotes.xml" => (Spot::Note, true),
        file if file.starts_with("comments") => (Spot::Comment, false),
        "people.xml" => (Spot::Properties, false),
        _ => (Spot::Part, false),
    };
    let mut open = vec![Paragraph::default()];
    let (mut hidden, mut deleted) = (vec![false], 0u32);
    let mut inside = String::new();
    walk(name, text, guard, |item| match item {
        Item::Open(start) => {
            let local = start.local_name().as_ref().to_owned();
            match local.as_str() {
                "p" => open.push(Paragraph::default()),
                "r" => hidden.push(false),
                "vanish" | "webHidden" if is_on(&start, "val") => {
                    if let Some(hidden) = hidden.last_mut() {
                        *hidden = true;
                    }
                }
                "del" | "moveFrom" => deleted += 1,
                "altChunk" => found.danger(Danger::AltChunk),
                "tab" | "br" | "cr" => push(&mut open, " ", &hidden, deleted, "t"),
                _ => {}
            }
            alternative(name, &start, found);
            if let Some(code) = attribute(&start, "instr") {
                field(&code, name, found);
            }
            inside = local;
        }
        Item::Text(text) => {
            let inside = inside.as_str();
            if matches!(inside, "t" | "delText" | "instrText" | "delInstrText") {
                push(&mut open, &text, &hidden, deleted, inside);
            } else if spot == Spot::Part || spot == Spot::Properties {
                found.text(spot, name, &text, false);
            }
        }
        Item::Close(local) => {
            match local.as_str() {
                "p" if open.len() > 1 => {
                    let done = open.pop().unwrap_or_default();
                    found.text(spot, name, &done.shown, visible);
                    found.text(Spot::Hidden, name, &done.hidden, false);
                    found.text(Spot::Deleted, name, &done.deleted, false);
                    field(&done.field, name, found);
                }
                "r" if hidden.len() > 1 => {
                    hidden.pop();
                }
                "del" | "moveFrom" => deleted = deleted.saturating_sub(1),
                _ => {}
            }
            inside.clear();
        }
    })
}

fn push(open: &mut [Paragraph], text: &str, hidden: &[bool], deleted: u32, inside: &str) {
    let Some(paragraph) = open.last_mut() else { return };
    let to = match inside {
        "instrText" | "delInstrText" => &mut paragraph.field,
        "delText" => &mut paragraph.deleted,
        _ if deleted > 0 => &mut paragraph.deleted,
        _ if hidden.contains(&true) => &mut paragraph.hidden,
        _ => &mut paragraph.shown,
    };
    to.push_str(text);
}

fn field(code: &str, name: &str, found: &mut Inspection) {
    let upper = code.to_uppercase();
    if ["DDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE"]
        .iter()
        .any(|f| upper.split_whitespace().any(|word| word.starts_with(f)))
    {
        found.danger(Danger::DynamicData);
    }
    found.text(Spot::Field, name, code, false);
}

/// Any other part: each text, and what attributes hold in the places where data stands in them.
fn generic(
    name: &str,
    text: &str,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let spot = match name {
        name if name.starts_with("docprops/") || name.starts_with("customxml/") => Spot::Properties,
        name if name.contains("/pivotcache/") => Spot::PivotCache,
        name if name.contains("comment") => Spot::Comment,
        "xl/workbook.xml" => Spot::DefinedName,
        _ => Spot::Part,
    };
    let mut name_of = String::new();
    walk(name, text, guard, |item| match item {
        Item::Open(start) => {
            name_of = start.local_name().as_ref().to_owned();
            if spot == Spot::PivotCache
                && let Some(value) = attribute(&start, "v")
            {
                found.text(spot, name, &value, false);
            }
            if name_of == "ddeLink" || name_of == "oleLink" {
                found.danger(Danger::DynamicData);
            }
            if name_of == "definedName"
                && let Some(defined) = attribute(&start, "name")
            {
                found.text(spot, name, &defined, false);
            }
            alternative(name, &start, found);
        }
        Item::Text(text) => found.text(spot, name, &text, false),
        Item::Close(_) => {}
    })
}
