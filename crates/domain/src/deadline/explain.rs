//! A deadline in words and as a small calendar.

use std::fmt::Write as _;

use super::{AtEnd, Count, Deadline, Side, Turn};
use crate::calendar::{Calendar, Day, DayKind, DayNature};
use crate::regime::Text;

/// What the words need beside the numbers.
#[derive(Clone, Debug)]
pub struct Reasons {
    /// What happened on the fact's day: 季度末, 决定.
    pub fact: Text,
    /// The rule in the pack's words.
    pub rule: Text,
    /// Titles and articles, with the mark of what is local or unverified. Empty: none is on record.
    pub basis: Vec<Text>,
}

/// Why a day is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub deadline: Deadline,
    /// One sentence each, in the order of the reckoning.
    pub lines: Vec<Text>,
    /// The months from the fact to the last day; none where they would be more than four.
    pub months: Vec<Month>,
}

/// A month as weeks of seven cells, Monday first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    pub weeks: Vec<[Option<Cell>; 7]>,
}

/// A day of the small calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub day: Day,
    pub mark: Mark,
}

/// What a day is to the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Outside,
    Fact,
    /// The n-th day that counts.
    Counted(u16),
    /// A weekend worked for a holiday, and the n-th that counts.
    MadeUp(u16),
    Weekend,
    Holiday,
    Paused,
    Due,
}

impl Mark {
    /// The word under which pages style and translate it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outside => "outside",
            Self::Fact => "fact",
            Self::Counted(_) => "counted",
            Self::MadeUp(_) => "made_up",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Paused => "paused",
            Self::Due => "due",
        }
    }
}

/// The longest small calendar, in months.
const MOST_MONTHS: usize = 4;

/// Says how the count came to its day.
pub fn explain(calendar: &Calendar, count: &Count<'_>, reasons: &Reasons) -> Explanation {
    let deadline = count.deadline(calendar);
    let mut lines = vec![fact(count, reasons), rule(reasons)];
    lines.push(basis(&reasons.basis));
    lines.push(counting(count, &deadline));
    lines.extend(count.turns.iter().map(turn));
    if let Some(due) = deadline.due {
        let (first, last) = ends(count, &deadline, due);
        if count.term.kind == DayKind::Working {
            lines.extend(skipped(calendar, first, last));
            lines.extend(swapped(calendar, first, last));
        }
        lines.extend(deadline.moved_from.map(|end| moved(calendar, end, due)));
    }
    if deadline.is_provisional {
        lines.push(text(
            "其中有的日子还没有国务院放假安排,暂按周末推算,公布后会重算。",
            "Some of these days have no holiday notice yet: reckoned by weekends, and anew once it is known.",
        ));
    }
    lines.push(result(&deadline, count.term.side));
    let months = months(calendar, count, &deadline);
    Explanation { deadline, lines, months }
}

fn text(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("一", "Monday"),
    ("二", "Tuesday"),
    ("三", "Wednesday"),
    ("四", "Thursday"),
    ("五", "Friday"),
    ("六", "Saturday"),
    ("日", "Sunday"),
];

/// `2026年10月15日(星期四)`, `Thursday 2026-10-15`.
fn full(day: Day) -> Text {
    let (zh, en) = WEEKDAYS[usize::from(day.weekday())];
    text(format!("{}(星期{zh})", dated(day)), format!("{en} {day}"))
}

fn dated(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month())
}

fn fact(count: &Count<'_>, reasons: &Reasons) -> Text {
    let (day, what) = (full(count.fact), &reasons.fact);
    text(format!("起因:{},{}。", day.zh, what.zh), format!("Fact: {}, {}.", day.en, what.en))
}

fn rule(reasons: &Reasons) -> Text {
    let rule = &reasons.rule;
    text(format!("规定:{}。", rule.zh), format!("Rule: {}.", rule.en))
}

fn basis(basis: &[Text]) -> Text {
    if basis.is_empty() {
        return text(
            "依据:没有查到条文,数字是制度包的建议。",
            "Basis: no article is on record; the number is a proposal of the pack.",
        );
    }
    let zh: Vec<_> = basis.iter().map(|each| each.zh.as_str()).collect();
    let en: Vec<_> = basis.iter().map(|each| each.en.as_str()).collect();
    text(format!("依据:{}。", zh.join(";")), format!("Basis: {}.", en.join("; ")))
}

