//! Opens what the configuration names: the database, and the authority in it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use domain::ids::AuthorityId;
use domain::time::Clock;
use flow::{Flow, Opening, SignerState};
use store::{Layout, Store};

use crate::config::Config;
use crate::regimes;
use crate::system::{SystemClock, SystemRandom};

const NOTHING_FOUNDED: &str = "this database holds no authority yet\n\
    此数据库中还没有管辖机构。\n\
    新建: gongkai found FILE.toml   (to found one)\n\
    演示: gongkai demo              (to look around in an invented county)";

/// The database, made and brought up to date.
pub(crate) async fn store(database: &str, data: &Path) -> anyhow::Result<Store> {
    std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    Store::open(database, Layout::Plain).await.with_context(|| format!("opening {database}"))
}

/// The authority of the configuration, with its signer started.
pub(crate) async fn flow(config: &Config) -> anyhow::Result<Flow> {
    let store = store(&config.database, &config.data).await?;
    let authority = authority(&store, config.authority).await?;
    let flow = authority_of(store, authority, &config.data).await?;
    if let SignerState::Refuses { why } = flow.signer_state() {
        tracing::error!(why, "nothing is signed; pages can be read");
    }
    Ok(flow)
}

/// The authority of the configuration, to look at: nothing is signed.
pub(crate) async fn reading(config: &Config) -> anyhow::Result<Flow> {
    let store = store(&config.database, &config.data).await?;
    let authority = authority(&store, config.authority).await?;
    Ok(Flow::open_reading(opening(store, authority, &config.data)?).await?)
}

/// An authority that was founded in `store`; its keys lie in `folder`.
pub(crate) async fn authority_of(
    store: Store,
    authority: AuthorityId,
    folder: &Path,
) -> anyhow::Result<Flow> {
    Ok(Flow::open(opening(store, authority, folder)?).await?)
}

/// As [`authority_of`], by another clock than the machine's.
pub(crate) async fn authority_by(
    store: Store,
    authority: AuthorityId,
    folder: &Path,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Flow> {
    Ok(Flow::open(Opening { clock, ..opening(store, authority, folder)? }).await?)
}

fn opening(store: Store, authority: AuthorityId, folder: &Path) -> anyhow::Result<Opening> {
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom));
    let regimes = regimes::of(folder)?;
    Ok(Opening { store, authority, folder: folder.to_owned(), clock, random, regimes })
}

async fn authority(store: &Store, wanted: Option<AuthorityId>) -> anyhow::Result<AuthorityId> {
    let logs = store::logs::all(store.reader.db()).await?;
    let (ids, names): (Vec<_>, Vec<_>) =
        logs.into_iter().map(|(id, origin)| (id, format!("{id} ({origin})"))).unzip();
    match (wanted, ids.as_slice()) {
        (_, []) => bail!(NOTHING_FOUNDED),
        (None, [only]) => Ok(*only),
        (None, _) => bail!("several authorities; choose with --authority: {}", names.join(", ")),
        (Some(wanted), ids) if ids.contains(&wanted) => Ok(wanted),
        (Some(_), _) => bail!("no such authority; there are: {}", names.join(", ")),
    }
}
