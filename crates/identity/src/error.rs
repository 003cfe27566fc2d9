//! Why somebody is not let in.

/// An error of identity.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Name or password is wrong; which of the two is not said.
    #[error("name or password is wrong")]
    WrongCredentials,
    /// Too many wrong guesses; try again after the seconds.
    #[error("too many attempts, wait {seconds} s")]
    TooManyAttempts { seconds: i64 },
    /// The password cannot be taken.
    #[error("a password has 8 to 200 characters")]
    UnfitPassword,
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// Hashing failed inside the library.
    #[error("password hashing: {0}")]
    Hashing(String),
}

impl store::Retryable for IdentityError {
    fn asks_to_retry(&self) -> bool {
        matches!(self, Self::Store(error) if error.asks_to_retry())
    }
}
