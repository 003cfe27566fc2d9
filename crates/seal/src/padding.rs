//! Hiding how many slices are withheld among decoys (RFC 9901 section 4.2.7).
//!
//! Must never know which slices are public: decoys look like every other placeholder. Used by
//! [`crate::Issuer::issue`] to fill up and by the profile to check.

use crate::randomness::below;
use crate::{Randomness, base64url};

const SMALLEST_BUCKET: usize = 8;

/// The number of placeholders for `slices` slices: 8, 16, 32, … and always more than `slices`, so
/// that at least one decoy, with its 256 random bits, keeps the digest of the JWT from being
/// guessed.
pub(crate) fn bucket(slices: usize) -> usize {
    let mut bucket = SMALLEST_BUCKET;
    while bucket <= slices {
        bucket = bucket.saturating_mul(2);
    }
    bucket
}

pub(crate) fn is_bucket(placeholders: usize) -> bool {
    placeholders >= SMALLEST_BUCKET && placeholders.is_power_of_two()
}

/// `digests` in their order, filled up to the bucket with decoys at random positions, all equally
/// likely.
pub(crate) fn mix<'a>(
    digests: impl ExactSizeIterator<Item = &'a str>,
    rng: &mut dyn Randomness,
) -> Vec<String> {
    let mut digests = digests;
    let bucket = bucket(digests.len());
    let mut mixed = Vec::with_capacity(bucket);
    for free in (1..=bucket).rev() {
        let takes_digest = below(free, rng) < digests.len();
        let digest = if takes_digest { digests.next() } else { None };
        mixed.push(digest.map_or_else(|| decoy(rng), str::to_owned));
    }
    mixed
}

/// The hash of random bytes, so of the same shape as a digest.
fn decoy(rng: &mut dyn Randomness) -> String {
    let mut bytes = [0; 32];
    rng.fill(&mut bytes);
    base64url::disclosure_digest(&base64url::encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counter(u64);

    impl Randomness for Counter {
        fn fill(&mut self, bytes: &mut [u8]) {
            for chunk in bytes.chunks_mut(8) {
                self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                chunk.copy_from_slice(&(mixed ^ (mixed >> 27)).to_le_bytes()[..chunk.len()]);
            }
        }
    }

    #[test]
    fn buckets_always_leave_room_for_a_decoy() {
        for (slices, expected) in [(0, 8), (1, 8), (7, 8), (8, 16), (15, 16), (16, 32), (100, 128)]
        {
            assert_eq!(bucket(slices), expected);
            assert!(is_bucket(expected));
        }
        assert!([0, 1, 4, 7, 9, 24].into_iter().all(|count| !is_bucket(count)));
    }

    #[test]
    fn decoys_stand_anywhere_and_slices_keep_their_order() {
        let mut rng = Counter(1);
        let mut decoys_at = [0; 8];
        for _ in 0..1_000 {
            let mixed = mix(["a", "b", "c", "d"].into_iter(), &mut rng);
            let kept: Vec<_> = mixed.iter().filter(|digest| digest.len() == 1).collect();
            assert_eq!(kept, ["a", "b", "c", "d"]);
            for (count, digest) in decoys_at.iter_mut().zip(&mixed) {
                *count += u32::from(base64url::is_digest(digest));
            }
        }
        assert!(decoys_at.iter().all(|count| (400..600).contains(count)), "{decoys_at:?}");
    }
}
