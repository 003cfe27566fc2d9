//! The way of a disclosure as a line of steps: done by whom and when, now with whom since when, next.

use domain::act::{Act, Details, Kind};
use domain::decision::Outcome;
use domain::ids::OrganizationId;
use domain::organization::Tree;
use domain::permission::{Place, place_of};
use domain::procedure::{Procedure, ProcedureStep};
use domain::workflow::{Action, State};
use store::acts::StoredAct;
use store::disclosures::Disclosure;
use store::editions::Edition;

use super::shared::{Names, in_language, name_in, name_of, posts_for};
use crate::error::WebError;
use crate::view::disclosure::{LineStep, StepStatus};
use crate::visitor::Visitor;

/// The edition under way, or the last attempt at it.
pub(super) async fn edition(
    visitor: &Visitor,
    disclosure: &Disclosure,
) -> Result<Option<Edition>, WebError> {
    let site = &visitor.site;
    Ok(store::editions::latest(site.db(), site.at(), disclosure.id, disclosure.edition).await?)
}

/// The way that a draft would go, as its item and level stand now; else that of its edition.
pub(super) async fn procedure(
    visitor: &Visitor,
    disclosure: &Disclosure,
    edition: Option<&Edition>,
) -> Result<Procedure, WebError> {
    if let Some(edition) = edition.filter(|_| disclosure.state != State::Draft) {
        return Ok(edition.facts.procedure.clone());
    }
    let site = &visitor.site;
    let draft = store::drafts::load(site.db(), site.at(), disclosure.id).await?.unwrap_or_default();
    let regime = site.flow().regime(&disclosure.regime);
    let procedure = regime.and_then(|r| r.procedure(&disclosure.item, draft.level.as_deref()));
    let words = domain::regime::Text { zh: String::new(), en: String::new() };
    Ok(procedure.unwrap_or_else(Procedure::plain).with_joint(&draft.joint, &words))
}

/// Organizations in which somebody may take a step.
fn places(tree: &Tree, own: OrganizationId, step: &ProcedureStep) -> Vec<OrganizationId> {
    match place_of(Action::doing(step.step)) {
        Place::Own | Place::Examined => vec![tree.current(own)],
        Place::Supervision => flow::supervision_of(tree, own),
        Place::Asked => flow::asked_body(tree, own, step).into_iter().collect(),
    }
}

/// Every step of the way, and the publication.
pub(super) async fn line(
    visitor: &Visitor,
    disclosure: &Disclosure,
    procedure: &Procedure,
    acts: &[StoredAct],
    names: &Names,
) -> Result<Vec<LineStep>, WebError> {
    let mut current = since_the_start(acts).iter().filter(|act| act.kind.action().is_some());
    let mut line = Vec::with_capacity(procedure.steps.len() + 1);
    for (at, step) in (0u32..).zip(&procedure.steps) {
        let kind = Kind::of(Action::doing(step.step)).unwrap_or(Kind::Propose);
        let status = if at < disclosure.step {
            match current.find(|act| act.kind == kind) {
                Some(act) => done(names, act),
                None => StepStatus::Next,
            }
        } else if at == disclosure.step && waits(disclosure.state) {
            now(visitor, disclosure, step, names).await?
        } else {
            StepStatus::Next
        };
        let by = in_language(&step.by, visitor.lang).to_owned();
        line.push(LineStep { kind, by, status });
    }
    let published = since_the_start(acts).iter().rfind(|act| act.kind == Kind::Publish);
    let status = match published {
        Some(act) => done(names, act),
        None => StepStatus::Next,
    };
    line.push(LineStep { kind: Kind::Publish, by: String::new(), status });
    Ok(line)
}

fn waits(state: State) -> bool {
    state.is_under_way() || matches!(state, State::Draft | State::Released)
}

/// What counts is the edition since it was last the clerk's.
fn since_the_start(acts: &[StoredAct]) -> &[StoredAct] {
    let sent_back = |act: &StoredAct| match act.kind {
        Kind::Return | Kind::Refuse | Kind::Reopen | Kind::Correct | Kind::Republish => true,
        Kind::Decide => matches!(
            Act::parse(&act.body).ok().and_then(|act| act.details),
            Some(Details::Decision { outcome: Outcome::NotCarried, .. })
        ),
        _ => false,
    };
    let start = acts.iter().rposition(sent_back);
    acts.get(start.map_or(0, |at| at + 1)..).unwrap_or_default()
}

fn done(names: &Names, stored: &StoredAct) -> StepStatus {
    let post = Act::parse(&stored.body).map(|act| act.post).unwrap_or_default();
    let name = name_in(names, stored.person);
    let by = if name.is_empty() { post } else { format!("{post} {name}") };
    StepStatus::Done { by, at: stored.at }
}

async fn now(
    visitor: &Visitor,
    disclosure: &Disclosure,
    step: &ProcedureStep,
    names: &Names,
) -> Result<StepStatus, WebError> {
    let (site, own) = (&visitor.site, disclosure.organization);
    let tree = site.tree().await?;
    let mut with = Vec::new();
    for place in places(&tree, own, step) {
        for post in posts_for(visitor, place, Action::doing(step.step)).await? {
            let outside = place != own;
            with.push(if outside { format!("{} {post}", name_of(&tree, place)) } else { post });
        }
    }
    Ok(StepStatus::Now {
        with,
        since: disclosure.changed,
        due: disclosure.due,
        is_late: disclosure.due.is_some_and(|due| due < site.flow().now()),
        claimed: name_in(names, disclosure.claimed_by),
    })
}
