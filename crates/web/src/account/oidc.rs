//! Coming in by the configured provider of logins, and linking the own account there.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use flow::FlowError;
use identity::{IdentityError, oidc};

use super::open::{let_in, pending, query, set_pending, take_back};
use super::own::{confirm, or_problem};
use crate::cookie;
use crate::error::WebError;
use crate::form::{Fields, local_path};
use crate::view::account::Leaving;
use crate::visitor::{Answer, Visitor, done};

/// Where the provider is not configured, its addresses are not there.
fn provider(visitor: &Visitor) -> Result<&oidc::Provider, WebError> {
    visitor.site.provider().ok_or(WebError::Flow(FlowError::NotFound))
}

pub(crate) async fn begin_login(visitor: Visitor) -> Response {
    visitor.answer(begin(&visitor)).await
}

async fn begin(visitor: &Visitor) -> Answer {
    let next = query(&visitor.path, "next");
    let visit = oidc::begin(&visitor.door(), provider(visitor)?, None, local_path(&next)).await;
    match visit {
        Ok(visit) => {
            let mut response = Redirect::to(&visit.url).into_response();
            set_pending(visitor, &mut response, &visit.token);
            Ok(response)
        }
        Err(error) => refused(visitor, error, "/login"),
    }
}

/// Leads back with a word; why, is for the operator.
fn refused(visitor: &Visitor, error: IdentityError, path: &str) -> Answer {
    let word = match &error {
        IdentityError::BeginAgain => "begin_again",
        IdentityError::NotLinked => "not_linked",
        IdentityError::Provider(_) => "provider_failed",
        IdentityError::Taken => "taken",
        _ => return Err(error.into()),
    };
    WebError::from(error).log("", path);
    let mut response = done(path, word);
    take_back(visitor, &mut response, cookie::PENDING);
    Ok(response)
}

pub(crate) async fn come_back(visitor: Visitor) -> Response {
    visitor.answer(back(&visitor)).await
}

/// One address for both: what was begun in this browser says which.
async fn back(visitor: &Visitor) -> Answer {
    let at = provider(visitor)?;
    let (code, state) = (query(&visitor.path, "code"), query(&visitor.path, "state"));
    let (door, token) = (visitor.door(), pending(visitor).unwrap_or_default());
    if let Some(caller) = &visitor.caller {
        return match oidc::link(&door, at, (&token, caller.person), (&code, &state)).await {
            Ok(()) => {
                let mut response = done("/account", "linked");
                take_back(visitor, &mut response, cookie::PENDING);
                Ok(response)
            }
            Err(error) => refused(visitor, error, "/account"),
        };
    }
    match oidc::log_in(&door, at, &token, (&code, &state)).await {
        Ok((entry, next)) => let_in(visitor, entry, &next).await,
        Err(error) => refused(visitor, error, "/login"),
    }
}

pub(crate) async fn begin_link(
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, link(&visitor, &fields).await).await }).await
}

/// A form may not be led to another site, so a page says where the way goes on.
async fn link(visitor: &Visitor, fields: &Fields) -> Answer {
    confirm(visitor, fields).await?;
    let (at, person) = (provider(visitor)?, visitor.caller()?.person);
    let visit = oidc::begin(&visitor.door(), at, Some(person), "/account").await?;
    let (frame, name) = (visitor.frame_at("/account").await?, at.name().to_owned());
    let mut response =
        visitor.page_with(StatusCode::OK, &Leaving { frame, name, url: visit.url })?;
    set_pending(visitor, &mut response, &visit.token);
    Ok(response)
}

pub(crate) async fn unlink(visitor: Visitor, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    visitor.answer(part(&visitor, &Fields::new(pairs))).await
}

async fn part(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    oidc::unlink(&visitor.door(), provider(visitor)?, visitor.caller()?.person).await?;
    Ok(done("/account", "unlinked"))
}
