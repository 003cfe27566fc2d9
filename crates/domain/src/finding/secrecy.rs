//! Secrecy markings (Law on Guarding State Secrets; GB/T 9704-2012, 7.2.2): a text that carries one
//! is not disclosed. A sentence about secrets is no marking.

use std::sync::LazyLock;

use regex::Regex;

use super::normal::Normal;
use super::{Finding, text};
use crate::disclosure::Draft;

/// Marking with a star, a term, brackets or nothing else; the line has lost its spaces.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    let level = "绝密|机密|秘密";
    let star = "[★☆\u{2605}\u{2606}⭐✩✭]";
    let term = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:年|个月)|长期";
    Regex::new(&format!(
        r"(?:{level}){star}|(?:^|\d{{6}})(?:{level})[·•.:/*-]?(?:(?:{term}))?$|^[\[(〔【](?:{level})[\])〕】]|[\[(〔【](?:{level})[\])〕】]$|^密级[:]?(?:{level})|(?:^|[_-])(?:{level})[·•]?(?:(?:{term}))?[_-]"
    ))
    .expect("a constant")
});

/// 内部资料: no state secret, yet not made to go out.
const INTERNAL: [&str; 6] =
    ["内部资料", "注意保存", "内部文件", "不得公开", "不得外传", "仅供内部"];

pub(super) fn check(draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, slice) in draft.slices.iter().enumerate() {
        findings.extend(of(&slice.body.text(), Some(at)));
        if let crate::slice::Body::Table { r, .. } = &slice.body {
            let cells = r.iter().flatten().filter_map(|cell| marking(cell));
            findings.extend(cells.map(|found| Finding::blocks("secrecy_marking", Some(at), found)));
        }
    }
    findings.extend(text::beside(draft).into_iter().filter_map(|text| of(text, None)));
    findings.dedup();
    findings
}

fn of(text: &str, slice: Option<usize>) -> Option<Finding> {
    if let Some(found) = marking(text) {
        return Some(Finding::blocks("secrecy_marking", slice, found));
    }
    let is_short = text.chars().count() <= 40;
    let internal = INTERNAL.into_iter().find(|word| is_short && squeezed(text).contains(word));
    internal.map(|found| Finding::warns("internal_marking", slice, found))
}

/// The marking that a text carries.
pub(super) fn marking(text: &str) -> Option<&'static str> {
    // A file's name carries it before its extension.
    let stem = text
        .rsplit_once('.')
        .map_or(text, |(stem, end)| if end.len() <= 4 && end.is_ascii() { stem } else { text });
    let is_marked = |line: &str| MARKED.is_match(&squeezed(line));
    let line = text.lines().chain(std::iter::once(stem)).find(|line| is_marked(line))?;
    let line = squeezed(line);
    ["绝密", "机密", "秘密"].into_iter().find(|level| line.contains(level))
}

fn squeezed(line: &str) -> String {
    Normal::of(line).text.chars().filter(|c| !c.is_whitespace()).collect()
}
