//! A database that is older than what was signed must not sign a second history.

use domain::access::Reader;
use flow::{Actor, FlowError, SignerState};
use testkit::{TEXT, World, text};

/// Every step that leaves an act is refused; what is published stays readable.
async fn refuses(world: &World, word: &str, published: testkit::Published) {
    let SignerState::Refuses { why } = world.flow.signer_state() else { panic!("it signs") };
    assert!(why.contains(word), "{why}");
    let (flow, people, id) = (&world.flow, &world.people, published.id);
    let version = world.disclosure(id).await.version;
    let tried = [
        flow.propose(Actor(people.clerk_a), id, version).await.map(|_| ()),
        flow.review(Actor(people.reviewer_a), id, "", flow::Review::passed()).await.map(|_| ()),
        flow.approve(Actor(people.approver_a), id, "").await.map(|_| ()),
        flow.return_to_clerk(Actor(people.reviewer_a), id, "", "因故").await,
        flow.correct(Actor(people.clerk_a), id, "更正").await,
        flow.withdraw(Actor(people.approver_a), id, "撤回").await.map(|_| ()),
    ];
    for done in tried {
        assert!(matches!(&done, Err(FlowError::Unavailable(said)) if *said == why), "{done:?}");
    }
    let reader = Reader::anonymous();
    flow.article(&reader, published.code, None).await.unwrap();
    flow.presentation(&reader, published.code, None).await.unwrap();
    flow.document_receipt(&reader, published.code, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_from_an_older_backup_signs_nothing_and_says_why() {
    let mut world = World::founded().await;
    let first = world.publish_text(TEXT).await;
    world.close().await;
    let backup = world.database.snapshot().await;
    world.reopen().await;
    world.publish_text(&text(2)).await;
    world.close().await;
    let newest = world.database.snapshot().await;
    // when the older database is put back
    world.database.restore(backup).await;
    world.reopen().await;
    // then it says that it holds 5 entries of 9, and what to do
    refuses(&world, "holds only 5", first).await;
    world.close().await;
    // and once the newest is back, it goes on
    world.database.restore(newest).await;
    world.reopen().await;
    world.publish_text(&text(3)).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_deleted_from_the_end_are_noticed_too() {
    let mut world = World::founded().await;
    let first = world.publish_text(TEXT).await;
    let second = world.publish_text(&text(2)).await;
    world.close().await;
    let last = second.log_index;
    world
        .database
        .raw(&[
            &format!("DELETE FROM seals WHERE log_index = {last}"),
            &format!("DELETE FROM acts WHERE log_index = {last}"),
            &format!("UPDATE logs SET next_index = {last}, signed_size = {last}"),
            &format!("DELETE FROM checkpoints WHERE size > {last}"),
        ])
        .await;
    world.reopen().await;
    refuses(&world, "second history", first).await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_high_water_file_nothing_is_signed() {
    let mut world = World::founded().await;
    let first = world.publish_text(TEXT).await;
    world.close().await;
    std::fs::remove_file(world.high_water()).unwrap();
    world.reopen().await;
    refuses(&world, "high-water file is missing", first).await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_another_logs_high_water_file_nothing_is_signed() {
    let mut world = World::founded().await;
    let first = world.publish_text(TEXT).await;
    world.close().await;
    for other in ["", "not a note\n", "qingshi.example/log\n5\nAAAA\n\n— x y\n"] {
        std::fs::write(world.high_water(), other).unwrap();
        world.reopen().await;
        refuses(&world, "not signed by this log's key", first).await;
        world.close().await;
    }
    world.abandon().await;
}

/// Takes back the last batch as if its commit had been lost after the file was written.
async fn lose_commit(world: &World, size: u64) {
    let statements = [
        format!("DELETE FROM checkpoints WHERE size > {size}"),
        format!("UPDATE logs SET signed_size = {size}"),
        format!("UPDATE tiles SET hashes = substr(hashes, 1, {})", 32 * size),
    ];
    world.database.raw(&statements.each_ref().map(String::as_str)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_commit_was_lost_is_signed_again_the_same() {
    let mut world = World::founded().await;
    let first = world.publish_text(TEXT).await;
    let before = world.flow.checkpoint().await.unwrap().unwrap().size;
    let second = world.publish_text(&text(2)).await;
    world.close().await;
    let highest = std::fs::read_to_string(world.high_water()).unwrap();
    lose_commit(&world, before).await;
    world.reopen().await;
    // then what was promised is signed again, with the same root, and nothing is lost
    world.flow.drive_all().await.unwrap();
    let third = world.publish_text(&text(3)).await;
    assert!(third.log_index > second.log_index && second.log_index > first.log_index);
    let db = world.database.store.reader.db();
    let checkpoints = store::logs::checkpoints(db, world.authority).await.unwrap();
    assert!(checkpoints.iter().any(|c| c.note == highest), "the same note, not another");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_differ_from_what_the_file_covers_are_a_fork() {
    let mut world = World::founded().await;
    let first = world.publish_text(TEXT).await;
    let before = world.flow.checkpoint().await.unwrap().unwrap().size;
    let second = world.publish_text(&text(2)).await;
    world.close().await;
    lose_commit(&world, before).await;
    world.database.flip("acts", "entry", &format!("log_index = {}", second.log_index)).await;
    world.reopen().await;
    refuses(&world, "not those that were signed", first).await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_driver_of_the_outbox_writes_no_act_either() {
    let mut world = World::founded().await;
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    world.review(id, &content).await;
    // given an approval whose publication was left in the outbox
    world.database.break_writes("seals").await;
    let approver = Actor(world.people.approver_a);
    assert!(world.flow.approve(approver, id, &content).await.is_err());
    world.database.mend_writes("seals", false).await;
    world.close().await;
    std::fs::remove_file(world.high_water()).unwrap();
    world.reopen().await;
    let (before, acts) = (world.disclosure(id).await, "SELECT COUNT(*) FROM acts");
    let count = world.database.number(acts).await;
    // when the driver comes to it
    let driven = world.flow.drive_all().await;
    assert!(matches!(&driven, Err(FlowError::Unavailable(_))), "{driven:?}");
    assert_eq!(world.database.number(acts).await, count);
    assert_eq!(world.disclosure(id).await, before);
    world.abandon().await;
}
