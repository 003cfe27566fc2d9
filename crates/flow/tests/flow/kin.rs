//! Near relatives do not watch one another (村民委员会组织法 art. 32).

use domain::permission::Refusal;
use domain::post::Duty;
use domain::workflow::State;
use flow::{Actor, Change, FlowError};
use testkit::World;

fn invalid(done: &Result<u64, FlowError>, word: &str) -> bool {
    matches!(done, Err(FlowError::Invalid(fault)) if *fault == word)
}

fn kin(one: domain::ids::PersonId, other: domain::ids::PersonId) -> Change {
    Change::EnterKin { persons: [one, other], relation: "兄弟".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_supervisor_is_appointed_who_is_kin_of_those_watched_nor_the_other_way_round() {
    let world = World::founded().await;
    let (people, bodies) = (world.people, world.bodies);
    world.change(people.administrator, kin(people.clerk_a, people.member_a)).await.unwrap();
    world.change(people.administrator, kin(people.overseer_a, people.registered)).await.unwrap();
    let appoint = |post, person| world.appoint(post, person);
    // to the supervision body of the village, and to the village's own supervisor
    for organization in [bodies.oversight_a, bodies.village_a] {
        let post = world.new_post(organization, Duty::Supervisor).await;
        assert!(invalid(&appoint(post, people.member_a).await, "kin_appointed"));
        appoint(post, people.named).await.unwrap();
    }
    // and nobody comes to be watched by a relative
    for duty in [Duty::Clerk, Duty::Reviewer, Duty::Approver] {
        let post = world.new_post(bodies.village_a, duty).await;
        assert!(invalid(&appoint(post, people.registered).await, "kin_appointed"), "{duty:?}");
        appoint(post, people.member_a).await.unwrap();
    }
    let post = world.new_post(bodies.village_a, Duty::Administrator).await;
    appoint(post, people.registered).await.unwrap();
    // nor as a deputy
    let stand_in = Change::NameDeputy {
        appointment: world.appointment_of(people.overseer_a).await,
        person: people.member_a,
        from: world.today(),
        until: world.day(3),
        reason: "病假".to_owned(),
    };
    assert!(invalid(&world.change(people.overseer_a, stand_in).await, "kin_appointed"));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_does_not_examine_what_a_relative_had_a_hand_in() {
    let world = World::founded().await;
    let people = world.people;
    let before = world.brought_to(State::ToSupervise).await;
    let after = world.brought_to(State::ToSupervise).await;
    let content = world.content(before).await;
    let overseer = Actor(people.overseer_a);
    // one of the two says so, for the other to see it is no choice
    world.change(people.overseer_a, kin(people.overseer_a, people.reviewer_a)).await.unwrap();
    let done = world.flow.supervise(overseer, before, &content, "").await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::Kin))), "{done:?}");
    // when an administrator ends it, it is no hindrance any more
    let (db, now) = (world.database.store.reader.db(), world.flow.now());
    let found = store::kinships::of_person(db, world.authority, people.overseer_a, now).await;
    let kinship = found.unwrap()[0].id;
    let own = world.change(people.overseer_a, Change::EndKin { kinship }).await;
    assert!(invalid(&own, "kin_own"), "{own:?}");
    world.change(people.administrator, Change::EndKin { kinship }).await.unwrap();
    world.flow.supervise(overseer, before, &content, "").await.unwrap();
    // and a relative of the supervisor does not decide
    let content = world.content(after).await;
    world.flow.supervise(overseer, after, &content, "").await.unwrap();
    world.change(people.administrator, kin(people.approver_a, people.overseer_a)).await.unwrap();
    let record = (world.decision(after).await, testkit::scan());
    let done = world.flow.decide(Actor(people.approver_a), after, &content, record).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::Kin))), "{done:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kinship_is_entered_by_one_of_the_two_or_by_their_administrator() {
    let world = World::founded().await;
    let people = world.people;
    let entry = kin(people.clerk_a, people.reviewer_a);
    for who in [people.clerk_b, people.supervisor, people.approver_a, people.member_a] {
        let done = world.change(who, entry.clone()).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    }
    world.change(people.clerk_a, entry.clone()).await.unwrap();
    assert!(invalid(&world.change(people.reviewer_a, entry).await, "kin_known"));
    let same = kin(people.clerk_a, people.clerk_a);
    assert!(invalid(&world.change(people.clerk_a, same).await, "kin_same"));
    let empty =
        Change::EnterKin { persons: [people.clerk_a, people.approver_a], relation: " ".to_owned() };
    assert!(invalid(&world.change(people.administrator_t, empty).await, "relation"));
    world.finish().await;
}
