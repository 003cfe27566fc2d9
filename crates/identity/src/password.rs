//! Passwords by Argon2id (RFC 9106) with the parameters that OWASP names: 19 MiB, 2 passes.

use argon2::password_hash::PasswordVerifier;
use argon2::{Argon2, PasswordHash, PasswordHasher};

use crate::IdentityError;

/// Characters of a password.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=200;

/// What everybody would try first, one a line, in small letters.
const COMMON: &str = include_str!("common.txt");

/// Passwords hashed at the same time: each takes 19 MiB, and more would let strangers fill the
/// memory.
static HASHING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// Why a password cannot be taken. Each has a message key `error.password_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Shorter than 10 or longer than 200 characters.
    Length,
    /// It is the login name, or little more.
    Name,
    /// It is one of those that everybody tries first.
    Common,
}

impl Unfit {
    pub const ALL: [Self; 3] = [Self::Length, Self::Name, Self::Common];

    pub fn word(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Name => "name",
            Self::Common => "common",
        }
    }
}

/// Whether `password` can be chosen by the person with `login_name`.
///
/// # Errors
/// The first rule that stands against it.
pub fn check(password: &str, login_name: &str) -> Result<(), Unfit> {
    let small = password.to_lowercase();
    if !LENGTH.contains(&password.chars().count()) {
        return Err(Unfit::Length);
    }
    let name = login_name.to_lowercase();
    let rest = small.replace(&name, "");
    if !name.is_empty() && rest.chars().count() <= 3 {
        return Err(Unfit::Name);
    }
    let mut letters: Vec<char> = small.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() <= 3 || COMMON.lines().any(|common| common == small) {
        return Err(Unfit::Common);
    }
    Ok(())
}

/// The PHC string of a password with a salt of the operating system's.
///
/// # Errors
/// [`IdentityError::UnfitPassword`] outside 10 to 200 characters.
pub fn hash(password: &str) -> Result<String, IdentityError> {
    if !LENGTH.contains(&password.chars().count()) {
        return Err(IdentityError::UnfitPassword(Unfit::Length));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| IdentityError::Hashing(error.to_string()))
}

/// Whether the password is the one of `hash`. A person that does not exist is checked against
/// [`NOBODY`], so that the time tells nothing.
pub fn is_right(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// [`is_right`] on a thread for such work, two at once; an empty hash is nobody's.
pub(crate) async fn compare(given: String, hash: String) -> bool {
    let hash = if hash.is_empty() { NOBODY.to_owned() } else { hash };
    let permit = HASHING.acquire().await;
    let right = tokio::task::spawn_blocking(move || is_right(&given, &hash)).await;
    drop(permit);
    matches!(right, Ok(true))
}

/// [`hash`] on a thread for such work, after [`check`].
pub(crate) async fn choose(password: String, login_name: &str) -> Result<String, IdentityError> {
    check(&password, login_name).map_err(IdentityError::UnfitPassword)?;
    let permit = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || hash(&password)).await;
    drop(permit);
    hashed.map_err(|error| IdentityError::Hashing(error.to_string()))?
}

/// A hash that no password has: same cost, never right.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keS0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let hash = hash("一个足够足够长的密码").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(is_right("一个足够足够长的密码", &hash));
        assert!(!is_right("一个足够足够长的密碼", &hash));
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!is_right("", NOBODY));
        assert!(super::hash("too-short").is_err());
    }

    #[test]
    fn what_everybody_would_try_is_not_taken() {
        for (password, unfit) in [
            ("short-one", Unfit::Length),
            ("li.jianguo", Unfit::Name),
            ("Li.Jianguo88", Unfit::Name),
            ("Password123", Unfit::Common),
            ("1212121212121212", Unfit::Common),
            ("woaini1314520", Unfit::Common),
        ] {
            assert_eq!(check(password, "li.jianguo"), Err(unfit), "{password}");
        }
        assert_eq!(check(&"x".repeat(201), "a"), Err(Unfit::Length));
        assert_eq!(check("柳溪镇的三棵老槐树", "li.jianguo"), Err(Unfit::Length));
        assert_eq!(check("柳溪镇的那三棵老槐树", "li.jianguo"), Ok(()));
    }

    #[test]
    fn the_list_of_common_passwords_is_sorted_out() {
        let lines: Vec<_> = COMMON.lines().collect();
        assert!(lines.len() > 100);
        assert!(lines.iter().all(|line| !line.is_empty() && line.to_lowercase() == *line));
    }
}
