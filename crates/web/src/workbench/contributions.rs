//! 投稿 on the desk: a clerk reads what was sent and makes a draft of it, or declines.

use axum::extract::{Form, Path};
use axum::response::Response;
use domain::disclosure::is_date;
use domain::permission::Refusal;
use flow::{FlowError, Receipt};

use super::shared::{columns, items, kinds, name_of, person_name};
use super::upload::organizations;
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::view::choice::Choice;
use crate::view::contribute::{Contributions, Waiting};
use crate::visitor::{Answer, Visitor, done};

/// Contributions of one organization on the page.
const ROWS: u32 = 50;

pub(crate) async fn show_contributions(visitor: Visitor) -> Response {
    visitor.answer(show(&visitor)).await
}

async fn show(visitor: &Visitor) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let organizations = organizations(caller);
    if organizations.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let tree = site.tree().await?;
    let kinds = kinds(&tree, &organizations);
    let mut waiting = Vec::new();
    for organization in organizations.into_iter().flat_map(|own| tree.inherited(own)) {
        let here = store::contributions::pending(site.db(), site.at(), organization, ROWS).await?;
        for contribution in here {
            waiting.push(Waiting {
                id: contribution.id.to_string(),
                by: person_name(site, Some(contribution.person)).await?,
                title: contribution.title,
                organization: name_of(&tree, organization),
                at: contribution.sent,
                file_name: contribution.file_name,
                remark: contribution.remark,
                lines: contribution.text.lines().map(str::to_owned).collect(),
            });
        }
    }
    let series = store::columns::all_series(site.db(), site.at()).await?;
    let choice = |(letter, name): (String, String)| Choice {
        label: format!("{letter} {name}"),
        value: letter,
    };
    let page = Contributions {
        frame: visitor.frame().await?,
        waiting,
        items: items(site, visitor.lang, &kinds, ""),
        columns: columns(site).await?,
        series: series.into_iter().map(choice).collect(),
    };
    visitor.page(&page)
}

pub(crate) async fn accept_contribution(
    visitor: Visitor,
    Path(contribution): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(accept(&visitor, &contribution, &Fields::new(pairs))).await
}

async fn accept(visitor: &Visitor, contribution: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    let flow = visitor.site.flow();
    let made =
        flow.accept_contribution(actor, id(contribution)?, receipt(visitor, fields)?).await?;
    Ok(done(&format!("/desk/{made}/draft"), "accepted"))
}

/// What the clerk chose; file, organization and contributor come from the contribution.
fn receipt(visitor: &Visitor, fields: &Fields) -> Result<Receipt, WebError> {
    let (regime, item) = fields.text("item").split_once('/').ok_or(FlowError::Invalid("item"))?;
    let fact_on = fields.maybe("fact_on").map(str::to_owned);
    if fact_on.as_deref().is_some_and(|day| !is_date(day)) {
        return Err(FlowError::Invalid("date").into());
    }
    let column = fields.maybe("column").map(str::parse).transpose();
    let first = organizations(visitor.caller()?).into_iter().next();
    Ok(Receipt {
        organization: first.ok_or(FlowError::NotFound)?,
        file_name: String::new(),
        bytes: Vec::new(),
        regime: regime.to_owned(),
        item: item.to_owned(),
        series: fields.text("series").chars().next().ok_or(FlowError::Invalid("series"))?,
        code: None,
        column: column.map_err(|_| FlowError::Invalid("column"))?,
        contributor: String::new(),
        fact_on,
    })
}

pub(crate) async fn decline_contribution(
    visitor: Visitor,
    Path(contribution): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor
        .answer(async {
            let (actor, fields) = (visitor.actor()?, Fields::new(pairs));
            visitor.check(&fields)?;
            let (flow, reason) = (visitor.site.flow(), fields.text("reason"));
            flow.decline_contribution(actor, id(&contribution)?, reason).await?;
            Ok(done("/desk/contributions", "declined"))
        })
        .await
}
