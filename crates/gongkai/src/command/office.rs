//! `office`: what no post of administration covers, done at the machine: the administrators of the
//! highest body, and persons who belong nowhere. Each is recorded as any act of administration.

use std::process::ExitCode;

use anyhow::Context;
use domain::ids::{OrganizationId, PersonId, PostId};
use domain::post::Duty;
use flow::{Change, Flow};

use crate::cli::{Appoint, Office, OfficeCommand};
use crate::{open, output};

pub(super) async fn run(office: Office) -> anyhow::Result<ExitCode> {
    let config = office.place.config(None)?;
    let flow = open::flow(&config).await?;
    let done = match &office.command {
        OfficeCommand::Appoint(appoint) => appoint_to(&flow, appoint).await,
        OfficeCommand::Leave { login } => leave(&flow, login).await,
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
