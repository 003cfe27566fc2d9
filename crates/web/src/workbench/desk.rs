//! What waits for the caller, due first.

use std::collections::BTreeSet;

use axum::response::Response;
use domain::ids::{DisclosureId, OrganizationId, PersonId};
use domain::organization::Tree;
use domain::permission::{Hands, Refusal, may_act};
use domain::post::Duty;
use domain::procedure::StepKind;
use domain::workflow::{Action, State};
use flow::FlowError;
use store::disclosures::Disclosure;

use super::shared::{duties_at, last_return, name_of, person_name, title};
use crate::error::WebError;
use crate::view::desk::{Desk, DeskGroup, DeskRow, GroupKind};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_desk(visitor: Visitor) -> Response {
    visitor.answer(desk(&visitor)).await
}

async fn desk(visitor: &Visitor) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    if caller.posts.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let tree = site.tree().await?;
    let mut groups: Vec<_> =
        GroupKind::ALL.into_iter().map(|kind| DeskGroup { kind, rows: Vec::new() }).collect();
    let mut seen: BTreeSet<DisclosureId> = BTreeSet::new();
    for disclosure in waiting(visitor, &tree).await? {
        if !seen.insert(disclosure.id) {
            continue;
        }
        let (kind, row) = row(visitor, &tree, &disclosure).await?;
        if let Some(group) = groups.iter_mut().find(|group| group.kind == kind) {
            group.rows.push(row);
        }
    }
    for group in &mut groups {
        let due = |row: &DeskRow| row.due.map_or(i64::MAX, |due| due.0);
        match group.kind.is_mine() {
            true => group.rows.sort_by_key(|row| (due(row), row.since.0)),
            false => group.rows.sort_by_key(|row| -row.since.0),
        }
    }
    let post = |post: &domain::post::Post| {
        format!("{} · {}", name_of(&tree, post.organization), post.recorded())
    };
    let may_upload =
        caller.posts.iter().any(|post| domain::permission::duty_allows(post.duty, Action::Edit));
    let mut contributions = 0;
    let own = super::upload::organizations(caller).into_iter();
    for organization in own.flat_map(|own| tree.inherited(own)) {
        contributions += store::contributions::waiting(site.db(), site.at(), organization).await?;
    }
    let page = Desk {
        frame: visitor.frame().await?,
        may_upload,
        contributions,
        posts: caller.posts.iter().map(post).collect(),
        groups,
    };
    visitor.page(&page)
}

/// Rows of one list at most.
const ROWS: u32 = 200;

/// Everything of the caller's own organizations, and what others ask of them. A post that watches
/// a whole subtree gets what waits for it, not all that is under way below.
async fn waiting(visitor: &Visitor, tree: &Tree) -> Result<Vec<Disclosure>, WebError> {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let mut found = Vec::new();
    let takes_part = [Duty::Clerk, Duty::Reviewer, Duty::Approver];
    let own = caller.organizations(&takes_part).into_iter();
    for organization in own.flat_map(|own| tree.inherited(own)) {
        found.extend(store::disclosures::open(site.db(), site.at(), organization).await?);
    }
    for organization in &caller.reader.signs_for {
        found.extend(store::disclosures::asked(site.db(), site.at(), *organization, ROWS).await?);
    }
    let supervises = caller.organizations(&[Duty::Supervisor]);
    if !supervises.is_empty() {
        let late =
            store::disclosures::overdue(site.db(), site.at(), site.flow().now(), ROWS).await?;
        let theirs = |late: &Disclosure| caller.reader.handles.contains(&late.organization);
        found.extend(late.into_iter().filter(theirs));
    }
    for organization in supervises {
        for own in supervised(tree, organization) {
            for state in [State::ToSupervise, State::Released] {
                let of = (site.at(), own);
                found.extend(
                    store::disclosures::awaiting(site.db(), of.0, of.1, state, ROWS).await?,
                );
            }
        }
    }
    Ok(found)
}

