//! Whom a reader calls: what a body and those above it have published of themselves.

use domain::contact::Contacts;
use domain::finding::Telephone;

use super::frame::Link;

/// A body that can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reachable {
    pub body: Link,
    /// Of one above, the supervision numbers alone are shown.
    pub is_own: bool,
    pub contacts: Contacts,
}

/// The address that dials a published number.
pub fn dial(number: &str) -> String {
    let first = Telephone::all_in(number).first().map(Telephone::dialled);
    format!("tel:{}", first.unwrap_or_default())
}
