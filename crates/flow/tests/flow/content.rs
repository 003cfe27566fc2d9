//! Every step binds to the content that its hand saw; of two who click at once, one wins.

use std::sync::Arc;

use domain::ids::DisclosureId;
use domain::scope::Scope;
use domain::workflow::State;
use flow::{Actor, FlowError};
use testkit::{TEXT, World};

async fn acts(world: &World, id: DisclosureId) -> usize {
    let db = world.database.store.reader.db();
    store::acts::of_disclosure(db, world.authority, id).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_on_other_content_is_a_conflict() {
    let world = World::founded().await;
    let (reviewer, approver) = (Actor(world.people.reviewer_a), Actor(world.people.approver_a));
    // given a reviewer who has the first attempt on the screen
    let id = world.receive(TEXT).await;
    let first = world.propose(id).await;
    // when it is returned, changed and proposed again
    world.flow.return_to_clerk(reviewer, id, &first, "请缩小范围").await.unwrap();
    world.scope(id, &[Scope::Public, Scope::Registered]).await;
    let second = world.propose(id).await;
    assert_ne!(first, second);
    // then no hand can be put to it with the first attempt's hash
    let review = world.flow.review(reviewer, id, &first, flow::Review::passed()).await;
    assert!(matches!(review, Err(FlowError::Conflict("content"))), "{review:?}");
    world.review(id, &second).await;
    for wrong in [first.as_str(), "", &second.to_uppercase(), &second[..63]] {
        let approve = world.flow.approve(approver, id, wrong).await;
        assert!(matches!(approve, Err(FlowError::Conflict("content"))), "{wrong}: {approve:?}");
    }
    world.approve(id, &second).await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_text_proposed_again_has_another_hash() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let first = world.propose(id).await;
    let approver = Actor(world.people.approver_a);
    world.flow.return_to_clerk(approver, id, &first, "稍后再报").await.unwrap();
    assert_ne!(world.propose(id).await, first);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_proposed_cannot_be_edited() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let meta = world.meta(id).await;
    let draft = world.draft(id).await;
    let scopes: Vec<_> = draft.slices.iter().map(|s| (s.scope.clone(), s.ground)).collect();
    let content = world.propose(id).await;
    for _ in [State::ToReview, State::ToApprove] {
        let edit = world.save(id, meta.clone(), scopes.clone()).await;
        assert!(matches!(edit, Err(FlowError::Conflict("state"))), "{edit:?}");
        if world.disclosure(id).await.state == State::ToReview {
            world.review(id, &content).await;
        }
    }
    assert_eq!(world.draft(id).await, draft);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_changed_by_another_hand_is_not_proposed_unseen() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let seen = world.disclosure(id).await.version;
    world.scope(id, &[Scope::Public, Scope::Registered]).await;
    let proposed = world.flow.propose(Actor(world.people.clerk_a), id, seen).await;
    assert!(matches!(proposed, Err(FlowError::Conflict("version"))), "{proposed:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_without_every_check_is_invalid() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    for missing in 0..4 {
        let mut review = flow::Review::passed();
        match missing {
            0 => review.checks.secrecy = false,
            1 => review.checks.privacy = false,
            2 => review.checks.necessity = false,
            _ => review.checks.accuracy = false,
        }
        let done = world.flow.review(Actor(world.people.reviewer_a), id, &content, review).await;
        assert!(matches!(done, Err(FlowError::Invalid("checks"))), "{done:?}");
    }
    world.finish().await;
}

/// Runs the step twelve times at once; exactly one wins, the others hear of a conflict.
async fn at_once<F, Fut>(world: &Arc<World>, id: DisclosureId, step: F)
where
    F: Fn(Arc<World>) -> Fut,
    Fut: Future<Output = Result<(), FlowError>> + Send + 'static,
{
    let before = acts(world, id).await;
    let all: Vec<_> = (0..12).map(|_| tokio::spawn(step(world.clone()))).collect();
    let mut won = 0;
    for one in all {
        match one.await.unwrap() {
            Ok(()) => won += 1,
            Err(error) => assert!(matches!(error, FlowError::Conflict(_)), "{error:?}"),
        }
    }
    assert_eq!(won, 1);
    let published = world.disclosure(id).await.state == State::Published;
    assert_eq!(acts(world, id).await, before + 1 + usize::from(published));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_clicked_twelve_times_is_taken_once() {
    let world = Arc::new(World::founded().await);
    let id = world.receive(TEXT).await;
    let version = world.disclosure(id).await.version;
    at_once(&world, id, |w| async move {
        w.flow.propose(Actor(w.people.clerk_a), id, version).await.map(|_| ())
    })
    .await;
    let db = world.database.store.reader.db();
    let edition = store::editions::latest(db, world.authority, id, 1).await.unwrap().unwrap();
    let content: String = edition.content_hash.iter().map(|b| format!("{b:02x}")).collect();
    let seen = content.clone();
    at_once(&world, id, move |w| {
        let content = seen.clone();
        async move {
            w.flow
                .review(Actor(w.people.reviewer_a), id, &content, flow::Review::passed())
                .await
                .map(|_| ())
        }
    })
    .await;
    at_once(&world, id, move |w| {
        let content = content.clone();
        async move { w.flow.approve(Actor(w.people.approver_a), id, &content).await.map(|_| ()) }
    })
    .await;
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_begun_at_once_never_stands_in_the_way_of_a_withdrawal() {
    let world = Arc::new(World::founded().await);
    let id = world.publish_text(TEXT).await.id;
    let (one, other) = (world.clone(), world.clone());
    let (correct, withdraw) = tokio::join!(
        async move { one.flow.correct(Actor(one.people.clerk_a), id, "更正").await.is_ok() },
        async move { other.flow.withdraw(Actor(other.people.approver_a), id, "撤回").await.is_ok() },
    );
    assert!(correct || withdraw, "one of two at once gets through");
    if !withdraw {
        let again = world.flow.withdraw(Actor(world.people.approver_a), id, "撤回").await;
        again.expect("a correction under way is no hindrance");
    }
    let db = world.database.store.reader.db();
    let state = store::disclosures::load(db, world.authority, id).await.unwrap().state;
    assert_eq!(state, domain::workflow::State::Withdrawn);
    Arc::into_inner(world).unwrap().finish().await;
}
