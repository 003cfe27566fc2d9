//! Several programs on one database and one folder sign one log.

use std::sync::Arc;

use flow::{Actor, Flow, Opening, SignerState};
use testkit::{LoneAct, World, text};

const PUBLISHED: i64 = 32;
const LONE: i64 = 600;

/// Another program takes the world's place: its own connections, its own signer, the same folder.
async fn another(world: &mut World) -> Flow {
    world.database.reopen().await;
    let opening = Opening {
        store: world.database.store.clone(),
        authority: world.authority,
        folder: world.database.folder().to_owned(),
        clock: world.clock.clone(),
        random: world.random.clone(),
        regimes: testkit::regimes(),
    };
    Flow::open(opening).await.unwrap()
}

/// The whole way through one program; every step is answered when it is signed.
async fn publish(world: &World, flow: &Flow, number: i64) {
    let people = &world.people;
    let (clerk, reviewer) = (Actor(people.clerk_a), Actor(people.reviewer_a));
    let receipt = world.receipt("公示.txt", text(number as usize).as_bytes());
    let id = flow.receive(clerk, receipt).await.unwrap();
    let version = world.disclosure(id).await.version;
    let content = flow.propose(clerk, id, version).await.unwrap();
    flow.review(reviewer, id, &content, flow::Review::passed()).await.unwrap();
    flow.approve(Actor(people.approver_a), id, &content).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_act_at_once_sign_one_log() {
    let mut world = World::founded().await;
    let flows = [world.flow.clone(), another(&mut world).await];
    let world = Arc::new(world);
    let acting = (0..PUBLISHED).map(|number| {
        let (world, flow) = (world.clone(), flows[usize::from(number % 2 == 1)].clone());
        tokio::spawn(async move { publish(&world, &flow, number).await })
    });
    let acting: Vec<_> = acting.collect();
    // Meanwhile the log grows without a pause, so the two never read the same length.
    for _ in 0..LONE {
        let (authority, clock, random) = (world.authority, &*world.clock, &*world.random);
        let act = LoneAct { authority, clock, random, fails: false };
        world.database.store.writer.run(&act).await.unwrap();
    }
    for acted in acting {
        acted.await.unwrap();
    }
    // What is published last is answered when everything before it is covered too.
    publish(&world, &flows[1], PUBLISHED).await;
    for flow in &flows {
        let state = flow.signer_state();
        assert!(matches!(state, SignerState::Signs { .. }), "{state:?}");
    }
    // Four acts of each disclosure, and one key of the organization.
    let signed = world.database.number("SELECT signed_size FROM logs").await;
    assert_eq!(signed, (PUBLISHED + 1) * 4 + 1 + LONE);
    assert_eq!(flows[1].check().await.unwrap().faults, [""; 0]);
    Arc::into_inner(world).unwrap().finish().await;
    flows[1].close().await;
}
