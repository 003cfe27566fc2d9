//! Administration: the organizations of the own subtree, their posts, members and relatives, and
//! the record of what was administered. Decides nothing: `flow::administer` and
//! `domain::permission` do.

mod act;
mod page;
pub(crate) mod posts;
pub(crate) mod record;
mod tree;

pub(crate) use act::{FORMS, take_form};
pub(crate) use page::show_organization;
pub(crate) use tree::show_organizations;

use std::sync::Arc;

use domain::ids::OrganizationId;
use domain::organization::Tree;
use domain::permission::{Refusal, administered};
use flow::FlowError;

use crate::error::WebError;
use crate::visitor::Visitor;

/// The tree, and what the caller administers of it.
async fn office(visitor: &Visitor) -> Result<(Arc<Tree>, Vec<OrganizationId>), WebError> {
    let (caller, tree) = (visitor.caller()?, visitor.site.tree().await?);
    let subtree = administered(&caller.posts, &tree);
    if subtree.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    Ok((tree, subtree))
}
