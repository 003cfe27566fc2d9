//! A disclosure at the desk: the line of steps, correction and withdrawal.

use axum::extract::{Form, Path};
use axum::response::Response;
use domain::act::Kind;
use domain::permission::may_act;
use domain::workflow::{Action, State, next};
use store::disclosures::Disclosure;

use super::shared::{acts, by, duties, handled, posts_for, record, title};
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::view::Link;
use crate::view::disclosure::{DisclosurePage, LineStep, StepStatus};
use crate::view::record::Recorded;
use crate::visitor::{Answer, Visitor, done};

pub(crate) async fn show_disclosure(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(show(&visitor, &id)).await
}

async fn show(visitor: &Visitor, text: &str) -> Answer {
    let (disclosure, organization) = handled(visitor, text).await?;
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let (acts, signed) = acts(site, &disclosure).await?;
    let record = record(site, &acts, signed).await?;
    let duties = duties(caller, disclosure.organization);
    let may = |action| {
        next(disclosure.state, action).is_some()
            && may_act(caller.person, &duties, action, disclosure.hands).is_ok()
    };
    let step = |action: Action, path: &str| {
        may(action).then(|| Link {
            name: visitor.lang.text(&format!("action.{}", action.word())),
            href: format!("/desk/{text}/{path}"),
        })
    };
    let public = disclosure.public_edition.map(|_| format!("/d/{}", disclosure.code));
    let page = DisclosurePage {
        frame: visitor.frame().await?,
        id: text.to_owned(),
        code: Some(disclosure.code.to_string()),
        title: title(site, &disclosure).await?,
        organization: organization.link(&disclosure),
        state: disclosure.state,
        edition: disclosure.edition,
        public_href: public,
        next: step(Action::Propose, "draft")
            .or_else(|| step(Action::Review, "step"))
            .or_else(|| step(Action::Approve, "step")),
        line: line(visitor, &disclosure, &record).await?,
        may_correct: may(Action::Correct),
        may_withdraw: may(Action::Withdraw) && flow::edition_in_public(&disclosure).is_some(),
        record,
    };
    visitor.page(&page)
}

/// Propose, review, approve, publish: done by whom, now with whom, next.
async fn line(
    visitor: &Visitor,
    disclosure: &Disclosure,
    record: &[Recorded],
) -> Result<Vec<LineStep>, WebError> {
    // What counts is the current edition since it was last sent back.
    let start = record.iter().rposition(|line| matches!(line.kind, Kind::Return | Kind::Correct));
    let current = &record[start.map_or(0, |at| at + 1)..];
    let reached = match disclosure.state {
        State::Draft => 0,
        State::Proposed => 1,
        State::Reviewed => 2,
        State::Approved => 3,
        State::Published | State::Withdrawn => 4,
    };
    let steps = [
        (Kind::Propose, Action::Propose),
        (Kind::Review, Action::Review),
        (Kind::Approve, Action::Approve),
        (Kind::Publish, Action::Publish),
    ];
    let mut line = Vec::with_capacity(steps.len());
    for (at, (kind, action)) in steps.into_iter().enumerate() {
        let done = current.iter().find(|act| act.kind == kind && at < reached);
        let status = match done {
            Some(act) => StepStatus::Done { by: by(act), at: act.at },
            None if at == reached => StepStatus::Now {
                posts: posts_for(&visitor.site, disclosure.organization, action).await?,
                since: disclosure.changed,
            },
            None => StepStatus::Next,
        };
        line.push(LineStep { kind, status });
    }
    Ok(line)
}

pub(crate) async fn correct_disclosure(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(correct(&visitor, &id, &Fields::new(pairs))).await
}

async fn correct(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    visitor.site.flow().correct(actor, id(text)?, fields.text("reason")).await?;
    Ok(done(&format!("/desk/{text}/draft"), "correcting"))
}

pub(crate) async fn withdraw_disclosure(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(withdraw(&visitor, &id, &Fields::new(pairs))).await
}

async fn withdraw(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    visitor.site.flow().withdraw(actor, id(text)?, fields.text("reason")).await?;
    Ok(done(&format!("/desk/{text}"), "withdrawn"))
}
