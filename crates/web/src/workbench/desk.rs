//! What waits for the caller, due first.

mod lists;

use std::collections::BTreeSet;

use axum::response::Response;
use domain::ids::{DisclosureId, PersonId};
use domain::organization::Tree;
use domain::permission::{Refusal, kin_that_hinders, may_act};
use domain::post::Duty;
use domain::procedure::{ProcedureStep, StepKind};
use domain::workflow::{Action, State};
use flow::FlowError;
use identity::Caller;
use store::desk::Entry;
use store::disclosures::Disclosure;

use self::lists::{Wanted, more, waiting};
use super::shared::{Names, duties_at, name_in, name_of, person_name};
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
    let wanted = Wanted::of(&visitor.path);
    let mut found = waiting(visitor, &tree, wanted).await?;
    let kin = kin(visitor, &mut found.entries).await?;
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
        groups: groups(visitor, &tree, &kin, found.entries)?,
        more: found.lists.iter().filter_map(|list| more(visitor.lang, list, wanted)).collect(),
        is_part: wanted.list.is_some(),
    };
    visitor.page(&page)
}

/// The rows by what is to be done, each once; due first.
fn groups(
    visitor: &Visitor,
    tree: &Tree,
    kin: &Names,
    entries: Vec<Entry>,
) -> Result<Vec<DeskGroup>, WebError> {
    let mut groups: Vec<_> =
        GroupKind::ALL.into_iter().map(|kind| DeskGroup { kind, rows: Vec::new() }).collect();
    let mut seen: BTreeSet<DisclosureId> = BTreeSet::new();
    for entry in entries.iter().filter(|entry| seen.insert(entry.disclosure.id)) {
        let (kind, row) = row(visitor, tree, kin, entry)?;
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
    Ok(groups)
}

fn row(
    visitor: &Visitor,
    tree: &Tree,
    kin: &Names,
    entry: &Entry,
) -> Result<(GroupKind, DeskRow), WebError> {
    let (site, disclosure) = (&visitor.site, &entry.disclosure);
    let (kind, hinders) = kind(visitor, tree, kin, entry)?;
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
    let is_own = disclosure.claimed_by == Some(visitor.caller()?.person);
    let row = DeskRow {
        title: entry.title.clone(),
        code: Some(disclosure.code.to_string()),
        organization: name_of(tree, disclosure.organization),
        state: disclosure.state,
        edition: disclosure.edition,
        since: disclosure.changed,
        due: disclosure.due,
        is_late: disclosure.due.is_some_and(|due| due < site.flow().now()),
        claimed: if is_own { String::new() } else { entry.claimed_name.clone() },
        reason: entry.returned.clone(),
        kin: name_in(kin, hinders),
        href,
    };
    Ok((kind, row))
}

/// The group of a row, and the relative for whose sake it is not the caller's.
fn kind(
    visitor: &Visitor,
    tree: &Tree,
    kin: &Names,
    entry: &Entry,
) -> Result<(GroupKind, Option<PersonId>), WebError> {
    let (caller, disclosure) = (visitor.caller()?, &entry.disclosure);
    let own = disclosure.organization;
    let here = duties_at(caller, &[tree.current(own)]);
    let watching = || duties_at(caller, &flow::supervision_of(tree, own));
    let may =
        |duties: &[Duty], action| may_act(caller.person, duties, action, &disclosure.hands).is_ok();
    let asked = caller.reader.signs_for.iter().any(|body| *body != tree.current(own));
    let is_returned = !entry.returned.is_empty();
    let group = match disclosure.state {
        State::Draft if may(&here, Action::Propose) && is_returned => GroupKind::Returned,
        State::Draft if may(&here, Action::Propose) => GroupKind::ToPropose,
        State::ToReview if may(&here, Action::Review) => GroupKind::ToReview,
        State::ToSupervise if may(&watching(), Action::Supervise) => GroupKind::ToSupervise,
        State::ToDecide if may(&here, Action::Decide) => GroupKind::ToDecide,
        State::ToApprove if may(&here, Action::Approve) => GroupKind::ToApprove,
        State::ToConcur | State::ToConsent if asked && is_asked(caller, tree, entry) => {
            GroupKind::ToConsent
        }
        State::Released if confirms(visitor, tree, entry)? => GroupKind::ToConfirm,
        State::Withheld if may(&here, Action::Reexamine) && is_due(visitor, disclosure) => {
            GroupKind::ToReexamine
        }
        State::Published if may(&here, Action::Conclude) && is_over(visitor, entry) => {
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
    let Some(action) = judges(entry, group) else { return Ok((group, None)) };
    let is_out = disclosure.state == State::Released;
    let others = if is_out { GroupKind::Published } else { GroupKind::InProgress };
    if entry.wrote {
        return Ok((others, None));
    }
    let kin: Vec<_> = kin.keys().copied().collect();
    Ok(match kin_that_hinders(action, &kin, &disclosure.hands) {
        None => (group, None),
        kin => (others, kin),
    })
}

/// The step by which the caller would judge what stands in this group.
fn judges(entry: &Entry, group: GroupKind) -> Option<Action> {
    match group {
        GroupKind::ToReview => Some(Action::Review),
        GroupKind::ToSupervise => Some(Action::Supervise),
        GroupKind::ToDecide => Some(Action::Decide),
        GroupKind::ToApprove => Some(Action::Approve),
        GroupKind::ToConsent => Some(Action::Consent),
        GroupKind::ToConfirm => awaited(entry).map(|step| Action::doing(step.step)),
        GroupKind::Returned
        | GroupKind::ToPropose
        | GroupKind::ToReexamine
        | GroupKind::ToConclude
        | GroupKind::Late
        | GroupKind::InProgress
        | GroupKind::Published => None,
    }
}

/// The caller's near relatives. Only a supervisor is kept off by a relative who wrote, and few have
/// relatives here at all: only then all hands of a row are read.
async fn kin(visitor: &Visitor, entries: &mut [Entry]) -> Result<Names, WebError> {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let mut kin = Names::new();
    for relative in site.flow().kin(caller.person).await? {
        kin.insert(relative, person_name(site, Some(relative)).await?);
    }
    let supervised =
        |entry: &&mut Entry| matches!(entry.disclosure.state, State::ToSupervise | State::Released);
    for entry in entries.iter_mut().filter(supervised).filter(|_| !kin.is_empty()) {
        let disclosure = &mut entry.disclosure;
        disclosure.hands = store::disclosures::hands(site.db(), site.at(), disclosure).await?;
    }
    Ok(kin)
}

fn is_due(visitor: &Visitor, disclosure: &Disclosure) -> bool {
    // A week before the day, so that there is time to look.
    let soon = visitor.site.flow().now().plus_days(7);
    disclosure.due.is_some_and(|due| due < soon)
}

fn awaited(entry: &Entry) -> Option<&ProcedureStep> {
    let facts = entry.awaited.as_ref()?;
    facts.procedure.awaited(entry.disclosure.step as usize)
}

/// Whether the body asked is one for which the caller approves.
fn is_asked(caller: &Caller, tree: &Tree, entry: &Entry) -> bool {
    let own = entry.disclosure.organization;
    let body = awaited(entry).and_then(|step| flow::asked_body(tree, own, step));
    body.is_some_and(|body| caller.reader.signs_for.contains(&body))
}

/// Whether the first missing hand of an emergency release is the caller's.
fn confirms(visitor: &Visitor, tree: &Tree, entry: &Entry) -> Result<bool, WebError> {
    let (caller, disclosure) = (visitor.caller()?, &entry.disclosure);
    let Some(step) = awaited(entry) else { return Ok(false) };
    if matches!(step.step, StepKind::Concur | StepKind::Consent) {
        return Ok(is_asked(caller, tree, entry));
    }
    let action = Action::doing(step.step);
    let duties = super::step::duties_for(visitor, tree, disclosure, (step, action));
    Ok(may_act(caller.person, &duties, action, &disclosure.hands).is_ok())
}

/// Whether the notice period of the public edition is over and its result missing.
fn is_over(visitor: &Visitor, entry: &Entry) -> bool {
    let today = domain::calendar::day_of(visitor.site.flow().now());
    entry.notice_until.as_ref().is_some_and(|until| *until < today)
}
