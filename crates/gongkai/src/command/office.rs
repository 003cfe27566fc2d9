//! `office`: what no post of administration covers, done at the machine: the administrators of the
//! highest body, and persons who belong nowhere. Each is recorded as any act of administration.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use domain::ids::{OrganizationId, PersonId, PostId};
use domain::post::Duty;
use flow::{Change, Flow, Touch};

use crate::cli::{Adopt, Appoint, Office, OfficeCommand};
use crate::{open, output};

pub(super) async fn run(office: Office) -> anyhow::Result<ExitCode> {
    let config = office.place.config(None)?;
    let flow = open::flow(&config).await?;
    let done = match &office.command {
        OfficeCommand::Appoint(appoint) => appoint_to(&flow, appoint).await,
        OfficeCommand::Leave { login } => leave(&flow, login).await,
        OfficeCommand::Adopt(adopt) => adopt_for(&flow, adopt).await,
        OfficeCommand::LoadYear { file } => load_year(&flow, file).await,
    };
    flow.close().await;
    output::line(format_args!("日志 log entry {}", done?));
    Ok(ExitCode::SUCCESS)
}

async fn appoint_to(flow: &Flow, appoint: &Appoint) -> anyhow::Result<u64> {
    let person = person(flow, &appoint.login).await?;
    let duty = Duty::from_word(&appoint.duty)
        .context("no such duty: clerk, reviewer, approver, supervisor or administrator")?;
    let tree = store::organizations::tree(flow.store().reader.db()).await?;
    let named = tree.sorted().into_iter().find(|each| each.name == appoint.organization);
    let organization = named.context("no organization of this name")?.id;
    let post = match post(flow, organization, duty, &appoint.title).await? {
        Some(post) => post,
        None => {
            let title = appoint.title.clone();
            flow.administer(None, &Change::CreatePost { organization, duty, title }).await?;
            let made = post(flow, organization, duty, &appoint.title).await?;
            made.context("the post was made and is not there")?
        }
    };
    let from = domain::calendar::day_of(flow.now());
    let change = Change::Appoint { post, person, from, until: None };
    Ok(flow.administer(None, &change).await?)
}

async fn leave(flow: &Flow, login: &str) -> anyhow::Result<u64> {
    let person = person(flow, login).await?;
    Ok(flow.administer(None, &Change::Leave { person }).await?)
}

/// Adopts the plain catalogue of a regime; the index of the last act.
async fn adopt_for(flow: &Flow, adopt: &Adopt) -> anyhow::Result<u64> {
    let regime = flow.regime(&adopt.regime).context("no regime of this id")?;
    let db = flow.store().reader.db();
    let tree = store::organizations::tree(db).await?;
    let adopted = store::catalogues::all(flow.store().reader.db(), flow.authority()).await?;
    let has = |id: OrganizationId| {
        adopted.iter().any(|each| each.organization == id && each.regime == regime.id)
    };
    let wanted = tree.sorted().into_iter().filter(|body| {
        let is_meant = match &adopt.organization {
            Some(name) => body.name == *name,
            None => !has(body.id) && body.authority == flow.authority(),
        };
        is_meant && body.is_active() && regime.items_for(body.kind).next().is_some()
    });
    let from_day = adopt.from.clone();
    let from_day = from_day.unwrap_or_else(|| domain::calendar::day_of(flow.now()));
    let mut last = None;
    for body in wanted {
        let touch = Touch::Adopt {
            organization: body.id,
            regime: regime.id.clone(),
            from_day: from_day.clone(),
            adjustments: Vec::new(),
        };
        last = Some(flow.touch(None, &touch).await.with_context(|| body.name.clone())?);
        output::line(format_args!("{} {} {from_day}", body.name, regime.id));
    }
    last.context("no organization is left that this regime has items for")
}

async fn load_year(flow: &Flow, file: &Path) -> anyhow::Result<u64> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let notice = domain::calendar::HolidayYear::from_json(&text)?;
    Ok(flow.touch(None, &Touch::LoadYear { notice }).await?)
}

async fn person(flow: &Flow, login: &str) -> anyhow::Result<PersonId> {
    let db = flow.store().reader.db();
    let person = store::persons::by_login(db, flow.authority(), login).await?;
    Ok(person.with_context(|| format!("nobody logs in as {login}"))?.id)
}

async fn post(
    flow: &Flow,
    organization: OrganizationId,
    duty: Duty,
    title: &str,
) -> anyhow::Result<Option<PostId>> {
    let db = flow.store().reader.db();
    let posts = store::posts::of_organization(db, flow.authority(), organization).await?;
    let found = posts.into_iter().find(|post| post.duty == duty && post.title == title);
    Ok(found.map(|post| post.id))
}