/// The organizations whose supervision step a supervisor of this one takes.
fn supervised(tree: &Tree, organization: OrganizationId) -> Vec<OrganizationId> {
    let mut all = tree.inherited(organization);
    let watched = tree.watched(organization);
    if watched != organization {
        all.extend(tree.inherited(watched));
    }
    all
}

async fn row(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
) -> Result<(GroupKind, DeskRow), WebError> {
    let site = &visitor.site;
    let reason = if disclosure.state == State::Draft {
        last_return(site, disclosure).await?
    } else {
        String::new()
    };
    let (kind, kin) = kind(visitor, tree, disclosure, !reason.is_empty()).await?;
    let id = disclosure.id;
    let href = match kind {
        GroupKind::Returned | GroupKind::ToPropose => format!("/desk/{id}/draft"),
        GroupKind::ToConsent
        | GroupKind::ToDecide
        | GroupKind::ToApprove
        | GroupKind::ToSupervise
        | GroupKind::ToReview
        | GroupKind::ToConfirm => format!("/desk/{id}/step"),
        GroupKind::ToReexamine
        | GroupKind::ToConclude
        | GroupKind::Late
        | GroupKind::InProgress
        | GroupKind::Published => format!("/desk/{id}"),
    };
    let caller = visitor.caller()?;
    let claimed = disclosure.claimed_by.filter(|person| *person != caller.person);
    let row = DeskRow {
        title: title(site, disclosure).await?,
        code: Some(disclosure.code.to_string()),
        organization: name_of(tree, disclosure.organization),
        state: disclosure.state,
        edition: disclosure.edition,
        since: disclosure.changed,
        due: disclosure.due,
        is_late: disclosure.due.is_some_and(|due| due < site.flow().now()),
        claimed: person_name(site, claimed).await?,
        reason,
        kin: person_name(site, kin).await?,
        href,
    };
    Ok((kind, row))
}

/// The group of a row, and the relative for whose sake it is not the caller's. Who wrote in it is asked only where the caller could take the step at all.
async fn kind(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
    is_returned: bool,
) -> Result<(GroupKind, Option<PersonId>), WebError> {
    let (caller, own) = (visitor.caller()?, disclosure.organization);
    let here = duties_at(caller, &[tree.current(own)]);
    let watching = duties_at(caller, &flow::supervision_of(tree, own));
    let may =
        |duties: &[Duty], action| may_act(caller.person, duties, action, &disclosure.hands).is_ok();
    let asked = caller.reader.signs_for.iter().any(|body| *body != tree.current(own));
    let group = match disclosure.state {
        State::Draft if may(&here, Action::Propose) && is_returned => GroupKind::Returned,
        State::Draft if may(&here, Action::Propose) => GroupKind::ToPropose,
        State::ToReview if may(&here, Action::Review) => GroupKind::ToReview,
        State::ToSupervise if may(&watching, Action::Supervise) => GroupKind::ToSupervise,
        State::ToDecide if may(&here, Action::Decide) => GroupKind::ToDecide,
        State::ToApprove if may(&here, Action::Approve) => GroupKind::ToApprove,
        State::ToConcur | State::ToConsent
            if asked && is_asked(visitor, tree, disclosure).await? =>
        {
            GroupKind::ToConsent
        }
        State::Released if confirms(visitor, tree, disclosure).await? => GroupKind::ToConfirm,
        State::Withheld if may(&here, Action::Reexamine) && is_due(visitor, disclosure) => {
            GroupKind::ToReexamine
        }
        State::Published
            if may(&here, Action::Conclude) && is_over(visitor, disclosure).await? =>
        {
            GroupKind::ToConclude
        }
        State::Draft
        | State::ToReview
        | State::ToSupervise
        | State::ToDecide
        | State::ToApprove
        | State::ToConcur
        | State::ToConsent
        | State::Approved
        | State::Scheduled
        | State::Withheld => GroupKind::InProgress,
        State::Released | State::Published | State::Withdrawn => GroupKind::Published,
    };
    let is_late = disclosure.due.is_some_and(|due| due < visitor.site.flow().now());
    if !group.is_mine() && is_late && here.is_empty() {
        return Ok((GroupKind::Late, None));
    }
    let Some(action) = judges(visitor, disclosure, group).await? else {
        return Ok((group, None));
    };
    let site = &visitor.site;
    let writers = store::disclosures::writers(site.db(), site.at(), disclosure.id).await?;
    if writers.contains(&caller.person) && disclosure.state.is_under_way() {
        return Ok((GroupKind::InProgress, None));
    }
    let hands = Hands { writers, ..disclosure.hands.clone() };
    match site.flow().kin_that_hinders(visitor.actor()?, action, &hands).await? {
        None => Ok((group, None)),
        kin if disclosure.state == State::Released => Ok((GroupKind::Published, kin)),
        kin => Ok((GroupKind::InProgress, kin)),
    }
}

