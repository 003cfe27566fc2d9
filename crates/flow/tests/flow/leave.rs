//! A person leaves: from that moment no session and no post counts.

use domain::permission::Refusal;
use domain::workflow::State;
use flow::{Actor, FlowError};
use testkit::{TEXT, World};

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_is_refused_at_once() {
    let world = World::founded().await;
    let (clerk, reviewer) = (world.people.clerk_a, world.people.reviewer_a);
    let token = world.log_in(reviewer).await;
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    // given that both are gone, the clerk with a proposal under way
    world.flow.leave(reviewer).await.unwrap();
    world.flow.leave(clerk).await.unwrap();
    // then the session is over and no step is taken
    assert_eq!(world.reader_of(&token).await, None);
    let review = world.flow.review(Actor(reviewer), id, &content, flow::Review::passed()).await;
    assert!(matches!(review, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{review:?}");
    let receipt = world.receipt("公示.txt", TEXT.as_bytes());
    let receive = world.flow.receive(Actor(clerk), receipt).await;
    assert!(matches!(receive, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{receive:?}");
    // and a session opened afterwards, by whatever mistake, is none
    let late = world.log_in(reviewer).await;
    assert_eq!(world.reader_of(&late).await, None);
    // and the proposal goes on by other hands; the proposer stays the proposer
    let every = Actor(world.people.every_duty);
    world.flow.review(every, id, &content, flow::Review::passed()).await.unwrap();
    world.approve(id, &content).await;
    assert_eq!(world.disclosure(id).await.hands.proposer, Some(clerk));
    assert_eq!(world.disclosure(id).await.state, State::Published);
    world.close().await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_itself() {
    let world = World::founded().await;
    let token = world.log_in(world.people.member_a).await;
    assert!(world.reader_of(&token).await.is_some());
    world.clock.advance_days(2);
    assert_eq!(world.reader_of(&token).await, None);
    world.finish().await;
}
