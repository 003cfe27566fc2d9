//! One-time links: an invitation, or another password. The token goes from the address into a cookie at
//! once, so that no page, log or Referer holds it.

use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use identity::IdentityError;

use super::open::{OpenForm, let_in, token_of};
use crate::cookie;
use crate::error::WebError;
use crate::form::Fields;
use crate::view::Message;
use crate::view::account::{DeadLink, LinkOpened};
use crate::visitor::{Answer, Visitor, set_cookie};

const TICKET_S: i64 = 3600;

pub(crate) async fn open_link(visitor: Visitor, Path(token): Path<String>) -> Response {
    let mut response = Redirect::to("/link").into_response();
    let form_of_token = hex::decode_to_slice(&token, &mut [0; 32]).is_ok();
    let kept = if form_of_token { token.as_str() } else { "" };
    let seconds = if form_of_token { TICKET_S } else { 0 };
    let line = cookie::line(visitor.site.settings(), cookie::TICKET, kept, seconds);
    set_cookie(&mut response, &line);
    response
}

pub(crate) async fn show_link(visitor: Visitor) -> Response {
    visitor.answer(show(&visitor, StatusCode::OK, None)).await
}

async fn show(visitor: &Visitor, status: StatusCode, problem: Option<Message>) -> Answer {
    let token = token_of(visitor, cookie::TICKET).unwrap_or_default();
    match identity::ticket::look(&visitor.door(), &token).await {
        Ok((person, purpose)) => {
            let form = OpenForm::new(visitor);
            let page = LinkOpened {
                frame: visitor.frame().await?,
                csrf: form.csrf.clone(),
                problem,
                purpose: purpose.word(),
                display_name: person.display_name,
                login_name: person.login_name,
            };
            form.page(visitor, status, &page)
        }
        Err(IdentityError::DeadLink) => dead(visitor).await,
        Err(error) => Err(error.into()),
    }
}

/// The same for every link that cannot be used.
async fn dead(visitor: &Visitor) -> Answer {
    let page = DeadLink { frame: visitor.frame().await? };
    visitor.page_with(StatusCode::NOT_FOUND, &page)
}

pub(crate) async fn take_link(
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(take(&visitor, &Fields::new(pairs))).await
}

async fn take(visitor: &Visitor, fields: &Fields) -> Answer {
    OpenForm::check(visitor, fields)?;
    let password = fields.text("password").to_owned();
    if password != fields.text("again_password") {
        let message = Message::new("error.password_again");
        return show(visitor, StatusCode::UNPROCESSABLE_ENTITY, Some(message)).await;
    }
    let token = token_of(visitor, cookie::TICKET).unwrap_or_default();
    match identity::ticket::take(&visitor.door(), &token, password).await {
        Ok(entry) => let_in(visitor, entry, "/account?done=password_changed").await,
        Err(IdentityError::DeadLink) => dead(visitor).await,
        Err(error @ IdentityError::UnfitPassword(_)) => {
            let (status, message) = WebError::from(error).told();
            show(visitor, status, Some(message)).await
        }
        Err(error) => Err(error.into()),
    }
}
