//! Secrecy markings (Law on Guarding State Secrets): a text that carries one is not disclosed.

use super::Finding;
use crate::disclosure::Draft;

const MARKINGS: [&str; 3] = ["绝密", "机密", "秘密"];

pub(super) fn check(draft: &Draft) -> Vec<Finding> {
    let slices = draft.slices.iter().enumerate();
    slices
        .filter_map(|(at, slice)| {
            let text = slice.body.text();
            let marking = MARKINGS.into_iter().find(|marking| is_marked(&text, marking))?;
            Some(Finding::blocks("secrecy_marking", Some(at), marking))
        })
        .collect()
}

/// The marking stands alone on a line, or before the star and term (`秘密★1年`). In a sentence such
/// as 保守国家秘密 it is no marking.
fn is_marked(text: &str, marking: &str) -> bool {
    text.lines().any(|line| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        line == marking || line.contains(&format!("{marking}★"))
    })
}
