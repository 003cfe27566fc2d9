//! Looks into a file before it is kept: what it is by its content, what of it is served, what it
//! says. The list of what is taken stands here and nowhere else; no setting widens it.

use std::time::Instant;

use domain::attachment::{Inspected, inspect};
use domain::finding::Known;
use intake::inspect::Danger;
use intake::{Format, IntakeError};
use tokio::sync::Semaphore;

use crate::FlowError;

/// The largest file.
const FILE_BYTES: usize = 32 << 20;

/// A file as it would be kept.
#[derive(Debug)]
pub(crate) struct Looked {
    pub(crate) file_name: String,
    pub(crate) media_type: &'static str,
    pub(crate) served: Vec<u8>,
    /// What was handed in, where it was made anew.
    pub(crate) original: Option<Vec<u8>>,
    pub(crate) thumbnail: Option<Vec<u8>>,
    pub(crate) inspected: Inspected,
}

/// Looking takes memory many times the size of a file: no more than this many at once.
static LOOKING: Semaphore = Semaphore::const_new(2);

/// Looks into a file beside the other work. `today` and the published contacts are what the
/// detectors know.
///
/// # Errors
/// [`FlowError::Invalid`] and [`FlowError::Intake`] say what is wrong with it.
pub(crate) async fn look(
    name: &str,
    bytes: Vec<u8>,
    (today, contacts): (&str, Vec<String>),
) -> Result<Looked, FlowError> {
    let permit = LOOKING.acquire().await.expect("never closed");
    let (name, today) = (name.to_owned(), today.to_owned());
    // The permit goes along: the looking goes on when whoever asked has hung up.
    let looked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        look_into(&name, bytes, &Known { contacts: &contacts, today: &today })
    });
    looked.await.map_err(|_| FlowError::Invalid("file"))?
}

fn look_into(name: &str, bytes: Vec<u8>, known: &Known<'_>) -> Result<Looked, FlowError> {
    if bytes.is_empty() {
        return Err(IntakeError::Empty.into());
    }
    if bytes.len() > FILE_BYTES {
        let (bytes, limit) = (bytes.len() as u64, FILE_BYTES as u64);
        return Err(IntakeError::TooLarge { bytes, limit }.into());
    }
    if intake::detect(name, &bytes) == Format::Image || is_webp(&bytes) {
        return picture(name, bytes);
    }
    let (kind, texts, complete) = texts(name, &bytes)?;
    let texts = texts.iter().map(|(place, text)| (place.as_str(), text.as_str()));
    let inspected = inspect(texts, complete, known);
    Ok(Looked {
        file_name: named(name, kind),
        media_type: kind.media_type(),
        served: bytes,
        original: None,
        thumbnail: None,
        inspected,
    })
}

/// Made anew from its pixels: whatever else was in it stays behind.
fn picture(name: &str, bytes: Vec<u8>) -> Result<Looked, FlowError> {
    let cleaned = intake::inspect::image::clean(&bytes)?;
    let kind = if cleaned.media_type == "image/png" { Kind::Png } else { Kind::Jpeg };
    Ok(Looked {
        file_name: named(name, kind),
        media_type: kind.media_type(),
        served: cleaned.bytes,
        original: Some(bytes),
        thumbnail: Some(cleaned.thumbnail),
        inspected: Inspected { complete: true, seen: Vec::new() },
    })
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// What is served, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Docx,
    Xlsx,
    Pdf,
    Png,
    Jpeg,
    Text,
    Csv,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Docx, Self::Xlsx, Self::Pdf, Self::Png, Self::Jpeg, Self::Text, Self::Csv];

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
        }
    }
}

/// The media type as it is written into an answer; `None` for whatever is not on the list, which is
/// then not served at all.
pub fn served_as(media_type: &str) -> Option<&'static str> {
    let known = Kind::ALL.into_iter().map(Kind::media_type);
    known.into_iter().find(|known| *known == media_type)
}

/// A name that says what the file is and nothing that a system could take for a path or a command.
pub(crate) fn named(name: &str, kind: Kind) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = |c: &char| !intake::is_deceptive(*c) && !"\t\n\"*:<>?|;%".contains(*c);
    let base: String = base.chars().filter(kept).collect();
    let base = base.trim_matches(['.', ' ']);
    let (stem, extension) = base.rsplit_once('.').unwrap_or((base, ""));
    let extension = extension.to_lowercase();
    let fits = kind.extensions().contains(&extension.as_str());
    // A foreign ending stays as a part of the name: `photo.html` becomes `photo.html.png`.
    let own = Kind::ALL.iter().any(|kind| kind.extensions().contains(&extension.as_str()));
    let stem = if fits || own || extension == "webp" { stem } else { base };
    let stem: String = stem.trim_end_matches(['.', ' ']).chars().take(120).collect();
    let stem = if stem.is_empty() { "file" } else { &stem };
    let ending = if fits { extension.as_str() } else { kind.extensions()[0] };
    format!("{stem}.{ending}")
}

type Texts = (Kind, Vec<(String, String)>, bool);

