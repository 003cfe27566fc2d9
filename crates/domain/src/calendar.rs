//! Days as offices count them: civil days of China, natural or working, by the State Council's
//! calendar of holidays and make-up days.
//!
//! [`Day`] is a day as a number, [`Calendar`] knows which days are worked and counts them in
//! constant time. A year without a known notice counts weekends only and is provisional.

mod day;
mod holidays;
mod work;

use crate::time::Micros;

pub use crate::regime::DayKind;
pub use day::{Day, NoDay};
pub use holidays::{HolidayError, HolidayYear, Named, shipped};
pub use work::{Calendar, DayNature};

/// The civil day of a moment, `YYYY-MM-DD`.
pub fn day_of(moment: Micros) -> String {
    Day::of(moment).to_string()
}

/// The first moment of a day; `None` for what is no day.
pub fn start_of(day: &str) -> Option<Micros> {
    day.parse().ok().map(Day::start)
}

/// The first moment after a day; `None` for what is no day.
pub fn end_of(day: &str) -> Option<Micros> {
    day.parse().ok().map(Day::end)
}

impl Calendar {
    /// When `days` days after the day of `from` are over.
    pub fn due_after(&self, from: Micros, days: u16, kind: DayKind) -> Micros {
        self.after(Day::of(from), days, kind).end()
    }
}

#[cfg(test)]
mod tests;
