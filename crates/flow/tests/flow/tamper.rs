//! One flipped bit anywhere, and `check` names the place.

use domain::scope::Scope;
use testkit::{Published, TEXT, World};

async fn published() -> (World, Published) {
    let world = World::founded().await;
    let scopes = [Scope::Public, Scope::Public, Scope::Registered];
    let published = world.publish_scoped(TEXT, &scopes).await;
    assert_eq!(world.faults().await, [""; 0]);
    (world, published)
}

/// Flips a bit; every fault must be one of those expected, and the first of them must be there.
async fn named(table: &str, column: &str, condition: &str, expected: &[&str]) {
    let (world, _) = published().await;
    world.database.flip(table, column, condition).await;
    let faults = world.faults().await;
    assert!(faults.iter().any(|f| f.starts_with(expected[0])), "{table}.{column}: {faults:?}");
    for fault in &faults {
        assert!(expected.iter().any(|e| fault.starts_with(e)), "{table}.{column}: {fault}");
    }
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tile() {
    named("tiles", "hashes", "level = 0", &["tile 0/0: not the hashes of the entries"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry() {
    // Everything that was computed from the entry differs too, and is named.
    let follow = ["entry 1", "entry 2: its chain has a gap", "tile 0/0", "checkpoint "];
    named("acts", "entry", "log_index = 1", &follow).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_body_of_an_act() {
    named("acts", "body", "log_index = 1", &["entry 1: does not commit to its act", "entry 1"])
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_salt_of_an_act() {
    named("acts", "salt", "log_index = 1", &["entry 1: does not commit to its act", "entry 1"])
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_slice() {
    named("slices", "disclosure", "position = 1", &["B1 edition 1 slice 2", "B1 edition 1"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withheld_slice() {
    named("slices", "disclosure", "position = 2", &["B1 edition 1 slice 3", "B1 edition 1"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scope_of_a_slice() {
    let (world, _) = published().await;
    world
        .database
        .raw(&[r#"UPDATE slices SET scope = '{"kind":"public"}' WHERE position = 2"#])
        .await;
    let faults = world.faults().await;
    assert!(faults.contains(&"B1 edition 1 slice 3: cannot be read".to_owned()), "{faults:?}");
    let hash = "B1 edition 1: content does not have the hash that was approved";
    assert!(faults.contains(&hash.to_owned()), "{faults:?}");
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_document() {
    let follow = ["B1 edition 1: the log's entry 4 seals another document", "B1 edition 1"];
    named("seals", "jwt", "number = 1", &follow).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_a_seal() {
    named("seal_keys", "public_key", "log_index = 3", &["B1 edition 1"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint() {
    named("checkpoints", "note", "size = 5", &["checkpoint 5"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_content_hash_of_an_edition() {
    let fault = "B1 edition 1: content does not have the hash that was approved";
    named("editions", "content_hash", "number = 1", &[fault]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_facts_of_an_edition() {
    let (world, _) = published().await;
    world.database.raw(&["UPDATE editions SET facts = replace(facts, 'D01', 'D02')"]).await;
    let fault = "B1 edition 1: content does not have the hash that was approved";
    assert_eq!(world.faults().await, [fault]);
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_of_a_disclosure() {
    let (world, _) = published().await;
    world.database.raw(&["UPDATE disclosures SET state = 'draft'"]).await;
    assert_eq!(world.faults().await, ["B1: stands as draft, its acts say published"]);
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_gone() {
    for (statement, expected) in [
        ("DELETE FROM seals", "entry 4: the document that it seals is gone"),
        ("DELETE FROM slices WHERE position = 2", "B1 edition 1: content"),
        ("DELETE FROM acts WHERE log_index = 2", "entries 0 to 5: 1 of them are missing"),
        ("DELETE FROM tiles", "tiles: 1 are missing"),
        ("DELETE FROM checkpoints", "checkpoints: none covers the signed entries"),
        ("DELETE FROM seal_keys", "B1 edition 1: its seal's key is not registered"),
    ] {
        let (world, _) = published().await;
        world.database.raw(&[statement]).await;
        let faults = world.faults().await;
        assert!(faults.iter().any(|f| f.starts_with(expected)), "{statement}: {faults:?}");
        world.abandon().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuild_mends_what_is_derived_and_nothing_else() {
    let (world, _) = published().await;
    world.database.flip("tiles", "hashes", "level = 0").await;
    assert_eq!(world.faults().await.len(), 1);
    let rebuilt = world.flow.rebuild().await.unwrap();
    assert_eq!((rebuilt.tiles, rebuilt.mended), (1, 1));
    assert_eq!(world.faults().await, [""; 0]);
    assert_eq!(world.flow.rebuild().await.unwrap().mended, 0);
    world.finish().await;
}
