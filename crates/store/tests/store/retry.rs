//! A step runs again from its start when the database asks for it.

use std::sync::atomic::{AtomicU32, Ordering};

use store::{Step, StoreError, Tx};
use testkit::{LoneAct, World};

/// Appends an act, and then has the database ask to retry the first few times.
struct Fails<'a> {
    times: u32,
    runs: AtomicU32,
    act: LoneAct<'a>,
}

impl Step for Fails<'_> {
    type Out = u64;
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<u64, StoreError> {
        let run = self.runs.fetch_add(1, Ordering::SeqCst);
        let index = self.act.run(tx).await?;
        if run < self.times {
            return Err(StoreError::Retry("forced".to_owned()));
        }
        Ok(index)
    }
}

fn lone(world: &World) -> LoneAct<'_> {
    LoneAct { authority: world.authority, clock: &world.clock, random: &world.random, fails: false }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_asked_to_retry_leaves_one_trace() {
    let world = World::founded().await;
    let step = Fails { times: 5, runs: AtomicU32::new(0), act: lone(&world) };
    assert_eq!(world.database.store.writer.run(&step).await.unwrap(), 0);
    assert_eq!(step.runs.load(Ordering::SeqCst), 6);
    let db = world.database.store.reader.db();
    assert_eq!(store::acts::length(db, world.authority).await.unwrap(), 1);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_is_not_tried_for_ever() {
    let world = World::founded().await;
    let step = Fails { times: u32::MAX, runs: AtomicU32::new(0), act: lone(&world) };
    let done = world.database.store.writer.run(&step).await;
    assert!(matches!(done, Err(StoreError::Retry(_))), "{done:?}");
    assert_eq!(step.runs.load(Ordering::SeqCst), 12);
    let db = world.database.store.reader.db();
    assert_eq!(store::acts::length(db, world.authority).await.unwrap(), 0);
    world.finish().await;
}

/// Reads under a snapshot, lets another step change what it read, and writes: 40001.
struct Overtaken<'a> {
    world: &'a World,
    runs: AtomicU32,
}

impl Step for Overtaken<'_> {
    type Out = u64;
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<u64, StoreError> {
        let first = self.runs.fetch_add(1, Ordering::SeqCst) == 0;
        tx.execute_raw("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE").await?;
        store::acts::length(tx.db(), self.world.authority).await?;
        if first {
            self.world.database.store.writer.run(&lone(self.world)).await?;
        }
        lone(self.world).run(tx).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serialization_failure_of_postgresql_is_retried() {
    let world = World::founded().await;
    // SQLite has one writer: nobody can overtake it.
    if !world.database.kind.is_sqlite() {
        let step = Overtaken { world: &world, runs: AtomicU32::new(0) };
        assert_eq!(world.database.store.writer.run(&step).await.unwrap(), 1);
        // The signer may overtake it once more.
        assert!(step.runs.load(Ordering::SeqCst) >= 2);
    }
    world.finish().await;
}
