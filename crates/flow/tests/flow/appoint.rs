//! Posts and appointments: who gives which, from when to when (attacks C24 and C26).

use domain::ids::{OrganizationId, PersonId};
use domain::permission::Refusal;
use domain::post::Duty;
use domain::workflow::State;
use flow::{Actor, Change, FlowError, Review};
use testkit::{TEXT, World};

fn invalid(done: &Result<u64, FlowError>, word: &str) -> bool {
    matches!(done, Err(FlowError::Invalid(fault)) if *fault == word)
}

fn no_duty(done: &Result<u64, FlowError>) -> bool {
    matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty)))
}

/// Every person × every duty × {own, sibling, superior, below}: only an administrator gives, and
/// no more than the own post covers.
#[tokio::test(flavor = "multi_thread")]
async fn posts_are_made_by_whoever_may_give_their_duty() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let places = [bodies.village_a, bodies.village_b, bodies.township, bodies.county];
    for (name, who) in people.all() {
        for organization in places.into_iter().chain([bodies.oversight_a]) {
            for duty in Duty::ALL {
                let title = format!("{name} {} {organization}", duty.word());
                let title = title.chars().take(40).collect();
                let done =
                    world.change(who, Change::CreatePost { organization, duty, title }).await;
                let gives = gives(&world, who, organization, duty);
                assert_eq!(done.is_ok(), gives, "{name} {duty:?} {organization}: {done:?}");
                assert!(gives || no_duty(&done), "{name} {duty:?}: {done:?}");
            }
        }
    }
    world.finish().await;
}

