//! A disclosure as a signed, selectively disclosable document: RFC 9901 (SD-JWT) in one strict
//! profile.
//!
//! Issue once, present any subset of slices, verify without asking anyone. Three files to open
//! first: [`Issuer::issue`] makes the signed document, [`present()`] chooses what a reader gets,
//! [`verify()`] decides whether to believe it.
//!
//! Must never know: the clock, the disk, the network, a source of chance (callers hand in
//! [`Randomness`]), or any other crate of the project. No function panics on input from outside.
//!
//! Called by the publication step, by the page builders, and by the offline `verify` command.

mod base64url;
mod claims;
mod disclosure;
mod error;
mod examine;
mod issue;
mod json;
mod padding;
mod present;
mod profile;
mod randomness;
mod slice;
mod token;
mod unpack;
mod verify;

pub use base64url::{digest_text, jwt_digest};
pub use claims::Claims;
pub use error::{Part, SealError};
pub use examine::{Examination, SliceVerdict, examine};
pub use issue::{Issuer, Jwt, key_id};
pub use present::present;
pub use randomness::Randomness;
pub use slice::SealedSlice;
pub use verify::{Limits, PublicSlice, Shown, Verified, verify};