fn counting(count: &Count<'_>, deadline: &Deadline) -> Text {
    let (days, kind) = (count.term.days, count.term.kind);
    let (zh, en) = match kind {
        DayKind::Working => ("个工作日", "working days"),
        DayKind::Natural => ("天", "days"),
    };
    match count.term.side {
        Side::Before => text(
            format!("当天不算,要在{}之前足足过{days}{zh}。", dated(count.fact)),
            format!(
                "{days} whole {en} have to pass before {}; the first day does not count.",
                count.fact
            ),
        ),
        Side::After if days == 0 => text("当天就要公开。", "Due on the day itself."),
        Side::After => {
            let first = deadline.from.next();
            text(
                format!("当天不算(《民法典》第201条),从{}起数{days}{zh}。", dated(first)),
                format!("That day does not count (Civil Code art. 201): {days} {en} from {first}."),
            )
        }
    }
}

fn turn(turned: &super::Turned) -> Text {
    let (zh, en) = match turned.turn {
        Turn::Pause { from, until: Some(until) } => (
            format!("{}至{}暂停", dated(from), dated(until)),
            format!("paused from {from} to {until}"),
        ),
        Turn::Pause { from, until: None } => {
            (format!("{}起暂停,还没有恢复", dated(from)), format!("paused since {from}"))
        }
        Turn::Extend { on, days } => {
            (format!("{}延长{days}天", dated(on)), format!("extended on {on} by {days}"))
        }
        Turn::Restart { on } => {
            (format!("从{}起重新计算", dated(on)), format!("counted anew from {on}"))
        }
    };
    let (article, reason) = (&turned.article, &turned.reason);
    text(format!("{zh}:{reason}({article})。"), format!("It was {en}: {reason} ({article})."))
}

/// The days of the way: after the first, up to and with the last.
fn ends(count: &Count<'_>, deadline: &Deadline, due: Day) -> (Day, Day) {
    match count.term.side {
        Side::After => (deadline.from, deadline.moved_from.unwrap_or(due)),
        Side::Before => (due, count.fact.previous()),
    }
}

/// Runs of days by one nature: `10月1日至7日国庆节`.
fn runs<'a>(
    calendar: &'a Calendar,
    first: Day,
    last: Day,
    name: impl Fn(DayNature<'a>) -> Option<&'a str>,
) -> Vec<(Day, Day, &'a str)> {
    let mut runs: Vec<(Day, Day, &str)> = Vec::new();
    for day in (first.0.saturating_add(1)..=last.0).map(Day) {
        let Some(name) = name(calendar.nature(day)) else { continue };
        match runs.last_mut() {
            Some((_, end, run)) if *run == name && end.next() == day => *end = day,
            _ => runs.push((day, day, name)),
        }
    }
    runs
}

fn listed(runs: &[(Day, Day, &str)]) -> (String, String) {
    let (mut zh, mut en) = (String::new(), String::new());
    for (index, (from, to, name)) in runs.iter().enumerate() {
        if index > 0 {
            zh.push('、');
            en.push_str(", ");
        }
        let short = |day: Day| format!("{}月{}日", day.month(), day.day_of_month());
        if from == to {
            let _ = write!(zh, "{}{name}", short(*from));
            let _ = write!(en, "{from} {name}");
        } else {
            let _ = write!(zh, "{}至{}{name}", short(*from), short(*to));
            let _ = write!(en, "{from} to {to} {name}");
        }
    }
    (zh, en)
}

fn skipped(calendar: &Calendar, first: Day, last: Day) -> Vec<Text> {
    let mut lines = Vec::new();
    let weekends = (first.0.saturating_add(1)..=last.0).map(Day);
    let weekends = weekends.filter(|day| calendar.nature(*day) == DayNature::Weekend).count();
    if weekends > 0 {
        lines.push(text(
            format!("跳过周末{weekends}天。"),
            format!("{weekends} days of weekends do not count."),
        ));
    }
    let holidays = runs(calendar, first, last, |nature| match nature {
        DayNature::Holiday(name) => Some(name),
        _ => None,
    });
    if !holidays.is_empty() {
        let (zh, en) = listed(&holidays);
        lines.push(text(format!("跳过放假:{zh}。"), format!("Holidays do not count: {en}.")));
    }
    lines
}

fn swapped(calendar: &Calendar, first: Day, last: Day) -> Option<Text> {
    let swaps = runs(calendar, first, last, |nature| match nature {
        DayNature::MadeUp(name) => Some(name),
        _ => None,
    });
    if swaps.is_empty() {
        return None;
    }
    let (zh, en) = listed(&swaps);
    Some(text(format!("调休上班的照算:{zh}调休。"), format!("Make-up days count: {en}.")))
}