fn gives(world: &World, who: PersonId, organization: OrganizationId, duty: Duty) -> bool {
    let (bodies, people) = (world.bodies, world.people);
    let in_a = [bodies.village_a, bodies.oversight_a].contains(&organization);
    let below = in_a || organization == bodies.village_b;
    match who {
        _ if who == people.administrator_t => {
            below || (organization == bodies.township && duty != Duty::Administrator)
        }
        _ if who == people.administrator || who == people.every_duty => {
            in_a && (duty != Duty::Administrator || organization == bodies.oversight_a)
        }
        _ => false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointment_counts_from_its_first_day_to_its_last() {
    let world = World::founded().await;
    let post = world.post_of(world.bodies.village_a, Duty::Clerk).await;
    let (member, administrator) = (world.people.member_a, world.people.administrator);
    let (from, until) = (world.day(2), Some(world.day(3)));
    let appoint = Change::Appoint { post, person: member, from, until };
    world.change(administrator, appoint.clone()).await.unwrap();
    // then not yet, then for two days, then no more
    assert_eq!(world.held(member).await, []);
    for held in [0, 1, 1, 0] {
        world.clock.advance_days(1);
        assert_eq!(world.held(member).await.len(), held);
    }
    // and nothing is dated back, ends before it begins, or stands twice
    for (from, until) in [(-1, None), (2, Some(1)), (-3, Some(-2))] {
        let (from, until) = (world.day(from), until.map(|until| world.day(until)));
        let done =
            world.change(administrator, Change::Appoint { post, person: member, from, until });
        assert!(invalid(&done.await, "dates"));
    }
    let odd = Change::Appoint { post, person: member, from: "2026-02-30".into(), until: None };
    assert!(invalid(&world.change(administrator, odd).await, "dates"));
    world.appoint(post, member).await.unwrap();
    let again = world.appoint(post, member).await;
    assert!(invalid(&again, "holds_already"), "{again:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_appoints_themselves_somebody_elsewhere_or_somebody_who_left() {
    let world = World::founded().await;
    let people = world.people;
    let post = world.post_of(world.bodies.village_a, Duty::Approver).await;
    let appoint = |person| Change::Appoint { post, person, from: world.today(), until: None };
    let own = world.change(people.administrator, appoint(people.administrator)).await;
    assert!(invalid(&own, "own_appointment"), "{own:?}");
    let elsewhere = world.change(people.administrator, appoint(people.clerk_b)).await;
    assert!(invalid(&elsewhere, "person_elsewhere"), "{elsewhere:?}");
    let nobody = PersonId::from_slice(&[9; 16]).unwrap();
    assert!(invalid(&world.change(people.administrator, appoint(nobody)).await, "no_person"));
    world.flow.leave(None, people.member_a).await.unwrap();
    let left = world.change(people.administrator, appoint(people.member_a)).await;
    assert!(invalid(&left, "person_left"), "{left:?}");
    // a sibling's administrator has no say, the superior's has
    let other = world.post_of(world.bodies.village_b, Duty::Approver).await;
    let change = Change::Appoint {
        post: other,
        person: people.registered,
        from: world.today(),
        until: None,
    };
    assert!(no_duty(&world.change(people.administrator, change.clone()).await));
    world.change(people.administrator_t, change).await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointment_ends_at_once_or_on_a_day_and_never_later_than_it_would() {
    let world = World::founded().await;
    let (people, id) = (world.people, world.receive(TEXT).await);
    let content = world.propose(id).await;
    world.review(id, &content).await;
    let approver = Actor(people.approver_a);
    world
        .flow
        .claim(approver, id, domain::workflow::Action::Approve, flow::Claim::Take)
        .await
        .unwrap();
    // when the approver's time ends in two days
    let appointment = world.appointment_of(people.approver_a).await;
    let end = |until| Change::EndAppointment { appointment, until };
    assert!(no_duty(&world.change(people.clerk_a, end(None)).await));
    world.change(people.administrator, end(Some(world.day(1)))).await.unwrap();
    let later = world.change(people.administrator, end(Some(world.day(5)))).await;
    assert!(invalid(&later, "dates"), "{later:?}");
    assert_eq!(world.held(people.approver_a).await.len(), 1);
    // and then at once, then the claim is gone and the step waits for the post
    world.change(people.administrator, end(None)).await.unwrap();
    assert_eq!(world.held(people.approver_a).await, []);
    let done = world.flow.approve(approver, id, &content).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    assert_eq!(world.disclosure(id).await.claimed_by, None);
    // and whoever is appointed next takes it
    let post = world.post_of(world.bodies.village_a, Duty::Approver).await;
    world.appoint(post, people.member_a).await.unwrap();
    world.flow.approve(Actor(people.member_a), id, &content).await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_approver_may_go_and_what_waits_waits_for_the_post() {
    let world = World::founded().await;
    let (people, village) = (world.people, world.bodies.village_a);
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    world.review(id, &content).await;
    // when every approver's post is closed in mid-flow
    let db = || world.database.store.reader.db();
    let posts = store::posts::of_organization(db(), world.authority, village).await.unwrap();
    for post in posts.iter().filter(|post| post.duty == Duty::Approver) {
        world.change(people.administrator, Change::ClosePost { post: post.id }).await.unwrap();
        let gone = world.change(people.administrator, Change::ClosePost { post: post.id }).await;
        assert!(matches!(gone, Err(FlowError::NotFound)));
    }
    assert!(world.flow.approve(Actor(people.approver_a), id, &content).await.is_err());
    assert_eq!(world.disclosure(id).await.state, State::ToApprove);
    // then a new post with a new holder goes on where it stood
    let post = world.new_post(village, Duty::Approver).await;
    world.appoint(post, people.member_a).await.unwrap();
    world.flow.approve(Actor(people.member_a), id, &content).await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Published);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_post_is_recorded_under_its_new_title_from_then_on() {
    let world = World::founded().await;
    let post = world.post_of(world.bodies.village_a, Duty::Reviewer).await;
    let rename = |title: &str| Change::RenamePost { post, title: title.to_owned() };
    for title in ["", "  ", "一\n二", &"长".repeat(41)] {
        let done = world.change(world.people.administrator, rename(title)).await;
        assert!(invalid(&done, "post_title"), "{title}");
    }
    let index = world.change(world.people.administrator, rename("监委会主任")).await.unwrap();
    // and the act names the post of whoever did it, and no person
    let db = || world.database.store.reader.db();
    let acts = store::acts::range(db(), world.authority, index, index + 1).await.unwrap();
    let act = domain::act::Act::parse(&acts[0].body).unwrap();
    assert_eq!((act.post.as_str(), act.organization.as_str()), ("系统管理员", "上坪村村民委员会"));
    assert_eq!(act.hand, world.flow.subject(world.people.administrator));
    let listed = store::administrations::before(db(), world.authority, u64::MAX, 1).await.unwrap();
    assert_eq!((listed[0].0, listed[0].1.log_index), (world.bodies.village_a, index));
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    let reviewer = world.people.reviewer_a;
    world.flow.review(Actor(reviewer), id, &content, Review::passed()).await.unwrap();
    world.finish().await;
}
