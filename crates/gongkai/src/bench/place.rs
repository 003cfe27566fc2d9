//! Where a load runs: a county of its own, in a temporary database or in the one that was named.

use anyhow::Context;
use tempfile::TempDir;

use crate::demo::{self, County};
use crate::open;

/// A founded county without disclosures; the folder goes when it is dropped.
pub(super) struct Place {
    pub(super) county: County,
    /// For the table.
    pub(super) database: &'static str,
    _folder: TempDir,
}

pub(super) async fn found(database: Option<&str>) -> anyhow::Result<Place> {
    let folder = tempfile::tempdir().context("a temporary folder")?;
    let file = folder.path().join("gongkai.sqlite");
    let own = format!("sqlite://{}?mode=rwc", file.display());
    let url = database.unwrap_or(&own);
    let store = open::store(url, folder.path()).await?;
    let county = demo::found(store, folder.path()).await?;
    let database = if url.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    Ok(Place { county, database, _folder: folder })
}
