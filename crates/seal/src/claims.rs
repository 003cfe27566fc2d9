//! What everyone sees of a sealed document, however little is disclosed.
//!
//! Must never know a slice's text. Written by [`crate::issue`], read back by [`crate::verify`].

use serde_json::Value;

/// The always visible facts. Times are unix seconds; they are claims of the issuer, not proof of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// `iss`: the authority's URL or code (RFC 7519 section 4.1.1). Not empty.
    pub issuer: String,
    /// `iat`: unix seconds (RFC 7519 section 4.1.6).
    pub issued_at: u64,
    /// `doc`: identifier of the disclosure. Not empty.
    pub doc: String,
    /// `rev`: revision of the disclosure.
    pub revision: u32,
    /// `supersedes`: [`crate::Jwt::digest_text`] of the edition this one replaces.
    pub supersedes: Option<String>,
    /// `log`: origin of the log that holds the entry. Not empty.
    pub log_origin: String,
    /// `withheld`: coarse legal grounds for what is not public. Not one per slice: that would count them.
    pub withheld: Vec<String>,
    /// `notice`: any other always visible fact, such as the organisation or whether the text is whole.
    pub notice: Option<Value>,
}
