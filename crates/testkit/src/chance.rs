//! Time and chance as values.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::time::{Clock, Micros, Random};

/// 2026-03-02 09:00 in Beijing.
const START: i64 = 1_772_413_200_000_000;

/// A clock that stands until it is moved, but for a microsecond at each look, so that what follows
/// is later.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl TestClock {
    pub fn set(&self, now: Micros) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    pub fn advance_days(&self, days: i64) {
        self.0.fetch_add(days * 86_400_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Micros {
        Micros(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// The same stream for the same seed; no two draws alike.
#[derive(Debug)]
pub struct TestRandom(AtomicU64);

impl TestRandom {
    pub fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d)))
    }
}

impl Random for TestRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::SeqCst);
            chunk.copy_from_slice(&mixed(next).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// SplitMix64: a permutation, so that different counters give different words.
fn mixed(counter: u64) -> u64 {
    let z = counter.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
