//! A receipt convinces somebody who has nothing but it, the document and the log's key.

use domain::access::Reader;
use domain::act::{Act, Kind};
use domain::entry::{Entry, commit};
use flow::log::Extra;
use testkit::{LoneAct, TEXT, World, text};
use tlog::merkle::{leaf_hash, verify_inclusion};
use tlog::note::Verifier;
use tlog::proof::TlogProof;

fn unhex<const N: usize>(text: &str) -> [u8; N] {
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hex");
    std::array::from_fn(byte)
}

/// What the offline `verify` does: only the three arguments are known.
fn check_offline(receipt: &str, document: &str, origin: &str, log_key: &str) -> Act {
    let log_key: Verifier = log_key.parse().unwrap();
    let proof: TlogProof = receipt.parse().unwrap();
    let extra: Extra = serde_json::from_slice(proof.extra.as_deref().unwrap()).unwrap();
    // the entry is in the log
    let leaf = leaf_hash(extra.entry.as_bytes());
    let checkpoint = proof.verify(&leaf, origin, &[log_key]).unwrap();
    // and commits to the act
    let entry = Entry::parse(extra.entry.as_bytes()).unwrap();
    assert_eq!(entry.commitment, commit(&unhex(&extra.salt), extra.act.as_bytes()));
    // the key that sealed was registered in the same log
    let registered = Entry::parse(extra.key.entry.as_bytes()).unwrap();
    assert_eq!(registered.commitment, commit(&unhex(&extra.key.salt), extra.key.act.as_bytes()));
    let hashes: Vec<[u8; 32]> = extra.key.hashes.iter().map(|hash| unhex(hash)).collect();
    let (size, root) = (checkpoint.size(), checkpoint.root());
    let leaf = leaf_hash(extra.key.entry.as_bytes());
    verify_inclusion(&leaf, extra.key.index, size, &hashes, root).unwrap();
    let registration = Act::parse(extra.key.act.as_bytes()).unwrap();
    let key = registration.seal.unwrap();
    assert_eq!(registration.act, Kind::RegisterSeal);
    // and sealed this document, which the entry names
    let key_bytes: [u8; 32] = unhex(&key.key);
    assert_eq!(seal::key_id(&key_bytes), key.kid);
    let verified = seal::verify(document, &key_bytes, &seal::Limits::default()).unwrap();
    assert_eq!(verified.jwt_digest, entry.jwt);
    assert_eq!(verified.claims.log_origin, origin);
    assert_eq!(verified.claims.doc, Act::parse(extra.act.as_bytes()).unwrap().doc);
    Act::parse(extra.act.as_bytes()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_verifies_offline_also_when_the_log_has_grown() {
    let world = World::founded().await;
    let (origin, key) = (world.flow.origin().to_owned(), world.flow.log_key().to_string());
    let published = world.publish_text(TEXT).await;
    let reader = Reader::anonymous();
    let document = world.flow.presentation(&reader, published.code, None).await.unwrap();
    let before = world.flow.document_receipt(&reader, published.code, None).await.unwrap();
    // when the log grows over the edge of a tile
    for _ in 0..260 {
        let act = LoneAct {
            authority: world.authority,
            clock: &world.clock,
            random: &world.random,
            fails: false,
        };
        world.database.store.writer.run(&act).await.unwrap();
    }
    let other = world.publish_text(&text(2)).await;
    let after = world.flow.document_receipt(&reader, published.code, None).await.unwrap();
    // then the old receipt still holds, and so does a new one
    for receipt in [before, after] {
        let act = check_offline(&receipt.to_string(), &document, &origin, &key);
        assert_eq!((act.act, act.edition), (Kind::Publish, 1));
    }
    let document = world.flow.presentation(&reader, other.code, None).await.unwrap();
    let receipt = world.flow.document_receipt(&reader, other.code, None).await.unwrap();
    check_offline(&receipt.to_string(), &document, &origin, &key);
    // and every entry has one
    let db = world.database.store.reader.db();
    let acts = store::acts::range(db, world.authority, 0, 1 << 20).await.unwrap();
    assert!(acts.len() > 264);
    for act in acts {
        let proof = world.flow.receipt(act.log_index, None).await.unwrap();
        let keys = [world.flow.log_key().clone()];
        proof.verify(&leaf_hash(&act.entry), &origin, &keys).unwrap();
    }
    assert!(world.flow.receipt(1 << 20, None).await.is_err());
    world.finish().await;
}
