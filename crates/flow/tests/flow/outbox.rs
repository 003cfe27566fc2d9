//! What a crash leaves in the outbox is done afterwards, by the same code, once.

use std::sync::Arc;

use domain::access::Reader;
use domain::act::Kind;
use domain::workflow::State;
use flow::article::Found;
use flow::{Actor, FlowError};
use store::outbox;
use testkit::{Published, TEXT, World, text};

async fn open(world: &World) -> Vec<outbox::Kind> {
    let db = world.database.store.reader.db();
    let open = outbox::open(db, world.authority).await.unwrap();
    open.into_iter().map(|work| work.kind).collect()
}

async fn publications(world: &World, published: Published) -> usize {
    let db = world.database.store.reader.db();
    let acts = store::acts::of_disclosure(db, world.authority, published.id).await.unwrap();
    acts.iter().filter(|act| act.kind == Kind::Publish).count()
}

/// Approves, and dies before anything is sealed: the database refuses the seal.
async fn approved_only(world: &World, text: &str) -> Published {
    let id = world.receive(text).await;
    let content = world.propose(id).await;
    world.review(id, &content).await;
    world.database.break_writes("seals").await;
    let approver = Actor(world.people.approver_a);
    assert!(world.flow.approve(approver, id, &content).await.is_err());
    world.database.mend_writes("seals", false).await;
    let disclosure = world.disclosure(id).await;
    assert_eq!(disclosure.state, State::Approved);
    Published { id, code: disclosure.code, log_index: 0 }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_that_was_left_alone_is_published_once() {
    let mut world = World::founded().await;
    let published = approved_only(&world, TEXT).await;
    assert_eq!(open(&world).await, [outbox::Kind::Publish]);
    // The approval stands: another click is a conflict, not a second approval.
    let again = world.flow.approve(Actor(world.people.approver_a), published.id, "").await;
    assert!(matches!(again, Err(FlowError::Conflict(_))), "{again:?}");
    world.close().await;
    world.reopen().await;
    assert_eq!(world.flow.drive_all().await.unwrap(), 1);
    assert_eq!(world.flow.drive_all().await.unwrap(), 0);
    assert_eq!(publications(&world, published).await, 1);
    world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_drivers_at_once_publish_once() {
    let world = Arc::new(World::founded().await);
    let mut left = Vec::new();
    for number in 0..4 {
        left.push(approved_only(&world, &text(number)).await);
    }
    let drivers: Vec<_> = (0..10)
        .map(|_| {
            let flow = world.flow.clone();
            tokio::spawn(async move { flow.drive_all().await })
        })
        .collect();
    for driver in drivers {
        driver.await.unwrap().unwrap();
    }
    for published in left {
        assert_eq!(publications(&world, published).await, 1);
        world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
    }
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_answers_with_its_publication_also_when_a_driver_was_faster() {
    let world = World::founded().await;
    let flow = world.flow.clone();
    let driver = tokio::spawn(async move {
        loop {
            flow.drive_all().await.unwrap();
            tokio::task::yield_now().await;
        }
    });
    for number in 0..12 {
        let published = world.publish_text(&text(number)).await;
        let db = world.database.store.reader.db();
        let index = published.log_index;
        let acts = store::acts::range(db, world.authority, index, index + 1).await.unwrap();
        assert_eq!(acts[0].kind, Kind::Publish, "{number}");
        let found = world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
        let Found::Article(article) = found else { panic!("not withdrawn") };
        assert!(article.proof.checkpoint_size > index);
    }
    driver.abort();
    let _ = driver.await;
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_comes_late_does_not_bring_an_old_edition_back() {
    let world = World::founded().await;
    let published = world.publish_text(TEXT).await;
    let (clerk, id) = (Actor(world.people.clerk_a), published.id);
    world.flow.correct(clerk, id, "更正").await.unwrap();
    world.publish(id).await;
    assert_eq!(world.disclosure(id).await.public_edition, Some(2));
    // given that the first edition's delivery had been left over by a crash
    let first = format!(
        "UPDATE outbox SET done_us = NULL WHERE kind = 'deliver' AND log_index = {}",
        published.log_index
    );
    world.database.raw(&[&first]).await;
    assert_eq!(open(&world).await, [outbox::Kind::Deliver]);
    world.flow.drive_all().await.unwrap();
    assert_eq!(world.disclosure(id).await.public_edition, Some(2));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_cannot_be_done_does_not_hold_up_the_rest() {
    let world = World::founded().await;
    let stuck = approved_only(&world, &text(1)).await;
    let fine = approved_only(&world, &text(2)).await;
    // given a disclosure whose row says that it is no longer approved
    let state = |word| format!("UPDATE disclosures SET state = '{word}' WHERE code_number = 1");
    world.database.raw(&[&state("draft")]).await;
    assert!(world.flow.drive_all().await.is_err());
    assert_eq!(publications(&world, fine).await, 1);
    assert_eq!(open(&world).await, [outbox::Kind::Publish]);
    world.database.raw(&[&state("approved")]).await;
    world.flow.drive_all().await.unwrap();
    assert_eq!(publications(&world, stuck).await, 1);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_publications_at_once_register_one_key() {
    let world = Arc::new(World::founded().await);
    let mut ready = Vec::new();
    for number in 0..12 {
        let id = world.receive(&text(number)).await;
        let content = world.propose(id).await;
        world.review(id, &content).await;
        ready.push((id, content));
    }
    // Every connection is open before the race begins.
    let logins = (0..12).map(|_| {
        let world = world.clone();
        tokio::spawn(async move { world.log_in(world.people.member_a).await })
    });
    for login in logins.collect::<Vec<_>>() {
        login.await.unwrap();
    }
    let approvals: Vec<_> = ready
        .into_iter()
        .map(|(id, content)| {
            let world = world.clone();
            tokio::spawn(async move { world.approve(id, &content).await })
        })
        .collect();
    for approval in approvals {
        approval.await.unwrap();
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM seal_keys").await, 1);
    Arc::into_inner(world).unwrap().finish().await;
}
