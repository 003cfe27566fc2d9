//! Who is calling: passwords, one-time codes, passkeys, a provider of logins, sessions, and the
//! limits on guessing. Turns a cookie into a [`domain::access::Reader`] with the posts held today.
//!
//! Must never know what a caller may do: `domain::permission` and `domain::access` decide.
//! Called by `web`.

mod caller;
pub mod code;
mod door;
mod enter;
mod error;
mod limiter;
mod lock;
pub mod oidc;
mod own;
pub mod passkey;
pub mod password;
mod session;
pub mod ticket;

pub use caller::{Caller, caller};
pub use door::Door;
pub use enter::{Entry, NewSession, log_in};
pub use error::IdentityError;
pub use limiter::Limiter;
pub use lock::{LOCK_MINUTES, WRONG_GUESSES};
pub use own::{change_password, confirm, end_other_sessions, end_session, see_factors_removed};
pub use password::Unfit;
pub use session::{SESSION_DAYS, log_out, token_hash};
