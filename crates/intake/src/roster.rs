//! A list of persons as offices keep it: CSV of Excel or WPS (GBK, UTF-8, UTF-16), or cells pasted
//! from a table. Bytes in, rows with their lines out; what a row means is not decided here.

use encoding_rs::{Encoding, GB18030};

use crate::is_deceptive;

/// The largest list: bytes, persons, letters of a cell.
pub const BYTES: usize = 1 << 20;
pub const ROWS: usize = 200;
const CELL_LETTERS: usize = 200;

/// A person of the list, as written. What has no column is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it begins in the file, from 1.
    pub line: u64,
    pub name: String,
    pub organization: String,
    pub kind: String,
    pub login_name: String,
    pub contact: String,
    /// A cell that a spreadsheet would take for a formula, or is too long or of several lines.
    pub unfit: Option<String>,
}

/// Why there is no list. Each has a message key `error.roster_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    #[error("more bytes than a list may have")]
    TooLarge,
    #[error("no text in an encoding that is read")]
    NotText,
    #[error("no first line with the headers of name, organization and kind")]
    NoHeader,
    #[error("two columns have the same header")]
    HeaderTwice,
    #[error("no person below the headers")]
    Empty,
    #[error("more persons than one list may have")]
    TooManyRows,
}

impl RosterError {
    pub const ALL: [Self; 6] = [
        Self::TooLarge,
        Self::NotText,
        Self::NoHeader,
        Self::HeaderTwice,
        Self::Empty,
        Self::TooManyRows,
    ];

    /// Last part of the message key.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::TooLarge => "roster_large",
            Self::NotText => "roster_encoding",
            Self::NoHeader => "roster_header",
            Self::HeaderTwice => "roster_header_twice",
            Self::Empty => "roster_empty",
            Self::TooManyRows => "roster_rows",
        }
    }
}

/// What the headers may be called, in the order of [`Row`]'s fields.
const HEADERS: [&[&str]; 5] = [
    &["姓名", "名字", "name"],
    &["机构", "单位", "所属机构", "机构名称", "机构代码", "organization"],
    &["类别", "身份", "人员类别", "kind"],
    &["用户名", "登录名", "账号", "login"],
    &["联系方式", "电话", "手机", "手机号", "联系电话", "contact"],
];
/// Name, organization and kind have to be there.
const NEEDED: usize = 3;

/// The text of a list in whatever encoding it came.
///
/// # Errors
/// [`RosterError::TooLarge`], [`RosterError::NotText`].
pub fn text_of(bytes: &[u8]) -> Result<String, RosterError> {
    if bytes.len() > BYTES {
        return Err(RosterError::TooLarge);
    }
    let marked = Encoding::for_bom(bytes);
    let text = match marked {
        Some((encoding, length)) => {
            encoding.decode_without_bom_handling_and_without_replacement(&bytes[length..])
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.into()),
            Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes),
        },
    };
    let text = text.ok_or(RosterError::NotText)?.replace("\r\n", "\n").replace('\r', "\n");
    if text.contains('\0') {
        return Err(RosterError::NotText);
    }
    Ok(text.chars().filter(|c| !is_deceptive(*c)).collect())
}

/// The persons of a list. Empty lines are passed over.
///
/// # Errors
/// The list as a whole cannot be read; what is wrong with a row stands in the row.
pub fn read(text: &str) -> Result<Vec<Row>, RosterError> {
    if text.len() > BYTES {
        return Err(RosterError::TooLarge);
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(RosterError::NoHeader)?;
    let (delimiter, text) = delimited(first, text);
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
        .into_records();
    let header = records.by_ref().flatten().find(|record| !is_blank(record));
    let columns = columns(&header.ok_or(RosterError::NoHeader)?)?;
    let mut rows = Vec::new();
    for record in records {
        let record = record.map_err(|_| RosterError::NotText)?;
        if is_blank(&record) {
            continue;
        }
        if rows.len() == ROWS {
            return Err(RosterError::TooManyRows);
        }
        let line = line_of(&text, &record);
        rows.push(Row { line, ..row(&record, &columns) });
    }
    if rows.is_empty() { Err(RosterError::Empty) } else { Ok(rows) }
}

/// Cells pasted from a table are parted by tabs; some write the comma of Chinese text.
fn delimited(first: &str, text: &str) -> (u8, String) {
    let has = |mark: char| first.contains(mark);
    match () {
        () if has('\t') => (b'\t', text.to_owned()),
        () if has(',') => (b',', text.to_owned()),
        () if has(';') => (b';', text.to_owned()),
        () => (b',', text.replace('，', ",")),
    }
}

fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

/// For each field of a row its column.
fn columns(header: &csv::StringRecord) -> Result<[Option<usize>; 5], RosterError> {
    let mut columns = [None; 5];
    for (at, cell) in header.iter().enumerate() {
        let cell: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        let cell = cell.to_lowercase();
        if let Some(field) = HEADERS.iter().position(|names| names.contains(&cell.as_str()))
            && columns[field].replace(at).is_some()
        {
            return Err(RosterError::HeaderTwice);
        }
    }
    if columns[..NEEDED].contains(&None) { Err(RosterError::NoHeader) } else { Ok(columns) }
}

/// A record's place is before the empty lines above it.
fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let at = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let empty = after.chars().take_while(|c| *c == '\n').count();
    (before.matches('\n').count() + empty + 1) as u64
}

fn row(record: &csv::StringRecord, columns: &[Option<usize>; 5]) -> Row {
    let cell = |field: usize| {
        let text = columns[field].and_then(|at| record.get(at)).unwrap_or_default();
        text.trim().to_owned()
    };
    let unfit = (0..columns.len()).map(cell).find(|cell| is_unfit(cell));
    Row {
        line: 0,
        name: cell(0),
        organization: cell(1),
        kind: cell(2),
        login_name: cell(3),
        contact: cell(4),
        unfit: unfit.map(|cell| cell.chars().take(20).collect()),
    }
}

fn is_unfit(cell: &str) -> bool {
    let number = cell.starts_with('+') && cell[1..].starts_with(|c: char| c.is_ascii_digit());
    (is_formula(cell) && !number) || cell.contains('\n') || cell.chars().count() > CELL_LETTERS
}

/// What a spreadsheet would take for a formula (OWASP, CSV injection).
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A list that old spreadsheets open: UTF-8 with its mark, lines as they want them, and no cell that
/// would be run as a formula.
#[must_use]
pub fn write(rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
        bytes.extend(cells.join(",").into_bytes());
        bytes.extend(b"\r\n");
    }
    bytes
}

fn quoted(cell: &str) -> String {
    let mark = if is_formula(cell.trim_start()) { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests;
