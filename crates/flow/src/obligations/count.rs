//! How organizations stand, counted: once a day, and anew where something was touched.

use std::collections::HashMap;

use domain::calendar::Day;
use domain::ids::OrganizationId;
use domain::obligation::Observance;
use domain::organization::Tree;
use store::standings::Counted;
use store::{Db, Step, Tx};

use super::{Binding, bindings_of};
use crate::{Flow, FlowError};

/// So many organizations in one transaction.
const BATCH: usize = 16;

/// How every organization with a catalogue stands on a day.
#[derive(Clone, Debug)]
pub struct Coverage {
    pub day: Day,
    pub tree: Tree,
    pub counted: HashMap<OrganizationId, Counted>,
}

impl Flow {
    /// How all organizations stand today. What was counted on another day, or touched since, is
    /// counted anew for the answer; [`Flow::count_standings`] keeps it.
    ///
    /// # Errors
    /// The store's.
    pub async fn coverage(&self) -> Result<Coverage, FlowError> {
        let (reader, today) = (&self.inner.store.reader, Day::of(self.now()));
        let tree = store::organizations::tree(reader.db()).await?;
        let mut counted = HashMap::new();
        for each in store::standings::all(reader.db(), self.authority()).await? {
            let standing = match each.day == today {
                true => Some(each),
                false => counted_anew(reader.db(), self, &tree, each.organization).await?,
            };
            counted.extend(standing.map(|standing| (each.organization, standing)));
        }
        Ok(Coverage { day: today, tree, counted })
    }

    /// Counts what is stale, and keeps it; how many there were.
    ///
    /// # Errors
    /// The store's.
    pub async fn count_standings(&self) -> Result<usize, FlowError> {
        let (store, today) = (&self.inner.store, Day::of(self.now()));
        let known = store::standings::all(store.reader.db(), self.authority()).await?;
        let stale: Vec<_> = known.iter().filter(|each| each.day != today).collect();
        for batch in stale.chunks(BATCH) {
            let organizations = batch.iter().map(|each| each.organization).collect();
            store.writer.run(&Count { flow: self, organizations }).await?;
        }
        Ok(stale.len())
    }
}

/// Counts some organizations and keeps it. Read and written in one transaction, so that what is
/// touched meanwhile stays stale.
struct Count<'a> {
    flow: &'a Flow,
    organizations: Vec<OrganizationId>,
}

impl Step for Count<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let tree = store::organizations::tree(tx.db()).await?;
        for organization in &self.organizations {
            if let Some(counted) = counted_anew(tx.db(), self.flow, &tree, *organization).await? {
                store::standings::put(tx, self.flow.authority(), &counted).await?;
            }
        }
        Ok(())
    }
}

pub(crate) async fn counted_anew(
    mut db: Db<'_>,
    flow: &Flow,
    tree: &Tree,
    organization: OrganizationId,
) -> Result<Option<Counted>, FlowError> {
    let Some(body) = tree.get(organization) else { return Ok(None) };
    let mut all = Vec::new();
    for place in tree.inherited(body.id) {
        if let Some(body) = tree.get(place) {
            all.extend(bindings_of(db.again(), flow, body).await?);
        }
    }
    let today = Day::of(flow.now());
    Ok(Some(count(flow, organization, &all, today)))
}

/// A standing that was never counted.
pub(crate) fn fresh(organization: OrganizationId) -> Counted {
    Counted { organization, day: Day(0), owed: 0, kept: 0, late: 0, soon: 0, oldest_late: None }
}

/// The standing of an organization by its catalogues.
pub(crate) fn count(
    flow: &Flow,
    organization: OrganizationId,
    bindings: &[Binding],
    today: Day,
) -> Counted {
    let mut sum = Counted { day: today, ..fresh(organization) };
    let year = today.plus_years(-1);
    let stretch = (today.plus_years(-2), today.plus(40));
    for duty in bindings.iter().flat_map(|binding| binding.duties(flow, stretch, today)) {
        let due = duty.obligation.due.day();
        let is_of_year = due.is_some_and(|due| due > year);
        match duty.observance {
            Observance::Late { .. } => {
                sum.late += 1;
                sum.owed += u32::from(is_of_year);
                sum.oldest_late = sum.oldest_late.into_iter().chain(due).min();
            }
            Observance::Met { late: 0, .. } | Observance::Excused { .. } if is_of_year => {
                (sum.owed, sum.kept) = (sum.owed + 1, sum.kept + 1);
            }
            Observance::Met { .. } if is_of_year => sum.owed += 1,
            Observance::Soon { .. } => sum.soon += 1,
            Observance::Met { .. }
            | Observance::Excused { .. }
            | Observance::Open
            | Observance::Waiting { .. }
            | Observance::Stopped => {}
        }
    }
    sum
}
