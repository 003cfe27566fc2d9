//! Passkeys. Each of the two ways has two plain forms; between them a page holds the challenge, and the
//! site's one script asks the browser and fills in the answer.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::IdentityError;
use identity::passkey::{self, Made, RelyingParty, Signed};

use super::open::{OpenForm, open, pending, set_pending, take_back};
use super::own::{confirm, or_problem};
use crate::cookie;
use crate::error::WebError;
use crate::form::{Fields, local_path};
use crate::headers::Scripted;
use crate::view::Page;
use crate::view::account::{PasskeyAsked, PasskeyMade};
use crate::visitor::{Answer, Visitor, done, html};

type Pairs = Form<Vec<(String, String)>>;

fn site(visitor: &Visitor) -> RelyingParty {
    RelyingParty::of(&visitor.site.settings().public_url)
}

/// What the script put into a field; empty for what is not in its form.
fn bytes(fields: &Fields, name: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(fields.text(name)).unwrap_or_default()
}

pub(crate) async fn begin_login(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(ask(&visitor, &Fields::new(pairs))).await
}

async fn ask(visitor: &Visitor, fields: &Fields) -> Answer {
    OpenForm::check(visitor, fields)?;
    let next = local_path(fields.text("next"));
    let begun = passkey::begin_login(&visitor.door(), next).await?;
    let form = OpenForm::new(visitor);
    let page = PasskeyAsked {
        frame: visitor.frame_at("/login").await?,
        csrf: form.csrf.clone(),
        challenge: URL_SAFE_NO_PAD.encode(begun.challenge),
        site: site(visitor).id,
    };
    let mut response = form.scripted(visitor, StatusCode::OK, &page)?;
    set_pending(visitor, &mut response, &begun.token);
    Ok(response)
}

pub(crate) async fn log_in(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(enter(&visitor, &Fields::new(pairs))).await
}

async fn enter(visitor: &Visitor, fields: &Fields) -> Answer {
    OpenForm::check(visitor, fields)?;
    let signed = Signed {
        credential: bytes(fields, "credential"),
        client_data: bytes(fields, "client_data"),
        authenticator_data: bytes(fields, "authenticator_data"),
        signature: bytes(fields, "signature"),
        user_handle: bytes(fields, "user_handle"),
    };
    let token = pending(visitor).unwrap_or_default();
    match passkey::log_in(&visitor.door(), &site(visitor), &token, &signed).await {
        Ok((session, next)) => open(visitor, &session, &next).await,
        Err(error @ (IdentityError::BeginAgain | IdentityError::Passkey(_))) => {
            let word = match &error {
                IdentityError::BeginAgain => "begin_again",
                _ => "passkey_refused",
            };
            WebError::from(error).log("", "/login/passkey");
            let mut response = done("/login", word);
            take_back(visitor, &mut response, cookie::PENDING);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn begin_passkey(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, begin(&visitor, &fields).await).await }).await
}

async fn begin(visitor: &Visitor, fields: &Fields) -> Answer {
    confirm(visitor, fields).await?;
    let (caller, place) = (visitor.caller()?, &visitor.site);
    let begun = passkey::begin_adding(&visitor.door(), caller.person).await?;
    let person = store::persons::by_id(place.db(), place.at(), caller.person).await?;
    let known = store::passkeys::of_person(place.db(), place.at(), caller.person).await?;
    let known: Vec<_> =
        known.into_iter().map(|key| URL_SAFE_NO_PAD.encode(key.credential)).collect();
    let page = PasskeyMade {
        frame: visitor.frame_at("/account").await?,
        challenge: URL_SAFE_NO_PAD.encode(begun.challenge),
        site: site(visitor).id,
        person: URL_SAFE_NO_PAD.encode(caller.person.to_vec()),
        login_name: person.map(|person| person.login_name).unwrap_or_default(),
        known: known.join(" "),
        name: fields.text("name").trim().to_owned(),
    };
    let mut response = html(StatusCode::OK, page.render()?);
    response.extensions_mut().insert(Scripted);
    set_pending(visitor, &mut response, &begun.token);
    Ok(response)
}

pub(crate) async fn add_passkey(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(async { or_problem(&visitor, add(&visitor, &fields).await).await }).await
}

async fn add(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let made = Made {
        client_data: bytes(fields, "client_data"),
        attestation_object: bytes(fields, "attestation_object"),
    };
    let (token, person) = (pending(visitor).unwrap_or_default(), visitor.caller()?.person);
    let site = site(visitor);
    passkey::add(&visitor.door(), (&site, person), &token, fields.text("name"), &made).await?;
    let mut response = done("/account", "passkey_added");
    take_back(visitor, &mut response, cookie::PENDING);
    Ok(response)
}

pub(crate) async fn remove_passkey(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(remove(&visitor, &Fields::new(pairs))).await
}

async fn remove(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let person = visitor.caller()?.person;
    passkey::remove(&visitor.door(), person, &bytes(fields, "passkey")).await?;
    Ok(done("/account", "passkey_removed"))
}
