//! 紧急公开 and what follows: confirmed hand by hand, or withdrawn, and published again.

use domain::act::{Details, Kind};
use domain::workflow::State;
use flow::{Actor, Passed};
use testkit::World;

use super::{acts, article, is_public};

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_public_at_once_and_says_which_hands_are_missing() {
    let world = World::founded().await;
    let id = world.brought_to(State::Released).await;
    // then everybody reads it, and the record names what was missing
    let shown = article(&world, id).await;
    assert_eq!(shown.disclosure.state, State::Released);
    let line = shown.record.iter().find(|line| line.kind == Kind::Release).unwrap();
    assert_eq!(line.note, "汛情紧急");
    let Some(Details::Release { missing }) = &line.details else { panic!("{line:?}") };
    assert_eq!(missing.len(), shown.edition.facts.procedure.steps.len() - 1);
    // and with the last of them it is published like any other, without going out again
    let mut last = None;
    while world.disclosure(id).await.state == State::Released {
        last = Some(world.pass(id).await);
    }
    assert_eq!(last, Some(Passed::Confirmed));
    assert_eq!(article(&world, id).await.disclosure.state, State::Published);
    let published = acts(&world, id).await.iter().filter(|act| act.act == Kind::Publish).count();
    assert_eq!(published, 1);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_release_is_republished_and_its_notice_survives() {
    let world = World::founded().await;
    let id = world.brought_to(State::Released).await;
    let (approver, clerk) = (Actor(world.people.approver_a), Actor(world.people.clerk_a));
    world.flow.withdraw(approver, id, "险情解除").await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Withdrawn);
    // when it is published again
    world.flow.republish(clerk, id, "改为日常公开").await.unwrap();
    world.go_the_whole_way(id).await;
    // then the record still has the withdrawal, and the new document names the last sealed one
    let shown = article(&world, id).await;
    assert_eq!(shown.edition.number, 2);
    let gone = shown.record.iter().find(|line| line.kind == Kind::Withdraw).unwrap();
    assert_eq!((gone.note.as_str(), gone.edition), ("险情解除", 1));
    let db = &world.database.store.reader;
    let first = store::seals::load(db.db(), world.authority, id, 1).await.unwrap().unwrap();
    let second = store::seals::load(db.db(), world.authority, id, 2).await.unwrap().unwrap();
    let key = store::seals::key(db.db(), world.authority, &second.kid).await.unwrap().unwrap();
    let public = domain::access::Reader::anonymous();
    let text = world.flow.presentation(&public, shown.disclosure.code, None).await.unwrap();
    let claims = seal::verify(&text, &key.public_key, &seal::Limits::default()).unwrap().claims;
    let digest = seal::digest_text(&seal::jwt_digest(&first.jwt));
    assert_eq!(claims.supersedes, Some(digest));
    assert!(is_public(&world, id).await);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_is_given_up_leaves_the_public_text_as_it_was() {
    let world = World::founded().await;
    let id = world.brought_to(State::Published).await;
    let before = article(&world, id).await;
    let clerk = Actor(world.people.clerk_a);
    world.flow.correct(clerk, id, "疑有错字").await.unwrap();
    let content = world.propose(id).await;
    let reviewer = Actor(world.people.reviewer_a);
    world.flow.return_to_clerk(reviewer, id, &content, "没有错字").await.unwrap();
    world.flow.abandon(clerk, id, "核对无误").await.unwrap();
    let after = article(&world, id).await;
    assert_eq!((after.parts, after.record), (before.parts, before.record));
    assert_eq!(world.disclosure(id).await.state, State::Published);
    // and another correction may follow
    world.flow.correct(clerk, id, "确有错字").await.unwrap();
    world.go_the_whole_way(id).await;
    let corrected = article(&world, id).await;
    assert_eq!(corrected.edition.number, 2);
    // of whose record what was given up before it is no part
    let of_second = corrected.record.iter().filter(|line| line.edition == 2);
    let kinds: Vec<_> = of_second.map(|line| line.kind).collect();
    let proposals = kinds.iter().filter(|kind| **kind == domain::act::Kind::Propose).count();
    assert_eq!((proposals, kinds.contains(&domain::act::Kind::Return)), (1, false), "{kinds:?}");
    world.finish().await;
}
