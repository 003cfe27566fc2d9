//! One-time codes: setting them up, and the second half of a login.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use identity::IdentityError;

use super::open::{OpenForm, open, pending, take_back};
use super::own::{confirm as confirm_own, or_problem};
use super::qr::qr;
use crate::cookie;
use crate::error::WebError;
use crate::form::{Fields, encode};
use crate::view::Message;
use crate::view::account::{CodeAsked, CodeSetUp, RecoveryCodes};
use crate::visitor::{Answer, Visitor, done};

type Pairs = Form<Vec<(String, String)>>;

pub(crate) async fn begin_code(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, begin(&visitor, &fields).await).await }).await
}

async fn begin(visitor: &Visitor, fields: &Fields) -> Answer {
    confirm_own(visitor, fields).await?;
    identity::code::begin(&visitor.door(), visitor.caller()?.person).await?;
    Ok(Redirect::to("/account/code").into_response())
}

pub(crate) async fn show_code(visitor: Visitor) -> Response {
    visitor.answer(set_up(&visitor, StatusCode::OK, None)).await
}

/// The secret, while it is not confirmed; never after.
async fn set_up(visitor: &Visitor, status: StatusCode, problem: Option<Message>) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let found = store::authenticators::find(site.db(), site.at(), caller.person).await?;
    let Some(found) = found.filter(|found| found.confirmed.is_none()) else {
        return Ok(Redirect::to("/account").into_response());
    };
    let person = store::persons::by_id(site.db(), site.at(), caller.person).await?;
    let login_name = person.map(|person| person.login_name).unwrap_or_default();
    let secret = identity::code::secret_text(&found.secret);
    let (issuer, name) = (site.settings().site_name.replace(':', " "), login_name);
    let (issuer, name) = (encode(&issuer), encode(&name));
    let uri = format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}");
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    let page = CodeSetUp {
        frame: visitor.frame().await?,
        problem,
        qr: qr(&uri),
        secret: groups.join(" "),
        uri,
    };
    visitor.page_with(status, &page)
}

pub(crate) async fn confirm_code(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(confirm(&visitor, &Fields::new(pairs))).await
}

async fn confirm(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let (door, person) = (visitor.door(), visitor.caller()?.person);
    match identity::code::confirm(&door, person, fields.text("code")).await {
        Ok(codes) => recovery(visitor, codes).await,
        Err(error @ IdentityError::WrongCode) => {
            let (status, message) = WebError::from(error).told();
            set_up(visitor, status, Some(message)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The one time that the recovery codes are shown.
async fn recovery(visitor: &Visitor, codes: Vec<String>) -> Answer {
    visitor.page(&RecoveryCodes { frame: visitor.frame().await?, codes })
}

pub(crate) async fn renew_codes(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, renew(&visitor, &fields).await).await }).await
}

async fn renew(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let (person, password) = (visitor.caller()?.person, fields.text("password").to_owned());
    let codes = identity::code::renew(&visitor.door(), person, password).await?;
    recovery(visitor, codes).await
}

pub(crate) async fn remove_code(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, remove(&visitor, &fields).await).await }).await
}

async fn remove(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let (person, password) = (visitor.caller()?.person, fields.text("password").to_owned());
    identity::code::remove(&visitor.door(), person, password).await?;
    Ok(done("/account", "code_off"))
}

pub(crate) async fn ask_code(visitor: Visitor) -> Response {
    visitor.answer(ask(&visitor, StatusCode::OK, None)).await
}

/// Asks everybody alike: whether something was begun here is told only after the form was sent.
async fn ask(visitor: &Visitor, status: StatusCode, problem: Option<Message>) -> Answer {
    let form = OpenForm::new(visitor);
    let (frame, csrf) = (visitor.frame().await?, form.csrf.clone());
    form.page(visitor, status, &CodeAsked { frame, csrf, problem })
}

pub(crate) async fn enter_code(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(enter(&visitor, &Fields::new(pairs))).await
}

async fn enter(visitor: &Visitor, fields: &Fields) -> Answer {
    OpenForm::check(visitor, fields)?;
    let token = pending(visitor).unwrap_or_default();
    match identity::code::enter(&visitor.door(), &token, fields.text("code")).await {
        Ok((session, next)) => open(visitor, &session, &next).await,
        Err(error @ (IdentityError::WrongCode | IdentityError::TooManyAttempts { .. })) => {
            let (status, message) = WebError::from(error).told();
            ask(visitor, status, Some(message)).await
        }
        Err(IdentityError::BeginAgain) => {
            let mut response = done("/login", "begin_again");
            take_back(visitor, &mut response, cookie::PENDING);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}
