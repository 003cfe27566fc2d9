//! What the State Council announces for a year: days off and make-up days.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Day;

/// Source of the years that come with the release.
const SHIPPED: &str = include_str!("../../../../regimes/calendar.toml");

/// The longest notice taken: the fullest year so far has 41 days.
const MOST_DAYS: usize = 120;

/// A day that a notice names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Of the holiday it belongs to: 春节.
    pub name: String,
    /// Off, or worked to make up for one that is off.
    pub is_off: bool,
}

/// The notice of one year. Days at its edges may lie in the year before or after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayYear {
    pub year: i16,
    /// Where the notice can be read.
    pub papers: Vec<String>,
    pub days: BTreeMap<Day, Named>,
}

/// Why a file is no notice of a year.
#[derive(Debug, thiserror::Error)]
pub enum HolidayError {
    #[error("not the JSON or TOML of a holiday notice: {0}")]
    Form(String),
    #[error("{0} is named twice, or as off and as worked")]
    Twice(Day),
    #[error("{day} lies outside the year {year}")]
    Outside { year: i16, day: Day },
    #[error("the year {0} names {1} days off: a notice has between 7 and {MOST_DAYS}")]
    Count(i16, usize),
}

#[derive(Deserialize)]
struct File {
    years: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    year: i16,
    papers: Vec<String>,
    off: Vec<Span>,
    work: Vec<Single>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Span {
    name: String,
    from: Day,
    to: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Single {
    name: String,
    day: Day,
}

/// The JSON form in which such notices are passed on.
#[derive(Deserialize)]
struct Json {
    year: i16,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<JsonDay>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsonDay {
    name: String,
    date: Day,
    is_off_day: bool,
}

impl HolidayYear {
    /// Reads the JSON form: `{"year": 2027, "papers": [..], "days": [{"name", "date", "isOffDay"}]}`.
    ///
    /// # Errors
    /// [`HolidayError`], with the day at fault.
    pub fn from_json(text: &str) -> Result<Self, HolidayError> {
        let read: Json =
            serde_json::from_str(text).map_err(|fault| HolidayError::Form(fault.to_string()))?;
        let days = read.days.into_iter();
        let days = days.map(|day| (day.date, Named { name: day.name, is_off: day.is_off_day }));
        Self::of(read.year, read.papers, days)
    }

    fn from_written(written: Written) -> Result<Self, HolidayError> {
        let off = written.off.iter().flat_map(|span| {
            let days = span.from.0..=span.to.0;
            days.map(|day| (Day(day), Named { name: span.name.clone(), is_off: true }))
        });
        let work = written.work.iter();
        let work = work.map(|one| (one.day, Named { name: one.name.clone(), is_off: false }));
        Self::of(written.year, written.papers.clone(), off.chain(work))
    }

    fn of(
        year: i16,
        papers: Vec<String>,
        named: impl Iterator<Item = (Day, Named)>,
    ) -> Result<Self, HolidayError> {
        let mut days = BTreeMap::new();
        for (day, what) in named.take(MOST_DAYS + 1) {
            // 31 December of the year before and 3 January of the year after belong to New Year.
            if !(year - 1..=year + 1).contains(&day.year()) || is_far_from(year, day) {
                return Err(HolidayError::Outside { year, day });
            }
            if days.insert(day, what).is_some() {
                return Err(HolidayError::Twice(day));
            }
        }
        let off = days.values().filter(|named| named.is_off).count();
        if !(7..=MOST_DAYS).contains(&off) || days.len() > MOST_DAYS {
            return Err(HolidayError::Count(year, off));
        }
        Ok(Self { year, papers, days })
    }
}

fn is_far_from(year: i16, day: Day) -> bool {
    let edge = |year, month, date| Day::new(year, month, date);
    edge(year - 1, 12, 20).is_none_or(|first| day < first)
        || edge(year + 1, 1, 10).is_none_or(|last| day > last)
}

/// The years that come with the release, 2007 to 2026.
///
/// # Errors
/// The file contradicts itself; the released one does not.
pub fn shipped() -> Result<Vec<HolidayYear>, HolidayError> {
    let file: File =
        toml::from_str(SHIPPED).map_err(|fault| HolidayError::Form(fault.to_string()))?;
    file.years.into_iter().map(HolidayYear::from_written).collect()
}
