//! The same load for the same seed.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::time::{Clock, Micros, Random};

/// A stream of bytes that a seed decides (SplitMix64): a permutation of a counter, so that no two
/// draws are alike. For invented rows only: whoever knows the seed knows every salt.
pub(super) struct Chance(AtomicU64);

impl Chance {
    pub(super) fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d)))
    }
}

impl Random for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&mixed(next).to_le_bytes()[..chunk.len()]);
        }
    }
}

/// The same bytes for `seal`.
pub(super) struct Salts<'a>(pub(super) &'a Chance);

impl seal::Randomness for Salts<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

fn mixed(counter: u64) -> u64 {
    let z = counter.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Stands at one moment.
pub(super) struct At(pub(super) Micros);

impl Clock for At {
    fn now(&self) -> Micros {
        self.0
    }
}
