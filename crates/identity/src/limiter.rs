//! The limit on guessing passwords: per account and per address, in the memory of this process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::time::Micros;

const WINDOW_US: i64 = 15 * 60 * 1_000_000;
/// Wrong guesses in a window before an account or an address has to wait.
const PER_ACCOUNT: u32 = 8;
const PER_ADDRESS: u32 = 40;
/// What an address may begin in a window: challenges to passkeys, visits to the provider.
const BEGUN_PER_ADDRESS: u32 = 120;
/// Keys kept at most; the oldest windows go first, so that a flood of names fills no memory.
const KEYS: usize = 50_000;

#[derive(Clone, Copy, Debug)]
struct Window {
    start: Micros,
    failures: u32,
}

/// Counts wrong guesses.
#[derive(Debug, Default)]
pub struct Limiter {
    windows: Mutex<HashMap<String, Window>>,
}

impl Limiter {
    /// Seconds to wait before `account` may be tried from `address`; 0: now.
    pub fn wait_seconds(&self, account: &str, address: &str, now: Micros) -> i64 {
        let windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        keys(account, address)
            .into_iter()
            .filter_map(|(key, most)| windows.get(&key).map(|window| (*window, most)))
            .filter(|(window, most)| window.failures >= *most)
            .map(|(window, _)| (window.start.0 + WINDOW_US - now.0 + 999_999) / 1_000_000)
            .max()
            .unwrap_or(0)
            .max(0)
    }

    /// Counts a guess before it is looked at, so that many at once count as many; the right one
    /// is taken back by [`Limiter::succeeded`].
    pub fn guessed(&self, account: &str, address: &str, now: Micros) {
        for (key, _) in keys(account, address) {
            self.count(&key, now);
        }
    }

    fn count(&self, key: &str, now: Micros) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= KEYS {
            windows.retain(|_, window| window.start.0 + WINDOW_US > now.0);
        }
        if windows.len() >= KEYS {
            windows.clear();
        }
        let window = windows.entry(key.to_owned()).or_insert(Window { start: now, failures: 0 });
        if window.start.0 + WINDOW_US <= now.0 {
            *window = Window { start: now, failures: 0 };
        }
        window.failures += 1;
    }

    /// Counts something begun by an address that nobody knows yet; the seconds to wait when it
    /// began too much, else 0.
    pub fn begins(&self, address: &str, now: Micros) -> i64 {
        let key = format!("b {address}");
        self.count(&key, now);
        let windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.get(&key).filter(|window| window.failures > BEGUN_PER_ADDRESS);
        window.map_or(0, |window| (window.start.0 + WINDOW_US - now.0 + 999_999) / 1_000_000)
    }

    /// The right password clears the account's count, and of the address's only its own.
    pub fn succeeded(&self, account: &str, address: &str) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        windows.remove(&format!("a {account}"));
        if let Some(window) = windows.get_mut(&format!("i {address}")) {
            window.failures = window.failures.saturating_sub(1);
        }
    }
}

fn keys(account: &str, address: &str) -> [(String, u32); 2] {
    [(format!("a {account}"), PER_ACCOUNT), (format!("i {address}"), PER_ADDRESS)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_waits_after_eight_wrong_guesses_and_not_longer_than_the_window() {
        let limiter = Limiter::default();
        for guess in 0..8 {
            assert_eq!(limiter.wait_seconds("ann", "::1", Micros(guess)), 0);
            limiter.guessed("ann", "::1", Micros(guess));
        }
        assert_eq!(limiter.wait_seconds("ann", "::2", Micros(8)), 900);
        assert_eq!(limiter.wait_seconds("bob", "::1", Micros(8)), 0);
        assert_eq!(limiter.wait_seconds("ann", "::1", Micros(WINDOW_US)), 0);
        limiter.succeeded("ann", "::1");
        assert_eq!(limiter.wait_seconds("ann", "::1", Micros(9)), 0);
    }

    #[test]
    fn an_address_waits_after_forty_guesses_over_many_accounts() {
        let limiter = Limiter::default();
        for guess in 0..40 {
            limiter.guessed(&guess.to_string(), "::1", Micros(0));
        }
        assert!(limiter.wait_seconds("new", "::1", Micros(1)) > 0);
        assert_eq!(limiter.wait_seconds("new", "::2", Micros(1)), 0);
    }
}
