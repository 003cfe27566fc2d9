//! Dates of birth to the day. Of a child below fourteen the date says that too.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Look;
use crate::disclosure::is_day;
use crate::finding::Field;

const DAY: &str = r"((?:18|19|20)\d{2}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2})日?";

struct Patterns {
    after: Regex,
    before: Regex,
    packed: Regex,
    alone: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let regex = |pattern: String| Regex::new(&pattern).expect("a constant");
    Patterns {
        after: regex(format!(r"(?:出生|生日|生于)[^0-9\n。;]{{0,8}}({DAY})(?:$|[^0-9*])")),
        before: regex(format!(r"(?:^|[^0-9])({DAY}) ?(?:出生|生(?:$|[^\u{{4E00}}-\u{{9FFF}}]))")),
        packed: regex(
            r"(?:出生|生日|生于)[^0-9\n。;]{0,8}((\d{4})(\d{2})(\d{2}))(?:$|[^0-9*])".to_owned(),
        ),
        alone: regex(format!(r"^ *({DAY}|(\d{{4}})(\d{{2}})(\d{{2}})) *$")),
    }
});

pub(super) fn find(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let text = look.text();
    let labelled = ["出生", "生日"].iter().any(|word| look.label.contains(word));
    let mut found = Vec::new();
    if text.contains('生') {
        for pattern in [&PATTERNS.after, &PATTERNS.before, &PATTERNS.packed] {
            found.extend(pattern.captures_iter(text).filter_map(|day| birth(&day, look)));
        }
    }
    if labelled {
        found.extend(PATTERNS.alone.captures(text).and_then(|day| birth(&day, look)));
    }
    found
}

fn birth(found: &Captures<'_>, look: &Look<'_>) -> Option<(Field, Range<usize>)> {
    let numbers: Vec<u32> =
        found.iter().skip(2).flatten().filter_map(|part| part.as_str().parse().ok()).collect();
    let [year, month, day] = numbers[..] else { return None };
    if !is_day(year, month, day) {
        return None;
    }
    let field = match age(year, month, day, look.known.today) {
        Some(years) if years < 14 => Field::Minor,
        _ => Field::BirthDate,
    };
    let range = found.get(1)?;
    let after = look.text()[range.end()..].trim_start();
    // A limit (出生日期在2016年1月1日以后), not a day of birth.
    let limits = [
        "日及", "日以", "日后", "日前", "日(含", "及以", "以后", "以前", "之后", "之前", "后",
        "前", "(含", "零时", "起", "至",
    ];
    if limits.iter().any(|word| after.starts_with(word)) {
        return None;
    }
    found.get(1).map(|range| (field, range.range()))
}

/// Whole years on the day `today`; none before birth or without a day.
fn age(year: u32, month: u32, day: u32, today: &str) -> Option<u32> {
    let number = |range: Range<usize>| today.get(range)?.parse::<u32>().ok();
    let now = (number(0..4)?, number(5..7)?, number(8..10)?);
    let had_birthday = (now.1, now.2) >= (month, day);
    (now.0 + u32::from(had_birthday)).checked_sub(year + 1)
}
