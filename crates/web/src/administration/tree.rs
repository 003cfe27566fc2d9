//! `/admin/organizations`: the own subtree.

use axum::response::Response;

use super::office;
use crate::view::administration::{Organizations, TreeRow};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_organizations(visitor: Visitor) -> Response {
    visitor.answer(organizations(&visitor)).await
}

async fn organizations(visitor: &Visitor) -> Answer {
    let (tree, subtree) = office(visitor).await?;
    let mut rows = Vec::new();
    for id in &subtree {
        let Some(organization) = tree.get(*id) else { continue };
        let mut way = tree.upward(*id);
        way.reverse();
        let depth = way.iter().filter(|above| subtree.contains(above)).count().min(5);
        let names: Vec<_> = way.iter().filter_map(|each| tree.get(*each)).collect();
        let order = names.iter().map(|each| (each.area_code.clone(), each.name.clone()));
        let row = TreeRow {
            id: id.to_string(),
            name: organization.name.clone(),
            kind: organization.kind,
            depth,
            is_active: organization.is_active(),
        };
        rows.push((order.collect::<Vec<_>>(), row));
    }
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    visitor.page(&Organizations { frame: visitor.frame().await?, rows })
}
