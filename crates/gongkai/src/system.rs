//! The machine's clock and its random source: the only ambient ones. Everything below takes them
//! as values.

use domain::time::{Clock, Micros, Random};

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "here the machine's time becomes a value")]
    fn now(&self) -> Micros {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let micros = now.map(|since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
        Micros(micros.unwrap_or(0))
    }
}

/// The operating system's random source.
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("without the system's randomness no secret may be made");
    }
}

/// Letters and digits that are not mistaken for one another when read aloud.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A password of 12 letters, 60 bits, in groups of four.
pub(crate) fn password(random: &dyn Random) -> String {
    let bytes: [u8; 12] = domain::time::random_bytes(random);
    let letters: Vec<char> =
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}
