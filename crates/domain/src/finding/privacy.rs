//! Numbers that name a person: identity numbers (GB 11643-1999) and mobile numbers.

use super::Finding;
use crate::disclosure::Draft;

pub(super) fn check(draft: &Draft) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, slice) in draft.slices.iter().enumerate() {
        for digits in runs(&slice.body.text()) {
            if is_identity_number(&digits) && slice.scope.width() < 4 {
                findings.push(Finding::blocks("identity_number", Some(at), masked(&digits)));
            } else if is_mobile(&digits) && slice.scope.is_public() {
                findings.push(Finding::warns("mobile_number", Some(at), masked(&digits)));
            }
        }
    }
    // Beside the text, always public.
    for text in [&draft.reason, &draft.contributor] {
        let found = identity_number(text);
        findings.extend(found.map(|found| Finding::blocks("identity_number", None, found)));
    }
    findings
}

/// The first identity number in a text, masked.
pub(super) fn identity_number(text: &str) -> Option<String> {
    runs(text).iter().find(|digits| is_identity_number(digits)).map(|digits| masked(digits))
}

/// Runs of digits (full-width ones too, a closing X, spaces and hyphens inside), normalised.
fn runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    for c in text.chars() {
        let c = match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            'x' | 'Ｘ' | 'ｘ' => 'X',
            other => other,
        };
        match c {
            '0'..='9' | 'X' => {
                if let Some(run) = runs.last_mut() {
                    run.push(c);
                }
            }
            ' ' | '-' | '\u{3000}' | '\u{200b}' => {}
            _ => runs.push(String::new()),
        }
    }
    runs.retain(|run| run.len() >= 11);
    runs.into_iter().flat_map(|run| windows(&run)).collect()
}

/// Numbers written one after the other run together once spaces are gone, so every window is
/// looked at: 18 wide for identity numbers, else the whole run.
fn windows(run: &str) -> Vec<String> {
    if run.len() < 18 {
        return vec![run.to_owned()];
    }
    (0..=run.len() - 18).map(|at| run[at..at + 18].to_owned()).collect()
}

/// 17 digits and a check character by ISO 7064 MOD 11-2, a region and a date that can be.
fn is_identity_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    CHECKS[(sum % 11) as usize] == bytes[17]
        && (11..=91).contains(&number(0..2))
        && (1800..=2100).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14))
}

fn is_mobile(text: &str) -> bool {
    let digits = text.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(text);
    digits.len() == 11
        && digits.starts_with('1')
        && digits.as_bytes().get(1).is_some_and(|b| (b'3'..=b'9').contains(b))
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// First two and last three characters; the rest as stars.
fn masked(text: &str) -> String {
    let keep = |at: usize| at < 2 || at + 3 >= text.len();
    text.chars().enumerate().map(|(at, c)| if keep(at) { c } else { '*' }).collect()
}
