//! Steps that bring a file: the scan of a meeting's record, the photo of a board; and these files
//! again, for those who handle the disclosure.

use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse, Response};
use domain::decision::Decision;
use domain::ids::EvidenceId;
use domain::workflow::Action;
use flow::{FlowError, Posting, Scan};

use super::act::{passed, seen, unless_done};
use super::shared::handled;
use super::step::again;
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::visitor::{Answer, Visitor, done};

pub(crate) async fn decide_edition(
    visitor: Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Response {
    visitor.answer(decide(&visitor, &id, form)).await
}

async fn decide(visitor: &Visitor, text: &str, form: Multipart) -> Answer {
    let actor = visitor.actor()?;
    handled(visitor, text).await?;
    let (fields, file) = super::upload::read(form).await?;
    visitor.check(&fields)?;
    match record(visitor, actor, (text, &fields), file).await {
        Ok(word) => Ok(done(&format!("/desk/{text}"), word)),
        Err(error) => again(visitor, text, (Action::Decide, &fields), error).await,
    }
}

async fn record(
    visitor: &Visitor,
    actor: flow::Actor,
    (text, fields): (&str, &Fields),
    file: Option<super::upload::File>,
) -> Result<&'static str, WebError> {
    let (id, seen) = (id(text)?, seen(fields));
    let (file_name, bytes) = file.ok_or(FlowError::Invalid("no_file"))?;
    let record = (decision(fields)?, Scan { file_name, bytes });
    match visitor.site.flow().decide(actor, id, seen, record).await {
        Ok(outcome) => Ok(passed(outcome)),
        Err(error) => unless_done(visitor, id, (Action::Decide, seen), error).await,
    }
}

fn decision(fields: &Fields) -> Result<Decision, FlowError> {
    let count =
        |name: &str| fields.text(name).trim().parse().map_err(|_| FlowError::Invalid("votes"));
    Ok(Decision {
        meeting: fields.text("meeting").to_owned(),
        held_on: fields.text("held_on").trim().to_owned(),
        called: count("called")?,
        present: count("present")?,
        votes_for: count("votes_for")?,
        votes_against: count("votes_against")?,
        abstained: count("abstained")?,
        resolution: fields.text("resolution").trim().to_owned(),
        minutes: String::new(),
    })
}

pub(crate) async fn post_disclosure(
    visitor: Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Response {
    visitor.answer(post(&visitor, &id, form)).await
}

async fn post(visitor: &Visitor, text: &str, form: Multipart) -> Answer {
    let actor = visitor.actor()?;
    handled(visitor, text).await?;
    let (fields, file) = super::upload::read(form).await?;
    visitor.check(&fields)?;
    // A file field left empty comes without a name.
    let photo = file.filter(|(_, bytes)| !bytes.is_empty());
    let posting = Posting {
        form: fields.text("form").to_owned(),
        done_on: fields.text("done_on").trim().to_owned(),
        note: fields.text("note").to_owned(),
        photo: photo.map(|(file_name, bytes)| Scan { file_name, bytes }),
    };
    visitor.site.flow().post(actor, id(text)?, posting).await?;
    Ok(done(&format!("/desk/{text}"), "posted"))
}

pub(crate) async fn show_evidence(
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Response {
    visitor.answer(show(&visitor, &id, &file)).await
}

/// Always as a download, of the type that its bytes had when it was handed in, and never run.
async fn show(visitor: &Visitor, text: &str, file: &str) -> Answer {
    let (disclosure, _) = handled(visitor, text).await?;
    let file: EvidenceId = id(file)?;
    let (db, at) = (visitor.site.db(), visitor.site.at());
    let all = store::evidence::of_disclosure(db, at, disclosure.id).await?;
    let kept = all.into_iter().find(|kept| kept.id == file).ok_or(FlowError::NotFound)?;
    let bytes = store::evidence::bytes(visitor.site.db(), at, file).await?;
    let headers = [
        ("content-type", kept.media_type),
        ("cache-control", "no-store".to_owned()),
        ("content-disposition", format!("attachment; filename=\"{}\"", kept.id)),
    ];
    Ok((headers, bytes).into_response())
}
