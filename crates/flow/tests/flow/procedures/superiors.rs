//! 上级同意: refusal, a second try, and silence.

use domain::act::Kind;
use domain::workflow::State;
use flow::{Actor, FlowError};
use testkit::World;

use super::{count, is_public, kinds};

#[tokio::test(flavor = "multi_thread")]
async fn what_the_superior_refuses_comes_back_and_is_consented_to_later() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToConsent).await;
    let (content, superior) = (world.content(id).await, Actor(world.people.approver_t));
    // when the superior refuses without a reason, it is no refusal
    let done = world.flow.refuse(superior, id, &content, " ").await;
    assert!(matches!(done, Err(FlowError::Invalid("reason"))), "{done:?}");
    world.flow.refuse(superior, id, &content, "附表与决算不符").await.unwrap();
    // then the clerk has it again, nobody is asked, and every hand is free
    let disclosure = world.disclosure(id).await;
    assert_eq!((disclosure.state, disclosure.hands.approver), (State::Draft, None));
    let (db, township) = (&world.database.store.reader, world.bodies.township);
    let asked = store::disclosures::asked(db.db(), world.authority, township, 10).await.unwrap();
    assert!(asked.is_empty(), "{asked:?}");
    assert!(!is_public(&world, id).await);
    // and on the second try it consents
    world.go_the_whole_way(id).await;
    let kinds = kinds(&world, id).await;
    assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Consent).count(), 1);
    assert_eq!(count(&world, id, Kind::Refuse).await, 1);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_of_the_superior_stands_for_nothing() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToConsent).await;
    let before = world.disclosure(id).await;
    // when a year passes without an answer
    world.clock.advance_days(365);
    world.flow.drive_all().await.unwrap();
    // then nothing has happened, and the superior is still asked
    assert_eq!(world.disclosure(id).await, before);
    assert!(!is_public(&world, id).await);
    let db = &world.database.store.reader;
    let township = world.bodies.township;
    let asked = store::disclosures::asked(db.db(), world.authority, township, 10).await.unwrap();
    assert_eq!(asked.len(), 1);
    // and whoever watches sees it as late where the procedure set a limit
    let overdue =
        store::disclosures::overdue(db.db(), world.authority, world.flow.now(), 10).await.unwrap();
    assert_eq!(overdue.len(), usize::from(before.due.is_some()));
    world.finish().await;
}
