//! Secrecy markings (Law on Guarding State Secrets): a text that carries one is not disclosed.

use super::Finding;
use crate::disclosure::Draft;

const MARKINGS: [&str; 3] = ["绝密", "机密", "秘密"];

pub(super) fn check(draft: &Draft) -> Vec<Finding> {
    let slices = draft.slices.iter().enumerate();
    let texts = slices.map(|(at, slice)| (Some(at), slice.body.text()));
    let beside = [&draft.reason, &draft.contributor].map(|text| (None, text.clone()));
    texts
        .chain(beside)
        .filter_map(|(at, text)| Some(Finding::blocks("secrecy_marking", at, marking(&text)?)))
        .collect()
}

/// The marking that a text carries.
pub(super) fn marking(text: &str) -> Option<&'static str> {
    MARKINGS.into_iter().find(|marking| is_marked(text, marking))
}

/// The marking stands alone on a line, or before the star and term (`秘密★1年`). In a sentence such
/// as 保守国家秘密 it is no marking.
fn is_marked(text: &str, marking: &str) -> bool {
    text.lines().any(|line| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        line == marking || line.contains(&format!("{marking}★"))
    })
}
