//! Why somebody is not let in.

use crate::password::Unfit;

/// An error of identity.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Name or password is wrong, or the account is locked; which of them is not said.
    #[error("name or password is wrong")]
    WrongCredentials,
    /// Too many wrong guesses; try again after the seconds.
    #[error("too many attempts, wait {seconds} s")]
    TooManyAttempts { seconds: i64 },
    /// The one-time or recovery code is wrong, used, or the account is locked.
    #[error("the code is wrong")]
    WrongCode,
    /// What was begun is over, or was never begun in this browser: begin again.
    #[error("nothing was begun here, or it is over")]
    BeginAgain,
    /// A one-time link that is unknown, used or out of date; which of them is not said.
    #[error("the link cannot be used")]
    DeadLink,
    /// The password cannot be taken.
    #[error("the password cannot be taken: {}", .0.word())]
    UnfitPassword(Unfit),
    /// The passkey's answer is refused; the text is for the operator only.
    #[error("passkey: {0}")]
    Passkey(&'static str),
    /// The provider of logins did not answer as it must; the text is for the operator only.
    #[error("provider of logins: {0}")]
    Provider(String),
    /// Nobody here is linked to who came from the provider.
    #[error("the account at the provider is linked to nobody")]
    NotLinked,
    /// The passkey or the account at the provider is somebody's already.
    #[error("it is linked already")]
    Taken,
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
