//! Indexes of the log are dense, codes are unique, however many steps run at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::code::Code;
use flow::{Actor, FlowError};
use testkit::{LoneAct, World, text};

#[tokio::test(flavor = "multi_thread")]
async fn forty_steps_at_once_take_dense_indexes() {
    let world = Arc::new(World::founded().await);
    let steps: Vec<_> = (0..40)
        .map(|number| {
            let world = world.clone();
            tokio::spawn(async move {
                // Every fourth takes an index and fails: the index is taken again.
                let step = LoneAct {
                    authority: world.authority,
                    clock: &world.clock,
                    random: &world.random,
                    fails: number % 4 == 0,
                };
                world.database.store.writer.run(&step).await.ok()
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for step in steps {
        taken.extend(step.await.unwrap());
    }
    assert_eq!(taken, (0..30).collect());
    let db = &world.database.store.reader;
    assert_eq!(store::acts::length(db.db(), world.authority).await.unwrap(), 30);
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_receipts_at_once_get_twenty_codes() {
    let world = Arc::new(World::founded().await);
    let receipts: Vec<_> = (0..20)
        .map(|number| {
            let world = world.clone();
            tokio::spawn(async move {
                let id = world.receive(&text(number)).await;
                world.disclosure(id).await.code.number
            })
        })
        .collect();
    let mut codes = BTreeSet::new();
    for receipt in receipts {
        codes.insert(receipt.await.unwrap());
    }
    assert_eq!(codes, (1..=20).collect());
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_from_elsewhere_is_kept_once_and_passed_by_the_next() {
    let world = World::founded().await;
    let clerk = Actor(world.people.clerk_a);
    let mut receipt = world.receipt("公示.txt", text(1).as_bytes());
    receipt.code = Some("B0030".parse::<Code>().unwrap());
    let id = world.flow.receive(clerk, receipt.clone()).await.unwrap();
    assert_eq!(world.disclosure(id).await.code.to_string(), "B0030");
    let again = world.flow.receive(clerk, receipt.clone()).await;
    assert!(matches!(again, Err(FlowError::Conflict(_))), "{again:?}");
    // The same number written shorter is the same code.
    receipt.code = Some(Code::new('B', 30));
    let again = world.flow.receive(clerk, receipt.clone()).await;
    assert!(matches!(again, Err(FlowError::Conflict(_))), "{again:?}");
    receipt.code = None;
    let next = world.flow.receive(clerk, receipt).await.unwrap();
    assert_eq!(world.disclosure(next).await.code.to_string(), "B31");
    world.finish().await;
}
