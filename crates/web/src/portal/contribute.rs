//! 投稿: whoever is logged in hands in a text for an organization, and sees what became of it.

use axum::extract::{Form, Multipart, Path};
use axum::http::StatusCode;
use axum::response::Response;
use flow::{FlowError, NewContribution};
use store::contributions::{Contribution, State};

use crate::error::WebError;
use crate::form::{Fields, id};
use crate::view::Message;
use crate::view::choice::Choice;
use crate::view::contribute::{Contribute, Sent, Typed};
use crate::visitor::{Answer, Visitor, done};
use crate::workbench::upload::read;

/// Contributions of one person on the page.
const ROWS: u32 = 50;

pub(crate) async fn show_contribute(visitor: Visitor) -> Response {
    visitor.answer(async { page(&visitor, StatusCode::OK, Typed::default(), None).await }).await
}

async fn page(
    visitor: &Visitor,
    status: StatusCode,
    typed: Typed,
    problem: Option<Message>,
) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let tree = site.tree().await?;
    let own_body = |body: &&domain::organization::Organization| {
        body.authority == site.at() && body.is_active()
    };
    let choice = |body: &domain::organization::Organization| Choice {
        value: body.id.to_string(),
        label: body.name.clone(),
    };
    let own = store::contributions::of_person(site.db(), site.at(), caller.person, ROWS).await?;
    let mut sent = Vec::with_capacity(own.len());
    for contribution in own {
        let organization = tree.get(contribution.organization);
        let organization = organization.map(|body| body.name.clone()).unwrap_or_default();
        sent.push(line(visitor, contribution, organization).await?);
    }
    let page = Contribute {
        frame: visitor.frame_at("/contribute").await?,
        organizations: tree.sorted().into_iter().filter(own_body).map(choice).collect(),
        typed,
        problem,
        sent,
    };
    visitor.page_with(status, &page)
}

async fn line(
    visitor: &Visitor,
    contribution: Contribution,
    organization: String,
) -> Result<Sent, WebError> {
    Ok(Sent {
        public_href: public_href(visitor, &contribution).await?,
        id: contribution.id.to_string(),
        title: contribution.title,
        organization,
        at: contribution.sent,
        state: contribution.state.word(),
        is_pending: contribution.state == State::Pending,
        reason: contribution.reason,
    })
}

/// Where it can be read, once it is public and this person may know of it.
async fn public_href(
    visitor: &Visitor,
    contribution: &Contribution,
) -> Result<Option<String>, WebError> {
    let Some(disclosure) = contribution.disclosure else { return Ok(None) };
    let site = &visitor.site;
    let disclosure = store::disclosures::load(site.db(), site.at(), disclosure).await?;
    let rows = site.flow().rows(&visitor.reader(), vec![disclosure]).await?;
    Ok(rows.first().map(|row| format!("/d/{}", row.code)))
}

pub(crate) async fn contribute(visitor: Visitor, form: Multipart) -> Response {
    visitor.answer(send(&visitor, form)).await
}

async fn send(visitor: &Visitor, form: Multipart) -> Answer {
    let actor = visitor.actor()?;
    let (fields, file) = read(form).await?;
    visitor.check(&fields)?;
    let typed = |name: &str| fields.text(name).to_owned();
    let new = fields.text("organization").parse().map(|organization| NewContribution {
        organization,
        title: typed("title"),
        remark: typed("remark"),
        text: typed("text"),
        // A file field left empty comes without bytes.
        file: file.filter(|(_, bytes)| !bytes.is_empty()),
    });
    let new = new.map_err(|_| FlowError::Invalid("organization"));
    let sent = match new {
        Ok(new) => visitor.site.flow().contribute(actor, new).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(_) => Ok(done("/contribute", "contributed")),
        Err(error @ (FlowError::Intake(_) | FlowError::Invalid(_))) => {
            let problem = WebError::from(error).told().1;
            let typed = Typed {
                organization: typed("organization"),
                title: typed("title"),
                text: typed("text"),
                remark: typed("remark"),
            };
            page(visitor, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(problem)).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn withdraw_contribution(
    visitor: Visitor,
    Path(contribution): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor
        .answer(async {
            let actor = visitor.actor()?;
            visitor.check(&Fields::new(pairs))?;
            visitor.site.flow().withdraw_contribution(actor, id(&contribution)?).await?;
            Ok(done("/contribute", "contribution_withdrawn"))
        })
        .await
}
