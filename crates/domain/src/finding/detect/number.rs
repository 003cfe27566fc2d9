//! Numbers that lead to a person: identity numbers (GB 11643-1999), mobile numbers, cards, accounts,
//! passports. Digits may be written in groups; a group that touches a star is the rest of a mask.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Hit, Look, Normal, masked};
use crate::disclosure::is_day;
use crate::finding::{Field, digits};

/// Digits in one piece, perhaps with a closing X.
struct Group {
    range: Range<usize>,
    digits: String,
}

pub(super) fn find(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let groups = groups(look.text());
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        match longest(look, &groups, at) {
            Some((field, to)) => {
                found.push((field, groups[at].range.start..groups[to].range.end));
                at = to + 1;
            }
            None => at += 1,
        }
    }
    found.extend(labelled_accounts(look));
    found.extend(passports(look));
    found
}

/// What begins with the group `at`, and the last group of it.
fn longest(look: &Look<'_>, groups: &[Group], at: usize) -> Option<(Field, usize)> {
    if is_inside(&groups[at].digits) {
        return Some((Field::IdentityNumber, at));
    }
    let mut joined = String::new();
    let mut lengths = Vec::new();
    for to in at..groups.len().min(at + 18) {
        let gap = if to > at { groups[to - 1].range.end..groups[to].range.start } else { 0..0 };
        if joined.ends_with('X') || !is_gap(&look.text()[gap]) {
            return None;
        }
        joined.push_str(&groups[to].digits);
        lengths.push(groups[to].digits.len());
        if joined.len() > 19 {
            return None;
        }
        let range = groups[at].range.start..groups[to].range.end;
        let one_line = !look.text()[range.clone()].contains('\n');
        if is_identity(look, &joined, &range, one_line) {
            return Some((Field::IdentityNumber, to));
        }
        if one_line && is_mobile(&joined, &lengths) && !is_allowed(look, &joined, &range) {
            return Some((Field::MobileNumber, to));
        }
        // A longer number may begin with the same groups.
        let ends = groups
            .get(to + 1)
            .is_none_or(|next| !is_gap(&look.text()[groups[to].range.end..next.range.start]));
        if one_line && (ends || lengths.len() == 1) && is_card(&joined, &lengths) {
            return Some((Field::BankCard, to));
        }
    }
    None
}

fn groups(text: &str) -> Vec<Group> {
    let bytes = text.as_bytes();
    let (mut groups, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        if matches!(bytes.get(at), Some(b'X' | b'x')) && !letter(at + 1) {
            at += 1;
        }
        let starred = (start > 0 && bytes[start - 1] == b'*') || bytes.get(at) == Some(&b'*');
        if !starred {
            let digits = text[start..at].to_ascii_uppercase();
            groups.push(Group { range: start..at, digits });
        }
    }
    groups
}

/// At most three spaces or hyphens, or a line's end, between two groups.
fn is_gap(between: &str) -> bool {
    between.len() <= 3 && between.chars().all(|c| matches!(c, ' ' | '-' | '\t' | '\n' | '\r'))
}

/// An identity number somewhere in a longer group.
fn is_inside(digits: &str) -> bool {
    digits.len() > 18
        && (0..=digits.len() - 18).any(|at| is_identity_number(&digits[at..at + 18], ""))
        && !is_card(digits, &[digits.len()])
}

fn is_identity(look: &Look<'_>, digits: &str, range: &Range<usize>, one_line: bool) -> bool {
    let label = || look.before(range.start, 16);
    let named = |label: &str| {
        ["身份证", "证件号", "公民身份", "身份号"].iter().any(|word| label.contains(word))
    };
    match digits.len() {
        18 if is_identity_number(digits, look.known.today) => {
            !is_credit_code(digits) || !(label().contains("信用代码") || digits.starts_with('9'))
        }
        // Mistyped, but called one.
        18 => one_line && !is_credit_code(digits) && named(&label()),
        15 => is_old_identity_number(digits) && named(&label()),
        _ => false,
    }
}

/// 17 digits and a check character by ISO 7064 MOD 11-2, a region and a day that can be.
fn is_identity_number(text: &str, today: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = text.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = bytes.iter().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize] == bytes[17] && is_region(text) && is_birth(&text[6..14], today)
}

/// The form of 15 digits that was given until 1999: no check, the century left out.
fn is_old_identity_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
        && is_region(text)
        && is_birth(&format!("19{}", &text[6..12]), "")
}

fn is_region(text: &str) -> bool {
    text[..2].parse().is_ok_and(|region: u32| (11..=91).contains(&region))
}

fn is_birth(day: &str, today: &str) -> bool {
    let number = |range: Range<usize>| day[range].parse::<u32>().unwrap_or(0);
    let (year, month, of_month) = (number(0..4), number(4..6), number(6..8));
    let latest = today.get(..4).and_then(|year| year.parse().ok()).unwrap_or(2100);
    (1850..=latest).contains(&year) && is_day(year, month, of_month)
}

/// 统一社会信用代码 by its check character (GB 32100-2015).
fn is_credit_code(text: &str) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let value = |byte: u8| ALPHABET.iter().position(|each| *each == byte);
    let bytes = text.as_bytes();
    if bytes.len() != 18 {
        return false;
    }
    let (mut sum, mut weight) = (0, 1);
    for byte in &bytes[..17] {
        let Some(value) = value(*byte) else { return false };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    value(bytes[17]) == Some((31 - sum % 31) % 31)
}

