//! An invented county with disclosures in every state. Each goes through the real steps by the
//! hands of the persons that the county's file appoints.

mod clock;
mod duties;
mod paper;
mod papers;
mod story;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use domain::ids::DisclosureId;
use flow::Flow;
use store::Store;

use crate::founding::{Founded, Plan};
use crate::open;
use crate::system::SystemRandom;
use clock::StoryClock;

const COUNTY: &str = include_str!("../demo/county.toml");

/// So many days before the machine's date the county of the story is founded.
const FOUNDED_DAYS_AGO: i64 = 60;

/// The county, founded and peopled.
pub(crate) struct County {
    pub(crate) plan: Plan,
    pub(crate) founded: Founded,
    pub(crate) flow: Flow,
    clock: Arc<StoryClock>,
}

/// Founds the county today, without any disclosure. Keys lie in `folder`.
///
/// # Errors
/// The store's.
pub(crate) async fn found(store: Store, folder: &Path) -> anyhow::Result<County> {
    found_ago(store, folder, 0).await
}

/// Founds the county some weeks ago and takes every paper its way until today.
///
/// # Errors
/// The store's; a step's.
pub(crate) async fn told(store: Store, folder: &Path) -> anyhow::Result<County> {
    let county = found_ago(store, folder, FOUNDED_DAYS_AGO).await?;
    county.tell().await?;
    Ok(county)
}

async fn found_ago(store: Store, folder: &Path, days_ago: i64) -> anyhow::Result<County> {
    let plan = Plan::parse(COUNTY)?;
    let clock = Arc::new(StoryClock::default());
    clock.go_to(days_ago);
    let founded = plan.found(&store, &*clock, &SystemRandom).await?;
    let flow = open::authority_by(store, founded.authority, folder, clock.clone()).await?;
    Ok(County { plan, founded, flow, clock })
}

impl County {
    /// Takes every paper its way: the stages of all of them in the order of their days.
    async fn tell(&self) -> anyhow::Result<()> {
        self.bind().await?;
        let mut stages: Vec<_> = papers::ALL
            .iter()
            .enumerate()
            .flat_map(|(paper, each)| each.stages.iter().map(move |stage| (paper, stage)))
            .collect();
        stages.sort_by_key(|(_, stage)| std::cmp::Reverse(stage.days_ago));
        let mut begun: Vec<Option<DisclosureId>> = vec![None; papers::ALL.len()];
        for (at, stage) in stages {
            self.clock.go_to(stage.days_ago);
            let (paper, begun) = (&papers::ALL[at], &mut begun[at]);
            let id = match *begun {
                Some(id) => id,
                None => *begun.insert(story::begin(self, paper).await?),
            };
            for step in stage.steps {
                story::take(self, paper, id, step).await?;
            }
        }
        self.clock.go_to(0);
        self.report().await?;
        self.flow.count_standings().await?;
        Ok(())
    }
}
