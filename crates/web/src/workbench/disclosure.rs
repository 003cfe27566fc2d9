//! A disclosure at the desk: the line of steps, and what else may be done about it.

use axum::extract::Path;
use axum::response::Response;
use domain::organization::Tree;
use domain::permission::may_act;
use domain::post::Duty;
use domain::workflow::{Action, State, next};
use store::disclosures::Disclosure;
use store::editions::Edition;
use store::notices::Notice;

use super::shared::{
    acts, comments, compare_href, duties_at, handled, in_language, names, record, title,
};
use super::step::duties_for;
use super::way;
use crate::error::WebError;
use crate::view::Link;
use crate::view::choice::Choice;
use crate::view::disclosure::{DisclosurePage, File, May};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_disclosure(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(show(&visitor, &id)).await
}

async fn show(visitor: &Visitor, text: &str) -> Answer {
    let (mut disclosure, organization) = handled(visitor, text).await?;
    let site = &visitor.site;
    disclosure.hands = store::disclosures::hands(site.db(), site.at(), &disclosure).await?;
    let edition = way::edition(visitor, &disclosure).await?;
    let procedure = way::procedure(visitor, &disclosure, edition.as_ref()).await?;
    let (acts, signed) = acts(site, &disclosure).await?;
    let names = names(site, disclosure.id).await?;
    let today = domain::calendar::day_of(site.flow().now());
    let notice = notice(visitor, &disclosure).await?;
    let notice_is_over = notice.as_ref().is_some_and(|notice| notice.until_day < today);
    let public = disclosure.public_edition.map(|_| format!("/d/{}", disclosure.code));
    let page = DisclosurePage {
        frame: visitor.frame().await?,
        id: text.to_owned(),
        code: Some(disclosure.code.to_string()),
        title: title(site, &disclosure).await?,
        organization: organization.link(&disclosure),
        state: disclosure.state,
        edition: disclosure.edition,
        content: edition.as_ref().map(|e| hex::encode(e.content_hash)).unwrap_or_default(),
        public_href: public,
        compare_href: compare_href(visitor, &disclosure),
        next: next_link(visitor, &disclosure, edition.as_ref()).await?,
        line: way::line(visitor, &disclosure, &procedure, &acts, &names).await?,
        may: may(visitor, &*site.tree().await?, &disclosure, notice.as_ref())?,
        publish_at: scheduled(visitor, &disclosure).await?,
        withheld: disclosure.withheld.clone(),
        notice,
        notice_is_over,
        forms: forms(visitor, &disclosure),
        evidence: evidence(visitor, &disclosure).await?,
        comments: comments(site, disclosure.id, &names).await?,
        record: record(&acts, signed, &names),
        today,
    };
    visitor.page(&page)
}

/// The draft or the awaited step, where it is this caller's. The disclosure has all its hands.
async fn next_link(
    visitor: &Visitor,
    disclosure: &Disclosure,
    edition: Option<&Edition>,
) -> Result<Option<Link>, WebError> {
    let (caller, tree) = (visitor.caller()?, visitor.site.tree().await?);
    let id = disclosure.id;
    let link = |action: Action, path: &str| Link {
        name: visitor.lang.text(&format!("action.{}", action.word())),
        href: format!("/desk/{id}/{path}"),
    };
    let site = &visitor.site;
    let hands = &disclosure.hands;
    let may = |duties: &[Duty], action| may_act(caller.person, duties, action, hands).is_ok();
    if disclosure.state == State::Draft {
        let duties = duties_at(caller, &[tree.current(disclosure.organization)]);
        let mine = may(&duties, Action::Propose);
        return Ok(mine.then(|| link(Action::Propose, "draft")));
    }
    let waits = disclosure.state.is_under_way() || disclosure.state == State::Released;
    let awaited = edition.filter(|_| waits);
    let awaited = awaited.and_then(|e| e.facts.procedure.awaited(disclosure.step as usize));
    let Some(step) = awaited else { return Ok(None) };
    let action = Action::doing(step.step);
    let duties = duties_for(visitor, &tree, disclosure, (step, action));
    let kin = site.flow().kin_that_hinders(visitor.actor()?, action, hands).await?;
    Ok((may(&duties, action) && kin.is_none()).then(|| link(action, "step")))
}

fn may(
    visitor: &Visitor,
    tree: &Tree,
    disclosure: &Disclosure,
    notice: Option<&Notice>,
) -> Result<May, WebError> {
    let caller = visitor.caller()?;
    let duties = duties_at(caller, &[tree.current(disclosure.organization)]);
    let may = |action| {
        next(disclosure.state, action).is_some()
            && may_act(caller.person, &duties, action, &disclosure.hands).is_ok()
    };
    let is_open = notice.is_some_and(|notice| notice.conclusion.is_none());
    let corrects = disclosure.public_edition.is_some_and(|public| public < disclosure.edition);
    Ok(May {
        correct: may(Action::Correct),
        abandon: may(Action::Abandon) && corrects && disclosure.withdrawn_at.is_none(),
        withdraw: may(Action::Withdraw) && flow::edition_in_public(disclosure).is_some(),
        republish: may(Action::Republish),
        reexamine: may(Action::Reexamine),
        reopen: may(Action::Reopen),
        schedule: may(Action::Schedule),
        return_: may(Action::Return) && disclosure.state == State::Scheduled,
        extend: may(Action::Extend) && is_open,
        conclude: may(Action::Conclude) && is_open,
        post: may(Action::Post),
    })
}

async fn notice(visitor: &Visitor, disclosure: &Disclosure) -> Result<Option<Notice>, WebError> {
    let Some(edition) = disclosure.public_edition else { return Ok(None) };
    let site = &visitor.site;
    Ok(store::notices::load(site.db(), site.at(), disclosure.id, edition).await?)
}

/// When a scheduled publication is due: the last time that was set.
async fn scheduled(
    visitor: &Visitor,
    disclosure: &Disclosure,
) -> Result<Option<domain::time::Micros>, WebError> {
    if disclosure.state != State::Scheduled {
        return Ok(None);
    }
    let site = &visitor.site;
    let open = store::outbox::open_of(site.db(), site.at(), disclosure.id).await?;
    Ok(open.into_iter().map(|work| work.due).max())
}

fn forms(visitor: &Visitor, disclosure: &Disclosure) -> Vec<Choice> {
    let Some(regime) = visitor.site.flow().regime(&disclosure.regime) else { return Vec::new() };
    let choice = |form: &domain::regime::Named| Choice {
        value: form.code.clone(),
        label: in_language(&form.name, visitor.lang).to_owned(),
    };
    regime.forms.iter().map(choice).collect()
}

async fn evidence(visitor: &Visitor, disclosure: &Disclosure) -> Result<Vec<File>, WebError> {
    let site = &visitor.site;
    let all = store::evidence::of_disclosure(site.db(), site.at(), disclosure.id).await?;
    let file = |kept: store::evidence::Evidence| File {
        name: kept.file_name,
        href: format!("/desk/{}/evidence/{}", disclosure.id, kept.id),
        sha256: hex::encode(kept.sha256),
        at: kept.received,
    };
    Ok(all.into_iter().map(file).collect())
}
