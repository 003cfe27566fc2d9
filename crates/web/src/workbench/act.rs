//! The forms of the steps: one address for each action, one shape for all. What may be done is
//! decided by the step itself.

use axum::extract::{Form, Path};
use axum::response::Response;
use domain::act::{Act, Kind};
use domain::ids::DisclosureId;
use domain::procedure::StepKind;
use domain::scope::Ground;
use domain::time::Micros;
use domain::workflow::{Action, State};
use flow::{
    Actor, Checks, Claim, Flow, FlowError, NoticeResult, Passed, Remarks, Review, Seen, Withholding,
};

use super::shared::handled;
use super::step::again;
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::visitor::{Answer, Visitor, done};

/// The actions that a plain form takes, each under `/desk/{id}/<word>`. Proposing belongs to the
/// draft, deciding and posting bring a file.
pub(crate) const FORMS: [Action; 18] = [
    Action::Review,
    Action::Supervise,
    Action::Approve,
    Action::Concur,
    Action::Consent,
    Action::Refuse,
    Action::Return,
    Action::Withhold,
    Action::Reexamine,
    Action::Reopen,
    Action::Schedule,
    Action::Release,
    Action::Correct,
    Action::Abandon,
    Action::Withdraw,
    Action::Republish,
    Action::Extend,
    Action::Conclude,
];

pub(crate) async fn take_step(
    action: Action,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(step(&visitor, action, &id, &Fields::new(pairs))).await
}

async fn step(visitor: &Visitor, action: Action, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let (flow, id) = (visitor.site.flow(), id(text)?);
    let word = match take(flow, actor, id, (action, fields)).await {
        Ok(word) => word,
        Err(error) => match unless_done(visitor, id, (action, seen(fields)), error).await {
            Ok(word) => word,
            Err(error) => return again(visitor, text, (action, fields), error).await,
        },
    };
    let page = if matches!(action, Action::Correct | Action::Republish) {
        format!("/desk/{text}/draft")
    } else {
        format!("/desk/{text}")
    };
    // Whoever answered for another body has its own desk to go on from.
    let answered = matches!(action, Action::Concur | Action::Consent | Action::Refuse);
    let page = if answered { "/desk".to_owned() } else { page };
    Ok(done(&page, word))
}

/// Takes the step; the word of what was done.
async fn take(
    flow: &Flow,
    actor: Actor,
    id: DisclosureId,
    (action, fields): (Action, &Fields),
) -> Result<&'static str, FlowError> {
    let (content, reason) = (fields.text("content"), fields.text("reason"));
    let (seen, opinion) = (seen(fields), fields.text("opinion"));
    match action {
        Action::Review => flow.review(actor, id, seen, review(fields)).await.map(passed),
        Action::Supervise => flow.supervise(actor, id, seen, opinion).await.map(passed),
        Action::Approve => flow.approve(actor, id, seen).await.map(passed),
        Action::Concur => flow.concur(actor, id, seen, opinion).await.map(passed),
        Action::Consent => flow.consent(actor, id, seen, opinion).await.map(passed),
        Action::Release => flow.release(actor, id, content, reason).await.map(|_| "released"),
        Action::Refuse => flow.refuse(actor, id, content, reason).await.map(|()| "refused"),
        Action::Return => {
            flow.return_to_clerk(actor, id, content, reason).await.map(|()| "returned")
        }
        Action::Withhold => {
            flow.withhold(actor, id, content, withholding(fields)?).await.map(|()| "withheld")
        }
        Action::Reexamine => {
            flow.reexamine(actor, id, content, withholding(fields)?).await.map(|()| "reexamined")
        }
        Action::Reopen => flow.reopen(actor, id, content, reason).await.map(|()| "reopened"),
        Action::Schedule => {
            let at = moment(fields, "publish_at")?.ok_or(FlowError::Invalid("publish_at"))?;
            flow.schedule(actor, id, content, at).await.map(|()| "scheduled")
        }
        Action::Correct => flow.correct(actor, id, reason).await.map(|()| "correcting"),
        Action::Abandon => flow.abandon(actor, id, reason).await.map(|()| "abandoned"),
        Action::Withdraw => flow.withdraw(actor, id, reason).await.map(|_| "withdrawn"),
        Action::Republish => flow.republish(actor, id, reason).await.map(|()| "republishing"),
        Action::Extend => {
            flow.extend(actor, id, fields.text("until"), reason).await.map(|()| "extended")
        }
        Action::Conclude => flow.conclude(actor, id, &result(fields)?).await.map(|()| "concluded"),
        Action::Edit | Action::Propose | Action::Decide | Action::Post | Action::Publish => {
            Err(FlowError::NotFound)
        }
    }
}

/// What the form was made on. One that does not say at which step stands at none.
pub(super) fn seen(fields: &Fields) -> Seen<'_> {
    let step = fields.text("step").parse().unwrap_or(u32::MAX);
    Seen { content: fields.text("content"), step: Some(step) }
}

/// What a passing step led to, as it is said on the next page.
pub(super) fn passed(passed: Passed) -> &'static str {
    match passed {
        Passed::Waits(_) => "passed",
        Passed::Scheduled(_) => "scheduled",
        Passed::Published { .. } => "published",
        Passed::Confirmed => "confirmed",
        Passed::NotCarried => "not_carried",
    }
}

