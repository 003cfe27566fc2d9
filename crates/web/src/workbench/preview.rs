//! A draft or an edition under way as another reader would see it: the same decision as on the
//! public page, asked for a reader that is made up.

use axum::extract::Path;
use axum::response::Response;
use domain::access::{Reader, Reading as May, may_read};
use domain::ids::{OrganizationId, PersonId};
use domain::organization::Tree;
use domain::scope::{Ground, Scope};
use domain::slice::Body;
use domain::workflow::State;
use flow::FlowError;

use super::shared::{handled, title};
use super::way;
use crate::account::open::query;
use crate::error::WebError;
use crate::view::paper::{Reading, lay};
use crate::view::preview::{Preview, VIEWS};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_preview(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(preview(&visitor, &id)).await
}

async fn preview(visitor: &Visitor, text: &str) -> Answer {
    let (disclosure, organization) = handled(visitor, text).await?;
    let site = &visitor.site;
    let asked = query(&visitor.path, "as");
    let view = VIEWS.into_iter().find(|view| *view == asked).unwrap_or("public");
    let tree = site.tree().await?;
    let reader = reader(view, disclosure.organization, &tree);
    let slices = if disclosure.state == State::Draft {
        let draft = store::drafts::load(site.db(), site.at(), disclosure.id).await?;
        let slices = draft.ok_or(FlowError::NotFound)?.slices.into_iter();
        slices.map(|slice| (slice.body, slice.scope, slice.ground)).collect()
    } else {
        frozen(visitor, &disclosure).await?
    };
    let owner = disclosure.organization;
    let readings: Vec<_> = slices.iter().map(|slice| reading(&reader, slice, owner)).collect();
    let title_seen = slices
        .iter()
        .find(|(body, ..)| body.is_title())
        .is_some_and(|(_, scope, _)| may_read(&reader, scope, owner).is_allowed());
    let page = Preview {
        frame: visitor.frame().await?,
        id: text.to_owned(),
        title: title(site, &disclosure).await?,
        title_seen,
        organization: organization.link(&disclosure),
        view,
        parts: lay(&readings),
    };
    visitor.page(&page)
}

type Piece = (Body, Scope, Option<Ground>);

async fn frozen(
    visitor: &Visitor,
    disclosure: &store::disclosures::Disclosure,
) -> Result<Vec<Piece>, WebError> {
    let site = &visitor.site;
    let edition = way::edition(visitor, disclosure).await?.ok_or(FlowError::NotFound)?;
    let slices = store::editions::slices(site.db(), site.at(), &edition).await?;
    let mut pieces = Vec::with_capacity(slices.len());
    for slice in slices {
        let body = flow::article::body_of(&slice.disclosure)?;
        pieces.push((body, slice.scope, slice.ground));
    }
    Ok(pieces)
}

/// Nobody who exists: an anonymous reader, somebody who has logged in, a member here.
fn reader(view: &str, organization: OrganizationId, tree: &Tree) -> Reader {
    let nobody = Some(PersonId(Default::default()));
    match view {
        "registered" => Reader { person: nobody, ..Reader::default() },
        "member" => Reader {
            person: nobody,
            member_of: tree.upward(organization).into_iter().collect(),
            ..Reader::default()
        },
        _ => Reader::anonymous(),
    }
}

fn reading<'a>(
    reader: &Reader,
    (body, scope, ground): &'a Piece,
    owner: OrganizationId,
) -> Reading<'a> {
    let may = may_read(reader, scope, owner);
    match may {
        May::Allowed => Reading::Shown { slice: String::new(), body },
        May::LoginNeeded | May::OutsideScope => Reading::Withheld {
            slice: String::new(),
            grounds: vec![ground.unwrap_or(Ground::ItemScope)],
            login_may_open: may == May::LoginNeeded,
        },
    }
}
