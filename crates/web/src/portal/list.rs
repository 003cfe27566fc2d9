//! All that a column or an organization has published.

use axum::extract::Path;
use axum::response::Response;
use domain::ids::{ColumnId, OrganizationId};
use domain::organization::Tree;
use flow::FlowError;

use super::shared::{reachable, row, share};
use crate::error::WebError;
use crate::form::id;
use crate::locale::Lang;
use crate::view::Link;
use crate::view::list::{KeptBack, ListOf, ListPage, ListRow, OrganizationFacts};
use crate::visitor::{Answer, Visitor};

const ROWS: u32 = 500;

pub(crate) async fn show_column(visitor: Visitor, Path(column): Path<String>) -> Response {
    visitor.answer(async { column_page(&visitor, id(&column)?).await }).await
}

pub(crate) async fn show_organization(
    visitor: Visitor,
    Path(organization): Path<String>,
) -> Response {
    visitor.answer(async { organization_page(&visitor, id(&organization)?).await }).await
}

async fn column_page(visitor: &Visitor, column: ColumnId) -> Answer {
    let site = &visitor.site;
    let generation = site.flow().generation();
    let columns = store::columns::all(site.db(), site.at()).await?;
    let column = columns.into_iter().find(|each| each.id == column);
    let column = column.ok_or(FlowError::NotFound)?;
    let all = store::disclosures::of_column(site.db(), site.at(), column.id, ROWS).await?;
    let page = ListPage {
        frame: visitor.frame().await?,
        title: column.name,
        of: ListOf::Column,
        above: Vec::new(),
        rows: rows(visitor, &*site.tree().await?, all).await?,
        newer: None,
        older: None,
    };
    share(visitor, generation, None, &page)
}

async fn organization_page(visitor: &Visitor, organization: OrganizationId) -> Answer {
    let site = &visitor.site;
    let generation = site.flow().generation();
    let tree = site.tree().await?;
    let found = tree.get(organization).ok_or(FlowError::NotFound)?;
    let all = store::disclosures::of_organization(site.db(), site.at(), organization, ROWS).await?;
    let joint = store::disclosures::of_joint_body(site.db(), site.at(), organization, ROWS).await?;
    let withheld = store::disclosures::withheld(site.db(), site.at(), organization, ROWS).await?;
    let posts = store::posts::of_organization(site.db(), site.at(), organization).await?;
    let adopted = store::catalogues::of_organization(site.db(), site.at(), organization).await?;
    let is_bound = !adopted.is_empty();
    let below = tree.below(organization).into_iter();
    let above = tree.upward(organization).into_iter().skip(1).rev();
    let page = ListPage {
        frame: visitor.frame().await?,
        title: found.name.clone(),
        of: ListOf::Organization(Box::new(OrganizationFacts {
            kind: found.kind,
            area_code: found.area_code.clone(),
            dissolved: found.standing.until,
            successor: found.standing.successor.and_then(|id| tree.get(id)).map(link),
            below: below.map(link).collect(),
            board: is_bound.then(|| format!("/organizations/{organization}/board")),
            reachable: reachable(&tree, organization),
            withheld: withheld.iter().filter_map(|each| kept_back(visitor, each)).collect(),
            joint: rows(visitor, &tree, joint).await?,
            posts: posts.into_iter().map(|post| (post.title, post.duty)).collect(),
        })),
        above: above.filter_map(|id| tree.get(id)).map(link).collect(),
        rows: rows(visitor, &tree, all).await?,
        newer: None,
        older: None,
    };
    share(visitor, generation, None, &page)
}

/// What is told of something withheld: the item, the ground, the day; never a title.
fn kept_back(visitor: &Visitor, each: &store::disclosures::Disclosure) -> Option<KeptBack> {
    let withheld = each.withheld.as_ref()?;
    let regime = visitor.site.flow().regime(&each.regime)?;
    let name = &regime.item(&each.item)?.name;
    let item = match visitor.lang {
        Lang::ZhCn => name.zh.clone(),
        Lang::En => name.en.clone(),
    };
    Some(KeptBack { item, ground: withheld.ground, reexamine_on: withheld.reexamine_on.clone() })
}

fn link(organization: &domain::organization::Organization) -> Link {
    Link { name: organization.name.clone(), href: format!("/organizations/{}", organization.id) }
}

async fn rows(
    visitor: &Visitor,
    tree: &Tree,
    all: Vec<store::disclosures::Disclosure>,
) -> Result<Vec<ListRow>, WebError> {
    let flow = visitor.site.flow();
    let rows = flow.rows(&visitor.reader(), all).await?;
    let item = |each: &flow::article::Row| {
        let item = flow.regime(&each.regime).and_then(|regime| regime.item(&each.item));
        item.map(|item| match visitor.lang {
            Lang::ZhCn => item.name.zh.clone(),
            Lang::En => item.name.en.clone(),
        })
    };
    let list_row = |each: &flow::article::Row| ListRow {
        row: row(each, tree),
        item: item(each).unwrap_or_default(),
        withdrawn: each.withdrawn,
    };
    Ok(rows.iter().map(list_row).collect())
}
