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
    for day in ["2020-01-01", "9999-12-31"] {
        let unfit = Withholding { reexamine_on: day.to_owned(), ..world.withholding() };
        let done = world.flow.reexamine(approver, id, &content, unfit).await;
        assert!(matches!(done, Err(FlowError::Invalid("reexamine_on"))), "{done:?}");
    }
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

/// An edition is public, its correction is withheld for a secret and taken up again.
async fn corrected_in_silence(world: &World) -> domain::ids::DisclosureId {
    let id = world.brought_to(State::Published).await;
    let (clerk, approver) = (Actor(world.people.clerk_a), Actor(world.people.approver_a));
    world.flow.correct(clerk, id, "补充").await.unwrap();
    let version = world.disclosure(id).await.version;
    world.flow.propose(clerk, id, version).await.unwrap();
    while world.disclosure(id).await.state != State::ToDecide {
        world.pass(id).await;
    }
    let content = world.content(id).await;
    let secret = Withholding { ground: Ground::StateSecret, ..world.withholding() };
    world.flow.withhold(approver, id, &content, secret).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withheld_in_silence_stays_silent_when_it_is_published_later() {
    let world = World::founded().await;
    let id = corrected_in_silence(&world).await;
    let (content, approver) = (world.content(id).await, Actor(world.people.approver_a));
    world.flow.reopen(approver, id, &content, "已解密").await.unwrap();
    world.go_the_whole_way(id).await;
    let record = super::article(&world, id).await.record;
    let is_told = |kind: Kind| record.iter().any(|line| line.kind == kind);
    assert!(is_told(Kind::Publish));
    for kind in [Kind::Withhold, Kind::Reexamine, Kind::Reopen] {
        assert!(!is_told(kind), "{kind:?}");
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_public_is_withdrawn_though_its_correction_is_withheld() {
    let world = World::founded().await;
    let id = corrected_in_silence(&world).await;
    world.flow.withdraw(Actor(world.people.approver_a), id, "内容有误").await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Withdrawn);
    assert_eq!(world.faults().await, [""; 0]);
    // and when something is published again, the correction that never went out is not told
    world.flow.republish(Actor(world.people.clerk_a), id, "重新公开").await.unwrap();
    world.go_the_whole_way(id).await;
    let record = super::article(&world, id).await.record;
    assert!(record.iter().all(|line| line.edition != 2), "{record:?}");
    world.finish().await;
}
