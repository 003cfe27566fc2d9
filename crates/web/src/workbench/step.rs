//! The step of the reviewer and of the approver.

use axum::extract::{Form, Path};
use axum::response::{IntoResponse, Redirect, Response};
use domain::permission::may_act;
use domain::slice::Body;
use domain::workflow::{Action, State};
use flow::{Checks, FlowError};

use super::shared::{acts, circle, duties, handled, in_language, record, title};
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::view::paper::{Reading, lay};
use crate::view::step::{Decides, ScopedPart, StepPage};
use crate::visitor::{Answer, Visitor, done};

pub(crate) async fn show_step(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(step(&visitor, &id)).await
}

async fn step(visitor: &Visitor, text: &str) -> Answer {
    let (disclosure, organization) = handled(visitor, text).await?;
    let (decides, action) = match disclosure.state {
        State::Proposed => (Decides::Review, Action::Review),
        State::Reviewed => (Decides::Approve, Action::Approve),
        State::Draft | State::Approved | State::Published | State::Withdrawn => {
            return Ok(Redirect::to(&format!("/desk/{text}")).into_response());
        }
    };
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let edition =
        store::editions::latest(site.db(), site.at(), disclosure.id, disclosure.edition).await?;
    let edition = edition.ok_or(FlowError::NotFound)?;
    let slices = store::editions::slices(site.db(), site.at(), &edition).await?;
    let draft = store::drafts::load(site.db(), site.at(), disclosure.id).await?;
    let tree = site.tree().await?;
    let mut parts = Vec::with_capacity(slices.len());
    for slice in &slices {
        let body = flow::article::body_of(&slice.disclosure)?;
        parts.push(ScopedPart {
            part: part(slice.id, &body),
            scope: slice.scope.word(),
            circle: circle(site, &tree, &slice.scope).await?,
            ground: slice.ground,
        });
    }
    let item = site.flow().regime(&disclosure.regime).and_then(|r| r.item(&disclosure.item));
    let duties = duties(caller, disclosure.organization);
    let (acts, signed) = acts(site, &disclosure).await?;
    let page = StepPage {
        frame: visitor.frame().await?,
        id: text.to_owned(),
        code: Some(disclosure.code.to_string()),
        edition: disclosure.edition,
        title: title(site, &disclosure).await?,
        organization: organization.link(&disclosure),
        item: item.map(|item| in_language(&item.name, visitor.lang).to_owned()).unwrap_or_default(),
        contributor: edition.facts.contributor.clone(),
        fact_on: edition.facts.fact_on.clone(),
        reason: edition.facts.reason.clone(),
        decides,
        refusal: may_act(caller.person, &duties, action, disclosure.hands).err(),
        content: hex::encode(edition.content_hash),
        characters: u64::from(edition.facts.characters),
        slices: parts,
        findings: draft
            .map(|draft| flow::findings(site.flow(), &disclosure, &draft))
            .unwrap_or_default(),
        record: record(site, &acts, signed).await?,
    };
    visitor.page(&page)
}

fn part(id: u32, body: &Body) -> Option<crate::view::paper::Part> {
    lay(&[Reading::Shown { slice: id.to_string(), body }]).pop()
}

pub(crate) async fn review_edition(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(review(&visitor, &id, &Fields::new(pairs))).await
}

async fn review(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let made = |name: &str| fields.text(name) == "checked";
    let checks = Checks {
        secrecy: made("secrecy"),
        privacy: made("privacy"),
        necessity: made("necessity"),
        accuracy: made("accuracy"),
    };
    let content = fields.text("content");
    let reviewed = visitor.site.flow().review(actor, id(text)?, content, checks).await;
    let twice = [State::Reviewed, State::Approved, State::Published];
    unless_done(visitor, text, content, &twice, reviewed).await?;
    Ok(done(&format!("/desk/{text}"), "reviewed"))
}

pub(crate) async fn approve_edition(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(approve(&visitor, &id, &Fields::new(pairs))).await
}

async fn approve(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let content = fields.text("content");
    let approved = visitor.site.flow().approve(actor, id(text)?, content).await;
    let twice = [State::Approved, State::Published];
    unless_done(visitor, text, content, &twice, approved).await?;
    Ok(done(&format!("/desk/{text}"), "published"))
}

/// A button pressed twice sends the step twice: the second time, on the same content, it is done
/// already, which is what was asked for.
async fn unless_done<T>(
    visitor: &Visitor,
    text: &str,
    content: &str,
    reached: &[State],
    outcome: Result<T, FlowError>,
) -> Result<(), WebError> {
    let Err(error) = outcome else { return Ok(()) };
    if !matches!(error, FlowError::Conflict(_)) {
        return Err(error.into());
    }
    let (disclosure, _) = handled(visitor, text).await?;
    let (db, at) = (visitor.site.db(), visitor.site.at());
    let edition = store::editions::latest(db, at, disclosure.id, disclosure.edition).await?;
    let same = edition.is_some_and(|edition| hex::encode(edition.content_hash) == content);
    if same && reached.contains(&disclosure.state) { Ok(()) } else { Err(error.into()) }
}

pub(crate) async fn return_edition(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(give_back(&visitor, &id, &Fields::new(pairs))).await
}

async fn give_back(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let (content, reason) = (fields.text("content"), fields.text("reason"));
    visitor.site.flow().return_to_clerk(actor, id(text)?, content, reason).await?;
    Ok(done(&format!("/desk/{text}"), "returned"))
}
