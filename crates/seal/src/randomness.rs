//! Where salts and decoys get their bytes from.
//!
//! Must never know a generator: the binary hands in the operating system's, tests hand in a
//! counter. Used by [`crate::SealedSlice::conceal`] and [`crate::Issuer::issue`].

/// A source of unpredictable bytes. In production only the operating system's: a salt that can be
/// guessed or is derived from a shared key lets anyone test guesses of a withheld text (RFC 9901,
/// "Entropy of the Salt").
pub trait Randomness {
    /// Fills all of `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// An even choice from `0..bound`; 0 when `bound` is 0 or 1. The bias of the multiplication is
/// below 2^-32.
pub(crate) fn below(bound: usize, rng: &mut dyn Randomness) -> usize {
    let mut bytes = [0; 8];
    rng.fill(&mut bytes);
    let product = u128::from(u64::from_le_bytes(bytes)) * bound as u128;
    (product >> 64) as usize
}
