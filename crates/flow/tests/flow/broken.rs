//! Each write of the log broken in turn: what was not written leaves nothing, what was written is
//! found again.

use std::sync::Arc;

use domain::access::Reader;
use domain::ids::DisclosureId;
use domain::workflow::State;
use flow::{Actor, FlowError, Passed};
use testkit::{TEXT, World};
use tlog::checkpoint::Checkpoint;
use tokio::task::JoinHandle;

/// A disclosure that waits for its approval.
async fn reviewed(world: &World) -> (DisclosureId, String) {
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    world.review(id, &content).await;
    (id, content)
}

fn approving(
    world: &Arc<World>,
    id: DisclosureId,
    content: &str,
) -> JoinHandle<Result<Passed, FlowError>> {
    let (world, content) = (world.clone(), content.to_owned());
    tokio::spawn(
        async move { world.flow.approve(Actor(world.people.approver_a), id, &content).await },
    )
}

/// Until the disclosure stands there.
async fn stands(world: &World, id: DisclosureId, state: State) {
    while world.disclosure(id).await.state != state {
        tokio::task::yield_now().await;
    }
}

/// Until the file outside the database covers the publication: the signer has tried.
async fn file_covers(world: &World, id: DisclosureId) {
    let index = world.disclosure(id).await.last.index;
    let keys = [world.flow.log_key().clone()];
    loop {
        let note = std::fs::read(world.high_water()).unwrap();
        let highest = Checkpoint::open(&note, world.flow.origin(), &keys).unwrap();
        if highest.size() > index {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn is_public(world: &World, id: DisclosureId) -> bool {
    let code = world.disclosure(id).await.code;
    world.flow.article(&Reader::anonymous(), code, None).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_whose_write_is_refused_leaves_nothing() {
    let world = World::founded().await;
    for (table, updated) in [("acts", false), ("logs", true), ("outbox", true)] {
        let (id, content) = reviewed(&world).await;
        let before = world.disclosure(id).await;
        let length = world.database.number("SELECT next_index FROM logs").await;
        world.database.break_writes(table).await;
        let approver = Actor(world.people.approver_a);
        let done = world.flow.approve(approver, id, &content).await;
        assert!(matches!(done, Err(FlowError::Store(_))), "{table}: {done:?}");
        assert_eq!(world.disclosure(id).await, before, "{table}");
        let after = world.database.number("SELECT next_index FROM logs").await;
        assert_eq!(after, length, "{table}");
        world.database.mend_writes(table, updated).await;
        world.approve(id, &content).await;
        assert!(is_public(&world, id).await);
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_commit_is_refused_is_tried_until_it_is_taken() {
    let world = Arc::new(World::founded().await);
    // The first publication makes the file.
    world.publish_text(TEXT).await;
    for (table, updated) in [("tiles", true), ("checkpoints", false)] {
        let (id, content) = reviewed(&world).await;
        world.database.break_writes(table).await;
        let answer = approving(&world, id, &content);
        stands(&world, id, State::Published).await;
        file_covers(&world, id).await;
        // sealed and logged, but no checkpoint covers it: not public, and no answer yet
        assert!(!is_public(&world, id).await, "{table}");
        assert!(!answer.is_finished(), "{table}");
        world.database.mend_writes(table, updated).await;
        answer.await.unwrap().unwrap();
        assert!(is_public(&world, id).await, "{table}");
    }
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_signed_while_the_file_outside_cannot_be_written() {
    let world = Arc::new(World::founded().await);
    world.publish_text(TEXT).await;
    let (id, content) = reviewed(&world).await;
    let next = world.high_water().with_extension(format!("{}.next", std::process::id()));
    std::fs::create_dir(&next).unwrap();
    // What the reviewer did may have been signed before: that is where it stops.
    let before = std::fs::read(world.high_water()).unwrap();
    let answer = approving(&world, id, &content);
    stands(&world, id, State::Published).await;
    assert!(!is_public(&world, id).await);
    assert_eq!(std::fs::read(world.high_water()).unwrap(), before);
    let newest = world.flow.checkpoint().await.unwrap().unwrap().size;
    assert!(newest <= world.disclosure(id).await.last.index);
    std::fs::remove_dir(&next).unwrap();
    answer.await.unwrap().unwrap();
    assert!(is_public(&world, id).await);
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_between_file_and_commit_is_taken_up_by_the_next() {
    let world = Arc::new(World::founded().await);
    world.publish_text(TEXT).await;
    let (id, content) = reviewed(&world).await;
    world.database.break_writes("checkpoints").await;
    let answer = approving(&world, id, &content);
    stands(&world, id, State::Published).await;
    file_covers(&world, id).await;
    answer.abort();
    let _ = answer.await;
    let mut world = Arc::into_inner(world).unwrap();
    world.close().await;
    world.database.mend_writes("checkpoints", false).await;
    world.reopen().await;
    assert_eq!(world.flow.drive_all().await.unwrap(), 1);
    assert!(is_public(&world, id).await);
    world.finish().await;
}