fn review(fields: &Fields) -> Review {
    let made = |name: &str| fields.text(name) == "checked";
    let remark = |name: &str| fields.text(&format!("{name}-remark")).trim().to_owned();
    Review {
        checks: Checks {
            secrecy: made("secrecy"),
            privacy: made("privacy"),
            necessity: made("necessity"),
            accuracy: made("accuracy"),
        },
        remarks: Remarks {
            secrecy: remark("secrecy"),
            privacy: remark("privacy"),
            necessity: remark("necessity"),
            accuracy: remark("accuracy"),
        },
        accepts_overrides: made("overrides"),
    }
}

fn withholding(fields: &Fields) -> Result<Withholding, FlowError> {
    Ok(Withholding {
        ground: Ground::from_word(fields.text("ground")).ok_or(FlowError::Invalid("ground"))?,
        reason: fields.text("reason").to_owned(),
        reexamine_on: fields.text("reexamine_on").trim().to_owned(),
    })
}

fn result(fields: &Fields) -> Result<NoticeResult, FlowError> {
    let count = |name: &str| {
        let text = fields.maybe(name).unwrap_or("0");
        text.parse().map_err(|_| FlowError::Invalid("objections"))
    };
    Ok(NoticeResult {
        objections: count("objections")?,
        upheld: count("upheld")?,
        result: fields.text("result").to_owned(),
    })
}

/// A moment as a field of the type `datetime-local` sends it, in Beijing time; `None` when it was
/// left empty.
pub(super) fn moment(fields: &Fields, name: &str) -> Result<Option<Micros>, FlowError> {
    let Some(text) = fields.maybe(name) else { return Ok(None) };
    let invalid = || FlowError::Invalid("publish_at");
    let (day, time) = text.split_once('T').ok_or_else(invalid)?;
    let (hour, minute) = time.split_once(':').ok_or_else(invalid)?;
    let minute = minute.split(':').next().unwrap_or(minute);
    let number = |text: &str, most: i64| {
        text.parse::<i64>().ok().filter(|number| (0..=most).contains(number)).ok_or_else(invalid)
    };
    let minutes = number(hour, 23)? * 60 + number(minute, 59)?;
    let start = domain::calendar::start_of(day).ok_or_else(invalid)?;
    Ok(Some(Micros(start.0 + minutes * 60_000_000)))
}

/// A button pressed twice sends the step twice: the second time, on the same content and by the
/// same person, it is done already, which is what was asked for.
pub(super) async fn unless_done(
    visitor: &Visitor,
    id: DisclosureId,
    (action, seen): (Action, Seen<'_>),
    error: FlowError,
) -> Result<&'static str, WebError> {
    if !matches!(error, FlowError::Conflict(_) | FlowError::NotPermitted(_))
        || seen.content.is_empty()
    {
        return Err(error.into());
    }
    let (site, actor) = (&visitor.site, visitor.actor()?);
    let acts = store::acts::of_disclosure(site.db(), site.at(), id).await?;
    let last = acts.iter().rfind(|act| act.kind.action() != Some(Action::Publish));
    let same = last.is_some_and(|act| {
        Kind::of(action) == Some(act.kind)
            && act.person == Some(actor.0)
            && Act::parse(&act.body).is_ok_and(|act| act.content == seen.content)
    });
    let disclosure = store::disclosures::load(site.db(), site.at(), id).await?;
    // The next step may be of the same kind: it is not the one that was done.
    let is_next = Kind::of(action).is_some_and(passes) && seen.step == Some(disclosure.step);
    if !same || is_next {
        return Err(error.into());
    }
    Ok(if disclosure.state == State::Published { "published" } else { "passed" })
}

/// Whether it is a step of a procedure.
fn passes(kind: Kind) -> bool {
    StepKind::ALL.into_iter().any(|step| Kind::of(Action::doing(step)) == Some(kind))
}

pub(crate) async fn claim_step(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(claim(&visitor, &id, &Fields::new(pairs))).await
}

async fn claim(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let action = Action::from_word(fields.text("action")).ok_or(WebError::Bad("form"))?;
    let (claim, word) = match fields.text("claim") {
        "take" => (Claim::Take, "claimed"),
        "take_over" => (Claim::TakeOver, "claimed"),
        "leave" => (Claim::Leave, "unclaimed"),
        _ => return Err(WebError::Bad("form")),
    };
    visitor.site.flow().claim(actor, id(text)?, action, claim).await?;
    Ok(done(&format!("/desk/{text}/step"), word))
}

pub(crate) async fn write_comment(
    visitor: Visitor,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(comment(&visitor, &id, &Fields::new(pairs))).await
}

async fn comment(visitor: &Visitor, text: &str, fields: &Fields) -> Answer {
    let actor = visitor.actor()?;
    visitor.check(fields)?;
    handled(visitor, text).await?;
    let slice = match fields.maybe("slice") {
        Some(slice) => Some(slice.parse().map_err(|_| WebError::Bad("form"))?),
        None => None,
    };
    visitor.site.flow().comment(actor, id(text)?, slice, fields.text("remark")).await?;
    let page = if fields.text("back") == "step" { "/step" } else { "" };
    Ok(done(&format!("/desk/{text}{page}"), "commented"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_beijing_time_and_nothing_else_is_taken_for_one() {
        let fields = |text: &str| Fields::new(vec![("publish_at".to_owned(), text.to_owned())]);
        let read = |text: &str| moment(&fields(text), "publish_at");
        let start = domain::calendar::start_of("2026-12-01").unwrap();
        assert_eq!(read("2026-12-01T08:30").unwrap(), Some(Micros(start.0 + 510 * 60_000_000)));
        assert_eq!(read(" ").unwrap(), None);
        for text in ["2026-12-01", "2026-12-01T24:00", "2026-12-01T08:60", "2026-13-01T08:00", "T"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
