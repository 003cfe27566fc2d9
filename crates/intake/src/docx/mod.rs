//! Reads docx (ECMA-376, transitional and strict) as WPS and Word write it.
//!
//! Only the text and what decides its look-up is unpacked: relationships, styles, numbering, the
//! document, its notes. Headers and footers (page numbers, letterheads) are not part of the text.

pub(crate) mod archive;
mod body;
mod format;
pub(crate) mod guard;
mod inline;
mod losses;
mod node;
mod notes;
mod numbering;
mod relations;
mod styles;
mod symbol;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use archive::Archive;
use body::Body;
use guard::Guard;
use node::Node;
use notes::NoteKind;
use numbering::Numbering;
use relations::Relation;
use styles::Styles;
use xml::Part;

use crate::{Block, Document, Elapsed, Format, IntakeError, Limits, Reading, title};

/// Reads a docx: the final text, automatic numbers, tables, text boxes, notes.
///
/// # Errors
/// Whatever can't be read whole and safely; see [`IntakeError`].
pub fn read_docx(bytes: &[u8], limits: &Limits, elapsed: &mut Elapsed<'_>) -> Reading {
    limits.check_bytes(bytes)?;
    let mut guard = Guard::new(limits, elapsed);
    guard.check_elapsed()?;
    let mut archive = Archive::open(bytes, limits)?;
    let main = main_part(&mut archive, &mut guard)?;
    let relations = relations::read(&mut archive, &main, &mut guard)?;
    let styles = side_part(&mut archive, &main, &relations, "styles", &mut guard, Styles::of)?;
    let numbering =
        side_part(&mut archive, &main, &relations, "numbering", &mut guard, Numbering::of)?;
    let mut body = Body::new(styles.unwrap_or_default(), numbering.unwrap_or_default(), guard);
    let mut blocks = read_body(&mut archive, &main, &mut body)?;
    for (kind, name) in [(NoteKind::Footnote, "footnotes"), (NoteKind::Endnote, "endnotes")] {
        let part = relations::inner(&relations, &main, name);
        if let Some(part) = part
            && let Some(text) = archive.part(&part)?
        {
            body.add_notes(kind, (&part, &text), &mut blocks)?;
        }
    }
    count_package(&mut archive, &main, &relations, &mut body)?;
    body.losses.formats = std::mem::take(&mut body.numbering.unknown_formats);
    let document = Document { title: title::of(&blocks), blocks };
    Ok((document, body.losses.warnings()))
}

/// The document part: what the package's relationships name, else where it usually is.
fn main_part(archive: &mut Archive<'_>, guard: &mut Guard<'_, '_>) -> Result<String, IntakeError> {
    const USUAL: &str = "word/document.xml";
    let relations = relations::read(archive, "", guard)?;
    let named = relations::inner(&relations, "", "officeDocument");
    if let Some(name) = &named {
        for (folder, format) in [("xl/", Format::Xlsx), ("ppt/", Format::Pptx)] {
            if name.starts_with(folder) {
                return Err(IntakeError::Unsupported { format });
            }
        }
    }
    Ok(named.unwrap_or_else(|| USUAL.to_owned()))
}

fn side_part<T>(
    archive: &mut Archive<'_>,
    main: &str,
    relations: &[Relation],
    kind: &str,
    guard: &mut Guard<'_, '_>,
    make: impl FnOnce(&Node<'_>) -> T,
) -> Result<Option<T>, IntakeError> {
    let Some(name) = relations::inner(relations, main, kind) else { return Ok(None) };
    let Some(text) = archive.part(&name)? else { return Ok(None) };
    Part::new(&name, &text).whole(guard).map(|root| Some(make(&root)))
}

fn read_body(
    archive: &mut Archive<'_>,
    main: &str,
    body: &mut Body<'_, '_>,
) -> Result<Vec<Block>, IntakeError> {
    let text = archive.part(main)?;
    let text = text.ok_or_else(|| IntakeError::MissingPart { part: main.to_owned() })?;
    let mut part = Part::new(main, &text);
    part.enter("body")?;
    let mut blocks = Vec::new();
    while let Some(node) = part.child(&mut body.guard)? {
        body.guard.check_elapsed()?;
        body.block(&node, &mut blocks)?;
    }
    part.finish()?;
    body.end(&mut blocks);
    Ok(blocks)
}

/// What the package holds besides text.
fn count_package(
    archive: &mut Archive<'_>,
    main: &str,
    relations: &[Relation],
    body: &mut Body<'_, '_>,
) -> Result<(), IntakeError> {
    let losses = &mut body.losses;
    losses.macros = archive.names().any(|name| name.ends_with("vbaproject.bin"));
    let embedded = archive.names().filter(|n| n.contains("/embeddings/") && !n.ends_with('/'));
    losses.objects = losses.objects.max(embedded.count() as u64);
    losses.links += relations.iter().filter(|r| r.kind == "hyperlink").count() as u64;
    let settings = match relations::inner(relations, main, "settings") {
        Some(settings) => relations::read(archive, &settings, &mut body.guard)?,
        None => Vec::new(),
    };
    let outside = relations.iter().chain(&settings).filter(|r| relations::leads_outside(r));
    body.losses.external += outside.count() as u64;
    Ok(())
}
