//! The edition under way laid over the last published one.

use axum::extract::Path;
use axum::response::Response;

use super::shared::handled;
use crate::compared::{Place, page};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_comparison(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(comparison(&visitor, &id)).await
}

async fn comparison(visitor: &Visitor, text: &str) -> Answer {
    let (disclosure, organization) = handled(visitor, text).await?;
    let reader = visitor.reader();
    let organization = organization.link(&disclosure);
    let compared = visitor.site.flow().compare_on_desk(&reader, disclosure).await?;
    let place = Place {
        desk: Some(text.to_owned()),
        organization,
        before: format!("/d/{}/e/{}", compared.disclosure.code, compared.before.number),
        after: format!("/desk/{text}/preview"),
        choices: Vec::new(),
    };
    visitor.page(&page(visitor, &compared, place).await?)
}
