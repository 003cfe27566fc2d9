//! An invented county with disclosures in every state. Each goes through the real steps by the
//! hands of the persons that the county's file appoints.

mod paper;
mod papers;
pub(crate) mod story;

#[cfg(test)]
mod tests;

use flow::Flow;
use store::Store;

use crate::founding::{Founded, Plan};
use crate::open;
use crate::system::{SystemClock, SystemRandom};

const COUNTY: &str = include_str!("../demo/county.toml");

/// The county, founded and peopled.
pub(crate) struct County {
    pub(crate) plan: Plan,
    pub(crate) founded: Founded,
    pub(crate) flow: Flow,
}

/// Founds the county, without any disclosure yet. Keys lie in `folder`.
///
/// # Errors
/// The store's.
pub(crate) async fn found(store: Store, folder: &std::path::Path) -> anyhow::Result<County> {
    let plan = Plan::parse(COUNTY)?;
    let founded = plan.found(&store, &SystemClock, &SystemRandom).await?;
    let flow = open::authority_of(store, founded.authority, folder).await?;
    Ok(County { plan, founded, flow })
}

impl County {
    /// Takes every paper its way.
    ///
    /// # Errors
    /// A step's.
    pub(crate) async fn tell(&self) -> anyhow::Result<()> {
        let columns =
            store::columns::all(self.flow.store().reader.db(), self.flow.authority()).await?;
        for paper in papers::ALL {
            story::take(self, &columns, paper).await?;
        }
        Ok(())
    }
}
