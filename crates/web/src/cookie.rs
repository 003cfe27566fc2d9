//! Cookies: read from the request, written with every protection.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use crate::site::Settings;

/// Name of the session's cookie. `__Host-` binds it to this host, this scheme and the whole site.
pub(crate) fn session_name(settings: &Settings) -> &'static str {
    if settings.secure_cookies { "__Host-session" } else { "session" }
}

/// What a form carries before anybody has logged in.
pub(crate) const FORM: &str = "form";
/// What was begun and waits for its second half; never a session.
pub(crate) const PENDING: &str = "pending";
/// A one-time link that was opened.
pub(crate) const TICKET: &str = "ticket";
pub(crate) const LANG: &str = "lang";

/// The value of a cookie; the first when it was sent twice.
pub(crate) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(found, _)| found.trim() == name).map(|(_, value)| value.trim())
}

/// A `Set-Cookie` line. `seconds` 0 takes the cookie back.
pub(crate) fn line(settings: &Settings, name: &str, value: &str, seconds: i64) -> String {
    let secure = if settings.secure_cookies { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}
