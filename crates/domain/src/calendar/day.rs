//! A civil day of China (UTC+8, no daylight saving), as a number that can be counted with.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan, tz};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Micros;

const DAY_US: i64 = 86_400_000_000;
const CHINA_US: i64 = 8 * 3_600_000_000;

/// Days since 1970-01-01, which is day 0. Written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// What is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no day of the calendar, as YYYY-MM-DD")]
pub struct NoDay;

impl Day {
    /// The civil day of a moment.
    pub fn of(moment: Micros) -> Self {
        let days = (moment.0.saturating_add(CHINA_US)).div_euclid(DAY_US);
        Self(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }

    /// `None` for what is no day: month 13, 30 February.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    fn from_date(date: Date) -> Self {
        let midnight = date.to_datetime(Time::midnight());
        let start = tz::TimeZone::UTC.to_timestamp(midnight).unwrap_or_default();
        Self(i32::try_from(start.as_second().div_euclid(86_400)).unwrap_or_default())
    }

    /// As a date; beyond the calendar its first day.
    pub(crate) fn date(self) -> Date {
        let moment = Timestamp::from_second(i64::from(self.0) * 86_400).unwrap_or_default();
        tz::TimeZone::UTC.to_datetime(moment).date()
    }

    /// The first moment of the day.
    pub fn start(self) -> Micros {
        Micros(i64::from(self.0) * DAY_US - CHINA_US)
    }

    /// The first moment after the day.
    pub fn end(self) -> Micros {
        self.next().start()
    }

    pub fn next(self) -> Self {
        self.plus(1)
    }

    pub fn previous(self) -> Self {
        self.plus(-1)
    }

    /// `days` natural days later; earlier where negative.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Natural days from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same day of the month some years later, or the month's last (29 February).
    pub fn plus_years(self, years: i16) -> Self {
        self.date().checked_add(years.years()).map_or(self, Self::from_date)
    }

    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// 1 to 12.
    pub fn month(self) -> i8 {
        self.date().month()
    }

    /// Day of the month, from 1.
    pub fn day_of_month(self) -> i8 {
        self.date().day()
    }

    /// 0 is Monday, 6 Sunday.
    pub fn weekday(self) -> u8 {
        u8::try_from(self.0.wrapping_add(3).rem_euclid(7)).unwrap_or_default()
    }

    pub fn is_weekend(self) -> bool {
        self.weekday() >= 5
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.date())
    }
}

impl FromStr for Day {
    type Err = NoDay;

    /// # Errors
    /// [`NoDay`]; only `YYYY-MM-DD` is read.
    fn from_str(text: &str) -> Result<Self, NoDay> {
        if text.len() != 10 {
            return Err(NoDay);
        }
        text.parse::<Date>().map(Self::from_date).map_err(|_| NoDay)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_written_and_counted() {
        let day: Day = "2026-11-24".parse().unwrap();
        assert_eq!(day.to_string(), "2026-11-24");
        assert_eq!((day.year(), day.month(), day.day_of_month(), day.weekday()), (2026, 11, 24, 1));
        assert_eq!(day.plus(7).to_string(), "2026-12-01");
        assert_eq!(Day::new(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::new(1969, 12, 31), Some(Day(-1)));
        assert_eq!(Day::new(2026, 2, 29), None);
        assert_eq!(Day::new(2024, 2, 29).unwrap().plus_years(1).to_string(), "2025-02-28");
        assert!("2026-2-3".parse::<Day>().is_err());
    }

    #[test]
    fn midnight_is_that_of_china() {
        let day: Day = "2026-11-24".parse().unwrap();
        assert_eq!(Day::of(day.start()), day);
        assert_eq!(Day::of(Micros(day.start().0 - 1)), day.previous());
        assert_eq!(Day::of(Micros(day.end().0 - 1)), day);
    }

    #[test]
    fn saturday_and_sunday_are_the_weekend() {
        let weekend = |text: &str| text.parse::<Day>().unwrap().is_weekend();
        assert!(weekend("2026-11-21") && weekend("2026-11-22"));
        assert!(!weekend("2026-11-20") && !weekend("2026-11-23"));
    }
}
