//! Forms and addresses, read strictly.

use std::collections::HashMap;

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use subtle::ConstantTimeEq;

use crate::error::WebError;

/// Fields of a form by name; the first of a name counts.
#[derive(Debug, Default)]
pub(crate) struct Fields(HashMap<String, String>);

impl Fields {
    /// What makes a text read as another one has no place in what is typed; a line ends with a line
    /// feed alone.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Self {
        let mut fields = HashMap::with_capacity(pairs.len());
        for (name, mut value) in pairs {
            // What would be taken out of a password would be missing from it.
            if !name.ends_with("password") {
                value.retain(|c| !intake::is_deceptive(c));
            }
            fields.entry(name).or_insert(value);
        }
        Self(fields)
    }

    /// The value; empty when the field was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub(crate) fn maybe(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// Everything as it was typed, for a page that shows it again.
    pub(crate) fn typed(&self) -> HashMap<String, String> {
        self.0.clone()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// The form comes from a page that this site made for this session, and from this site at all.
pub(crate) fn is_own(
    headers: &HeaderMap,
    fields_csrf: &str,
    session_csrf: &str,
) -> Result<(), WebError> {
    let same = fields_csrf.as_bytes().ct_eq(session_csrf.as_bytes());
    if session_csrf.is_empty() || !bool::from(same) || !is_same_origin(headers) {
        return Err(WebError::Forged);
    }
    Ok(())
}

/// Browsers say from which site a form was sent. Old ones say nothing: then the form's secret
/// alone decides.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |value: &axum::http::HeaderValue| value.to_str().ok().map(str::to_owned);
    if let Some(site) = headers.get("sec-fetch-site").and_then(text) {
        return site == "same-origin" || site == "none";
    }
    match (headers.get(ORIGIN).and_then(text), headers.get(HOST).and_then(text)) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// Parses an identifier of an address; anything else is not found.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, WebError> {
    text.parse().map_err(|_| WebError::Flow(flow::FlowError::NotFound))
}

/// Only a path of this site may be led to.
pub(crate) fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control);
    if local { next } else { "/" }
}

/// Percent-encodes everything but letters, digits and `-._~/`.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            other => encoded += &format!("%{other:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_led_to() {
        for path in ["/", "/d/A1", "/desk?x=//y"] {
            assert_eq!(local_path(path), path);
        }
        for path in ["//evil.example", "https://evil.example", "/\\evil", "", "javascript:x"] {
            assert_eq!(local_path(path), "/", "{path}");
        }
    }

    #[test]
    fn what_is_typed_has_no_direction_overrides() {
        let typed = "一\u{202E}二\u{2066}三\r\n四\0".to_owned();
        let fields = Fields::new(vec![("title".to_owned(), typed)]);
        assert_eq!(fields.text("title"), "一二三\n四");
    }

    #[test]
    fn a_form_from_elsewhere_is_forged() {
        let mut headers = HeaderMap::new();
        assert!(is_own(&headers, "aa", "aa").is_ok());
        assert!(is_own(&headers, "ab", "aa").is_err());
        assert!(is_own(&headers, "", "").is_err());
        headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert!(is_own(&headers, "aa", "aa").is_err());
        headers.clear();
        headers.insert(HOST, "gongkai.example".parse().unwrap());
        headers.insert(ORIGIN, "https://evil.example".parse().unwrap());
        assert!(is_own(&headers, "aa", "aa").is_err());
    }
}
