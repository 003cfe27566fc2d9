//! Files beside a draft: handed in, and shown again to those who handle the disclosure.

use axum::extract::{Multipart, Path};
use axum::response::Response;
use domain::disclosure::Attached;
use domain::ids::AttachmentId;
use domain::organization::Tree;
use domain::scope::{Ground, Scope};
use flow::attachment::Size;
use flow::{FlowError, NewFile};
use store::attachments::Attachment;

use super::shared::{circle, handled, scope_from_value};
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::portal::files::answer;
use crate::view::files::{DeskFile, FileLine, size_words};
use crate::visitor::{Answer, Visitor, done};

pub(crate) async fn attach_file(
    visitor: Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Response {
    visitor.answer(attach(&visitor, &id, form)).await
}

async fn attach(visitor: &Visitor, text: &str, form: Multipart) -> Answer {
    let actor = visitor.actor()?;
    // Before the file is read: it may be large.
    handled(visitor, text).await?;
    let (fields, file) = super::upload::read(form).await?;
    visitor.check(&fields)?;
    let version: i64 = fields.text("version").parse().map_err(|_| WebError::Bad("form"))?;
    let (file_name, bytes) = file.ok_or(WebError::Bad("no_file"))?;
    let file = NewFile {
        file_name,
        bytes,
        scope: scope(&fields)?,
        unchecked_reason: fields.text("unchecked").to_owned(),
    };
    let back = format!("/desk/{text}/draft");
    match visitor.site.flow().attach(actor, id(text)?, version, file).await {
        Err(FlowError::Conflict(_)) => Ok(done(&back, "stale")),
        Ok(_) => Ok(done(&back, "attached")),
        Err(error) => Err(error.into()),
    }
}

/// Empty: as narrow as the narrowest slice.
fn scope(fields: &Fields) -> Result<Option<(Scope, Option<Ground>)>, FlowError> {
    let Some(value) = fields.maybe("scope") else { return Ok(None) };
    let scope = scope_from_value(value).ok_or(FlowError::Invalid("scope"))?;
    Ok(Some((scope, Ground::from_word(fields.text("ground")))))
}

/// Scope and ground of the files that the editor's form names.
pub(super) fn scopes_of(
    fields: &Fields,
    attached: &[Attached],
) -> Result<Vec<(AttachmentId, Scope, Option<Ground>)>, FlowError> {
    let mut scopes = Vec::new();
    for file in attached {
        let name = format!("file-scope-{}", file.id);
        if !fields.has(&name) {
            continue;
        }
        let scope = scope_from_value(fields.text(&name)).ok_or(FlowError::Invalid("scope"))?;
        let ground = Ground::from_word(fields.text(&format!("file-ground-{}", file.id)));
        let ground = if scope.is_public() { None } else { ground };
        if (&scope, ground) != (&file.scope, file.ground) {
            scopes.push((file.id, scope, ground));
        }
    }
    Ok(scopes)
}

/// The files of a draft or of an edition, with the value that `scope` gives each.
pub(super) async fn desk_files(
    visitor: &Visitor,
    tree: &Tree,
    (attached, kept): (&[Attached], &[Attachment]),
    scope: impl Fn(&Scope) -> String,
) -> Result<Vec<DeskFile>, WebError> {
    let mut files = Vec::with_capacity(attached.len());
    for file in attached {
        let Some(kept) = kept.iter().find(|kept| kept.id == file.id) else { continue };
        files.push(DeskFile {
            id: file.id.to_string(),
            line: FileLine {
                name: file.file_name.clone(),
                href: format!("/desk/{}/files/{}", kept.disclosure, file.id),
                thumbnail_href: None,
                size: size_words(kept.size_bytes),
                sha256: file.sha256.clone(),
            },
            scope: scope(&file.scope),
            circle: circle(&visitor.site, tree, &file.scope).await?,
            is_public: file.scope.is_public(),
            ground: file.ground,
            complete: kept.inspected.complete,
        });
    }
    Ok(files)
}

pub(crate) async fn show_file(
    visitor: Visitor,
    Path((id, file)): Path<(String, String)>,
) -> Response {
    visitor.answer(show(&visitor, &id, &file)).await
}

async fn show(visitor: &Visitor, text: &str, file: &str) -> Answer {
    let (disclosure, _) = handled(visitor, text).await?;
    let served = visitor.site.flow().desk_attachment(disclosure.id, id(file)?).await?;
    Ok(answer(served, Size::Whole))
}
