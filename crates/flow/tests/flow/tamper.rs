//! One flipped bit anywhere, and `check` names the place.

use domain::entry::content_hash;
use domain::ids::DisclosureId;
use domain::scope::Scope;
use flow::Actor;
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
    let follow = [fault, "B1 edition 1: not the content of its act"];
    named("editions", "content_hash", "number = 1", &follow).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_facts_of_an_edition() {
    let (world, _) = published().await;
    world.database.raw(&["UPDATE editions SET facts = replace(facts, 'A19', 'A01')"]).await;
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

/// Somebody who writes into the database makes the hash fit what they have changed.
async fn rehash(world: &World, id: DisclosureId) {
    let (db, at) = (&world.database.store.reader, world.authority);
    let disclosure = world.disclosure(id).await;
    let edition = store::editions::latest(db.db(), at, id, 1).await.unwrap().unwrap();
    let mut lines = vec![hex::encode(disclosure.doc), disclosure.code.to_string()];
    lines.push(serde_json::to_string(&edition.facts).unwrap());
    for slice in store::editions::slices(db.db(), at, &edition).await.unwrap() {
        lines.push(serde_json::to_string(&slice.scope).unwrap());
        lines.push(slice.ground.map_or("-", |ground| ground.word()).to_owned());
        lines.push(slice.disclosure);
    }
    let hash = hex::encode(content_hash(lines.iter().map(String::as_str)));
    let literal = if world.database.kind.is_sqlite() {
        format!("x'{hash}'")
    } else {
        format!("decode('{hash}', 'hex')")
    };
    world.database.raw(&[&format!("UPDATE editions SET content_hash = {literal}")]).await;
}

/// The content is not that of any of its four acts, and nothing else is wrong.
async fn names_the_content(world: &World) {
    let faults = world.faults().await;
    let expected = "B1 edition 1: not the content of its act ";
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.starts_with(expected)), "{faults:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_that_were_changed_together_with_their_hash() {
    let (world, published) = published().await;
    let change =
        r#"UPDATE editions SET facts = replace(facts, '"contributor":""', '"contributor":"乙"')"#;
    world.database.raw(&[change]).await;
    rehash(&world, published.id).await;
    names_the_content(&world).await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_put_into_a_scope_together_with_the_hash() {
    let world = World::founded().await;
    let named = Scope::Named { persons: vec![world.people.member_a] };
    let scopes = [Scope::Public, Scope::Public, named];
    let published = world.publish_scoped(TEXT, &scopes).await;
    let wider = Scope::Named { persons: vec![world.people.member_a, world.people.clerk_b] };
    let wider = serde_json::to_string(&wider).unwrap();
    let change = format!("UPDATE slices SET scope = '{wider}' WHERE position = 2");
    world.database.raw(&[&change]).await;
    rehash(&world, published.id).await;
    names_the_content(&world).await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_nobody_proposed() {
    let (world, _) = published().await;
    let forged = "INSERT INTO editions SELECT authority_id, disclosure_id, number, 2, content_hash, \
        facts, proposed_us, proposed_by FROM editions";
    world.database.raw(&[forged]).await;
    let faults = world.faults().await;
    let fault = "B1 edition 1: attempt 2 was never proposed".to_owned();
    assert!(faults.contains(&fault), "{faults:?}");
    world.abandon().await;
}

/// Changes the row of a disclosure that was published or, after that, withdrawn.
async fn row_named(withdrawn: bool, change: &str, expected: &[&str]) {
    let (world, published) = published().await;
    if withdrawn {
        let approver = Actor(world.people.approver_a);
        world.flow.withdraw(approver, published.id, "撤回").await.unwrap();
    }
    assert_eq!(world.faults().await, [""; 0]);
    world.database.raw(&[&format!("UPDATE disclosures SET {change}")]).await;
    let named: Vec<_> =
        expected.iter().map(|what| format!("B1: {what} is not what its acts say")).collect();
    assert_eq!(world.faults().await, named, "{change}");
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_row_says_is_public() {
    row_named(false, "public_edition = NULL", &["its public edition"]).await;
    row_named(false, "public_us = public_us - 1", &["when it became public"]).await;
    row_named(false, "column_id = id", &["its column"]).await;
    row_named(false, "withdrawn_us = 1, withdrawn_reason = ''", &WITHDRAWAL).await;
    row_named(true, "withdrawn_us = NULL", &WITHDRAWAL[..1]).await;
    row_named(true, "withdrawn_reason = '更正'", &WITHDRAWAL[1..]).await;
}

const WITHDRAWAL: [&str; 2] = ["when it was withdrawn", "why it was withdrawn"];

#[tokio::test(flavor = "multi_thread")]
async fn the_hands_and_the_chain_of_a_row() {
    row_named(false, "proposer_id = reviewer_id", &["its proposer"]).await;
    row_named(false, "reviewer_id = NULL", &["its reviewer"]).await;
    row_named(false, "edition = 2", &["its current edition"]).await;
    row_named(false, "last_index = 0", &["its last act"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_that_a_row_does_not_count() {
    let (world, _) = published().await;
    world.database.raw(&["UPDATE disclosures SET seq = 2"]).await;
    assert_eq!(world.faults().await, ["B1: 2 acts were taken, 4 are there"]);
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_of_an_act() {
    let (world, _) = published().await;
    world.database.raw(&["UPDATE acts SET at_us = at_us - 1 WHERE kind = 'approve'"]).await;
    assert_eq!(world.faults().await, ["entry 2: its row says another time than its act"]);
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_of_an_act() {
    let fault = "entry 2: its row names another person than its act";
    for person in ["(SELECT reviewer_id FROM disclosures)", "NULL"] {
        let (world, _) = published().await;
        let change = format!("UPDATE acts SET person_id = {person} WHERE kind = 'approve'");
        world.database.raw(&[&change]).await;
        assert_eq!(world.faults().await, [fault, "B1: its approver is not what its acts say"]);
        world.abandon().await;
    }
}
