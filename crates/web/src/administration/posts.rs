//! `/desk/posts`: the own posts, who stands in for whom, and the own relatives.

use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::permission::Refusal;
use flow::{Change, FlowError};

use super::act::{chosen, person};
use super::page::deputy_row;
use crate::error::WebError;
use crate::form::Fields;
use crate::view::administration::{OwnPost, OwnPosts, StandIn};
use crate::view::choice::Choice;
use crate::visitor::{Answer, Visitor, done};

type Pairs = Form<Vec<(String, String)>>;

pub(crate) async fn show_posts(visitor: Visitor) -> Response {
    visitor.answer(posts(&visitor, None)).await
}

async fn posts(visitor: &Visitor, problem: Option<WebError>) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    if caller.posts.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let (tree, at, now) = (site.tree().await?, site.at(), site.flow().now());
    let deputies = store::deputies::of_person(site.db(), at, caller.person, now).await?;
    let mut own = Vec::new();
    for (id, held) in store::posts::of_person(site.db(), at, caller.person, now).await? {
        let Some(post) = store::posts::load(site.db(), at, held.post).await? else { continue };
        let given = deputies.iter().filter(|deputy| deputy.appointment == id);
        own.push(OwnPost {
            appointment: id.to_string(),
            organization: tree.get(post.organization).map(|o| o.name.clone()).unwrap_or_default(),
            title: post.title,
            duty: post.duty,
            from: held.from,
            until: held.until,
            is_held: held.holds_at(now),
            deputies: given.map(deputy_row).collect(),
        });
    }
    let mut stands_in = Vec::new();
    for deputy in deputies.iter().filter(|deputy| deputy.person == caller.person) {
        let post = store::posts::load(site.db(), at, deputy.post).await?;
        stands_in.push(StandIn {
            title: post.map(|post| post.title).unwrap_or_default(),
            principal: super::page::name(visitor, deputy.principal).await?,
            deputy: deputy_row(deputy),
        });
    }
    let (status, problem) = match problem {
        Some(error) => {
            let (status, message) = error.told();
            (status, Some(message))
        }
        None => (StatusCode::OK, None),
    };
    let page = OwnPosts {
        frame: visitor.frame_at("/desk/posts").await?,
        problem,
        own,
        stands_in,
        colleagues: colleagues(visitor).await?,
        may_see_record: !super::record::subtree(caller, &tree).is_empty(),
        today: domain::calendar::day_of(now),
    };
    visitor.page_with(status, &page)
}

/// Who else holds a post where the caller does.
async fn colleagues(visitor: &Visitor) -> Result<Vec<Choice>, WebError> {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let mut found = std::collections::BTreeMap::new();
    for place in &caller.reader.posts_in {
        let now = site.flow().now();
        for holder in store::posts::holders(site.db(), site.at(), *place, now).await? {
            if holder.appointment.person != caller.person {
                found.insert(holder.login_name, holder.name);
            }
        }
    }
    Ok(found.into_iter().map(|(value, label)| Choice { value, label }).collect())
}

pub(crate) async fn name_deputy(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(take(&visitor, &fields, "deputy")).await
}

pub(crate) async fn end_deputy(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(take(&visitor, &fields, "recall")).await
}

pub(crate) async fn enter_kin(visitor: Visitor, Form(pairs): Pairs) -> Response {
    let fields = Fields::new(pairs);
    visitor.answer(take(&visitor, &fields, "kin")).await
}

async fn take(visitor: &Visitor, fields: &Fields, word: &str) -> Answer {
    visitor.check(fields)?;
    let changed = match change(visitor, fields, word).await {
        Ok(change) => visitor.site.flow().administer(Some(visitor.actor()?), &change).await,
        Err(WebError::Flow(error)) => Err(error),
        Err(error) => return Err(error),
    };
    match changed {
        Ok(_) => Ok(done("/desk/posts", "administered")),
        Err(error @ FlowError::Invalid(_)) => posts(visitor, Some(error.into())).await,
        Err(error) => Err(error.into()),
    }
}

async fn change(visitor: &Visitor, fields: &Fields, word: &str) -> Result<Change, WebError> {
    let text = |name: &str| fields.text(name).trim().to_owned();
    Ok(match word {
        "deputy" => Change::NameDeputy {
            appointment: chosen(fields, "appointment")?,
            person: person(visitor, fields.text("login")).await?,
            from: text("from"),
            until: text("until"),
            reason: text("reason"),
        },
        "recall" => Change::EndDeputy { deputy: chosen(fields, "deputy")? },
        _ => Change::EnterKin {
            persons: [visitor.caller()?.person, person(visitor, fields.text("login")).await?],
            relation: text("relation"),
        },
    })
}
