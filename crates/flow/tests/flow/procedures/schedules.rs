//! 定时公开: once, late after downtime, moved, called back.

use domain::act::{Details, Kind};
use domain::workflow::State;
use flow::{Actor, FlowError};
use testkit::World;

use super::{acts, article, count, is_public};

#[tokio::test(flavor = "multi_thread")]
async fn two_drivers_at_the_same_time_publish_what_is_due_once() {
    let world = World::founded().await;
    let id = world.brought_to(State::Scheduled).await;
    assert_eq!(world.flow.drive_all().await.unwrap(), 0, "not due");
    assert!(!is_public(&world, id).await);
    world.clock.advance_days(31);
    let drivers = [world.flow.clone(), world.flow.clone()]
        .map(|flow| tokio::spawn(async move { flow.drive_all().await }));
    for driver in drivers {
        driver.await.unwrap().unwrap();
    }
    assert_eq!(count(&world, id, Kind::Publish).await, 1);
    // then the record says for when it had been set, and it went out later
    let published = acts(&world, id).await.pop().unwrap();
    let Some(Details::Publication { scheduled_for: Some(set), .. }) = published.details else {
        panic!("{published:?}")
    };
    assert!(set < published.at);
    assert!(article(&world, id).await.record.iter().any(|line| line.details.is_some()));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_while_the_program_stood_still_goes_out_afterwards() {
    let mut world = World::founded().await;
    let id = world.brought_to(State::Scheduled).await;
    world.close().await;
    world.clock.advance_days(40);
    world.reopen().await;
    world.flow.drive_all().await.unwrap();
    assert!(is_public(&world, id).await);
    assert_eq!(count(&world, id, Kind::Publish).await, 1);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_time_is_set_and_only_one_that_is_to_come() {
    let world = World::founded().await;
    let (earlier, later) =
        (world.brought_to(State::Scheduled).await, world.brought_to(State::Scheduled).await);
    let approver = Actor(world.people.approver_a);
    let now = world.flow.now();
    let past = now.plus_days(-1);
    let content = world.content(earlier).await;
    for time in [past, now] {
        let done = world.flow.schedule(approver, earlier, &content, time).await;
        assert!(matches!(done, Err(FlowError::Invalid("publish_at"))), "{done:?}");
    }
    world.flow.schedule(approver, earlier, &content, now.plus_days(5)).await.unwrap();
    let content = world.content(later).await;
    world.flow.schedule(approver, later, &content, now.plus_days(50)).await.unwrap();
    world.clock.advance_days(6);
    world.flow.drive_all().await.unwrap();
    assert!(is_public(&world, earlier).await && !is_public(&world, later).await);
    world.clock.advance_days(30);
    world.flow.drive_all().await.unwrap();
    assert!(!is_public(&world, later).await, "the first time does not count any more");
    world.clock.advance_days(30);
    world.flow.drive_all().await.unwrap();
    assert!(is_public(&world, later).await);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_called_back_before_its_time_never_goes_out() {
    let world = World::founded().await;
    let id = world.brought_to(State::Scheduled).await;
    let (content, approver) = (world.content(id).await, Actor(world.people.approver_a));
    world.flow.return_to_clerk(approver, id, &content, "数字还要核对").await.unwrap();
    world.clock.advance_days(60);
    world.flow.drive_all().await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Draft);
    assert!(!is_public(&world, id).await);
    assert_eq!(count(&world, id, Kind::Publish).await, 0);
    world.finish().await;
}
