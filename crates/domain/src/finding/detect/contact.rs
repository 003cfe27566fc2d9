//! Ways to reach somebody besides a mobile number: landlines, e-mail, number plates of cars.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Look, Normal};
use crate::finding::{Field, digits};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

struct Patterns {
    landline: Regex,
    local: Regex,
    plate: Regex,
    email: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).expect("a constant");
    Patterns {
        landline: regex(
            r"(?:^|[^0-9A-Za-z*./-])(\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]{0,2}\d{3,4}[ -]?\d{4})(?:$|[^0-9A-Za-z*])",
        ),
        local: regex(r"(?:电话|热线|座机|传真)[^0-9\n。;]{0,4}([2-8]\d{6,7})(?:$|[^0-9A-Za-z*.])"),
        plate: regex(&format!(
            r"([{PROVINCES}][A-HJ-NP-Z][·• .]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳])(?:$|[^0-9A-Za-z*])"
        )),
        email: regex(
            r"(?:^|[^A-Za-z0-9._%+*-])([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)",
        ),
    }
});

/// Landlines and number plates.
pub(super) fn numbers(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let text = look.text();
    let ranges = |pattern: &Regex| -> Vec<Range<usize>> {
        pattern.captures_iter(text).filter_map(|found| found.get(1)).map(|r| r.range()).collect()
    };
    let unknown = |range: &Range<usize>| !look.known.has_number(&digits(&text[range.clone()]));
    let mut landlines = ranges(&PATTERNS.landline);
    landlines.extend(ranges(&PATTERNS.local));
    if look.label.contains("电话") && digits(text).len() == text.trim().len() {
        let trimmed = text.len() - text.trim_start().len();
        let is_local = matches!(text.trim().len(), 7 | 8);
        landlines.extend(is_local.then(|| trimmed..trimmed + text.trim().len()));
    }
    let mut found: Vec<_> = landlines
        .into_iter()
        .filter(|range| unknown(range))
        .map(|range| (Field::Landline, range))
        .collect();
    let has_digits = |range: &Range<usize>| digits(&text[range.clone()]).len() >= 3;
    let plates = ranges(&PATTERNS.plate).into_iter().filter(has_digits);
    found.extend(plates.map(|range| (Field::LicencePlate, range)));
    found
}

pub(super) fn emails(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let text = look.text();
    if !text.contains('@') {
        return Vec::new();
    }
    let known: Vec<Normal> = look.known.contacts.iter().map(|text| Normal::of(text)).collect();
    let published = known.iter().flat_map(|text| emails_in(&text.text));
    let unknown = |email: &str| {
        !published.clone().any(|published| published.as_str().eq_ignore_ascii_case(email))
    };
    emails_in(text)
        .filter(|email| unknown(email.as_str()))
        .map(|email| (Field::Email, email.range()))
        .collect()
}

fn emails_in(text: &str) -> impl Iterator<Item = regex::Match<'_>> + Clone {
    let found: Vec<_> =
        PATTERNS.email.captures_iter(text).filter_map(|found| found.get(1)).collect();
    found.into_iter()
}
