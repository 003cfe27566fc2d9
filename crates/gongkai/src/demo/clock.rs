//! The time of the story: it begins some weeks ago, goes forward, and ends with the machine's.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::{Clock, Micros};

use crate::system::SystemClock;

/// The machine's clock, so many days back.
#[derive(Default)]
pub(crate) struct StoryClock {
    days_ago: AtomicI64,
}

impl StoryClock {
    /// It is never put back: acts stand in the log in the order of their times.
    pub(crate) fn go_to(&self, days_ago: i64) {
        self.days_ago.store(days_ago, Ordering::Relaxed);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Micros {
        SystemClock.now().plus_days(-self.days_ago.load(Ordering::Relaxed))
    }
}
