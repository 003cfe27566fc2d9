//! The edition under way laid over the last published one.

use axum::extract::Path;
use axum::response::Response;
use domain::organization::Tree;
use flow::compare::{For, Rescoped};

use super::shared::{circle, handled};
use crate::compared::{Place, page};
use crate::error::WebError;
use crate::view::compare::ScopeChange;
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_comparison(visitor: Visitor, Path(id): Path<String>) -> Response {
    visitor.answer(comparison(&visitor, &id)).await
}

async fn comparison(visitor: &Visitor, text: &str) -> Answer {
    let (disclosure, organization) = handled(visitor, text).await?;
    let reader = visitor.reader();
    let organization = organization.link(&disclosure);
    let compared = visitor.site.flow().compare_on_desk(&reader, disclosure).await?;
    let rescoped = rescoped(visitor, &compared.rescoped).await?;
    let place = Place {
        desk: Some(text.to_owned()),
        organization,
        before: format!("/d/{}/e/{}", compared.disclosure.code, compared.before.number),
        after: format!("/desk/{text}/preview"),
        choices: Vec::new(),
        rescoped,
    };
    visitor.page(&page(visitor, &compared, place).await?)
}

/// Letters of a passage by which it is known again.
const LETTERS: usize = 60;

async fn rescoped(visitor: &Visitor, all: &[Rescoped]) -> Result<Vec<ScopeChange>, WebError> {
    let tree = visitor.site.tree().await?;
    let mut found = Vec::with_capacity(all.len());
    for each in all {
        let mut what: String = each.what.chars().take(LETTERS).collect();
        if what.len() < each.what.len() {
            what.push('…');
        }
        let before = words(visitor, &tree, &each.before).await?;
        let after = words(visitor, &tree, &each.after).await?;
        found.push(ScopeChange { what, before, after });
    }
    Ok(found)
}

/// A scope, whom it names, and the ground.
async fn words(visitor: &Visitor, tree: &Tree, (scope, ground): &For) -> Result<String, WebError> {
    let mut words = visitor.lang.text(&format!("scope.{}", scope.word()));
    let whom = circle(&visitor.site, tree, scope).await?;
    let ground = ground.map(|ground| visitor.lang.text(&format!("ground.{}", ground.word())));
    for more in [whom, ground.unwrap_or_default()].into_iter().filter(|more| !more.is_empty()) {
        words.push_str(" · ");
        words.push_str(&more);
    }
    Ok(words)
}
