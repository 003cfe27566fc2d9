//! One paper's way through the steps.

use anyhow::Context;
use domain::ids::{ColumnId, DisclosureId, OrganizationId};
use domain::post::Duty;
use domain::scope::{Ground, Scope};
use domain::slice::DraftSlice;
use flow::{Actor, Edit, Flow, Meta, Receipt, Review};
use store::columns::Column;

use super::County;
use super::paper::{Narrow, Paper, Way};

/// The three hands of an organization.
pub(crate) struct Hands {
    pub(crate) clerk: Actor,
    pub(crate) reviewer: Actor,
    pub(crate) approver: Actor,
}

impl County {
    /// Who proposes, reviews and approves for the organization of this name.
    ///
    /// # Errors
    /// The county appoints nobody there.
    pub(crate) fn hands(&self, organization: &str) -> anyhow::Result<Hands> {
        let actor = |duty: Duty| {
            let holds = |post: &crate::founding::Post| {
                post.duty == duty && post.organizations.iter().any(|name| name == organization)
            };
            let mut persons = self.plan.persons.iter();
            let person = persons.find(|person| person.posts.iter().any(holds));
            let person = person.with_context(|| format!("{organization}: no {}", duty.word()))?;
            self.founded.person(&person.login).map(Actor)
        };
        Ok(Hands {
            clerk: actor(Duty::Clerk)?,
            reviewer: actor(Duty::Reviewer)?,
            approver: actor(Duty::Approver)?,
        })
    }
}

/// Takes the paper as far as its way goes.
pub(super) async fn take(county: &County, columns: &[Column], paper: &Paper) -> anyhow::Result<()> {
    let flow = &county.flow;
    let organization = county.founded.organization(paper.organization)?;
    let hands = county.hands(paper.organization)?;
    let column = columns.iter().find(|column| column.name == paper.column);
    let column = column.with_context(|| format!("no column {}", paper.column))?.id;
    let id = receive(flow, hands.clerk, organization, column, paper).await?;
    let title = draft(flow, id).await?.1.title();
    scope(county, hands.clerk, id, (organization, column), paper, &title).await?;
    match paper.way {
        Way::Draft => {}
        Way::Propose => drop(propose(flow, &hands, id).await?),
        Way::Review => drop(review(flow, &hands, id).await?),
        Way::Return { reason } => {
            let content = propose(flow, &hands, id).await?;
            flow.return_to_clerk(hands.reviewer, id, &content, reason).await?;
        }
        Way::Publish => publish(flow, &hands, id).await?,
        Way::Correct { title, reason } => {
            publish(flow, &hands, id).await?;
            flow.correct(hands.clerk, id, reason).await?;
            let corrected = Paper { reason, ..*paper };
            scope(county, hands.clerk, id, (organization, column), &corrected, title).await?;
            publish(flow, &hands, id).await?;
        }
        Way::Withdraw { reason } => {
            publish(flow, &hands, id).await?;
            flow.withdraw(hands.approver, id, reason).await?;
        }
    }
    Ok(())
}

async fn receive(
    flow: &Flow,
    clerk: Actor,
    organization: OrganizationId,
    column: ColumnId,
    paper: &Paper,
) -> anyhow::Result<DisclosureId> {
    if paper.file_name.ends_with(".txt") {
        let item = (paper.regime, paper.item);
        let file_name = paper.file_name;
        return Ok(flow.import_library(clerk, organization, item, file_name, paper.text).await?);
    }
    let receipt = Receipt {
        organization,
        file_name: paper.file_name.to_owned(),
        bytes: paper.text.as_bytes().to_vec(),
        regime: paper.regime.to_owned(),
        item: paper.item.to_owned(),
        series: paper.series,
        code: None,
        column: Some(column),
        contributor: paper.contributor.to_owned(),
        fact_on: paper.fact_on.map(str::to_owned),
    };
    Ok(flow.receive(clerk, receipt).await?)
}

async fn draft(flow: &Flow, id: DisclosureId) -> anyhow::Result<(i64, domain::disclosure::Draft)> {
    let (db, at) = (&flow.store().reader, flow.authority());
    let disclosure = store::disclosures::load(db.db(), at, id).await?;
    let draft = store::drafts::load(db.db(), at, id).await?.context("no draft")?;
    Ok((disclosure.version, draft))
}

/// What the clerk saves on the desk: the facts, and the scope of each slice.
async fn scope(
    county: &County,
    clerk: Actor,
    id: DisclosureId,
    (organization, column): (OrganizationId, ColumnId),
    paper: &Paper,
    title: &str,
) -> anyhow::Result<()> {
    let (version, draft) = draft(&county.flow, id).await?;
    let scopes = draft.slices.iter().map(|slice| narrowed(county, organization, paper, slice));
    let meta = Meta {
        title: title.to_owned(),
        fact_on: paper.fact_on.map(str::to_owned),
        contributor: paper.contributor.to_owned(),
        column: Some(column),
        regime: paper.regime.to_owned(),
        item: paper.item.to_owned(),
        reason: paper.reason.to_owned(),
        level: draft.level.clone(),
        joint: draft.joint.clone(),
        publish_at: draft.publish_at,
        notice: draft.notice.clone(),
    };
    let edit = Edit::Save { meta: Box::new(meta), scopes: scopes.collect::<Result<_, _>>()? };
    Ok(county.flow.edit(clerk, id, version, edit).await?)
}

fn narrowed(
    county: &County,
    organization: OrganizationId,
    paper: &Paper,
    slice: &DraftSlice,
) -> anyhow::Result<(Scope, Option<Ground>)> {
    let text = slice.body.text();
    let narrow = paper.narrow.iter().find(|(needle, ..)| text.contains(needle));
    let Some((_, narrow, ground)) = narrow else { return Ok((slice.scope.clone(), slice.ground)) };
    let scope = match narrow {
        Narrow::Registered => Scope::Registered,
        Narrow::Members => Scope::Members { organization },
        Narrow::Organization => Scope::Organization { organization },
        Narrow::Named(logins) => {
            let persons = logins.iter().map(|login| county.founded.person(login));
            Scope::Named { persons: persons.collect::<Result<_, _>>()? }
        }
    };
    Ok((scope, Some(*ground)))
}

/// The clerk proposes; the content hash.
pub(crate) async fn propose(
    flow: &Flow,
    hands: &Hands,
    id: DisclosureId,
) -> anyhow::Result<String> {
    let (version, _) = draft(flow, id).await?;
    Ok(flow.propose(hands.clerk, id, version).await?)
}

/// Proposed and reviewed; the content hash.
pub(crate) async fn review(flow: &Flow, hands: &Hands, id: DisclosureId) -> anyhow::Result<String> {
    let content = propose(flow, hands, id).await?;
    flow.review(hands.reviewer, id, &content, Review::passed()).await?;
    Ok(content)
}

async fn publish(flow: &Flow, hands: &Hands, id: DisclosureId) -> anyhow::Result<()> {
    let content = review(flow, hands, id).await?;
    flow.approve(hands.approver, id, &content).await?;
    Ok(())
}
