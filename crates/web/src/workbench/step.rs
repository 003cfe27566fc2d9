//! The step that a disclosure waits for, with the whole text and everything that was said of it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::organization::Tree;
use domain::permission::{may_act, place_of};
use domain::post::Duty;
use domain::procedure::ProcedureStep;
use domain::slice::Body;
use domain::workflow::{Action, State, next};
use flow::FlowError;
use store::disclosures::Disclosure;
use store::editions::{Edition, Slice};

use super::attach::desk_files;
use super::shared::{
    acts, circle, comments, compare_href, duties_at, handled, in_language, name_in, name_of, names,
    person_name, record, title,
};
use super::way;
use crate::error::WebError;
use crate::form::Fields;
use crate::locale::Lang;
use crate::view::Page;
use crate::view::files::DeskFile;
use crate::view::paper::{Reading, lay};
use crate::view::step::{MeetingRule, Overridden, PublishedNumber, ScopedPart, Sent, StepPage};
use crate::visitor::{Answer, Visitor, html};

pub(crate) async fn show_step(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(step(&visitor, &id)).await
}

async fn step(visitor: &Visitor, text: &str) -> Answer {
    match page(visitor, text, Sent::default()).await? {
        Some(page) => visitor.page(&page),
        None => Ok(Redirect::to(&format!("/desk/{text}")).into_response()),
    }
}

/// The page once more, with what was typed and what is wrong with it. Any error but one of what
/// was typed stays what it is.
pub(super) async fn again(
    visitor: &Visitor,
    text: &str,
    (action, fields): (Action, &Fields),
    error: WebError,
) -> Answer {
    let (status, problem) = error.told();
    if status != StatusCode::UNPROCESSABLE_ENTITY {
        return Err(error);
    }
    let sent = Sent { action: action.word(), fields: fields.typed(), problem: Some(problem) };
    match page(visitor, text, sent).await? {
        Some(page) => Ok(html(status, page.render()?)),
        None => Err(error),
    }
}

/// `None` where no step is waited for.
async fn page(visitor: &Visitor, text: &str, sent: Sent) -> Result<Option<StepPage>, WebError> {
    let (mut disclosure, organization) = handled(visitor, text).await?;
    if !disclosure.state.is_under_way() && disclosure.state != State::Released {
        return Ok(None);
    }
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let edition = way::edition(visitor, &disclosure).await?.ok_or(FlowError::NotFound)?;
    let Some(awaited) = edition.facts.procedure.awaited(disclosure.step as usize) else {
        return Ok(None);
    };
    disclosure.hands = store::disclosures::hands(site.db(), site.at(), &disclosure).await?;
    let tree = site.tree().await?;
    let may = |action: Action| {
        let duties = duties_for(visitor, &tree, &disclosure, (awaited, action));
        next(disclosure.state, action).map_or(Ok(false), |_| {
            may_act(caller.person, &duties, action, &disclosure.hands).map(|()| true)
        })
    };
    let offers = |action: Action| may(action) == Ok(true);
    let action = Action::doing(awaited.step);
    let actor = visitor.actor()?;
    let kin = site.flow().kin_that_hinders(actor, action, &disclosure.hands).await?;
    let decides = site.flow().kin_that_hinders(actor, Action::Withhold, &disclosure.hands).await?;
    let may_decide = |action: Action| offers(action) && decides.is_none();
    let (acts, signed) = acts(site, &disclosure).await?;
    let names = names(site, disclosure.id).await?;
    let item = site.flow().regime(&disclosure.regime).and_then(|r| r.item(&disclosure.item));
    let claimed_by_me = disclosure.claimed_by == Some(caller.person);
    let page = StepPage {
        frame: visitor.frame_at(&format!("/desk/{text}/step")).await?,
        sent,
        id: text.to_owned(),
        code: Some(disclosure.code.to_string()),
        edition: disclosure.edition,
        title: title(site, &disclosure).await?,
        organization: organization.link(&disclosure),
        item: item.map(|item| in_language(&item.name, visitor.lang).to_owned()).unwrap_or_default(),
        level: edition.facts.procedure.level.clone(),
        by: in_language(&awaited.by, visitor.lang).to_owned(),
        contributor: edition.facts.contributor.clone(),
        fact_on: edition.facts.fact_on.clone(),
        reason: edition.facts.reason.clone(),
        compare_href: compare_href(visitor, &disclosure),
        step: awaited.step,
        done: disclosure.step,
        meetings: meetings(visitor, awaited),
        is_released: disclosure.state == State::Released,
        refusal: may(action).err(),
        kin: person_name(site, kin.filter(|_| may(action) == Ok(true))).await?,
        may_return: offers(Action::Return),
        may_refuse: offers(Action::Refuse),
        may_withhold: may_decide(Action::Withhold),
        may_release: may_decide(Action::Release),
        since: disclosure.changed,
        due: disclosure.due,
        is_late: disclosure.due.is_some_and(|due| due < site.flow().now()),
        claimed: name_in(&names, disclosure.claimed_by.filter(|_| !claimed_by_me)),
        claimed_by_me,
        content: hex::encode(edition.content_hash),
        characters: u64::from(edition.facts.characters),
        slices: parts(visitor, &tree, &disclosure, &edition).await?,
        publish_at: edition.facts.publish_at,
        notice: edition.facts.notice.clone(),
        joint: edition.facts.joint.iter().map(|body| name_of(&tree, *body)).collect(),
        overrides: edition
            .facts
            .overrides
            .iter()
            .map(|each| Overridden {
                check: each.check.clone(),
                found: each.found.clone(),
                reason: each.reason.clone(),
            })
            .collect(),
        contacts: contacts(visitor, &tree, &disclosure, &edition).await?,
        findings: findings(visitor, &tree, &disclosure).await?,
        files: files(visitor, &tree, &edition).await?,
        line: way::line(visitor, &disclosure, &edition.facts.procedure, &acts, &names).await?,
        comments: comments(site, disclosure.id, &names).await?,
        record: record(&acts, signed, &names),
        today: domain::calendar::day_of(site.flow().now()),
    };
    Ok(Some(page))
}