/// The step by which the caller would judge what stands in this group.
async fn judges(
    visitor: &Visitor,
    disclosure: &Disclosure,
    group: GroupKind,
) -> Result<Option<Action>, WebError> {
    Ok(match group {
        GroupKind::ToReview => Some(Action::Review),
        GroupKind::ToSupervise => Some(Action::Supervise),
        GroupKind::ToDecide => Some(Action::Decide),
        GroupKind::ToApprove => Some(Action::Approve),
        GroupKind::ToConsent => Some(Action::Consent),
        GroupKind::ToConfirm => {
            let edition = super::way::edition(visitor, disclosure).await?;
            let done = disclosure.step as usize;
            let step = edition.as_ref().and_then(|e| e.facts.procedure.awaited(done));
            step.map(|step| Action::doing(step.step))
        }
        GroupKind::Returned
        | GroupKind::ToPropose
        | GroupKind::ToReexamine
        | GroupKind::ToConclude
        | GroupKind::Late
        | GroupKind::InProgress
        | GroupKind::Published => None,
    })
}

fn is_due(visitor: &Visitor, disclosure: &Disclosure) -> bool {
    // A week before the day, so that there is time to look.
    let soon = visitor.site.flow().now().plus_days(7);
    disclosure.due.is_some_and(|due| due < soon)
}

/// Whether the body asked is one for which the caller approves.
async fn is_asked(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
) -> Result<bool, WebError> {
    let caller = visitor.caller()?;
    let edition = super::way::edition(visitor, disclosure).await?;
    let step = edition.as_ref().and_then(|e| e.facts.procedure.awaited(disclosure.step as usize));
    let body = step.and_then(|step| flow::asked_body(tree, disclosure.organization, step));
    Ok(body.is_some_and(|body| caller.reader.signs_for.contains(&body)))
}

/// Whether the first missing hand of an emergency release is the caller's.
async fn confirms(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
) -> Result<bool, WebError> {
    let caller = visitor.caller()?;
    let edition = super::way::edition(visitor, disclosure).await?;
    let step = edition.as_ref().and_then(|e| e.facts.procedure.awaited(disclosure.step as usize));
    let Some(step) = step else { return Ok(false) };
    if matches!(step.step, StepKind::Concur | StepKind::Consent) {
        return is_asked(visitor, tree, disclosure).await;
    }
    let action = Action::doing(step.step);
    let duties = super::step::duties_for(visitor, tree, disclosure, (step, action));
    Ok(may_act(caller.person, &duties, action, &disclosure.hands).is_ok())
}

/// Whether the notice period of the public edition is over and its result missing.
async fn is_over(visitor: &Visitor, disclosure: &Disclosure) -> Result<bool, WebError> {
    let Some(edition) = disclosure.public_edition else { return Ok(false) };
    let site = &visitor.site;
    let notice = store::notices::load(site.db(), site.at(), disclosure.id, edition).await?;
    let today = domain::calendar::day_of(site.flow().now());
    Ok(notice.is_some_and(|notice| notice.conclusion.is_none() && notice.until_day < today))
}
