//! Deputies: for a time, with the duty of the post, as another person (attack C21).

use domain::permission::Refusal;
use domain::post::Duty;
use flow::{Actor, Change, FlowError, Review};
use testkit::{TEXT, World};

fn invalid(done: &Result<u64, FlowError>, word: &str) -> bool {
    matches!(done, Err(FlowError::Invalid(fault)) if *fault == word)
}

/// `person` stands in for `principal` for some days.
async fn deputy(
    world: &World,
    (principal, person): (domain::ids::PersonId, domain::ids::PersonId),
    days: i64,
) -> Change {
    Change::NameDeputy {
        appointment: world.appointment_of(principal).await,
        person,
        from: world.today(),
        until: world.day(days),
        reason: "外出学习".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_acts_for_the_post_and_is_told_from_its_holder() {
    let world = World::founded().await;
    let (people, id) = (world.people, world.receive(TEXT).await);
    let content = world.propose(id).await;
    world.review(id, &content).await;
    let change = deputy(&world, (people.approver_a, people.member_a), 5).await;
    // nobody but the holder or an administrator who covers the post
    for who in [people.clerk_a, people.approver_b, people.approver_t, people.registered] {
        let done = world.change(who, change.clone()).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    }
    world.change(people.approver_a, change).await.unwrap();
    world.flow.approve(Actor(people.member_a), id, &content).await.unwrap();
    let db = world.database.store.reader.db();
    let acts = store::acts::of_disclosure(db, world.authority, id).await.unwrap();
    let acts = acts.iter().map(|act| domain::act::Act::parse(&act.body).unwrap());
    let approval = acts.into_iter().find(|act| act.act == domain::act::Kind::Approve).unwrap();
    assert_eq!(approval.post, "村民委员会主任(代)");
    // and it ends by itself
    world.clock.advance_days(6);
    assert_eq!(world.held(people.member_a).await, []);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deputy_is_the_same_person_in_every_post() {
    let world = World::founded().await;
    let people = world.people;
    // given a clerk who stands in for the approver, and the approver who stands in for the clerk
    let one = deputy(&world, (people.approver_a, people.clerk_a), 5).await;
    world.change(people.administrator, one).await.unwrap();
    let other = deputy(&world, (people.clerk_a, people.approver_a), 5).await;
    world.change(people.administrator, other).await.unwrap();
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    world.review(id, &content).await;
    // then the clerk does not approve what the clerk wrote
    let own = world.flow.approve(Actor(people.clerk_a), id, &content).await;
    assert!(matches!(own, Err(FlowError::NotPermitted(Refusal::SameAsProposer))), "{own:?}");
    world.flow.approve(Actor(people.approver_a), id, &content).await.unwrap();
    // and what the principal wrote the deputy approves, being another person
    let receipt = world.receipt("公示.txt", TEXT.as_bytes());
    let id = world.flow.receive(Actor(people.approver_a), receipt).await.unwrap();
    let content = world.propose_by(people.approver_a, id).await.unwrap();
    world.review(id, &content).await;
    let own = world.flow.approve(Actor(people.approver_a), id, &content).await;
    assert!(matches!(own, Err(FlowError::NotPermitted(Refusal::SameAsProposer))), "{own:?}");
    world.flow.approve(Actor(people.clerk_a), id, &content).await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_passes_on_what_they_do_not_hold_now_or_for_longer_than_a_year() {
    let world = World::founded().await;
    let people = world.people;
    let first = deputy(&world, (people.reviewer_a, people.member_a), 5).await;
    world.change(people.reviewer_a, first).await.unwrap();
    // a deputy has no deputy
    let onward = deputy(&world, (people.reviewer_a, people.registered), 5).await;
    let done = world.change(people.member_a, onward).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    // nor the holder themselves, nor the administrator who names one
    let own = deputy(&world, (people.reviewer_a, people.reviewer_a), 5).await;
    assert!(invalid(&world.change(people.reviewer_a, own).await, "own_appointment"));
    let own = deputy(&world, (people.reviewer_a, people.administrator), 5).await;
    assert!(invalid(&world.change(people.administrator, own).await, "own_appointment"));
    // nor for longer than a year, nor somebody of another village, nor without a reason
    let long = deputy(&world, (people.reviewer_a, people.clerk_a), 400).await;
    assert!(invalid(&world.change(people.reviewer_a, long).await, "deputy_long"));
    let far = deputy(&world, (people.reviewer_a, people.clerk_b), 5).await;
    assert!(invalid(&world.change(people.reviewer_a, far).await, "person_elsewhere"));
    // an administrator gives nothing to somebody above, whom only the holder may ask
    let above = deputy(&world, (people.reviewer_a, people.approver_t), 5).await;
    let done = world.change(people.administrator, above.clone()).await;
    assert!(invalid(&done, "person_elsewhere"), "{done:?}");
    world.change(people.reviewer_a, above).await.unwrap();
    let mut silent = deputy(&world, (people.reviewer_a, people.clerk_a), 5).await;
    if let Change::NameDeputy { reason, .. } = &mut silent {
        reason.clear();
    }
    assert!(invalid(&world.change(people.reviewer_a, silent).await, "reason"));
    // and what is to begin later is not held yet
    let post = world.post_of(world.bodies.village_a, Duty::Clerk).await;
    let later = Change::Appoint { post, person: people.named, from: world.day(3), until: None };
    world.at_the_machine(later).await;
    let early = deputy(&world, (people.named, people.clerk_a), 5).await;
    assert!(matches!(world.change(people.named, early).await, Err(FlowError::NotFound)));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_appointment_ends_the_deputy() {
    let world = World::founded().await;
    let people = world.people;
    let change = deputy(&world, (people.reviewer_a, people.member_a), 30).await;
    world.change(people.reviewer_a, change.clone()).await.unwrap();
    assert!(world.held(people.member_a).await[0].is_deputy);
    // the holder takes it back
    let db = || world.database.store.reader.db();
    let (at, now) = (world.authority, world.flow.now());
    let of = store::deputies::of_person(db(), at, people.member_a, now).await.unwrap();
    let end = Change::EndDeputy { deputy: of[0].id };
    let done = world.change(people.member_a, end.clone()).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    world.change(people.reviewer_a, end.clone()).await.unwrap();
    assert_eq!(world.held(people.member_a).await, []);
    assert!(invalid(&world.change(people.reviewer_a, end).await, "dates"));
    // named again, and the holder goes
    world.change(people.reviewer_a, change).await.unwrap();
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    let appointment = world.appointment_of(people.reviewer_a).await;
    let end = Change::EndAppointment { appointment, until: None };
    world.change(people.administrator, end).await.unwrap();
    assert_eq!(world.held(people.member_a).await, []);
    let done = world.flow.review(Actor(people.member_a), id, &content, Review::passed()).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    world.finish().await;
}
