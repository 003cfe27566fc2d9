//! Where a load runs: a county of its own, in a temporary database or in the one that was named.

use std::path::Path;

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
    let own = sqlite(folder.path());
    let url = database.unwrap_or(&own);
    let county = county(url, folder.path()).await?;
    let database = if url.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    Ok(Place { county, database, _folder: folder })
}

/// A county with its disclosures, in a database of its own.
pub(super) async fn told() -> anyhow::Result<Place> {
    let folder = tempfile::tempdir().context("a temporary folder")?;
    let store = open::store(&sqlite(folder.path()), folder.path()).await?;
    let county = demo::told(store, folder.path()).await?;
    Ok(Place { county, database: "SQLite", _folder: folder })
}

/// A county in the database at `url`; its keys lie in `folder`.
async fn county(url: &str, folder: &Path) -> anyhow::Result<County> {
    demo::found(open::store(url, folder).await?, folder).await
}

/// The county with its disclosures, closed: for a server of its own over `folder`.
pub(super) async fn leave_in(folder: &Path) -> anyhow::Result<()> {
    let store = open::store(&sqlite(folder), folder).await?;
    demo::told(store, folder).await?.flow.close().await;
    Ok(())
}

/// The database that `serve` takes by default.
pub(super) fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("gongkai.sqlite").display())
}
