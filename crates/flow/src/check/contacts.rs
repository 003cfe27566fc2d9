//! What an organization publishes of where it can be reached is what its last act published.

use std::collections::BTreeMap;

use domain::act::{Act, Details};
use domain::ids::OrganizationId;
use domain::organization::Tree;

use super::{Checker, TRIES};
use crate::FlowError;
use crate::contacts::WORD;

/// Acts read at once.
const SPAN: u32 = 2_000;

impl Checker<'_> {
    pub(super) async fn contacts(&mut self) -> Result<(), FlowError> {
        let reader = &self.flow.store().reader;
        for _ in 0..TRIES {
            let tree = store::organizations::tree(reader.db()).await?;
            let published = self.published_contacts().await?;
            // Somebody changed it meanwhile: what was read belongs together only if nobody did.
            let after = store::organizations::tree(reader.db()).await?;
            if rows(&after) == rows(&tree) {
                self.compare(&tree, &published);
                break;
            }
        }
        Ok(())
    }

    fn compare(&mut self, tree: &Tree, published: &BTreeMap<OrganizationId, String>) {
        for organization in tree.sorted() {
            if organization.authority != self.flow.authority() {
                continue;
            }
            let acts = published.get(&organization.id).map_or("", String::as_str);
            if organization.contacts.recorded() != acts {
                let name = &organization.name;
                self.fault(format!("{name}: its contacts are not what its acts published"));
            }
        }
    }

    /// What the last act of each organization published.
    async fn published_contacts(&self) -> Result<BTreeMap<OrganizationId, String>, FlowError> {
        let (reader, at) = (&self.flow.store().reader, self.flow.authority());
        let (mut published, mut before) = (BTreeMap::new(), u64::MAX);
        loop {
            let acts = store::administrations::before(reader.db(), at, before, SPAN).await?;
            let Some((_, last)) = acts.last() else { return Ok(published) };
            before = last.log_index;
            for (organization, act) in &acts {
                // What cannot be read was named with its entry.
                let details = Act::parse(&act.body).ok().and_then(|act| act.details);
                if let Some(Details::Administration { what, now, .. }) = details
                    && what == WORD
                {
                    published.entry(*organization).or_insert(now);
                }
            }
        }
    }
}

fn rows(tree: &Tree) -> Vec<(OrganizationId, String)> {
    tree.sorted().into_iter().map(|each| (each.id, each.contacts.recorded())).collect()
}
