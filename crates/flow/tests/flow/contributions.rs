//! 投稿: handed in, read by a clerk, and never public before the whole procedure.

use domain::ids::{ContributionId, PersonId};
use flow::{Actor, FlowError, NewContribution, Receipt};
use store::contributions::{Contribution, State};
use testkit::World;

fn new(world: &World, title: &str) -> NewContribution {
    NewContribution {
        organization: world.bodies.village_a,
        title: title.to_owned(),
        remark: "请核实".to_owned(),
        text: "村口的路修好了。\n花了一万八千元。\n".to_owned(),
        file: None,
    }
}

async fn send(world: &World, person: PersonId, title: &str) -> ContributionId {
    world.flow.contribute(Actor(person), new(world, title)).await.unwrap()
}

async fn stands(world: &World, id: ContributionId) -> Contribution {
    let db = world.database.store.reader.db();
    store::contributions::load(db, world.authority, id).await.unwrap().unwrap()
}

fn receipt(world: &World) -> Receipt {
    world.receipt_of(world.bodies.village_b, "x.txt", b"x")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_becomes_a_draft_credited_to_whoever_sent_it() {
    let world = World::founded().await;
    let sender = world.people.every_duty;
    let id = send(&world, sender, "修路的情况").await;
    assert!(stands(&world, id).await.text.contains("一万八千元"));
    // when the clerk takes it; organization, file and name are those of the contribution
    let clerk = Actor(world.people.clerk_a);
    let made = world.flow.accept_contribution(clerk, id, receipt(&world)).await.unwrap();
    let contribution = stands(&world, id).await;
    assert_eq!((contribution.state, contribution.disclosure), (State::Accepted, Some(made)));
    let (disclosure, draft) = (world.disclosure(made).await, world.draft(made).await);
    assert_eq!(disclosure.organization, world.bodies.village_a);
    assert_eq!((&*draft.contributor, &*draft.title()), ("every_duty", "修路的情况"));
    assert_eq!(disclosure.public_edition, None);
    // then whoever sent it has written it, and takes no later step, whatever duties they hold
    assert!(world.writers(made).await.contains(&sender));
    let content = world.propose(made).await;
    let review = world.flow.review(Actor(sender), made, &content, flow::Review::passed()).await;
    assert!(matches!(review, Err(FlowError::NotPermitted(_))), "{review:?}");
    world.review(made, &content).await;
    let approve = world.flow.approve(Actor(sender), made, &content).await;
    assert!(matches!(approve, Err(FlowError::NotPermitted(_))), "{approve:?}");
    world.approve(made, &content).await;
    // and nobody answers it twice
    let again = world.flow.accept_contribution(clerk, id, receipt(&world)).await;
    assert!(matches!(again, Err(FlowError::Conflict(_))), "{again:?}");
    let back = world.flow.withdraw_contribution(Actor(sender), id).await;
    assert!(matches!(back, Err(FlowError::Conflict(_))), "{back:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_clerks_of_the_organization_answer() {
    let world = World::founded().await;
    let id = send(&world, world.people.member_a, "路灯").await;
    for (name, person) in world.people.all() {
        if [world.people.clerk_a, world.people.every_duty].contains(&person) {
            continue;
        }
        let taken = world.flow.accept_contribution(Actor(person), id, receipt(&world)).await;
        assert!(matches!(taken, Err(FlowError::NotFound)), "{name}: {taken:?}");
        let declined = world.flow.decline_contribution(Actor(person), id, "重复").await;
        assert!(matches!(declined, Err(FlowError::NotFound)), "{name}: {declined:?}");
        if person != world.people.member_a {
            let back = world.flow.withdraw_contribution(Actor(person), id).await;
            assert!(matches!(back, Err(FlowError::NotFound)), "{name}: {back:?}");
        }
    }
    let clerk = Actor(world.people.clerk_a);
    assert!(world.flow.decline_contribution(clerk, id, " ").await.is_err());
    world.flow.decline_contribution(clerk, id, "内容重复").await.unwrap();
    let declined = stands(&world, id).await;
    assert_eq!((declined.state, &*declined.reason), (State::Declined, "内容重复"));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_taken_back_and_what_is_too_much_is_refused() {
    let world = World::founded().await;
    let member = world.people.member_a;
    let id = send(&world, member, "第一篇").await;
    world.flow.withdraw_contribution(Actor(member), id).await.unwrap();
    assert_eq!(stands(&world, id).await.state, State::Withdrawn);
    let taken =
        world.flow.accept_contribution(Actor(world.people.clerk_a), id, receipt(&world)).await;
    assert!(matches!(taken, Err(FlowError::Conflict(_))), "{taken:?}");
    for number in 2..=5 {
        send(&world, member, &format!("第{number}篇")).await;
    }
    let sixth = world.flow.contribute(Actor(member), new(&world, "第六篇")).await;
    assert!(matches!(sixth, Err(FlowError::Invalid("contributions_a_day"))), "{sixth:?}");
    // Others are not held up, and a day later there is room again.
    send(&world, world.people.member_b, "下坪来稿").await;
    world.clock.advance_days(1);
    send(&world, member, "第六篇").await;
    for (title, text) in [("", "正文"), ("标题", " ")] {
        let bad = NewContribution { text: text.to_owned(), ..new(&world, title) };
        let refused = world.flow.contribute(Actor(member), bad).await;
        assert!(matches!(refused, Err(FlowError::Invalid(_))), "{refused:?}");
    }
    let page = ("页.txt".to_owned(), b"<html><script>x</script>".to_vec());
    let bad = NewContribution { file: Some(page), ..new(&world, "标题") };
    let refused = world.flow.contribute(Actor(member), bad).await;
    assert!(matches!(refused, Err(FlowError::Intake(_))), "{refused:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_merged_body_was_sent_is_for_its_successors_clerks() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let waiting = send(&world, people.member_a, "路灯").await;
    let other = send(&world, people.member_a, "水渠").await;
    // as long as something waits there is no dissolving without a successor
    let administrator = people.administrator_t;
    let oversight =
        flow::Change::Merge { organization: bodies.oversight_a, into: bodies.village_b };
    world.change(administrator, oversight).await.unwrap();
    let dissolve = flow::Change::Dissolve { organization: bodies.village_a };
    let refused = world.change(administrator, dissolve).await;
    assert!(matches!(refused, Err(FlowError::Invalid("unfinished"))), "{refused:?}");
    let merge = flow::Change::Merge { organization: bodies.village_a, into: bodies.village_b };
    world.change(administrator, merge).await.unwrap();
    // then the successor's clerk answers, and the draft is the successor's
    let clerk = Actor(people.clerk_b);
    let gone = world.flow.decline_contribution(Actor(people.clerk_a), waiting, "重复").await;
    assert!(matches!(gone, Err(FlowError::NotFound)), "{gone:?}");
    let made = world.flow.accept_contribution(clerk, waiting, receipt(&world)).await.unwrap();
    assert_eq!(world.disclosure(made).await.organization, bodies.village_b);
    world.flow.decline_contribution(clerk, other, "另有安排").await.unwrap();
    // and what is sent to the old name goes there at once
    let late = send(&world, people.member_b, "晒谷场").await;
    assert_eq!(stands(&world, late).await.organization, bodies.village_b);
    world.finish().await;
}
