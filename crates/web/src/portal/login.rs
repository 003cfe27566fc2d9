//! Logging in and out, and the choice of language.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::time::random_bytes;
use identity::{IdentityError, SESSION_DAYS};

use crate::cookie;
use crate::error::WebError;
use crate::form::{Fields, is_own, local_path};
use crate::locale::Lang;
use crate::view::login::Login;
use crate::view::{Message, Page};
use crate::visitor::{Answer, Visitor, done, html, set_cookie, token};

const YEAR_S: i64 = 31_536_000;

pub(crate) async fn show_login(visitor: Visitor) -> Response {
    let next = query(&visitor.path, "next");
    visitor.answer(form(&visitor, &next, "", None, StatusCode::OK)).await
}

/// One value of the query, percent-decoded.
fn query(path: &str, name: &str) -> String {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value).next();
    decode(value.unwrap_or(""))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next().unwrap_or(b'2'), rest.next().unwrap_or(b'0')];
        let mut decoded = [0];
        if hex::decode_to_slice(digits, &mut decoded).is_ok() {
            bytes.push(decoded[0]);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The form, with a secret of its own in a cookie since there is no session yet.
async fn form(
    visitor: &Visitor,
    next: &str,
    name: &str,
    problem: Option<Message>,
    status: StatusCode,
) -> Answer {
    let is_ours = |csrf: &&str| hex::decode_to_slice(csrf, &mut [0; 32]).is_ok();
    let known = cookie::value(&visitor.headers, cookie::FORM).filter(is_ours);
    let csrf = known.map_or_else(
        || hex::encode(random_bytes::<32>(visitor.site.flow().random())),
        str::to_owned,
    );
    let page = Login {
        frame: visitor.frame().await?,
        csrf: csrf.clone(),
        next: local_path(next).to_owned(),
        name: name.to_owned(),
        problem,
    };
    let mut response = html(status, page.render()?);
    let line = cookie::line(visitor.site.settings(), cookie::FORM, &csrf, 3600);
    set_cookie(&mut response, &line);
    Ok(response)
}

pub(crate) async fn log_in(visitor: Visitor, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    visitor.answer(enter(&visitor, &Fields::new(pairs))).await
}

async fn enter(visitor: &Visitor, fields: &Fields) -> Answer {
    let csrf = cookie::value(&visitor.headers, cookie::FORM).unwrap_or("");
    is_own(&visitor.headers, fields.text("csrf"), csrf)?;
    let (name, next) = (fields.text("name").trim(), local_path(fields.text("next")));
    let address = visitor.address.to_string();
    let password = fields.text("password").to_owned();
    match identity::log_in(&visitor.site.door(), name, password, &address).await {
        Ok(session) => {
            let settings = visitor.site.settings();
            let mut response = Redirect::to(next).into_response();
            let (key, value) = (cookie::session_name(settings), hex::encode(session.token));
            let line = cookie::line(settings, key, &value, SESSION_DAYS * 86_400);
            set_cookie(&mut response, &line);
            set_cookie(&mut response, &cookie::line(settings, cookie::FORM, "", 0));
            Ok(response)
        }
        Err(error @ (IdentityError::WrongCredentials | IdentityError::TooManyAttempts { .. })) => {
            let (status, message) = WebError::from(error).told();
            form(visitor, next, name, Some(message), status).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn log_out(
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(leave(&visitor, &Fields::new(pairs))).await
}

async fn leave(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let site = &visitor.site;
    if let Some(token) = token(site, &visitor.headers) {
        identity::log_out(site.flow().store(), site.at(), &token).await?;
    }
    let mut response = done("/", "logged_out");
    let name = cookie::session_name(site.settings());
    set_cookie(&mut response, &cookie::line(site.settings(), name, "", 0));
    Ok(response)
}

/// A choice of language changes nothing but what this browser is shown.
pub(crate) async fn choose_language(visitor: Visitor) -> Response {
    let lang = Lang::from_tag(&query(&visitor.path, "lang")).unwrap_or_default();
    let next = query(&visitor.path, "next");
    let mut response = Redirect::to(local_path(&next)).into_response();
    let settings = visitor.site.settings();
    set_cookie(&mut response, &cookie::line(settings, cookie::LANG, lang.tag(), YEAR_S));
    response
}
