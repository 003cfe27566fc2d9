//! Looks into a file that is to be offered as it is: all text that it carries, seen or unseen, and
//! what in it could do harm. What a file is, its bytes say and never its name.
//!
//! Called before an attached file is kept and again before it goes out. Never opens an address, runs
//! nothing, completes nothing: what could not be looked through is said to be so.

pub mod image;
mod metadata;
mod office;
mod pdf;
mod sheet;
mod xml;

use serde::{Deserialize, Serialize};

use crate::docx::archive::Archive;
use crate::docx::guard::Guard;
use crate::{Elapsed, Format, IntakeError, Limits, detect, text};

/// What a file is by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Docx,
    Xlsx,
    Pdf,
    Text,
    Image,
    /// An archive that is none of the above.
    Zip,
    /// `.doc`, `.xls`, `.wps`; also an Office file behind a password.
    Ole,
    Unknown,
}

/// Where in a file a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    Body,
    Header,
    Footer,
    Note,
    Comment,
    /// Text of a tracked deletion.
    Deleted,
    Hidden,
    /// A field's code or a cell's formula.
    Field,
    Properties,
    Relationship,
    AltText,
    DefinedName,
    /// A string of a workbook that no cell shows.
    UnusedString,
    PivotCache,
    Annotation,
    Metadata,
    /// Any other part.
    Part,
}

/// A place in a file: what kind, and the part, sheet or page by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub spot: Spot,
    pub part: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectedText {
    pub place: Place,
    pub text: String,
    /// Whether somebody who opens the file sees it at once.
    pub visible: bool,
}

/// A sheet, row by row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectedTable {
    pub sheet: String,
    pub rows: Vec<Vec<String>>,
    /// Positions in `rows` of hidden and filtered rows.
    pub hidden_rows: Vec<usize>,
    /// Positions of hidden columns.
    pub hidden_columns: Vec<usize>,
    /// False: the sheet itself is hidden.
    pub visible: bool,
}

/// What in a file could do harm, or hides what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "danger", rename_all = "snake_case")]
pub enum Danger {
    Macros,
    EmbeddedObject,
    /// Fetched from elsewhere when the file is opened: a template, a linked picture.
    External {
        target: String,
    },
    Script,
    /// A foreign document that becomes text when the file is opened.
    AltChunk,
    Encrypted,
    /// An action of a PDF: launch, submit, go to another file.
    PdfAction {
        name: String,
    },
    EmbeddedFile,
    /// DDE and fields that fetch.
    DynamicData,
    /// The name says another kind than the content.
    Mismatch {
        extension: String,
    },
    NestedArchive,
    /// SVG or HTML, as the file or within it.
    ActiveMarkup,
    /// A second file before or behind the first.
    Polyglot,
    /// A PDF saved several times over: earlier text may still be in it.
    EarlierVersions,
    /// A picture that names the place where it was taken.
    Position,
}

impl Danger {
    /// The stable word of its message.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Macros => "macros",
            Self::EmbeddedObject => "embedded_object",
            Self::External { .. } => "external",
            Self::Script => "script",
            Self::AltChunk => "alt_chunk",
            Self::Encrypted => "encrypted",
            Self::PdfAction { .. } => "pdf_action",
            Self::EmbeddedFile => "embedded_file",
            Self::DynamicData => "dynamic_data",
            Self::Mismatch { .. } => "mismatch",
            Self::NestedArchive => "nested_archive",
            Self::ActiveMarkup => "active_markup",
            Self::Polyglot => "polyglot",
            Self::EarlierVersions => "earlier_versions",
            Self::Position => "position",
        }
    }
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    pub kind: Kind,
    pub texts: Vec<InspectedText>,
    pub tables: Vec<InspectedTable>,
    /// Each once, sorted.
    pub dangers: Vec<Danger>,
    /// False: some of it could not be read, so nobody can say what it holds.
    pub complete: bool,
}

impl Inspection {
    fn new(kind: Kind) -> Self {
        let (texts, tables, dangers) = (Vec::new(), Vec::new(), Vec::new());
        Self { kind, texts, tables, dangers, complete: true }
    }

    fn danger(&mut self, danger: Danger) {
        if !self.dangers.contains(&danger) {
            self.dangers.push(danger);
        }
    }

    fn text(&mut self, spot: Spot, part: &str, text: &str, visible: bool) {
        if !text.trim().is_empty() {
            let place = Place { spot, part: part.to_owned() };
            self.texts.push(InspectedText { place, text: text.trim().to_owned(), visible });
        }
    }
}

