//! The own account: password, code, passkeys, provider, sessions.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::IdentityError;

use crate::error::WebError;
use crate::form::Fields;
use crate::headers::Scripted;
use crate::view::account::{Account, PasskeyRow, SessionRow};
use crate::view::{Message, Page};
use crate::visitor::{Answer, Visitor, done, html};

type Pairs = Form<Vec<(String, String)>>;

pub(crate) async fn see_factors_removed(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor
        .answer(async {
            visitor.check(&Fields::new(pairs))?;
            let person = visitor.caller()?.person;
            identity::see_factors_removed(&visitor.door(), person).await?;
            Ok(done("/account", "seen"))
        })
        .await
}

pub(crate) async fn show_account(visitor: Visitor) -> Response {
    visitor.answer(account(&visitor, StatusCode::OK, None)).await
}

/// The page; `problem` is what stood against a form on it.
pub(super) async fn account(
    visitor: &Visitor,
    status: StatusCode,
    problem: Option<Message>,
) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let (at, now) = (site.at(), site.flow().now());
    let person = store::persons::by_id(site.db(), at, caller.person).await?;
    let code = store::authenticators::find(site.db(), at, caller.person).await?;
    let has_code = code.is_some_and(|code| code.confirmed.is_some());
    let sessions = store::sessions::of_person(site.db(), at, caller.person, now).await?;
    let passkeys = store::passkeys::of_person(site.db(), at, caller.person).await?;
    let linked = match site.provider() {
        Some(provider) => {
            store::subjects::of_person(site.db(), at, provider.issuer(), caller.person).await?
        }
        None => None,
    };
    let page = Account {
        frame: visitor.frame().await?,
        problem,
        has_password: person.as_ref().is_some_and(|person| !person.password_hash.is_empty()),
        login_name: person.map(|person| person.login_name).unwrap_or_default(),
        has_code,
        codes_left: store::authenticators::codes_left(site.db(), at, caller.person).await?,
        passkeys: passkeys
            .into_iter()
            .map(|key| PasskeyRow {
                id: URL_SAFE_NO_PAD.encode(&key.credential),
                name: key.name,
                created: key.created,
                used: key.used,
            })
            .collect(),
        provider: site.provider().map(|provider| provider.name().to_owned()),
        linked: linked.is_some(),
        sessions: sessions
            .into_iter()
            .map(|session| SessionRow {
                id: hex::encode(session.token_hash),
                device: session.device,
                created: session.created,
                seen: session.seen.unwrap_or(session.created),
                is_this: session.token_hash == caller.session,
            })
            .collect(),
    };
    let mut response = html(status, page.render()?);
    response.extensions_mut().insert(Scripted);
    Ok(response)
}

/// Shows the page again with what stood against it, where the person can mend it.
pub(super) async fn or_problem(visitor: &Visitor, done: Result<Response, WebError>) -> Answer {
    match done {
        Err(WebError::Identity(
            error @ (IdentityError::WrongCredentials
            | IdentityError::TooManyAttempts { .. }
            | IdentityError::UnfitPassword(_)
            | IdentityError::Taken
            | IdentityError::Passkey(_)
            | IdentityError::Provider(_)),
        )) => {
            let wrong = matches!(error, IdentityError::WrongCredentials);
            let error = WebError::Identity(error);
            error.log("", "/account");
            let (status, mut message) = error.told();
            if wrong {
                // Who it is, is known here: only the password can be wrong.
                message = Message::new("error.old_password");
            }
            account(visitor, status, Some(message)).await
        }
        other => other,
    }
}

/// The form belongs to this session, and whoever sent it knows the password.
pub(super) async fn confirm(visitor: &Visitor, fields: &Fields) -> Result<(), WebError> {
    visitor.check(fields)?;
    let (person, password) = (visitor.caller()?.person, fields.text("password").to_owned());
    Ok(identity::confirm(&visitor.door(), person, password).await?)
}

pub(crate) async fn change_password(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, change(&visitor, &fields).await).await }).await
}

async fn change(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let caller = visitor.caller()?;
    let (old, new) =
        (fields.text("old_password").to_owned(), fields.text("new_password").to_owned());
    if new != fields.text("again_password") {
        return account(
            visitor,
            StatusCode::UNPROCESSABLE_ENTITY,
            Some(Message::new("error.password_again")),
        )
        .await;
    }
    let door = visitor.door();
    identity::change_password(&door, caller.person, caller.session, old, new).await?;
    Ok(done("/account", "password_changed"))
}

pub(crate) async fn end_session(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(end(&visitor, &Fields::new(pairs))).await
}

async fn end(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let mut session = [0; 32];
    if hex::decode_to_slice(fields.text("session"), &mut session).is_err() {
        return Err(WebError::Bad("form"));
    }
    identity::end_session(&visitor.door(), visitor.caller()?.person, session).await?;
    Ok(done("/account", "session_ended"))
}

pub(crate) async fn end_others(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(end_all(&visitor, &Fields::new(pairs))).await
}

async fn end_all(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let caller = visitor.caller()?;
    identity::end_other_sessions(&visitor.door(), caller.person, caller.session).await?;
    Ok(done("/account", "sessions_ended"))
}
