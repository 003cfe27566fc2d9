//! The article of a page: its head, its body with gaps, the notice below it.

use super::page::{Line, missing};
use super::{Article, Code, GAP, LibraryBlock, LibraryBlockKind, Span};
use crate::count::characters;
use crate::{IntakeError, Warning};

const DIGITS: &str = "一二三四五六七八九十";
/// Title lines that are looked at for the salutation.
const HEAD_LINES: usize = 6;

/// Column, `A1 标题`, `投稿:某某 全文1字1片`, title lines, salutation, body, notice.
pub(super) fn read_article(
    lines: &[Line],
    warnings: &mut Vec<Warning>,
) -> Result<Article, IntakeError> {
    let at = |index: usize| lines.get(index).map(|(_, line)| line.as_str());
    let column = at(0).ok_or_else(|| missing(lines, 0, "column"))?;
    let head = at(1).and_then(Code::part);
    let (code, _, title) = head.ok_or_else(|| missing(lines, 1, "code and title"))?;
    let stated = at(2).and_then(read_contribution);
    let (contributor, stated_characters, stated_slices) =
        stated.ok_or_else(|| missing(lines, 2, "contributor and size"))?;
    let (text, free_notice) = split_notice(&lines[3..]);
    let (title_lines, salutation, text) = split_head(text, title);
    let body: Vec<LibraryBlock> = text.iter().map(|(_, line)| read_block(line)).collect();
    let gaps = body.iter().flat_map(|block| &block.spans).filter(|span| **span == Span::Gap);
    let gaps = gaps.count() as u64;
    let present = present_characters(&title_lines, salutation.as_deref(), &body);
    warn(&body, gaps, stated_characters, present, warnings);
    Ok(Article {
        column: column.to_owned(),
        code,
        title: title.to_owned(),
        contributor,
        stated_characters,
        stated_slices,
        title_lines,
        salutation,
        body,
        free_notice,
        whole: gaps == 0 && stated_characters <= present,
    })
}

/// `投稿:某某 全文2880字14片`
fn read_contribution(line: &str) -> Option<(String, u64, u64)> {
    let rest = line.strip_prefix("投稿")?.strip_prefix([':', '：'])?;
    let (contributor, size) = rest.rsplit_once("全文")?;
    let (characters, slices) = size.trim().split_once('字')?;
    let slices = slices.strip_suffix('片')?;
    Some((contributor.trim().to_owned(), characters.parse().ok()?, slices.parse().ok()?))
}

/// The last line, if it says that only a part is free.
fn split_notice(lines: &[Line]) -> (&[Line], Option<String>) {
    match lines.split_last() {
        Some(((_, last), rest)) if last.contains("免费阅读") => (rest, Some(last.clone())),
        _ => (lines, None),
    }
}

/// Lines that the title contains are its lines; a short line ending in a colon greets.
fn split_head<'l>(lines: &'l [Line], title: &str) -> (Vec<String>, Option<String>, &'l [Line]) {
    let of_title = |(_, line): &&Line| title.contains(line.as_str());
    let count = lines.iter().take(HEAD_LINES).take_while(of_title).count();
    let (head, rest) = lines.split_at(count);
    let title_lines = head.iter().map(|(_, line)| line.clone()).collect();
    match rest.split_first() {
        Some(((_, line), rest)) if is_salutation(line) => (title_lines, Some(line.clone()), rest),
        _ => (title_lines, None, rest),
    }
}

fn is_salutation(line: &str) -> bool {
    line.ends_with([':', '：']) && line.chars().count() <= 40
}

fn read_block(line: &str) -> LibraryBlock {
    let kind = match ordinal(line) {
        Some((_, rest)) if rest.starts_with('、') => LibraryBlockKind::Section,
        Some((_, rest)) if rest.starts_with(['要', '是']) => LibraryBlockKind::Point,
        _ => LibraryBlockKind::Paragraph,
    };
    LibraryBlock { kind, spans: spans(line) }
}

/// The Chinese number that the line starts with, and what follows it.
fn ordinal(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches(|c: char| DIGITS.contains(c));
    let number = &line[..line.len() - rest.len()];
    (!number.is_empty()).then_some((number, rest))
}

fn spans(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, text) in line.split(GAP).enumerate() {
        if at > 0 {
            spans.push(Span::Gap);
        }
        if !text.is_empty() {
            spans.push(Span::Text(text.to_owned()));
        }
    }
    spans
}

fn present_characters(
    title_lines: &[String],
    salutation: Option<&str>,
    body: &[LibraryBlock],
) -> u64 {
    let texts = body.iter().flat_map(|block| &block.spans).map(|span| match span {
        Span::Text(text) => text.as_str(),
        Span::Gap => "",
    });
    let head = title_lines.iter().map(String::as_str).chain(salutation);
    head.chain(texts).map(characters).sum::<usize>() as u64
}

fn warn(body: &[LibraryBlock], gaps: u64, stated: u64, present: u64, warnings: &mut Vec<Warning>) {
    if gaps > 0 {
        warnings.push(Warning::Gaps { count: gaps });
    }
    if present < stated {
        warnings.push(Warning::FewerCharacters { stated, present });
    }
    let mut last: Option<(usize, String)> = None;
    for block in body {
        let text = block.text();
        match (block.kind, ordinal(&text)) {
            (LibraryBlockKind::Section, _) => last = None,
            (LibraryBlockKind::Point, Some((number, _))) => {
                let value = value(number);
                let after = last.take().filter(|(before, _)| value > before + 1);
                let point = |(_, after)| Warning::PointsMissing { after, before: number.into() };
                warnings.extend(after.map(point));
                last = Some((value, number.to_owned()));
            }
            _ => {}
        }
    }
}

/// 一 to 九十九; 0 for what isn't a number.
fn value(number: &str) -> usize {
    let digit = |text: &str| text.chars().next().and_then(|c| DIGITS.chars().position(|d| d == c));
    match number.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens).map_or(0, |d| d + 1) };
            tens * 10 + digit(ones).map_or(0, |d| d + 1)
        }
        None => digit(number).map_or(0, |d| d + 1),
    }
}
