//! The accounts of others, for administrators: `/admin/persons`.

use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::organization::Tree;
use domain::permission::{Refusal, administered};
use domain::time::Micros;
use flow::FlowError;
use flow::accounts::{Invitation, LINK_DAYS, locked_until};
use store::accounts::Account;
use store::tickets::Purpose;

use super::open::query;
use super::qr::qr;
use crate::error::WebError;
use crate::form::{Fields, encode, id};
use crate::view::account::{Invited, LinkMade, PersonRow, Persons};
use crate::view::choice::Choice;
use crate::visitor::{Answer, Visitor, done};

/// Rows on one page.
const ROWS: usize = 100;

type Pairs = Form<Vec<(String, String)>>;

pub(crate) async fn show_persons(visitor: Visitor) -> Response {
    visitor.answer(persons(&visitor, Invited::default(), None)).await
}

/// The page; with what was typed and what stood against it.
async fn persons(visitor: &Visitor, typed: Invited, problem: Option<WebError>) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let tree = site.tree().await?;
    let subtree = administered(&caller.posts, &tree);
    if subtree.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let wanted = query(&visitor.path, "q").trim().to_lowercase();
    let after = query(&visitor.path, "after").parse().ok();
    let (accounts, more) = site.flow().accounts(&subtree, &wanted, after, ROWS).await?;
    let first = after.map(|_| format!("/admin/persons?q={}", encode(&wanted)));
    let last = accounts.last().filter(|_| more);
    let next =
        last.map(|last| format!("/admin/persons?q={}&after={}", encode(&wanted), last.person));
    let rows = rows(visitor, &tree, accounts).await?;
    let organizations = tree.sorted().into_iter().filter(|each| subtree.contains(&each.id));
    let organizations = organizations
        .map(|each| Choice { value: each.id.to_string(), label: each.name.clone() })
        .collect();
    let (status, problem) = match problem {
        Some(error) => {
            let (status, message) = error.told();
            (status, Some(message))
        }
        None => (StatusCode::OK, None),
    };
    let page = Persons {
        frame: visitor.frame_at("/admin/persons").await?,
        problem,
        typed,
        organizations,
        provider: site.provider().map(|provider| provider.name().to_owned()),
        wanted,
        next,
        first,
        rows,
    };
    visitor.page_with(status, &page)
}

async fn rows(
    visitor: &Visitor,
    tree: &Tree,
    accounts: Vec<Account>,
) -> Result<Vec<PersonRow>, WebError> {
    let (site, own) = (&visitor.site, visitor.caller()?.person);
    let (at, now) = (site.at(), site.flow().now());
    let locked = store::guesses::all_locked(site.db(), at, now).await?;
    let links = store::tickets::open(site.db(), at, now).await?;
    let codes = store::authenticators::all(site.db(), at).await?;
    let passkeys = store::passkeys::holders(site.db(), at).await?;
    let link_until = |account: &Account| {
        links.iter().find(|(person, ..)| *person == account.person).map(|(_, _, until)| *until)
    };
    let row = |account: Account| PersonRow {
        id: account.person.to_string(),
        organizations: account
            .places
            .iter()
            .filter_map(|place| tree.get(*place))
            .map(|organization| organization.name.clone())
            .collect(),
        has_password: account.has_password,
        has_code: codes.contains(&account.person),
        has_passkey: passkeys.contains(&account.person),
        locked_until: locked_until(&account.login_name, &locked),
        link_until: link_until(&account),
        is_own: account.person == own,
        login_name: account.login_name,
        display_name: account.display_name,
    };
    Ok(accounts.into_iter().map(row).collect())
}

pub(crate) async fn invite_person(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(invite(&visitor, &Fields::new(pairs))).await
}

async fn invite(visitor: &Visitor, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let typed = Invited {
        organization: fields.text("organization").to_owned(),
        login_name: fields.text("login_name").trim().to_owned(),
        display_name: fields.text("display_name").trim().to_owned(),
        subject: fields.text("subject").trim().to_owned(),
    };
    let Ok(organization) = typed.organization.parse() else {
        return persons(visitor, typed, Some(WebError::Bad("organization"))).await;
    };
    let provider = visitor.site.provider().filter(|_| !typed.subject.is_empty());
    let invitation = Invitation {
        organization,
        login_name: typed.login_name.clone(),
        display_name: typed.display_name.clone(),
        subject: provider.map(|at| (at.issuer().to_owned(), typed.subject.clone())),
    };
    match visitor.site.flow().invite(visitor.actor()?, &invitation).await {
        Ok((_, token)) => {
            let who = (typed.display_name, typed.login_name);
            link_made(visitor, Purpose::Invite, who, &token).await
        }
        Err(error @ FlowError::Invalid(_)) => persons(visitor, typed, Some(error.into())).await,
        Err(error) => Err(error.into()),
    }
}

/// The one time that a link is shown.
async fn link_made(
    visitor: &Visitor,
    purpose: Purpose,
    (display_name, login_name): (String, String),
    token: &[u8; 32],
) -> Answer {
    let settings = visitor.site.settings();
    let link = format!("{}/link/{}", settings.public_url, hex::encode(token));
    let page = LinkMade {
        frame: visitor.frame_at("/admin/persons").await?,
        purpose: purpose.word(),
        display_name,
        login_name,
        qr: qr(&link),
        link,
        until: Micros(visitor.site.flow().now().0).plus_days(LINK_DAYS),
    };
    visitor.page(&page)
}

pub(crate) async fn reset_password(
    visitor: Visitor,
    Path(person): Path<String>,
    Form(pairs): Pairs,
) -> Response {
    visitor.answer(reset(&visitor, &person, &Fields::new(pairs))).await
}

async fn reset(visitor: &Visitor, person: &str, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let (site, person) = (&visitor.site, id(person)?);
    let token = site.flow().reset_link(visitor.actor()?, person).await?;
    let person = store::persons::by_id(site.db(), site.at(), person).await?;
    let person = person.ok_or(FlowError::NotFound)?;
    let purpose = if person.password_hash.is_empty() { Purpose::Invite } else { Purpose::Reset };
    link_made(visitor, purpose, (person.display_name, person.login_name), &token).await
}

pub(crate) async fn end_sessions(
    visitor: Visitor,
    Path(person): Path<String>,
    Form(pairs): Pairs,
) -> Response {
    visitor.answer(end(&visitor, &person, &Fields::new(pairs))).await
}

async fn end(visitor: &Visitor, person: &str, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    visitor.site.flow().end_sessions(visitor.actor()?, id(person)?).await?;
    Ok(done("/admin/persons", "persons_sessions_ended"))
}

pub(crate) async fn remove_factors(
    visitor: Visitor,
    Path(person): Path<String>,
    Form(pairs): Pairs,
) -> Response {
    visitor.answer(take_away(&visitor, &person, &Fields::new(pairs))).await
}

async fn take_away(visitor: &Visitor, person: &str, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    match visitor.site.flow().remove_factors(visitor.actor()?, id(person)?).await {
        Ok(()) => Ok(done("/admin/persons", "factors_removed")),
        Err(error @ FlowError::Invalid(_)) => {
            persons(visitor, Invited::default(), Some(error.into())).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn unlock_account(
    visitor: Visitor,
    Path(person): Path<String>,
    Form(pairs): Pairs,
) -> Response {
    visitor.answer(unlock(&visitor, &person, &Fields::new(pairs))).await
}

async fn unlock(visitor: &Visitor, person: &str, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    visitor.site.flow().unlock(visitor.actor()?, id(person)?).await?;
    Ok(done("/admin/persons", "unlocked"))
}
