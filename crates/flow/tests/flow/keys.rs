//! The files of the keys: made once, whole, and never made anew for what has signed.

use std::path::PathBuf;
use std::sync::Arc;

use flow::{Flow, FlowError, Opening};
use testkit::{LoneAct, TEXT, TestRandom, World};

fn opening(world: &World) -> Opening {
    Opening {
        store: world.database.store.clone(),
        authority: world.authority,
        folder: world.database.folder().to_owned(),
        clock: world.clock.clone(),
        random: world.random.clone(),
        regimes: testkit::regimes(),
    }
}

fn key(world: &World, of: &str) -> PathBuf {
    world.database.folder().join("keys").join(format!("{}.{of}", world.authority))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_has_signed_is_not_replaced_by_a_new_one() {
    for of in ["log", "seal"] {
        let mut world = World::founded().await;
        world.publish_text(TEXT).await;
        world.close().await;
        let (path, kept) = (key(&world, of), world.database.folder().join("kept"));
        std::fs::rename(&path, &kept).unwrap();
        world.database.reopen().await;
        let opened = Flow::open(opening(&world)).await;
        let why = match opened {
            Err(FlowError::Unavailable(why)) => why,
            Err(other) => panic!("{of}: {other}"),
            Ok(_) => panic!("{of}: opened with a new key"),
        };
        assert!(why.contains("restore") && why.contains(&format!(".{of}")), "{why}");
        assert!(!path.exists(), "{of}: nothing was made in its place");
        // and with the file back it goes on
        std::fs::rename(&kept, &path).unwrap();
        world.reopen().await;
        world.finish().await;
    }
}

#[test]
fn a_seed_that_many_make_at_once_is_one_and_whole() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let makers: Vec<_> = (0..16)
        .map(|number| {
            let folder = folder.clone();
            let make =
                move || store::keys::seed(folder.path(), "a.log", &TestRandom::seeded(number));
            std::thread::spawn(make)
        })
        .collect();
    let seeds: Vec<_> = makers.into_iter().map(|maker| maker.join().unwrap().unwrap()).collect();
    assert!(seeds.iter().all(|seed| *seed == seeds[0]), "{seeds:?}");
    // and no unfinished file is left
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn opened_for_reading_nothing_is_signed_and_no_step_begins() {
    let mut world = World::founded().await;
    let published = world.publish_text(TEXT).await;
    world.close().await;
    world.database.reopen().await;
    // given an entry that waits for its checkpoint
    let (authority, clock, random) = (world.authority, &*world.clock, &*world.random);
    let act = LoneAct { authority, clock, random, fails: false };
    world.database.store.writer.run(&act).await.unwrap();
    let reading = Flow::open_reading(opening(&world)).await.unwrap();
    let withdrawn =
        reading.withdraw(flow::Actor(world.people.approver_a), published.id, "撤回").await;
    assert!(matches!(&withdrawn, Err(FlowError::Unavailable(_))), "{withdrawn:?}");
    assert_eq!(reading.check().await.unwrap().faults, [""; 0]);
    reading.close().await;
    let signed = "SELECT next_index - signed_size FROM logs";
    assert_eq!(world.database.number(signed).await, 1);
    world.reopen().await;
    world.finish().await;
}
