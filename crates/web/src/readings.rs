//! Counting different readers of a text on a day, without knowing any of them.
//!
//! A reader is a keyed hash of address, browser and text, under a key that lives for a day in this
//! process's memory and is never written. Programs and those who handle the text are not counted.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use domain::ids::DisclosureId;

/// Readers remembered at most in a day; beyond it nobody new is counted, so that a flood of
/// addresses fills no memory.
const READERS: usize = 2_000_000;

/// Readers of one text counted at one address in a day: a household or an office behind one address
/// counts, a browser that calls itself by ever new names does not.
const AT_ONE_ADDRESS: u8 = 5;

/// Parts of the names of browsers that are none.
const PROGRAMS: [&str; 14] = [
    "bot",
    "crawl",
    "spider",
    "curl",
    "wget",
    "python",
    "java/",
    "go-http",
    "headless",
    "monitor",
    "preview",
    "scan",
    "http-client",
    "feed",
];

#[derive(Debug)]
pub(crate) struct Readings {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    day: i64,
    key: RandomState,
    seen: HashSet<u64>,
    /// Readers counted of one text at one address.
    by_address: HashMap<u64, u8>,
    new: HashMap<DisclosureId, u32>,
}

impl State {
    fn new(day: i64) -> Self {
        // Keyed by the standard library from the operating system's random source.
        Self {
            day,
            key: RandomState::new(),
            seen: HashSet::new(),
            by_address: HashMap::new(),
            new: HashMap::new(),
        }
    }
}

impl Default for Readings {
    fn default() -> Self {
        Self { state: Mutex::new(State::new(0)) }
    }
}

impl Readings {
    pub(crate) fn count(&self, text: DisclosureId, day: i64, address: IpAddr, browser: &str) {
        if is_program(browser) {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.day != day {
            let new = std::mem::take(&mut state.new);
            *state = State { new, ..State::new(day) };
        }
        let mut hasher = state.key.build_hasher();
        hasher.write(text.0.as_bytes());
        network(address).hash(&mut hasher);
        let at = hasher.finish();
        hasher.write(browser.as_bytes());
        let reader = hasher.finish();
        if state.seen.len() >= READERS || !state.seen.insert(reader) {
            return;
        }
        let here = state.by_address.entry(at).or_default();
        if *here < AT_ONE_ADDRESS {
            *here += 1;
            *state.new.entry(text).or_default() += 1;
        }
    }

    /// Readers counted since the last time, by text.
    pub(crate) fn take(&self) -> Vec<(DisclosureId, u32)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counted: Vec<_> = std::mem::take(&mut state.new).into_iter().collect();
        counted.sort_unstable_by_key(|(text, _)| *text);
        counted
    }

    pub(crate) fn give_back(&self, counted: &[(DisclosureId, u32)]) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for (text, readers) in counted {
            *state.new.entry(*text).or_default() += readers;
        }
    }
}

/// The address; of IPv6 the first 64 bits, since one household has all below them.
fn network(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => {
            let mut octets = v6.octets();
            if v6.to_ipv4_mapped().is_none() {
                octets[8..].fill(0);
            }
            octets
        }
    }
}

fn is_program(browser: &str) -> bool {
    let browser = browser.to_ascii_lowercase();
    browser.is_empty() || PROGRAMS.iter().any(|part| browser.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_counts_once_a_day_and_a_program_never() {
        let readings = Readings::default();
        let text = DisclosureId::from_slice(&[1; 16]).unwrap();
        let (one, two) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        for _ in 0..3 {
            readings.count(text, 7, one, "Mozilla/5.0");
        }
        readings.count(text, 7, two, "Mozilla/5.0");
        readings.count(text, 7, two, "Googlebot/2.1");
        readings.count(text, 7, two, "");
        assert_eq!(readings.take(), [(text, 2)]);
        assert_eq!(readings.take(), []);
        readings.count(text, 8, one, "Mozilla/5.0");
        assert_eq!(readings.take(), [(text, 1)]);
        for name in 0..50 {
            readings.count(text, 9, one, &format!("Mozilla/{name}"));
        }
        assert_eq!(readings.take(), [(text, u32::from(AT_ONE_ADDRESS))]);
    }
}
