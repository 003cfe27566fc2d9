//! Logging in and out, and the choice of language.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use identity::IdentityError;

use crate::account::{OpenForm, let_in, query};
use crate::cookie;
use crate::error::WebError;
use crate::form::{Fields, local_path};
use crate::locale::Lang;
use crate::view::Message;
use crate::view::login::Login;
use crate::visitor::{Answer, Visitor, done, set_cookie, token};

const YEAR_S: i64 = 31_536_000;

pub(crate) async fn show_login(visitor: Visitor) -> Response {
    let next = query(&visitor.path, "next");
    visitor.answer(form(&visitor, &next, "", None, StatusCode::OK)).await
}

/// The form, with a secret of its own in a cookie since there is no session yet.
async fn form(
    visitor: &Visitor,
    next: &str,
    name: &str,
    problem: Option<Message>,
    status: StatusCode,
) -> Answer {
    let form = OpenForm::new(visitor);
    let page = Login {
        frame: visitor.frame().await?,
        csrf: form.csrf.clone(),
        next: local_path(next).to_owned(),
        name: name.to_owned(),
        problem,
        provider: visitor.site.provider().map(|provider| provider.name().to_owned()),
    };
    form.scripted(visitor, status, &page)
}

pub(crate) async fn log_in(visitor: Visitor, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    visitor.answer(enter(&visitor, &Fields::new(pairs))).await
}

async fn enter(visitor: &Visitor, fields: &Fields) -> Answer {
    OpenForm::check(visitor, fields)?;
    let (name, next) = (fields.text("name").trim(), local_path(fields.text("next")));
    let password = fields.text("password").to_owned();
    match identity::log_in(&visitor.door(), name, password, next).await {
        Ok(entry) => let_in(visitor, entry, next).await,
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