async fn contacts(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
    edition: &Edition,
) -> Result<Vec<PublishedNumber>, WebError> {
    let found = visitor.site.flow().published_contacts(disclosure.organization, edition).await?;
    let told = |each: flow::PublishedContact| PublishedNumber {
        contact: each.contact,
        organization: name_of(tree, each.organization),
        since: each.since,
        until: each.until,
    };
    Ok(found.into_iter().map(told).collect())
}

fn meetings(visitor: &Visitor, awaited: &ProcedureStep) -> Vec<MeetingRule> {
    let rule = |meeting: &domain::procedure::Meeting| MeetingRule {
        kind: meeting.kind.clone(),
        name: in_language(&meeting.name, visitor.lang).to_owned(),
        quorum: meeting.quorum,
        majority: meeting.majority,
    };
    awaited.meeting.iter().flat_map(|meeting| meeting.choices()).map(rule).collect()
}

/// The caller's duties where `action` needs them.
pub(super) fn duties_for(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
    (awaited, action): (&ProcedureStep, Action),
) -> Vec<Duty> {
    use domain::permission::Place;
    let Some(caller) = visitor.caller.as_ref() else { return Vec::new() };
    let (own, place) = (tree.current(disclosure.organization), place_of(action));
    let mut duties = match place {
        Place::Own | Place::Supervision | Place::Examined => duties_at(caller, &[own]),
        Place::Asked => {
            let asked: Vec<_> = flow::asked_body(tree, own, awaited).into_iter().collect();
            duties_at(caller, &asked)
        }
    };
    if place.is_supervision(disclosure.state) {
        let watching = duties_at(caller, &flow::supervision_of(tree, own)).into_iter();
        duties.extend(watching.filter(|duty| *duty == Duty::Supervisor));
    }
    duties
}

/// The files of the edition that is decided on.
async fn files(
    visitor: &Visitor,
    tree: &Tree,
    edition: &Edition,
) -> Result<Vec<DeskFile>, WebError> {
    let site = &visitor.site;
    let kept = store::attachments::of_disclosure(site.db(), site.at(), edition.disclosure).await?;
    let word = |scope: &domain::scope::Scope| scope.word().to_owned();
    desk_files(visitor, tree, (&edition.facts.attachments, &kept), word).await
}

async fn parts(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
    edition: &Edition,
) -> Result<Vec<ScopedPart>, WebError> {
    let site = &visitor.site;
    let slices: Vec<Slice> = store::editions::slices(site.db(), site.at(), edition).await?;
    debug_assert_eq!(edition.disclosure, disclosure.id);
    let mut parts = Vec::with_capacity(slices.len());
    for slice in &slices {
        let body = flow::article::body_of(&slice.disclosure)?;
        parts.push(ScopedPart {
            part: part(slice.id, &body),
            scope: slice.scope.word(),
            circle: circle(site, tree, &slice.scope).await?,
            ground: slice.ground,
        });
    }
    Ok(parts)
}

fn part(id: u32, body: &Body) -> Option<crate::view::paper::Part> {
    lay(&[Reading::Shown { slice: id.to_string(), body }]).pop()
}

async fn findings(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
) -> Result<Vec<domain::finding::Finding>, WebError> {
    let site = &visitor.site;
    let draft = store::drafts::load(site.db(), site.at(), disclosure.id).await?;
    let files = store::attachments::of_disclosure(site.db(), site.at(), disclosure.id).await?;
    let of = |draft| flow::findings(site.flow(), disclosure, &draft, &files, tree);
    Ok(draft.map(of).unwrap_or_default())
}

/// A share in words: 超过应到人数的 1/2.
pub(crate) fn share_words(lang: Lang, share: domain::procedure::Share) -> String {
    use domain::procedure::Whole;
    let key = match (share.strictly, share.of) {
        (true, Whole::Called) => "share.more_than_called",
        (true, Whole::Present) => "share.more_than_present",
        (false, Whole::Called) => "share.at_least_called",
        (false, Whole::Present) => "share.at_least_present",
    };
    lang.filled(key, &[&format!("{}/{}", share.numerator, share.denominator)])
}
