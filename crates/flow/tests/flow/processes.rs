//! Several programs on one database and one folder sign one log.

use std::sync::Arc;

use flow::{Actor, Checks, Flow, Opening, SignerState};
use testkit::{World, text};

/// Another program takes the world's place: its own connections, its own signer, the same folder.
async fn another(world: &mut World) -> Flow {
    world.database.reopen().await;
    let opening = Opening {
        store: world.database.store.clone(),
        authority: world.authority,
        folder: world.database.folder().to_owned(),
        clock: world.clock.clone(),
        random: world.random.clone(),
    };
    Flow::open(opening).await.unwrap()
}

/// The whole way through one program; every step is answered when it is signed.
async fn publish(world: &World, flow: &Flow, number: usize) {
    let people = &world.people;
    let (clerk, reviewer) = (Actor(people.clerk_a), Actor(people.reviewer_a));
    let receipt = world.receipt("公示.txt", text(number).as_bytes());
    let id = flow.receive(clerk, receipt).await.unwrap();
    let version = world.disclosure(id).await.version;
    let content = flow.propose(clerk, id, version).await.unwrap();
    flow.review(reviewer, id, &content, Checks::ALL).await.unwrap();
    flow.approve(Actor(people.approver_a), id, &content).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_programs_that_act_at_once_sign_one_log() {
    let mut world = World::founded().await;
    let flows = [world.flow.clone(), another(&mut world).await];
    let world = Arc::new(world);
    let acting = (0..16).map(|number| {
        let (world, flow) = (world.clone(), flows[number % 2].clone());
        tokio::spawn(async move { publish(&world, &flow, number).await })
    });
    for acted in acting.collect::<Vec<_>>() {
        acted.await.unwrap();
    }
    // Four acts of each disclosure, and one key of the organization.
    for flow in &flows {
        let state = flow.signer_state();
        assert!(matches!(state, SignerState::Signs { .. }), "{state:?}");
    }
    let log = "SELECT signed_size FROM logs";
    assert_eq!(world.database.number(log).await, 16 * 4 + 1);
    assert_eq!(flows[1].check().await.unwrap().faults, [""; 0]);
    Arc::into_inner(world).unwrap().finish().await;
    flows[1].close().await;
}