/// The kind of a file, every text that could be read in it, each with its place, and whether that
/// was all.
fn texts(name: &str, bytes: &[u8]) -> Result<Texts, FlowError> {
    use intake::inspect::Kind as Found;
    let start = Instant::now();
    let limits = intake::Limits::default();
    let found = intake::inspect::inspect(name, bytes, &limits, &mut || start.elapsed())?;
    for danger in &found.dangers {
        refuse(danger)?;
    }
    let kind = match found.kind {
        Found::Docx => Kind::Docx,
        Found::Xlsx => Kind::Xlsx,
        Found::Pdf => Kind::Pdf,
        Found::Text => plain(name, bytes)?,
        Found::Image | Found::Zip | Found::Ole | Found::Unknown => {
            let format = intake::detect(name, bytes);
            return Err(IntakeError::Unsupported { format }.into());
        }
    };
    let texts = found.texts.into_iter().map(|text| (text.place.part, text.text));
    let tables = found.tables.into_iter().map(|table| {
        let rows: Vec<_> = table.rows.iter().map(|cells| cells.join("\t")).collect();
        (table.sheet, rows.join("\n"))
    });
    Ok((kind, texts.chain(tables).collect(), found.complete))
}

/// Words of the messages that refuse a file.
pub const DANGERS: [&str; 6] = [
    "danger_macros",
    "danger_embedded",
    "danger_external",
    "danger_formula",
    "danger_markup",
    "danger_polyglot",
];

fn refuse(danger: &Danger) -> Result<(), FlowError> {
    let word = match danger {
        Danger::Macros | Danger::Script | Danger::PdfAction { .. } => "danger_macros",
        Danger::EmbeddedObject
        | Danger::EmbeddedFile
        | Danger::AltChunk
        | Danger::NestedArchive => "danger_embedded",
        Danger::External { .. } | Danger::DynamicData => "danger_external",
        Danger::ActiveMarkup => "danger_markup",
        Danger::Polyglot | Danger::EarlierVersions => "danger_polyglot",
        Danger::Encrypted => return Err(IntakeError::Encrypted.into()),
        // The name is made anew by what the file is; pictures by their pixels.
        Danger::Mismatch { .. } | Danger::Position => return Ok(()),
    };
    Err(FlowError::Invalid(word))
}

/// Plain text is served as UTF-8, so nothing else is taken for it.
fn plain(name: &str, bytes: &[u8]) -> Result<Kind, FlowError> {
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = std::str::from_utf8(plain)
        .map_err(|error| IntakeError::NotUtf8 { offset: error.valid_up_to() as u64 })?;
    if text.chars().any(|c| intake::is_deceptive(c) && c != '\r') {
        return Err(IntakeError::Unsupported { format: Format::Binary }.into());
    }
    if is_markup(text) {
        return Err(FlowError::Invalid("danger_markup"));
    }
    if !name.to_lowercase().ends_with(".csv") {
        return Ok(Kind::Text);
    }
    let cells = |line: &str| line.split([',', ';', '\t', '，']).any(is_formula);
    if text.lines().any(cells) {
        return Err(FlowError::Invalid("danger_formula"));
    }
    Ok(Kind::Csv)
}

/// Begins as HTML, SVG or XML does.
fn is_markup(text: &str) -> bool {
    let mut start = text.trim_start().chars();
    let tag = |c: char| c.is_alphabetic() || "!?/".contains(c);
    start.next() == Some('<') && start.next().is_some_and(tag)
}

/// What a spreadsheet takes for a formula (CWE-1236). A number may have a sign.
fn is_formula(cell: &str) -> bool {
    let cell = cell.trim_start_matches([' ', '"', '\'', '\r']);
    match cell.chars().next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => {
            let mut rest = cell.chars().skip(1).filter(|c| !matches!(c, '"' | ' ' | '\r'));
            !rest.all(|c| c.is_ascii_digit() || matches!(c, '.' | '%'))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_the_file_is() {
        for (name, kind, expected) in [
            ("账目.XLSX", Kind::Xlsx, "账目.xlsx"),
            ("../../etc/账.csv", Kind::Csv, "账.csv"),
            ("C:\\temp\\photo.webp", Kind::Png, "photo.png"),
            ("photo.html", Kind::Png, "photo.html.png"),
            ("a\r\nb\u{202E}gnp.exe", Kind::Text, "abgnp.exe.txt"),
            ("..", Kind::Pdf, "file.pdf"),
            ("a\"; x=\"b.pdf", Kind::Pdf, "a x=b.pdf"),
            ("CON .pdf", Kind::Pdf, "CON.pdf"),
        ] {
            assert_eq!(named(name, kind), expected);
        }
    }

    #[test]
    fn plain_text_is_neither_a_page_nor_a_formula() {
        for text in ["<svg onload=x>", " \n<?xml version='1.0'?>", "<!--x--><script>"] {
            let taken = plain("a.txt", text.as_bytes());
            assert!(matches!(taken, Err(FlowError::Invalid("danger_markup"))), "{text}");
        }
        for text in ["甲,=1+1", "=cmd|' /C calc'!A0", "a,\"@SUM(A1)\"", "甲,-2+3", "甲;+cmd"] {
            let taken = plain("a.csv", text.as_bytes());
            assert!(matches!(taken, Err(FlowError::Invalid("danger_formula"))), "{text}");
        }
        for text in ["甲,-3.5,+20%\n乙,\"-1\"\n", "a < b,1"] {
            assert_eq!(plain("a.csv", text.as_bytes()).unwrap(), Kind::Csv);
        }
        for bytes in [&b"\xC4\xE3"[..], "一\u{202E}二".as_bytes()] {
            assert!(matches!(plain("a.txt", bytes), Err(FlowError::Intake(_))));
        }
    }

    #[test]
    fn nothing_is_served_that_is_not_on_the_list() {
        assert!(served_as("image/png").is_some());
        for other in ["text/html", "image/svg+xml", "", "IMAGE/PNG", "text/plain"] {
            assert_eq!(served_as(other), None);
        }
    }
}
