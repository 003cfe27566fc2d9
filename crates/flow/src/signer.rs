//! Turns accepted entries into tiles and a signed checkpoint, in batches.
//!
//! Order, and what a crash leaves: entries are committed by their steps; the checkpoint goes to
//! the high-water file, durably; tiles, checkpoint and signed size are committed together. A crash
//! before the file: the batch is signed at the next start. A crash after it: the same batch gives
//! the same root again, and signing goes on. So nothing is lost and nothing is signed twice with
//! another root.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::AuthorityId;
use domain::time::Clock;
use store::high_water::{Alone, HighWater};
use store::logs::{StoredCheckpoint, StoredTile};
use store::{Step, Store, StoreError, Tx};
use tlog::checkpoint::Checkpoint;
use tlog::merkle::leaf_hash;
use tlog::tile::TileBuilder;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::FlowError;

/// Longest wait of an entry for its checkpoint while nobody waits for it.
const INTERVAL: Duration = Duration::from_millis(200);
/// Entries in one batch at most, so that memory stays bounded after a long stop.
const BATCH: u64 = 16_384;
/// How long a step waits for its checkpoint before it answers that it is recorded but not covered.
const PATIENCE: Duration = Duration::from_secs(15);
/// A process holds the lock for one batch; one that holds it longer than 10 seconds is stuck.
const LOCK_WAIT: Duration = Duration::from_millis(5);
const LOCK_TRIES: u32 = 2_000;

/// What the signer is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignerState {
    /// Entries up to this size are covered.
    Signs { size: u64 },
    /// Nothing is signed; why, and what to do.
    Refuses { why: String },
}

