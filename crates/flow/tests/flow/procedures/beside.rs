//! What happens beside the way: claims, remarks, two at once, changes in between.

use domain::act::Kind;
use domain::workflow::{Action, State};
use flow::{Actor, Claim, FlowError, Review};
use testkit::World;

use super::{article, count, is_public};

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_keeps_others_off_until_it_is_taken_over_or_left() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToReview).await;
    let (own, other) = (Actor(world.people.reviewer_a), Actor(world.people.every_duty));
    let claim = |who, claim| world.flow.claim(who, id, Action::Review, claim);
    claim(own, Claim::Take).await.unwrap();
    assert!(matches!(claim(other, Claim::Take).await, Err(FlowError::Conflict("claimed"))));
    let content = world.content(id).await;
    let done = world.flow.review(other, id, &content, Review::passed()).await;
    assert!(matches!(done, Err(FlowError::Conflict("claimed"))), "{done:?}");
    claim(other, Claim::TakeOver).await.unwrap();
    let done = world.flow.review(own, id, &content, Review::passed()).await;
    assert!(matches!(done, Err(FlowError::Conflict("claimed"))), "{done:?}");
    claim(other, Claim::Leave).await.unwrap();
    world.flow.review(own, id, &content, Review::passed()).await.unwrap();
    assert_eq!(world.disclosure(id).await.claimed_by, None, "the next step is free");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remark_reaches_no_public_exit() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToReview).await;
    let secret = "第二段的户主要不要写";
    world.flow.comment(Actor(world.people.reviewer_a), id, None, secret).await.unwrap();
    let stranger = world.flow.comment(Actor(world.people.clerk_b), id, None, secret).await;
    assert!(matches!(stranger, Err(FlowError::NotPermitted(_))), "{stranger:?}");
    while world.disclosure(id).await.state != State::Published {
        world.pass(id).await;
    }
    let shown = article(&world, id).await;
    assert!(!format!("{shown:?}").contains(secret));
    let public = domain::access::Reader::anonymous();
    let text = world.flow.presentation(&public, shown.disclosure.code, None).await.unwrap();
    let receipt = world.flow.document_receipt(&public, shown.disclosure.code, None).await.unwrap();
    assert!(!text.contains(secret) && !receipt.to_string().contains(secret));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_approvers_at_once_one_acts_and_a_second_click_does_nothing() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToApprove).await;
    let content = world.content(id).await;
    let tasks = [world.people.approver_a, world.people.every_duty].map(|who| {
        let (flow, content) = (world.flow.clone(), content.clone());
        tokio::spawn(async move { flow.approve(Actor(who), id, &content).await })
    });
    let mut passed = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => passed += 1,
            Err(FlowError::Conflict(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(passed, 1);
    let again = world.flow.approve(Actor(world.people.approver_a), id, &content).await;
    assert!(matches!(again, Err(FlowError::Conflict(_) | FlowError::NotPermitted(_))), "{again:?}");
    assert_eq!(count(&world, id, Kind::Approve).await, 1);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_needs_a_reason_and_another_item_takes_another_way() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToApprove).await;
    let (content, approver) = (world.content(id).await, Actor(world.people.approver_a));
    let done = world.flow.return_to_clerk(approver, id, &content, "\n").await;
    assert!(matches!(done, Err(FlowError::Invalid("reason"))), "{done:?}");
    world.flow.return_to_clerk(approver, id, &content, "应归另一事项").await.unwrap();
    // when the clerk files it under an item of the longest procedure
    let mut meta = world.meta(id).await;
    (meta.regime, meta.item) = (testkit::FULL.0.to_owned(), testkit::FULL.1.to_owned());
    world.save_meta(id, meta).await;
    world.propose(id).await;
    // then what was seen before is not what is passed now, and the way is the longer one
    let stale =
        world.flow.review(Actor(world.people.reviewer_a), id, &content, Review::passed()).await;
    assert!(matches!(stale, Err(FlowError::Conflict("content"))), "{stale:?}");
    while world.disclosure(id).await.state != State::Published {
        assert!(!is_public(&world, id).await);
        world.pass(id).await;
    }
    assert_eq!(count(&world, id, Kind::Consent).await, 1);
    // and the reason of the return is told to nobody outside
    assert!(!format!("{:?}", article(&world, id).await.record).contains("应归另一事项"));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_ends_with_the_duty_it_was_made_by() {
    let world = World::founded().await;
    let people = world.people;
    // given somebody who stands in for the reviewer for a day and is at a review
    let named = flow::Change::NameDeputy {
        appointment: world.appointment_of(people.reviewer_a).await,
        person: people.member_a,
        from: world.today(),
        until: world.day(1),
        reason: "外出学习".to_owned(),
    };
    world.change(people.reviewer_a, named).await.unwrap();
    let id = world.brought_to(State::ToReview).await;
    let action = domain::workflow::Action::Review;
    let claim = |who, claim| world.flow.claim(Actor(who), id, action, claim);
    claim(people.member_a, Claim::Take).await.unwrap();
    assert!(matches!(
        claim(people.reviewer_a, Claim::Take).await,
        Err(FlowError::Conflict("claimed"))
    ));
    // when the time is over, nobody has to take it from them
    world.clock.advance_days(3);
    claim(people.every_duty, Claim::Take).await.unwrap();
    claim(people.every_duty, Claim::Leave).await.unwrap();
    world.pass(id).await;
    world.finish().await;
}
