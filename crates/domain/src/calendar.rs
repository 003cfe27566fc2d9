//! Days as offices count them: civil days of China (UTC+8, no daylight saving), natural or working.
//!
//! Working days are Monday to Friday here: the State Council's holidays and make-up days are not
//! known to this module, so a count over them is provisional.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz};

use crate::regime::DayKind;
use crate::time::Micros;

const DAY_US: i64 = 86_400_000_000;

fn china() -> tz::TimeZone {
    tz::TimeZone::fixed(tz::offset(8))
}

/// The civil day of a moment, `YYYY-MM-DD`.
pub fn day_of(moment: Micros) -> String {
    date_of(moment).to_string()
}

fn date_of(moment: Micros) -> Date {
    let moment = Timestamp::from_microsecond(moment.0).unwrap_or_default();
    moment.to_zoned_datetime(china()).date()
}

/// The first moment of a day; `None` for what is no day.
pub fn start_of(day: &str) -> Option<Micros> {
    let start = day.parse::<Date>().ok()?.to_zoned_datetime(china()).ok()?;
    Some(Micros(start.timestamp().as_microsecond()))
}

/// The first moment after a day; `None` for what is no day.
pub fn end_of(day: &str) -> Option<Micros> {
    start_of(day).map(|start| Micros(start.0 + DAY_US))
}

/// The last of `days` days after `day`, which itself does not count (民法典 art. 201). `None` for
/// what is no day, or beyond the calendar.
pub fn days_after(day: &str, days: u16, kind: DayKind) -> Option<String> {
    let mut date = day.parse::<Date>().ok()?;
    let mut left = days;
    while left > 0 {
        date = date.checked_add(1.day()).ok()?;
        if kind == DayKind::Natural || is_working(date) {
            left -= 1;
        }
    }
    Some(date.to_string())
}

/// When `days` days after the day of `from` are over.
pub fn due_after(from: Micros, days: u16, kind: DayKind) -> Option<Micros> {
    end_of(&days_after(&day_of(from), days, kind)?)
}

fn is_working(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-24 (Tuesday) 00:30 in China.
    const EARLY: Micros = Micros(1_795_451_400_000_000);

    #[test]
    fn a_day_begins_at_midnight_in_china() {
        assert_eq!(day_of(EARLY), "2026-11-24");
        assert_eq!(start_of("2026-11-24"), Some(Micros(EARLY.0 - 30 * 60 * 1_000_000)));
        assert_eq!(day_of(Micros(end_of("2026-11-24").unwrap().0 - 1)), "2026-11-24");
        assert_eq!(start_of("2026-02-30"), None);
    }

    #[test]
    fn the_first_day_does_not_count_and_weekends_only_as_natural_days() {
        let after = |day, days, kind| days_after(day, days, kind).unwrap();
        assert_eq!(after("2026-11-24", 5, DayKind::Natural), "2026-11-29");
        assert_eq!(after("2026-11-24", 5, DayKind::Working), "2026-12-01");
        assert_eq!(after("2026-11-27", 1, DayKind::Working), "2026-11-30");
        assert_eq!(after("2026-12-31", 0, DayKind::Working), "2026-12-31");
        assert_eq!(due_after(EARLY, 1, DayKind::Natural), end_of("2026-11-25"));
    }
}
