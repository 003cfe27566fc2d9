//! The signer: whatever comes at once ends in one dense log that verifies from its served bytes.

use std::sync::Arc;

use testkit::{LoneAct, World};
use tlog::checkpoint::Checkpoint;
use tlog::merkle::{Frontier, leaf_hash};
use tlog::tile::{TilePath, decode_bundle};

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_acts_at_once_make_one_verified_log() {
    let world = Arc::new(World::founded().await);
    let steps: Vec<_> = (0..500)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move {
                let act = LoneAct {
                    authority: world.authority,
                    clock: &world.clock,
                    random: &world.random,
                    fails: false,
                };
                world.database.store.writer.run(&act).await.unwrap()
            })
        })
        .collect();
    let mut indexes = Vec::new();
    for step in steps {
        indexes.push(step.await.unwrap());
    }
    indexes.sort_unstable();
    assert_eq!(indexes, (0..500).collect::<Vec<_>>());
    let mut world = Arc::into_inner(world).unwrap();
    // Closing signs what waits.
    world.close().await;
    world.reopen().await;
    let checkpoint = world.flow.checkpoint().await.unwrap().unwrap();
    assert_eq!(checkpoint.size, 500);
    let mut frontier = Frontier::new();
    for (bundle, width) in [(0, 256), (1, 244)] {
        let path = TilePath::entries(bundle, width).unwrap();
        let bytes = world.flow.tile(path).await.unwrap();
        decode_bundle(&bytes).unwrap().iter().for_each(|entry| frontier.append(leaf_hash(entry)));
        let tile = world.flow.tile(TilePath::hashes(0, bundle, width).unwrap()).await.unwrap();
        assert_eq!(tile.len(), usize::from(width) * 32);
    }
    let keys = [world.flow.log_key().clone()];
    let opened = Checkpoint::open(checkpoint.note.as_bytes(), world.flow.origin(), &keys).unwrap();
    assert_eq!(*opened.root(), frontier.root());
    for beyond in [TilePath::entries(1, 245), TilePath::hashes(0, 2, 1), TilePath::hashes(1, 0, 2)]
    {
        assert!(world.flow.tile(beyond.unwrap()).await.is_err());
    }
    world.finish().await;
}
