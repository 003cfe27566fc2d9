//! Which days are worked: weekdays, without the State Council's holidays, with its make-up days.

use std::collections::BTreeMap;

use super::holidays::{HolidayError, HolidayYear, Named, shipped};
use super::{Day, DayKind};

/// 1990-01-01 and 2099-12-31: what a calendar answers for.
const FIRST: Day = Day(7_305);
const LAST: Day = Day(47_481);

/// From this day of December on, the next year's notice may still change the year's last days.
const YEAR_END: (i8, i8) = (12, 24);

/// Why a day is worked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayNature<'a> {
    Working,
    Weekend,
    /// Off by a notice.
    Holiday(&'a str),
    /// A Saturday or Sunday that is worked for this holiday.
    MadeUp(&'a str),
}

impl DayNature<'_> {
    pub fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::MadeUp(_))
    }
}

/// The working days, ready to be counted. Answers in constant time.
#[derive(Clone, Debug)]
pub struct Calendar {
    years: BTreeMap<i16, HolidayYear>,
    named: BTreeMap<Day, Named>,
    /// For each day since [`FIRST`], how many working days there are up to it, itself included.
    upto: Vec<u32>,
    /// All working days, in order.
    working: Vec<Day>,
}

impl Calendar {
    /// Of these years; of two notices of one year the later one in the list counts.
    pub fn new(years: impl IntoIterator<Item = HolidayYear>) -> Self {
        let years: BTreeMap<i16, HolidayYear> =
            years.into_iter().map(|year| (year.year, year)).collect();
        let days = years.values().flat_map(|year| year.days.clone());
        let named: BTreeMap<Day, Named> = days.collect();
        let mut calendar = Self { years, named, upto: Vec::new(), working: Vec::new() };
        for day in (FIRST.0..=LAST.0).map(Day) {
            if calendar.nature(day).is_working() {
                calendar.working.push(day);
            }
            calendar.upto.push(u32::try_from(calendar.working.len()).unwrap_or(u32::MAX));
        }
        calendar
    }

    /// The years of the release.
    ///
    /// # Errors
    /// As [`shipped`]; the released ones pass.
    pub fn shipped() -> Result<Self, HolidayError> {
        Ok(Self::new(shipped()?))
    }

    /// This calendar with one year more, or told anew.
    #[must_use]
    pub fn with(&self, year: HolidayYear) -> Self {
        Self::new(self.years.values().cloned().chain([year]))
    }

    /// The years whose notice is known, in order.
    pub fn years(&self) -> impl Iterator<Item = &HolidayYear> {
        self.years.values()
    }

    /// Whether the day's nature may still change: the notice of its year, or at the year's end that
    /// of the next, is not known.
    pub fn is_provisional(&self, day: Day) -> bool {
        let year = day.year();
        let known = |year| self.years.contains_key(&year);
        if !known(year) {
            return true;
        }
        (day.month(), day.day_of_month()) >= YEAR_END && !known(year + 1)
    }

    pub fn nature(&self, day: Day) -> DayNature<'_> {
        match self.named.get(&day) {
            Some(Named { name, is_off: true }) => DayNature::Holiday(name),
            Some(Named { name, is_off: false }) if day.is_weekend() => DayNature::MadeUp(name),
            None if day.is_weekend() => DayNature::Weekend,
            Some(_) | None => DayNature::Working,
        }
    }

    pub fn is_working(&self, day: Day) -> bool {
        self.nature(day).is_working()
    }

    /// How many working days there are from [`FIRST`] up to `day`, itself included.
    fn count(&self, day: Day) -> usize {
        let at = day.0.clamp(FIRST.0, LAST.0) - FIRST.0;
        let at = usize::try_from(at).unwrap_or_default();
        self.upto.get(at).map_or(0, |count| usize::try_from(*count).unwrap_or_default())
    }

    /// The last of `days` days after `day`, which itself does not count (民法典 art. 201): `days`
    /// of 0 is `day`. Beyond the calendar its last day.
    pub fn after(&self, day: Day, days: u16, kind: DayKind) -> Day {
        match (days, kind) {
            (0, _) => day,
            (_, DayKind::Natural) => day.plus(i32::from(days)).min(LAST),
            (_, DayKind::Working) => {
                let nth = self.count(day) + usize::from(days) - 1;
                self.working.get(nth).copied().unwrap_or(LAST)
            }
        }
    }

    /// The last day from which `days` days are over before `day` begins: the latest start of a
    /// notice that has to be out for so long before a decision on `day`.
    pub fn before(&self, day: Day, days: u16, kind: DayKind) -> Day {
        let eve = day.previous();
        match (days, kind) {
            (0, _) => eve,
            (_, DayKind::Natural) => eve.plus(-i32::from(days)).max(FIRST),
            (_, DayKind::Working) => {
                let first = self.count(eve).checked_sub(usize::from(days));
                first.and_then(|nth| self.working.get(nth)).map_or(FIRST, |first| first.previous())
            }
        }
    }

    /// `day`, or where it is off the next working day (民法典 art. 203).
    pub fn moved_on(&self, day: Day) -> Day {
        if self.is_working(day) { day } else { self.after(day, 1, DayKind::Working) }
    }

    /// How many days of this kind lie after `from`, up to `until`; none where it is earlier.
    pub fn between(&self, from: Day, until: Day, kind: DayKind) -> u32 {
        if until <= from {
            return 0;
        }
        match kind {
            DayKind::Natural => until.since(from).unsigned_abs(),
            DayKind::Working => {
                u32::try_from(self.count(until) - self.count(from)).unwrap_or(u32::MAX)
            }
        }
    }
}