/// Eleven digits from 13 to 19, in one of the groupings that people write.
fn is_mobile(digits: &str, lengths: &[usize]) -> bool {
    let (digits, lengths) = match digits.strip_prefix("86").filter(|rest| rest.len() == 11) {
        Some(rest) if lengths[0] == 2 => (rest, &lengths[1..]),
        Some(rest) if lengths == [13] => (rest, &[11][..]),
        _ => (digits, lengths),
    };
    let grouped = matches!(lengths, [11] | [3, 4, 4] | [3, 8] | [7, 4] | [4, 4, 3] | [3, 3, 5])
        || lengths.iter().all(|length| *length == 1);
    let bytes = digits.as_bytes();
    grouped
        && bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
}

/// Published by the organization, or no number of a person: part of an address on the web.
fn is_allowed(look: &Look<'_>, number: &str, range: &Range<usize>) -> bool {
    look.known.has_number(number) || is_in_web_address(look.text(), range)
}

fn is_in_web_address(text: &str, range: &Range<usize>) -> bool {
    let printable = |c: &char| c.is_ascii_graphic();
    let head: String = text[..range.start].chars().rev().take(80).take_while(printable).collect();
    let tail: String = text[range.end..].chars().take(40).take_while(printable).collect();
    let head: String = head.chars().rev().collect();
    ["http", "www.", "/", "_"].iter().any(|mark| head.contains(mark))
        && (head.contains("http") || head.contains("www.") || tail.contains(".htm"))
}

/// 16 to 19 digits that begin as bank cards do and pass the check of Luhn.
fn is_card(digits: &str, lengths: &[usize]) -> bool {
    let grouped = match lengths {
        [_] | [6, 10 | 13] => true,
        [4, 4, 4, 4] => true,
        [4, 4, 4, 4, last] => *last <= 3,
        _ => false,
    };
    let begins = match digits.len() {
        16 => ["62", "60", "4", "51", "52", "53", "54", "55", "35", "955"].iter(),
        19 => ["62", "60", "955"].iter(),
        17 | 18 => ["62"].iter(),
        _ => return false,
    };
    let mut begins = begins;
    grouped && begins.any(|begin| digits.starts_with(begin)) && passes_luhn(digits)
}

fn passes_luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (at, byte) in digits.bytes().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let doubled = u32::from(byte - b'0') * if at % 2 == 1 { 2 } else { 1 };
        sum += doubled / 10 + doubled % 10;
    }
    sum % 10 == 0
}

/// A number called an account: cards of a township often fail the check.
fn labelled_accounts(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
        let label = "账号|帐号|卡号|账户|帐户|一卡通|存折";
        Regex::new(&format!(r"(?:{label})[^0-9\n,。;，；*]{{0,8}}([0-9](?:[0-9 -]{{6,33}})[0-9])"))
            .expect("a constant")
    });
    let found = LABELLED.captures_iter(look.text()).filter_map(|found| found.get(1));
    let person = |range: &Range<usize>| !is_of_a_body(look, range);
    let long = |range: &Range<usize>| digits(&look.text()[range.clone()]).len() >= 8;
    let ends = |range: &Range<usize>| look.text().as_bytes().get(range.end) != Some(&b'*');
    found
        .map(|found| found.range())
        .filter(|range| long(range) && ends(range) && person(range))
        .map(|range| (Field::AccountNumber, range))
        .collect()
}

/// The account's holder is named beside it, and is no person.
fn is_of_a_body(look: &Look<'_>, range: &Range<usize>) -> bool {
    const BODIES: [&str; 15] = [
        "公司",
        "局",
        "中心",
        "委员会",
        "财政",
        "政府",
        "法院",
        "学校",
        "学院",
        "医院",
        "厅",
        "协会",
        "专户",
        "合作社",
        "处",
    ];
    let text = look.text();
    let near = look.before(range.start, 90);
    let after: String = text[range.end..].chars().take(60).collect();
    let beside = format!("{near}{after}");
    let holder = ["户名", "单位名称", "账户名称", "帐户名称", "收款", "开户名", "名称", "保证金"]
        .iter()
        .find_map(|label| beside.split(label).nth(1));
    holder.is_some_and(|holder| {
        let holder: String = holder.chars().take(40).collect();
        BODIES.iter().any(|body| holder.contains(body))
    })
}

/// 护照: only where the text calls it one; the pattern alone fits many codes.
fn passports(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^A-Za-z0-9])((?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7}))(?:$|[^A-Za-z0-9*])")
            .expect("a constant")
    });
    if !look.text().contains(['E', 'G']) {
        return Vec::new();
    }
    let numbers = NUMBER.captures_iter(look.text()).filter_map(|found| found.get(1));
    let called = |range: &Range<usize>| {
        let label = look.before(range.start, 16);
        label.contains("护照")
            || label.contains("证件")
            || label.to_lowercase().contains("passport")
    };
    numbers
        .map(|number| number.range())
        .filter(|range| called(range))
        .map(|range| (Field::Passport, range))
        .collect()
}

/// Identity numbers of one digit a cell, as on a printed form, with the cell in which each begins.
pub(super) fn split(cells: &[String]) -> Vec<(usize, Hit)> {
    let one = |cell: &String| cell.trim().chars().count() == 1;
    let number = |cells: &[String]| {
        let joined: String = cells.iter().map(|cell| Normal::of(cell.trim()).text).collect();
        is_identity_number(&joined.to_ascii_uppercase(), "")
    };
    let windows = cells.windows(18).enumerate();
    let found = windows.filter(|(_, cells)| cells.iter().all(one) && number(cells));
    let hit = |(at, cells): (usize, &[String])| {
        let masked = masked(Field::IdentityNumber, &cells.concat());
        (at, Hit { field: Field::IdentityNumber, range: 0..cells[0].len(), masked })
    };
    found.map(hit).collect()
}
