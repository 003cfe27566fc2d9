//! PDF (ISO 32000): the text of each page, also under black boxes; properties, annotations, form
//! values; whatever acts. Object streams are read, so that a name in one is no hiding place.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, Document, LoadOptions, Object};

use super::{Danger, Inspection, Kind, Spot, contains};
use crate::IntakeError;
use crate::docx::guard::Guard;

const PAGES: usize = 5_000;
/// Objects looked at, those inside others counted.
const OBJECTS: usize = 2_000_000;

pub(super) fn inspect(bytes: &[u8], guard: &mut Guard<'_, '_>) -> Result<Inspection, IntakeError> {
    let mut found = Inspection::new(Kind::Pdf);
    if bytes.windows(5).filter(|window| window == b"%%EOF").count() > 1 {
        found.danger(Danger::EarlierVersions);
    }
    if contains(bytes, b"/Encrypt") {
        found.danger(Danger::Encrypted);
        found.complete = false;
    }
    let streams =
        bytes.windows(7).filter(|window| window == b"/ObjStm" || &window[..5] == b"/XRef");
    let limit = guard.limits.unpacked_bytes / (streams.count() as u64).max(1);
    let limit = usize::try_from(limit.min(guard.limits.part_bytes)).unwrap_or(usize::MAX);
    let document = shielded(|| {
        let options = LoadOptions { max_decompressed_size: Some(limit), ..LoadOptions::default() };
        Document::load_mem_with_options(bytes, options)
    })?;
    guard.check_elapsed()?;
    objects(&document, limit, &mut found, guard)?;
    pages(&document, limit, &mut found, guard)?;
    Ok(found)
}

/// The library is kept from taking the program along.
fn shielded<T>(read: impl FnOnce() -> lopdf::Result<T>) -> Result<T, IntakeError> {
    let malformed = |reason: String| {
        let reason = reason.chars().take(200).collect();
        IntakeError::Malformed { part: "pdf".to_owned(), reason }
    };
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| malformed(error.to_string())),
        Err(_) => Err(malformed("the reader gave up".to_owned())),
    }
}

fn pages(
    document: &Document,
    limit: usize,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let pages = document.page_iter().take(PAGES + 1).count();
    if pages == 0 || pages > PAGES {
        found.complete = false;
    }
    for number in 1..=u32::try_from(pages.min(PAGES)).unwrap_or(0) {
        guard.check_elapsed()?;
        let text = shielded(|| document.extract_text_with_limit(&[number], limit));
        let text = text.unwrap_or_default();
        // A page that is a picture has no text, and neither has one whose font tells no characters.
        let readable = !text.trim().is_empty()
            && !text.contains("Unimplemented")
            && text.chars().filter(|c| *c == '\u{FFFD}' || c.is_control() && *c != '\n').count()
                * 20
                < text.chars().count();
        found.complete &= readable;
        found.text(Spot::Body, &format!("page {number}"), &text, true);
    }
    Ok(())
}

fn objects(
    document: &Document,
    limit: usize,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let mut open: Vec<&Object> = document.objects.values().collect();
    let mut seen = 0;
    each_entry(&document.trailer, "trailer", found);
    open.extend(inner(&document.trailer));
    while let Some(object) = open.pop() {
        seen += 1;
        if seen > OBJECTS {
            found.complete = false;
            break;
        }
        if seen.is_multiple_of(8192) {
            guard.check_elapsed()?;
        }
        match object {
            Object::Array(items) => open.extend(items),
            Object::Dictionary(entries) => {
                each_entry(entries, "dictionary", found);
                open.extend(inner(entries));
            }
            Object::Stream(stream) => {
                each_entry(&stream.dict, "stream", found);
                open.extend(inner(&stream.dict));
                if is_name(&stream.dict, b"Type", b"Metadata") {
                    let content = shielded(|| stream.decompressed_content_with_limit(limit));
                    let content = content.unwrap_or_else(|_| stream.content.clone());
                    let text = String::from_utf8_lossy(&content).into_owned();
                    found.text(Spot::Metadata, "XMP", &without_tags(&text), false);
                }
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::Reference(_) => {}
            // In an array: a name tree, the choices of a form.
            Object::String(bytes, _) => found.text(Spot::Metadata, "array", &decoded(bytes), false),
        }
    }
    Ok(())
}

/// The values of a dictionary, but for strings, which [`each_entry`] has read, and identifiers.
fn inner(entries: &Dictionary) -> impl Iterator<Item = &Object> {
    let open = entries.iter().filter(|(key, _)| key.as_slice() != b"ID").map(|(_, value)| value);
    open.filter(|value| !matches!(value, Object::String(..)))
}

fn is_name(entries: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    matches!(entries.get(key), Ok(Object::Name(found)) if found == name)
}

fn each_entry(entries: &Dictionary, part: &str, found: &mut Inspection) {
    for (key, value) in entries.iter() {
        let spelled = String::from_utf8_lossy(key);
        match spelled.as_ref() {
            "JS" | "JavaScript" => found.danger(Danger::Script),
            "OpenAction" | "AA" | "XFA" | "RichMedia" => {
                found.danger(Danger::PdfAction { name: spelled.into_owned() });
            }
            "EmbeddedFiles" | "EF" | "AF" => found.danger(Danger::EmbeddedFile),
            _ => {}
        }
        let acts = |name: &[u8]| {
            matches!(
                name,
                b"Launch" | b"SubmitForm" | b"ImportData" | b"GoToR" | b"GoToE" | b"Rendition"
            )
        };
        match value {
            Object::Name(name) if name == b"JavaScript" => found.danger(Danger::Script),
            Object::Name(name) if name == b"EmbeddedFile" => found.danger(Danger::EmbeddedFile),
            Object::Name(name) if name == b"RichMedia" => {
                found.danger(Danger::PdfAction { name: "RichMedia".to_owned() });
            }
            Object::Name(name) if acts(name) => {
                let name = String::from_utf8_lossy(name).into_owned();
                found.danger(Danger::PdfAction { name });
            }
            // Of annotations, forms, structure and properties; identifiers are bytes, not text.
            Object::String(bytes, _)
                if !matches!(key.as_slice(), b"ID" | b"O" | b"U" | b"OE" | b"UE") =>
            {
                let spot = if key == b"Contents" { Spot::Annotation } else { Spot::Metadata };
                found.text(spot, part, &decoded(bytes), false);
            }
            _ => {}
        }
    }
}

/// A text string: UTF-16 or UTF-8 with mark, else PDFDocEncoding, here read as Latin.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => std::str::from_utf8(bytes)
            .map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned),
    }
}

fn without_tags(text: &str) -> String {
    let (mut out, mut is_tag) = (String::new(), false);
    for c in text.chars() {
        match c {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                out.push(' ');
            }
            _ if !is_tag => out.push(c),
            _ => {}
        }
    }
    out
}
