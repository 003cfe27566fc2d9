//! Forms of visitors who are not in yet, and what a browser is given when they come in.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::time::random_bytes;
use identity::{Entry, NewSession, SESSION_DAYS};

use crate::cookie;
use crate::error::WebError;
use crate::form::{Fields, is_own, local_path};
use crate::headers::Scripted;
use crate::view::Page;
use crate::visitor::{Answer, Visitor, html, set_cookie, token};

const FORM_S: i64 = 3600;
/// As long as `identity` keeps what was begun.
const PENDING_S: i64 = 600;

/// A form with a secret of its own in a cookie since there is no session yet.
pub(crate) struct OpenForm {
    pub(crate) csrf: String,
}

impl OpenForm {
    /// The secret that this browser has, or a new one.
    pub(crate) fn new(visitor: &Visitor) -> Self {
        let is_ours = |csrf: &&str| hex::decode_to_slice(csrf, &mut [0; 32]).is_ok();
        let known = cookie::value(&visitor.headers, cookie::FORM).filter(is_ours);
        let fresh = || hex::encode(random_bytes::<32>(visitor.site.flow().random()));
        Self { csrf: known.map_or_else(fresh, str::to_owned) }
    }

    /// The form was sent from a page of this site in this browser.
    pub(crate) fn check(visitor: &Visitor, fields: &Fields) -> Result<(), WebError> {
        let csrf = cookie::value(&visitor.headers, cookie::FORM).unwrap_or("");
        is_own(&visitor.headers, fields.text("csrf"), csrf)
    }

    /// The page around the form.
    pub(crate) fn page(&self, visitor: &Visitor, status: StatusCode, page: &impl Page) -> Answer {
        let mut response = html(status, page.render()?);
        let line = cookie::line(visitor.site.settings(), cookie::FORM, &self.csrf, FORM_S);
        set_cookie(&mut response, &line);
        Ok(response)
    }

    /// The same for a page that may run the site's own script.
    pub(crate) fn scripted(
        &self,
        visitor: &Visitor,
        status: StatusCode,
        page: &impl Page,
    ) -> Answer {
        let mut response = self.page(visitor, status, page)?;
        response.extensions_mut().insert(Scripted);
        Ok(response)
    }
}

/// What was begun in this browser.
pub(crate) fn pending(visitor: &Visitor) -> Option<[u8; 32]> {
    token_of(visitor, cookie::PENDING)
}

pub(crate) fn token_of(visitor: &Visitor, name: &str) -> Option<[u8; 32]> {
    let mut token = [0; 32];
    hex::decode_to_slice(cookie::value(&visitor.headers, name)?, &mut token).ok()?;
    Some(token)
}

pub(crate) fn set_pending(visitor: &Visitor, response: &mut Response, token: &[u8; 32]) {
    let settings = visitor.site.settings();
    set_cookie(response, &cookie::line(settings, cookie::PENDING, &hex::encode(token), PENDING_S));
}

pub(crate) fn take_back(visitor: &Visitor, response: &mut Response, name: &str) {
    set_cookie(response, &cookie::line(visitor.site.settings(), name, "", 0));
}

/// Leads on with a session, or to the code. A session that this browser had ends.
pub(crate) async fn let_in(visitor: &Visitor, entry: Entry, next: &str) -> Answer {
    match entry {
        Entry::Open(session) => open(visitor, &session, next).await,
        Entry::CodeNeeded { token } => {
            let mut response = Redirect::to("/login/code").into_response();
            set_pending(visitor, &mut response, &token);
            Ok(response)
        }
    }
}

pub(crate) async fn open(visitor: &Visitor, session: &NewSession, next: &str) -> Answer {
    let (site, settings) = (&visitor.site, visitor.site.settings());
    if let Some(old) = token(site, &visitor.headers) {
        identity::log_out(site.flow().store(), site.at(), &old).await?;
    }
    let mut response = Redirect::to(local_path(next)).into_response();
    let (key, value) = (cookie::session_name(settings), hex::encode(session.token));
    set_cookie(&mut response, &cookie::line(settings, key, &value, SESSION_DAYS * 86_400));
    for name in [cookie::FORM, cookie::PENDING, cookie::TICKET] {
        if cookie::value(&visitor.headers, name).is_some() {
            take_back(visitor, &mut response, name);
        }
    }
    Ok(response)
}

/// One value of the query, percent-decoded.
pub(crate) fn query(path: &str, name: &str) -> String {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value).next();
    decode(value.unwrap_or(""))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().unwrap_or(b'2'), rest.next().unwrap_or(b'0')];
                let mut decoded = [0];
                if hex::decode_to_slice(digits, &mut decoded).is_ok() {
                    bytes.push(decoded[0]);
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
