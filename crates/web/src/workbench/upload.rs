//! A document is handed in.

use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::disclosure::is_date;
use domain::ids::OrganizationId;
use domain::permission::{Refusal, duty_allows};
use domain::workflow::Action;
use flow::{FlowError, Receipt};
use identity::Caller;

use super::shared::{columns, items, kinds, name_of};
use crate::error::WebError;
use crate::form::Fields;
use crate::view::choice::Choice;
use crate::view::upload::{Upload, UploadTyped};
use crate::view::{Message, Page};
use crate::visitor::{Answer, Visitor, html};

const LIMIT_MEGABYTES: u64 = 32;

pub(crate) async fn show_upload(visitor: Visitor) -> Response {
    visitor
        .answer(async {
            let page = page(&visitor, &Fields::default(), None).await?;
            visitor.page(&page)
        })
        .await
}

async fn page(
    visitor: &Visitor,
    fields: &Fields,
    problem: Option<Message>,
) -> Result<Upload, WebError> {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let tree = site.tree().await?;
    let organizations = organizations(caller);
    if organizations.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let series = store::columns::all_series(site.db(), site.at()).await?;
    let typed = |name: &str| fields.text(name).to_owned();
    Ok(Upload {
        frame: visitor.frame().await?,
        organizations: organizations
            .iter()
            .map(|id| Choice { value: id.to_string(), label: name_of(&tree, *id) })
            .collect(),
        items: items(site, visitor.lang, &kinds(&tree, &organizations), ""),
        columns: columns(site).await?,
        series: series
            .into_iter()
            .map(|(letter, name)| Choice { label: format!("{letter} {name}"), value: letter })
            .collect(),
        limit_megabytes: LIMIT_MEGABYTES,
        typed: UploadTyped {
            organization: typed("organization"),
            item: typed("item"),
            column: typed("column"),
            series: typed("series"),
            contributor: typed("contributor"),
            fact_on: typed("fact_on"),
        },
        problem,
    })
}

/// Where the caller may hand in.
pub(super) fn organizations(caller: &Caller) -> Vec<OrganizationId> {
    let posts = caller.posts.iter().filter(|post| duty_allows(post.duty, Action::Edit));
    let mut organizations: Vec<_> = posts.map(|post| post.organization).collect();
    organizations.sort_unstable();
    organizations.dedup();
    organizations
}

pub(crate) async fn receive_source(visitor: Visitor, form: Multipart) -> Response {
    visitor.answer(receive(&visitor, form)).await
}

async fn receive(visitor: &Visitor, form: Multipart) -> Answer {
    let actor = visitor.actor()?;
    if organizations(visitor.caller()?).is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let (fields, file) = read(form).await?;
    visitor.check(&fields)?;
    let problem = match receipt(&fields, file) {
        Ok(receipt) => match visitor.site.flow().receive(actor, receipt).await {
            Ok(id) => {
                let path = format!("/desk/{id}/draft?done=uploaded");
                return Ok(Redirect::to(&path).into_response());
            }
            Err(error @ (FlowError::Intake(_) | FlowError::Invalid(_))) => {
                WebError::from(error).told().1
            }
            Err(error) => return Err(error.into()),
        },
        Err(word) => Message::new(format!("error.{word}")),
    };
    let page = page(visitor, &fields, Some(problem)).await?;
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
}

/// A file's name and bytes.
pub(crate) type File = (String, Vec<u8>);

pub(crate) async fn read(mut form: Multipart) -> Result<(Fields, Option<File>), WebError> {
    let (mut pairs, mut file) = (Vec::new(), None);
    while let Some(field) = form.next_field().await.map_err(|_| WebError::Bad("upload"))? {
        let name = field.name().unwrap_or("").to_owned();
        if name == "file" {
            let file_name = base_name(field.file_name().unwrap_or(""));
            let bytes = field.bytes().await.map_err(|_| WebError::Bad("upload"))?;
            file = Some((file_name, bytes.to_vec())).filter(|(name, _)| !name.is_empty());
        } else {
            pairs.push((name, field.text().await.map_err(|_| WebError::Bad("upload"))?));
        }
    }
    Ok((Fields::new(pairs), file))
}

/// Browsers of old sent whole paths; control characters have no place in a name.
fn base_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn receipt(fields: &Fields, file: Option<File>) -> Result<Receipt, &'static str> {
    let (file_name, bytes) = file.ok_or("no_file")?;
    let (regime, item) = fields.text("item").split_once('/').ok_or("item")?;
    let fact_on = fields.maybe("fact_on").map(str::to_owned);
    if fact_on.as_deref().is_some_and(|day| !is_date(day)) {
        return Err("date");
    }
    let column = fields.maybe("column").map(str::parse).transpose().map_err(|_| "column")?;
    Ok(Receipt {
        organization: fields.text("organization").parse().map_err(|_| "organization")?,
        file_name,
        bytes,
        regime: regime.to_owned(),
        item: item.to_owned(),
        series: fields.text("series").chars().next().ok_or("series")?,
        code: None,
        column,
        contributor: fields.text("contributor").trim().to_owned(),
        fact_on,
    })
}
