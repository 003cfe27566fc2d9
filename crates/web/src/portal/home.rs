//! The first page: latest, most read, columns, organizations.

use std::collections::HashMap;

use axum::response::Response;
use domain::ids::{DisclosureId, OrganizationId};
use domain::organization::Tree;

use super::shared::{row, share};
use crate::error::WebError;
use crate::view::Link;
use crate::view::home::{
    ColumnBlock, Home, ImportedList, ImportedRow, OrganizationNode, PopularRow, Row,
};
use crate::visitor::{Answer, Visitor};

const ROWS: u32 = 10;
/// Days that the most read list looks back.
const POPULAR_DAYS: i64 = 30;

pub(crate) async fn show_home(visitor: Visitor) -> Response {
    visitor.answer(home(&visitor)).await
}

async fn home(visitor: &Visitor) -> Answer {
    let site = &visitor.site;
    let generation = site.flow().generation();
    let tree = site.tree().await?;
    let counts = published_by(visitor).await?;
    let authority = tree.sorted().first().map(|top| top.name.clone()).unwrap_or_default();
    let page = Home {
        frame: visitor.frame().await?,
        authority,
        latest: latest(visitor, &tree).await?,
        popular: popular(visitor, &tree).await?,
        columns: columns(visitor, &tree).await?,
        organizations: nodes(&tree, None, &counts),
        imported: imported(visitor).await?,
    };
    share(visitor, generation, None, &page)
}

async fn latest(visitor: &Visitor, tree: &Tree) -> Result<Vec<Row>, WebError> {
    let site = &visitor.site;
    // More than are shown, since some may be none of this reader's business.
    let newest = store::disclosures::latest(site.db(), site.at(), ROWS * 5).await?;
    let rows = site.flow().rows(&visitor.reader(), newest).await?;
    let shown = rows.iter().filter(|row| !row.withdrawn).take(ROWS as usize);
    Ok(shown.map(|each| row(each, tree)).collect())
}

async fn popular(visitor: &Visitor, tree: &Tree) -> Result<Vec<PopularRow>, WebError> {
    let site = &visitor.site;
    let since = site.flow().day() - POPULAR_DAYS;
    let mut readings: Vec<(DisclosureId, u64)> =
        store::readings::since(site.db(), site.at(), since).await?;
    readings.sort_by_key(|(id, readers)| (std::cmp::Reverse(*readers), *id));
    let mut popular = Vec::new();
    for (id, readers) in readings.into_iter().take(ROWS as usize * 3) {
        let disclosure = store::disclosures::load(site.db(), site.at(), id).await?;
        let rows = site.flow().rows(&visitor.reader(), vec![disclosure]).await?;
        let shown = rows.iter().filter(|row| !row.withdrawn);
        popular.extend(shown.map(|each| PopularRow { row: row(each, tree), readers }));
        if popular.len() >= ROWS as usize {
            break;
        }
    }
    Ok(popular)
}

async fn columns(visitor: &Visitor, tree: &Tree) -> Result<Vec<ColumnBlock>, WebError> {
    let site = &visitor.site;
    let mut blocks = Vec::new();
    for column in store::columns::all(site.db(), site.at()).await? {
        let all = store::disclosures::of_column(site.db(), site.at(), column.id, 500).await?;
        let rows = site.flow().rows(&visitor.reader(), all).await?;
        let rows: Vec<_> = rows.iter().filter(|row| !row.withdrawn).collect();
        blocks.push(ColumnBlock {
            column: Link { name: column.name, href: format!("/columns/{}", column.id) },
            total: rows.len() as u64,
            rows: rows.iter().take(5).map(|each| row(each, tree)).collect(),
        });
    }
    Ok(blocks)
}

/// How much each organization has published that this reader may know of.
async fn published_by(visitor: &Visitor) -> Result<HashMap<OrganizationId, u64>, WebError> {
    let site = &visitor.site;
    let all = store::disclosures::latest(site.db(), site.at(), 5_000).await?;
    let rows = site.flow().rows(&visitor.reader(), all).await?;
    let mut counts = HashMap::new();
    for row in rows.iter().filter(|row| !row.withdrawn) {
        *counts.entry(row.organization).or_default() += 1;
    }
    Ok(counts)
}

fn nodes(
    tree: &Tree,
    parent: Option<OrganizationId>,
    counts: &HashMap<OrganizationId, u64>,
) -> Vec<OrganizationNode> {
    let here = tree.sorted().into_iter().filter(|organization| organization.parent == parent);
    here.map(|organization| OrganizationNode {
        organization: Link {
            name: organization.name.clone(),
            href: format!("/organizations/{}", organization.id),
        },
        published: counts.get(&organization.id).copied().unwrap_or(0),
        below: nodes(tree, Some(organization.id), counts),
    })
    .collect()
}

async fn imported(visitor: &Visitor) -> Result<Vec<ImportedList>, WebError> {
    let site = &visitor.site;
    let mut lists: Vec<ImportedList> = Vec::new();
    for listing in store::listings::all(site.db(), site.at()).await? {
        let known = store::disclosures::by_code(site.db(), site.at(), listing.code).await?;
        let readable = match known {
            Some(disclosure) => site.flow().rows(&visitor.reader(), vec![disclosure]).await?,
            None => Vec::new(),
        };
        let imported = ImportedRow {
            label: format!("{} {}", listing.code, listing.title),
            month_day: format!("{:02}-{:02}", listing.month, listing.day),
            href: readable.first().map(|row| format!("/d/{}", row.code)),
        };
        match lists.last_mut().filter(|list| list.name == listing.list) {
            Some(list) => list.rows.push(imported),
            None => lists.push(ImportedList { name: listing.list, rows: vec![imported] }),
        }
    }
    Ok(lists)
}
