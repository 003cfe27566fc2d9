//! Passwords by Argon2id (RFC 9106) with the parameters that OWASP names: 19 MiB, 2 passes.

use argon2::password_hash::PasswordVerifier;
use argon2::{Argon2, PasswordHash, PasswordHasher};

use crate::IdentityError;

/// The PHC string of a password with a salt of the operating system's.
///
/// # Errors
/// [`IdentityError::UnfitPassword`] outside 8 to 200 characters.
pub fn hash(password: &str) -> Result<String, IdentityError> {
    if !(8..=200).contains(&password.chars().count()) {
        return Err(IdentityError::UnfitPassword);
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

/// A hash that no password has: same cost, never right.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keS0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let hash = hash("一个足够长的密码").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(is_right("一个足够长的密码", &hash));
        assert!(!is_right("一个足够长的密碼", &hash));
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!is_right("", NOBODY));
        assert!(super::hash("short").is_err());
    }
}
