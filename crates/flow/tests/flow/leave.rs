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
    world.flow.leave(None, reviewer).await.unwrap();
    world.flow.leave(None, clerk).await.unwrap();
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

/// By whom: an administrator who covers all of the person's organizations and duties.
#[tokio::test(flavor = "multi_thread")]
async fn only_who_covers_a_person_lets_them_leave() {
    let world = World::founded().await;
    let people = world.people;
    let leave = |who, person| world.flow.leave(Some(Actor(who)), person);
    for (name, who) in people.all() {
        let done = leave(who, people.clerk_b).await;
        if who != people.administrator_t && who != people.clerk_b {
            assert!(matches!(done, Err(FlowError::NotFound)), "{name}: {done:?}");
        }
        assert_eq!(done.is_ok(), who == people.administrator_t, "{name}: {done:?}");
    }
    // a colleague's post of administration is given from above, and so it is taken
    let administrators = (people.administrator, people.every_duty);
    let done = leave(administrators.0, administrators.1).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    let own = leave(people.administrator_t, people.administrator_t).await;
    assert!(matches!(own, Err(FlowError::Invalid("own_account"))), "{own:?}");
    let nowhere = leave(people.administrator_t, people.registered).await;
    assert!(matches!(nowhere, Err(FlowError::NotFound)), "{nowhere:?}");
    leave(people.administrator_t, administrators.1).await.unwrap();
    let gone = leave(people.administrator_t, administrators.1).await;
    assert!(matches!(gone, Err(FlowError::NotFound)), "{gone:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_whoever_leaves_ends_in_one_moment() {
    let world = World::founded().await;
    let people = world.people;
    let stand_in = |appointment, person| flow::Change::NameDeputy {
        appointment,
        person,
        from: world.today(),
        until: world.day(9),
        reason: "外出".to_owned(),
    };
    // given a reviewer with a deputy, who stands in for the approver and is at a step
    let own = world.appointment_of(people.reviewer_a).await;
    world.change(people.reviewer_a, stand_in(own, people.member_a)).await.unwrap();
    let other = world.appointment_of(people.approver_a).await;
    world.change(people.approver_a, stand_in(other, people.reviewer_a)).await.unwrap();
    world.flow.reset_link(Actor(people.administrator), people.reviewer_a).await.unwrap();
    let id = world.receive(TEXT).await;
    world.propose(id).await;
    let reviewer = Actor(people.reviewer_a);
    let action = domain::workflow::Action::Review;
    world.flow.claim(reviewer, id, action, flow::Claim::Take).await.unwrap();
    let token = world.log_in(people.reviewer_a).await;
    // when the reviewer leaves
    world.flow.leave(Some(Actor(people.administrator)), people.reviewer_a).await.unwrap();
    // then nothing is left of it
    assert_eq!(world.reader_of(&token).await, None);
    assert_eq!(world.held(people.reviewer_a).await, []);
    assert_eq!(world.held(people.member_a).await, []);
    assert_eq!(world.disclosure(id).await.claimed_by, None);
    let db = || world.database.store.reader.db();
    assert_eq!(store::tickets::open(db(), world.authority, world.flow.now()).await.unwrap(), []);
    let listed = store::administrations::before(db(), world.authority, u64::MAX, 1).await.unwrap();
    let act = domain::act::Act::parse(&listed[0].1.body).unwrap();
    let Some(domain::act::Details::Administration { what, subject, .. }) = act.details else {
        panic!("an act of administration");
    };
    assert_eq!((what.as_str(), subject), ("leave", world.flow.subject(people.reviewer_a)));
    world.finish().await;
}
