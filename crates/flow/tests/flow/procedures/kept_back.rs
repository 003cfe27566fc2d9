//! 不予公开: listed by ground, looked at again, taken up again.

use domain::act::Kind;
use domain::scope::Ground;
use domain::workflow::State;
use flow::{Actor, FlowError, Withholding};
use testkit::World;

use super::{count, is_public};

async fn listed(world: &World) -> usize {
    let (db, at) = (world.database.store.reader.db(), world.authority);
    let own = world.bodies.village_a;
    store::disclosures::withheld(db, at, own, 10).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_is_listed_unless_its_being_there_is_the_secret() {
    for (ground, is_listed) in
        [(Ground::ThirdParty, 1), (Ground::StateSecret, 0), (Ground::Safety, 0)]
    {
        let world = World::founded().await;
        let id = world.brought_to(State::ToDecide).await;
        let (content, approver) = (world.content(id).await, Actor(world.people.approver_a));
        let withholding = Withholding { ground, ..world.withholding() };
        world.flow.withhold(approver, id, &content, withholding).await.unwrap();
        assert_eq!(listed(&world).await, is_listed, "{ground:?}");
        assert!(!is_public(&world, id).await, "not even a title");
        world.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_looked_at_again_reopened_and_published() {
    let world = World::founded().await;
    let id = world.brought_to(State::Withheld).await;
    let (content, approver) = (world.content(id).await, Actor(world.people.approver_a));
    // when it is looked at again without a day to come, it is refused
    let past = Withholding { reexamine_on: "2020-01-01".to_owned(), ..world.withholding() };
    let done = world.flow.reexamine(approver, id, &content, past).await;
    assert!(matches!(done, Err(FlowError::Invalid("reexamine_on"))), "{done:?}");
    world.clock.advance_days(366);
    world.flow.reexamine(approver, id, &content, world.withholding()).await.unwrap();
    assert_eq!((world.disclosure(id).await.state, listed(&world).await), (State::Withheld, 1));
    // and when it is taken up again, it leaves the list and goes the whole way
    world.flow.reopen(approver, id, &content, "协商已经结束").await.unwrap();
    assert_eq!((world.disclosure(id).await.state, listed(&world).await), (State::Draft, 0));
    world.go_the_whole_way(id).await;
    assert!(is_public(&world, id).await);
    for kind in [Kind::Withhold, Kind::Reexamine, Kind::Reopen, Kind::Publish] {
        assert_eq!(count(&world, id, kind).await, 1, "{kind:?}");
    }
    world.finish().await;
}