pub(crate) struct Signer {
    wake: Arc<Notify>,
    state: watch::Receiver<SignerState>,
    stop: watch::Sender<bool>,
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Signer {
    pub(crate) async fn start(
        store: Store,
        at: AuthorityId,
        signer: tlog::note::Signer,
        high_water: HighWater,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let mut work = Work { store, at, signer, high_water, clock, builder: None };
        let first = match work.guard().await {
            Ok(size) => SignerState::Signs { size },
            Err(error) => SignerState::Refuses { why: error.to_string() },
        };
        let refuses = matches!(first, SignerState::Refuses { .. });
        let (publish, state) = watch::channel(first);
        let (stop, stopped) = watch::channel(false);
        let wake = Arc::new(Notify::new());
        let task = (!refuses).then(|| tokio::spawn(work.run(wake.clone(), publish, stopped)));
        Self { wake, state, stop, task: tokio::sync::Mutex::new(task) }
    }

    /// Signs nothing, ever.
    pub(crate) fn none(why: &str) -> Self {
        let (_, state) = watch::channel(SignerState::Refuses { why: why.to_owned() });
        let (stop, _) = watch::channel(false);
        Self { wake: Arc::default(), state, stop, task: tokio::sync::Mutex::new(None) }
    }

    pub(crate) fn state(&self) -> SignerState {
        self.state.borrow().clone()
    }

    /// Fails at once when nothing is signed at present: a step must not begin then.
    pub(crate) fn ready(&self) -> Result<(), FlowError> {
        match self.state() {
            SignerState::Signs { .. } => Ok(()),
            SignerState::Refuses { why } => Err(FlowError::Unavailable(why)),
        }
    }

    /// Waits until the entry at `index` is covered by a signed checkpoint.
    pub(crate) async fn covered(&self, index: u64) -> Result<(), FlowError> {
        self.wake.notify_one();
        let mut state = self.state.clone();
        let covered = state.wait_for(|state| match state {
            SignerState::Signs { size } => *size > index,
            SignerState::Refuses { .. } => true,
        });
        let ended = tokio::time::timeout(PATIENCE, covered).await;
        match ended.map(|state| state.map(|state| state.clone())) {
            Ok(Ok(SignerState::Signs { .. })) => Ok(()),
            Ok(Ok(SignerState::Refuses { why })) => Err(FlowError::Unavailable(why)),
            Ok(Err(_)) | Err(_) => {
                Err(FlowError::Unavailable("recorded, but not yet signed".to_owned()))
            }
        }
    }

    pub(crate) async fn stop(&self) {
        let _ = self.stop.send(true);
        self.wake.notify_one();
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
}

struct Work {
    store: Store,
    at: AuthorityId,
    signer: tlog::note::Signer,
    high_water: HighWater,
    clock: Arc<dyn Clock>,
    /// The right edge after the last batch; `None` before the first and after any failure.
    builder: Option<TileBuilder>,
}

impl Work {
    async fn run(
        mut self,
        wake: Arc<Notify>,
        state: watch::Sender<SignerState>,
        mut stopped: watch::Receiver<bool>,
    ) {
        loop {
            let stops = *stopped.borrow_and_update();
            match self.sign_waiting().await {
                Ok(size) => {
                    state.send_if_modified(|state| {
                        let next = SignerState::Signs { size };
                        let changed = *state != next;
                        *state = next;
                        changed
                    });
                }
                Err(SignError::Refused(why)) => {
                    tracing::error!(why, "the log is not signed any more");
                    state.send_replace(SignerState::Refuses { why });
                    return;
                }
                Err(SignError::Failed(error)) => {
                    tracing::warn!(%error, "a batch was not signed; it is tried again");
                    self.builder = None;
                }
            }
            if stops {
                return;
            }
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(INTERVAL) => {}
                _ = stopped.changed() => {}
            }
        }
    }

    /// Signs until nothing waits; the size that is then covered.
    async fn sign_waiting(&mut self) -> Result<u64, SignError> {
        loop {
            let log = self.log().await?;
            if log.length == log.signed_size {
                return Ok(log.signed_size);
            }
            let _alone = self.alone().await?;
            // Read again: another process may have signed before the lock was ours.
            let log = self.log().await?;
            if log.length > log.signed_size {
                self.sign_batch(&log).await?;
            }
        }
    }

    /// Waits for the right to sign. From the check of the high-water file to the commit of the batch
    /// nobody else may write the file or move the signed size.
    async fn alone(&self) -> Result<Alone, SignError> {
        for _ in 0..LOCK_TRIES {
            if let Some(alone) = self.high_water.try_lock()? {
                return Ok(alone);
            }
            tokio::time::sleep(LOCK_WAIT).await;
        }
        let why = "another process holds the lock of the high-water file and does not sign";
        Err(SignError::Failed(FlowError::Unavailable(why.to_owned())))
    }

    async fn log(&self) -> Result<store::logs::Log, SignError> {
        let log = store::logs::load(self.store.reader.db(), self.at).await?;
        log.ok_or_else(|| SignError::Refused("the log is gone from the database".to_owned()))
    }

    /// One batch. The entries are read back from the database, so what is signed is what is stored.
    async fn sign_batch(&mut self, log: &store::logs::Log) -> Result<(), SignError> {
        let from = log.signed_size;
        let highest = self.check_high_water(log)?;
        let promised = highest.as_ref().map_or(from, |highest| highest.size().max(from));
        let to = log.length.min(from + BATCH).max(promised);
        let mut builder = self.take_builder(from).await?;
        let entries = store::acts::entries(self.store.reader.db(), self.at, from, to).await?;
        let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        // What a batch had signed whose commit was lost must come out the same again.
        let (again, new) = leaves.split_at(leaves.len().min((promised - from) as usize));
        let mut tiles = builder.append(again)?;
        if let Some(highest) = highest.filter(|highest| highest.size() == builder.size())
            && builder.root() != *highest.root()
        {
            return Err(SignError::Refused(forked(highest.size())));
        }
        tiles.extend(builder.append(new)?);
        let reached = builder.size();
        let checkpoint = Checkpoint::new(&log.origin, reached, builder.root())?;
        let note = checkpoint.sign(&[&self.signer])?;
        self.high_water.write(&note)?;
        let commit = Commit {
            at: self.at,
            from,
            tiles: tiles
                .into_iter()
                .map(|tile| StoredTile { level: tile.level, tile: tile.index, hashes: tile.hashes })
                .collect(),
            checkpoint: StoredCheckpoint { size: reached, note },
            signed: self.clock.now(),
        };
        self.store.writer.run(&commit).await?;
        self.builder = Some(builder);
        Ok(())
    }

    async fn take_builder(&mut self, size: u64) -> Result<TileBuilder, SignError> {
        match self.builder.take() {
            Some(builder) if builder.size() == size => Ok(builder),
            Some(builder) if builder.size() > size => {
                Err(SignError::Refused(rolled_back(builder.size(), size)))
            }
            _ => {
                let edge = edge(&self.store, self.at, size).await?;
                Ok(TileBuilder::load(size, &edge)?)
            }
        }
    }

    /// A second process may have signed further: then the database holds what it signed. One that
    /// holds fewer entries was turned back while the program ran.
    fn check_high_water(&self, log: &store::logs::Log) -> Result<Option<Checkpoint>, SignError> {
        match self.highest()? {
            Some(highest) if highest.size() > log.length => {
                Err(SignError::Refused(rolled_back(highest.size(), log.length)))
            }
            highest => Ok(highest),
        }
    }

    fn highest(&self) -> Result<Option<Checkpoint>, SignError> {
        let Some(note) = self.high_water.read()? else { return Ok(None) };
        let verifier = self.signer.verifier();
        let keys = std::slice::from_ref(verifier);
        let opened = Checkpoint::open(note.as_bytes(), verifier.name(), keys);
        opened.map(Some).map_err(|_| {
            SignError::Refused(
                "the high-water file is not signed by this log's key: restore the key file and the \
                 high-water file that belong together"
                    .to_owned(),
            )
        })
    }

    /// Before the first batch: the database must still hold every entry that was ever signed.
    async fn guard(&mut self) -> Result<u64, SignError> {
        let _alone = self.alone().await?;
        let log = self.log().await?;
        let Some(highest) = self.highest()? else {
            return match log.signed_size {
                0 => Ok(0),
                size => Err(SignError::Refused(format!(
                    "the database has {size} signed entries, but the high-water file is missing: \
                     restore it, or run `gongkai check` and then `gongkai rebuild --high-water`"
                ))),
            };
        };
        if highest.size() > log.length {
            return Err(SignError::Refused(rolled_back(highest.size(), log.length)));
        }
        let start = highest.size().min(log.signed_size);
        let edge = edge(&self.store, self.at, start).await?;
        let mut builder = TileBuilder::load(start, &edge)?;
        let entries =
            store::acts::entries(self.store.reader.db(), self.at, start, highest.size()).await?;
        let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        builder.append(&leaves)?;
        if builder.root() != *highest.root() {
            return Err(SignError::Refused(forked(highest.size())));
        }
        Ok(log.signed_size)
    }
}

fn rolled_back(signed: u64, held: u64) -> String {
    format!(
        "a checkpoint over {signed} entries was signed, but the database holds only {held}: it was \
         restored from an older backup. Signing now would make a second history. Restore the newest \
         database, or bring back the missing entries; reading goes on meanwhile"
    )
}

fn forked(size: u64) -> String {
    format!(
        "the first {size} entries of the database are not those that were signed: run \
         `gongkai check` to see which, and restore the database that belongs to the high-water file"
    )
}

/// The partial tiles at the right edge of the tree of `size`.
pub(crate) async fn edge(
    store: &Store,
    at: AuthorityId,
    size: u64,
) -> Result<BTreeMap<(u8, u64), Vec<u8>>, StoreError> {
    let mut tiles = BTreeMap::new();
    for level in 0..8 {
        let index = tlog::tile::full_tiles(level, size);
        if tlog::tile::partial_width(level, size) > 0
            && let Some(hashes) = store::logs::tile(store.reader.db(), at, level, index).await?
        {
            tiles.insert((level, index), hashes);
        }
    }
    Ok(tiles)
}

struct Commit {
    at: AuthorityId,
    from: u64,
    tiles: Vec<StoredTile>,
    checkpoint: StoredCheckpoint,
    signed: domain::time::Micros,
}

impl Step for Commit {
    type Out = ();
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        store::logs::advance(tx, self.at, self.from, self.checkpoint.size).await?;
        for tile in &self.tiles {
            store::logs::save_tile(tx, self.at, tile).await?;
        }
        store::logs::insert_checkpoint(tx, self.at, &self.checkpoint, self.signed).await
    }
}

enum SignError {
    /// Signing must stop until a person has looked.
    Refused(String),
    /// The batch may be tried again.
    Failed(FlowError),
}

impl std::fmt::Display for SignError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(why) => f.write_str(why),
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl From<StoreError> for SignError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<tlog::TlogError> for SignError {
    fn from(error: tlog::TlogError) -> Self {
        Self::Failed(error.into())
    }
}