/// Looks through `bytes`, whatever they are called.
///
/// # Errors
/// The limits, and archives, XML or PDFs that are broken; see [`IntakeError`].
pub fn inspect(
    file_name: &str,
    bytes: &[u8],
    limits: &Limits,
    elapsed: &mut Elapsed<'_>,
) -> Result<Inspection, IntakeError> {
    limits.check_bytes(bytes)?;
    let mut guard = Guard::new(limits, elapsed);
    guard.check_elapsed()?;
    let format = detect("", bytes);
    let mut found = match format {
        Format::Docx | Format::Xlsx | Format::Pptx | Format::Archive
            if bytes.starts_with(b"PK") =>
        {
            package(bytes, &mut guard)?
        }
        Format::Pdf => pdf::inspect(bytes, &mut guard)?,
        Format::Image => metadata::inspect(bytes),
        Format::Text | Format::Markdown | Format::Html | Format::Xml => plain(bytes, format),
        Format::OldOffice | Format::EncryptedOffice => compound(bytes, format),
        Format::Docx
        | Format::Xlsx
        | Format::Pptx
        | Format::OpenDocument
        | Format::Ofd
        | Format::Rtf
        | Format::Archive
        | Format::Binary => opaque(Kind::Unknown),
    };
    if matches!(format, Format::OpenDocument | Format::Ofd | Format::Archive) {
        found.kind = Kind::Zip;
    }
    if let Some(extension) = other_extension(file_name, found.kind) {
        found.danger(Danger::Mismatch { extension });
    }
    if is_polyglot(bytes, found.kind) {
        found.danger(Danger::Polyglot);
    }
    found.text(Spot::Metadata, "name", file_name, true);
    found.dangers.sort();
    guard.check_elapsed()?;
    Ok(found)
}

fn opaque(kind: Kind) -> Inspection {
    Inspection { complete: false, ..Inspection::new(kind) }
}

/// Office packages; of other archives only the names are looked at.
fn package(bytes: &[u8], guard: &mut Guard<'_, '_>) -> Result<Inspection, IntakeError> {
    let mut archive = Archive::open(bytes, guard.limits)?;
    let has = |folder: &str| archive.names().any(|name| name.starts_with(folder));
    let kind = match (has("word/"), has("xl/")) {
        (true, _) => Kind::Docx,
        (false, true) => Kind::Xlsx,
        (false, false) => Kind::Zip,
    };
    let mut found = Inspection::new(kind);
    office::names(&archive, &mut found);
    if kind == Kind::Zip {
        found.complete = false;
        return Ok(found);
    }
    office::parts(&mut archive, &mut found, guard)?;
    // A package that is two things is read as both.
    if archive.names().any(|name| name.starts_with("xl/")) {
        sheet::workbook(&mut archive, &mut found, guard)?;
    }
    Ok(found)
}

fn plain(bytes: &[u8], format: Format) -> Inspection {
    let Ok(text) = text::decode(bytes) else { return opaque(Kind::Unknown) };
    let mut found = Inspection::new(Kind::Text);
    let start: String = text.trim_start().chars().take(512).collect::<String>().to_lowercase();
    let markup = ["<svg", "<html", "<script", "<!doctype", "<?xml", "<body", "<iframe"];
    if matches!(format, Format::Html | Format::Xml) || markup.iter().any(|tag| start.contains(tag))
    {
        found.danger(Danger::ActiveMarkup);
    }
    found.text(Spot::Body, "", &text, true);
    found
}

fn compound(bytes: &[u8], format: Format) -> Inspection {
    let mut found = opaque(Kind::Ole);
    if format == Format::EncryptedOffice {
        found.danger(Danger::Encrypted);
    }
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    if ["_VBA_PROJECT", "Macros"].iter().any(|name| contains(bytes, &wide(name))) {
        found.danger(Danger::Macros);
    }
    found
}

/// The extension, where it belongs to another kind of file.
fn other_extension(file_name: &str, kind: Kind) -> Option<String> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let extension: String = extension.to_lowercase().chars().take(12).collect();
    let fits: &[&str] = match kind {
        Kind::Docx => &["docx", "dotx"],
        Kind::Xlsx => &["xlsx", "xltx"],
        Kind::Pdf => &["pdf"],
        Kind::Text => &["txt", "md", "markdown", "csv", "log"],
        Kind::Image => &["png", "jpg", "jpeg", "gif", "webp", "bmp"],
        Kind::Zip => &["zip", "ofd", "odt", "ods", "pptx"],
        Kind::Ole => &["doc", "xls", "wps", "et", "ppt", "dot"],
        Kind::Unknown => &[],
    };
    (!fits.contains(&extension.as_str())).then_some(extension)
}

/// Readers look for a PDF's head in the first kilobyte and for an archive's end in the last 64: a
/// file can be two at once.
fn is_polyglot(bytes: &[u8], kind: Kind) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    let pdf = kind != Kind::Pdf && kind != Kind::Text && contains(head, b"%PDF-");
    let archive = matches!(kind, Kind::Pdf | Kind::Image | Kind::Text | Kind::Unknown)
        && contains(tail, b"PK\x05\x06");
    let markup = kind == Kind::Image
        && [&b"<script"[..], b"<html", b"<?php"].iter().any(|mark| contains(bytes, mark));
    pdf || archive || markup
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests;
