//! What the portal's pages have in common: the cache around them, and rows of lists.

use std::sync::Arc;

use axum::http::Method;
use axum::response::Response;
use domain::ids::{DisclosureId, OrganizationId};
use domain::organization::Tree;

use crate::cache::CachedPage;
use crate::view::contacts::Reachable;
use crate::view::frame::month_day;
use crate::view::home::Row;
use crate::view::{Link, Page};
use crate::visitor::{Answer, Visitor, html};

/// Answers with a page; keeps it when nobody is logged in. `generation` is the one from before the
/// page was made, so that what changed meanwhile makes it stale.
pub(super) fn share(
    visitor: &Visitor,
    generation: u64,
    disclosure: Option<DisclosureId>,
    page: &impl Page,
) -> Answer {
    let text = page.render()?;
    if visitor.caller.is_some() || visitor.path.contains('?') {
        return Ok(html(axum::http::StatusCode::OK, text));
    }
    let secure = visitor.site.settings().secure_cookies;
    let page = Arc::new(CachedPage::new(generation, disclosure, text, secure));
    visitor.site.pages().keep(visitor.lang, &visitor.path, page.clone());
    Ok(answer(&page, visitor))
}

fn answer(page: &CachedPage, visitor: &Visitor) -> Response {
    page.answer(&Method::GET, &visitor.headers)
}

/// A row as the lists show it.
pub(crate) fn row(row: &flow::article::Row, tree: &Tree) -> Row {
    let organization = tree.get(row.organization);
    Row {
        code: row.code.to_string(),
        title: row.title.replace('\n', ""),
        organization: organization.map(|each| each.name.clone()).unwrap_or_default(),
        month_day: month_day(row.public_at),
        date: crate::view::frame::iso_day(row.public_at),
        href: format!("/d/{}", row.code),
        partial: row.partial,
    }
}

/// Whom a reader of what `id` published calls.
pub(super) fn reachable(tree: &Tree, id: OrganizationId) -> Vec<Reachable> {
    let own = tree.current(id);
    let one = |each: &domain::organization::Organization| Reachable {
        body: Link { name: each.name.clone(), href: format!("/organizations/{}", each.id) },
        is_own: each.id == own,
        contacts: each.contacts.clone(),
    };
    tree.reachable(id).into_iter().map(one).collect()
}