fn moved(calendar: &Calendar, end: Day, due: Day) -> Text {
    let (zh, en) = match calendar.nature(end) {
        DayNature::Holiday(name) => (format!("是{name}放假"), format!("is off for {name}")),
        _ => ("是周末".to_owned(), "is a weekend".to_owned()),
    };
    text(
        format!("最后一天{}{zh},顺延到{}(《民法典》第203条)。", dated(end), dated(due)),
        format!("The last day, {end}, {en}: it moves on to {due} (Civil Code art. 203)."),
    )
}

fn result(deadline: &Deadline, side: Side) -> Text {
    let Some(due) = deadline.due else {
        return text("期限停着,恢复后再算。", "The term stands still until it is resumed.");
    };
    let day = full(due);
    match side {
        Side::After => text(
            format!("所以最迟是{}当天。", day.zh),
            format!("So the last day in time is {}.", day.en),
        ),
        Side::Before => text(
            format!("所以最迟{}就要公开。", day.zh),
            format!("So it has to be out by {}.", day.en),
        ),
    }
}

fn months(calendar: &Calendar, count: &Count<'_>, deadline: &Deadline) -> Vec<Month> {
    let Some(due) = deadline.due else { return Vec::new() };
    let (start, end) = (count.fact.min(due), count.fact.max(due));
    let (mut months, mut first) = (Vec::new(), start.plus(1 - i32::from(start.day_of_month())));
    while first <= end {
        if months.len() == MOST_MONTHS {
            return Vec::new();
        }
        let month = month(calendar, count, deadline, first);
        first = first.plus(31);
        first = first.plus(1 - i32::from(first.day_of_month()));
        months.push(month);
    }
    months
}

fn month(calendar: &Calendar, count: &Count<'_>, deadline: &Deadline, first: Day) -> Month {
    let (year, month) = (first.year(), first.month());
    let mut weeks = vec![[None; 7]];
    let mut day = first;
    while day.month() == month {
        if day.weekday() == 0 && day != first {
            weeks.push([None; 7]);
        }
        let cell = Cell { day, mark: mark(calendar, count, deadline, day) };
        if let Some(week) = weeks.last_mut() {
            week[usize::from(day.weekday())] = Some(cell);
        }
        day = day.next();
    }
    Month { year, month, weeks }
}

fn mark(calendar: &Calendar, count: &Count<'_>, deadline: &Deadline, day: Day) -> Mark {
    let Some(due) = deadline.due else { return Mark::Outside };
    if day == count.fact {
        return Mark::Fact;
    }
    if day == due {
        return Mark::Due;
    }
    let (first, last) = ends(count, deadline, due);
    if day <= first || day > last.max(due) {
        return Mark::Outside;
    }
    let nature = calendar.nature(day);
    let counts = count.term.kind == DayKind::Natural || nature.is_working();
    let counts = counts && day <= last;
    if counts && is_paused(count, day) {
        return Mark::Paused;
    }
    let nth = || u16::try_from(calendar.between(first, day, count.term.kind)).unwrap_or(u16::MAX);
    match (counts, nature) {
        (true, DayNature::MadeUp(_)) => Mark::MadeUp(nth() - paused_upto(calendar, count, day)),
        (true, _) => Mark::Counted(nth() - paused_upto(calendar, count, day)),
        (false, DayNature::Holiday(_)) => Mark::Holiday,
        (false, _) => Mark::Weekend,
    }
}

fn is_paused(count: &Count<'_>, day: Day) -> bool {
    count.turns.iter().any(|turned| match turned.turn {
        Turn::Pause { from, until } => from <= day && until.is_none_or(|until| day <= until),
        Turn::Extend { .. } | Turn::Restart { .. } => false,
    })
}

/// Paused days of the term's kind up to `day`.
fn paused_upto(calendar: &Calendar, count: &Count<'_>, day: Day) -> u16 {
    let paused = count.turns.iter().map(|turned| match turned.turn {
        Turn::Pause { from, until } => {
            let last = until.unwrap_or(day).min(day);
            calendar.between(from.previous().max(count.fact), last, count.term.kind)
        }
        Turn::Extend { .. } | Turn::Restart { .. } => 0,
    });
    u16::try_from(paused.sum::<u32>()).unwrap_or(u16::MAX)
}

impl AtEnd {
    /// What terms of packs do: a count of natural days moves on from a day off, a date of the
    /// calendar stays.
    pub fn usual(kind: DayKind, is_counted_from_a_fact: bool) -> Self {
        match kind {
            DayKind::Natural if is_counted_from_a_fact => Self::MovesOn,
            DayKind::Natural | DayKind::Working => Self::Stays,
        }
    }
}
