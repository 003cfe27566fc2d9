//! The lines of a page: lists first, then the article.

use super::article::read_article;
use super::{Code, LibraryEntry, LibraryList, LibraryPage};
use crate::text::clean;
use crate::{IntakeError, Limits, Warning};

/// A line with its number, counted from 1.
pub(super) type Line = (u64, String);

/// Reads a page given as text, one line a row or paragraph.
///
/// # Errors
/// [`IntakeError::LibraryPage`] if it has no list or no article; the limits of size.
pub fn read_library_page(text: &str) -> Result<(LibraryPage, Vec<Warning>), IntakeError> {
    let limits = Limits::default();
    limits.check_bytes(text.as_bytes())?;
    let mut warnings = Vec::new();
    let lines = lines(text, &mut warnings);
    limits.check_paragraphs(lines.len() as u64)?;
    let end = lines.iter().rposition(|(_, line)| is_row(line)).map_or(0, |last| last + 1);
    if end == 0 {
        return Err(missing(&lines, 0, "list"));
    }
    let (rows, rest) = lines.split_at(end);
    let lists = read_lists(rows, &mut warnings);
    let article = read_article(rest, &mut warnings)?;
    Ok((LibraryPage { lists, article }, warnings))
}

pub(super) fn missing(lines: &[Line], at: usize, expected: &str) -> IntakeError {
    let line = lines.get(at).or(lines.last()).map_or(1, |(number, _)| *number);
    IntakeError::LibraryPage { line, expected: expected.to_owned() }
}

fn lines(text: &str, warnings: &mut Vec<Warning>) -> Vec<Line> {
    let mut dropped = 0;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let numbered = text.lines().zip(1..).map(|(line, number)| (number, clean(line, &mut dropped)));
    let lines = numbered.map(|(number, line)| (number, line.trim().to_owned()));
    let lines = lines.filter(|(_, line)| !line.is_empty()).collect();
    warnings.extend(crate::text::control_warning(dropped));
    lines
}

fn is_row(line: &str) -> bool {
    line.starts_with("- ")
}

/// A line that is no row names the list below it.
fn read_lists(rows: &[Line], warnings: &mut Vec<Warning>) -> Vec<LibraryList> {
    let mut lists: Vec<LibraryList> = Vec::new();
    for (number, line) in rows {
        match (line.strip_prefix("- ").map(read_entry), lists.last_mut()) {
            (None, _) => lists.push(LibraryList { name: line.clone(), entries: Vec::new() }),
            (Some(Some(entry)), Some(list)) => list.entries.push(entry),
            (Some(_), _) => warnings.push(Warning::UnreadLine { line: *number }),
        }
    }
    lists
}

/// `C2776 标题12-05`: the last five characters are month and day.
fn read_entry(row: &str) -> Option<LibraryEntry> {
    let (label, date) = row.split_at_checked(row.len().checked_sub(5)?)?;
    let (month, day) = date.split_once('-').filter(|(month, _)| month.len() == 2)?;
    let (month, day) = (two_digits(month, 12)?, two_digits(day, 31)?);
    let (code, spaced, title) = Code::part(label)?;
    Some(LibraryEntry { code, spaced, title: title.to_owned(), month, day })
}

fn two_digits(text: &str, most: u8) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let value = text.parse().ok().filter(|_| digits)?;
    (1..=most).contains(&value).then_some(value)
}
