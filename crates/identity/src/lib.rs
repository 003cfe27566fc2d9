//! Who is calling: passwords, sessions, the limit on guessing. Turns a cookie into a
//! [`domain::access::Reader`] with the posts held today.
//!
//! Must never know what a caller may do: `domain::permission` and `domain::access` decide.
//! Called by `web`.

mod caller;
mod error;
mod limiter;
pub mod password;
mod session;

pub use caller::{Caller, caller};
pub use error::IdentityError;
pub use limiter::Limiter;
pub use session::{Door, NewSession, SESSION_DAYS, log_in, log_out, token_hash};
