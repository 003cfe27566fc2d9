//! Time and randomness as values. Nothing below `gongkai` reads a clock or the system's random
//! source on its own: both come through these traits, so that a test can fix them.

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// Whole seconds since the epoch, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// `days` natural days later.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * 86_400_000_000)
    }
}

/// The machine's time.
pub trait Clock: Send + Sync {
    fn now(&self) -> Micros;
}

/// Bytes nobody can guess.
pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` random bytes.
pub fn random_bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}
