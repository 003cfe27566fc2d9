//! Months, quarters, half-years and years.

use std::fmt;
use std::str::FromStr;

use crate::calendar::Day;
use crate::regime::{CadenceKind, Text};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl Length {
    /// The periods of a clock; `None` for one that is not periodic.
    pub fn of(kind: CadenceKind) -> Option<Self> {
        match kind {
            CadenceKind::Monthly => Some(Self::Month),
            CadenceKind::Quarterly => Some(Self::Quarter),
            CadenceKind::HalfYearly => Some(Self::HalfYear),
            CadenceKind::Yearly => Some(Self::Year),
            CadenceKind::LongTerm
            | CadenceKind::Staged
            | CadenceKind::Event
            | CadenceKind::PreNotice => None,
        }
    }

    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// One period. Written `2026-09`, `2026-Q3`, `2026-H2`, `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub year: i16,
    pub length: Length,
    /// Of its length within the year, from 1.
    pub number: i8,
}

/// What is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no period: 2026-09, 2026-Q3, 2026-H2 or 2026")]
pub struct NoPeriod;

impl Period {
    /// The one in which a day lies.
    pub fn of(length: Length, day: Day) -> Self {
        let number = (day.month() - 1) / length.months() + 1;
        Self { year: day.year(), length, number }
    }

    /// `None` for a thirteenth month.
    pub fn new(year: i16, length: Length, number: i8) -> Option<Self> {
        let period = Self { year, length, number };
        let fits = (1..=12 / length.months()).contains(&number) && (1990..=2098).contains(&year);
        fits.then_some(period)
    }

    pub fn first_day(self) -> Day {
        let month = (self.number - 1) * self.length.months() + 1;
        Day::new(self.year, month, 1).unwrap_or(Day(0))
    }

    pub fn last_day(self) -> Day {
        self.next().first_day().previous()
    }

    pub fn next(self) -> Self {
        if self.number == 12 / self.length.months() {
            Self { year: self.year + 1, number: 1, ..self }
        } else {
            Self { number: self.number + 1, ..self }
        }
    }

    pub fn previous(self) -> Self {
        if self.number == 1 {
            Self { year: self.year - 1, number: 12 / self.length.months(), ..self }
        } else {
            Self { number: self.number - 1, ..self }
        }
    }

    /// 2026年第三季度, the third quarter of 2026.
    pub fn name(self) -> Text {
        const NUMBERS: [&str; 4] = ["一", "二", "三", "四"];
        let Self { year, length, number } = self;
        let (zh, en) = match length {
            Length::Month => (format!("{year}年{number}月"), format!("{year}-{number:02}")),
            Length::Quarter => {
                let zh = NUMBERS.get(usize::from(number.unsigned_abs()) - 1).unwrap_or(&"");
                (format!("{year}年第{zh}季度"), format!("quarter {number} of {year}"))
            }
            Length::HalfYear if number == 1 => {
                (format!("{year}年上半年"), format!("first half of {year}"))
            }
            Length::HalfYear => (format!("{year}年下半年"), format!("second half of {year}")),
            Length::Year => (format!("{year}年"), format!("{year}")),
        };
        Text { zh, en }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, length, number } = self;
        match length {
            Length::Month => write!(out, "{year}-{number:02}"),
            Length::Quarter => write!(out, "{year}-Q{number}"),
            Length::HalfYear => write!(out, "{year}-H{number}"),
            Length::Year => write!(out, "{year}"),
        }
    }
}

impl FromStr for Period {
    type Err = NoPeriod;

    /// # Errors
    /// [`NoPeriod`]; only what [`fmt::Display`] writes is read.
    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        let year = year.parse().map_err(|_| NoPeriod)?;
        let (length, number) = match part {
            None => (Length::Year, "1"),
            Some(part) => match (part.strip_prefix('Q'), part.strip_prefix('H')) {
                (Some(number), _) => (Length::Quarter, number),
                (_, Some(number)) => (Length::HalfYear, number),
                (None, None) => (Length::Month, part),
            },
        };
        let number = number.parse().map_err(|_| NoPeriod)?;
        let period = Self::new(year, length, number).ok_or(NoPeriod)?;
        if period.to_string() == text { Ok(period) } else { Err(NoPeriod) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn periods_begin_end_and_follow_each_other() {
        let of = |length, text| Period::of(length, day(text));
        let quarter = of(Length::Quarter, "2026-12-31");
        assert_eq!(quarter.to_string(), "2026-Q4");
        assert_eq!(quarter.next().to_string(), "2027-Q1");
        assert_eq!(
            (quarter.first_day(), quarter.last_day()),
            (day("2026-10-01"), day("2026-12-31"))
        );
        assert_eq!(of(Length::Month, "2024-02-29").last_day(), day("2024-02-29"));
        assert_eq!(of(Length::Month, "2100-01-01").previous().to_string(), "2099-12");
        assert_eq!(of(Length::HalfYear, "2026-07-01").name().zh, "2026年下半年");
        assert_eq!(of(Length::Year, "2026-07-01").next().first_day(), day("2027-01-01"));
    }

    #[test]
    fn only_what_is_written_is_read() {
        for text in ["2026-09", "2026-Q3", "2026-H2", "2026"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in
            ["", "26", "2026-13", "2026-Q5", "2026-H0", "2026-9", "2026-Q", "-", "2026-Q3-1"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
