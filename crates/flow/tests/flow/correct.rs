//! Correction, withdrawal and return: nothing is edited or deleted, everything is linked.

use domain::access::Reader;
use domain::act::Kind;
use domain::scope::Scope;
use domain::workflow::State;
use flow::article::{Article, Found};
use flow::{Actor, FlowError};
use testkit::{Published, TEXT, World};

async fn article(world: &World, published: Published, number: Option<u32>) -> Article {
    match world.flow.article(&Reader::anonymous(), published.code, number).await.unwrap() {
        Found::Article(article) => *article,
        Found::Withdrawn(_) => panic!("not withdrawn"),
    }
}

async fn claims(world: &World, published: Published, number: u32) -> seal::Claims {
    let reader = Reader::anonymous();
    let text = world.flow.presentation(&reader, published.code, Some(number)).await.unwrap();
    let kid = article(world, published, Some(number)).await.proof.kid;
    let db = world.database.store.reader.db();
    let key = store::seals::key(db, world.authority, &kid).await.unwrap().unwrap();
    seal::verify(&text, &key.public_key, &seal::Limits::default()).unwrap().claims
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_a_new_edition_and_the_old_one_stays() {
    // given a published text
    let world = World::founded().await;
    let published = world.publish_text(TEXT).await;
    let first = article(&world, published, None).await;
    // when its clerk opens a correction, changes its item and title
    world.flow.correct(Actor(world.people.clerk_a), published.id, "支出数字有误").await.unwrap();
    let mut meta = world.meta(published.id).await;
    assert_eq!(meta.reason, "支出数字有误");
    meta.title = "上坪村第一季度财务收支情况的公告(更正)".to_owned();
    meta.item = "A01".to_owned();
    let slices = world.draft(published.id).await.slices.len();
    let scopes = vec![(Scope::Public, None); slices];
    world.save(published.id, meta, scopes).await.unwrap();
    // then nothing of it shows before it has gone the whole way
    let still = article(&world, published, None).await;
    assert_eq!((still.title.as_str(), still.record.len()), (first.title.as_str(), 4));
    assert_eq!(still.disclosure.item, "A19");
    let row = world.disclosure(published.id).await;
    let rows = world.flow.rows(&Reader::anonymous(), vec![row]).await.unwrap();
    assert_eq!((rows[0].title.as_str(), rows[0].item.as_str()), (first.title.as_str(), "A19"));
    assert_eq!(world.faults().await, [""; 0]);
    // and afterwards both are there, linked by the digest of the first
    world.publish(published.id).await;
    let second = article(&world, published, None).await;
    assert_eq!((second.edition.number, second.editions.clone()), (2, vec![1, 2]));
    assert_eq!(second.disclosure.item, "A01");
    let old = article(&world, published, Some(1)).await;
    assert_eq!(
        (old.parts, old.title, old.disclosure.item.as_str()),
        (first.parts, first.title, "A19")
    );
    let db = world.database.store.reader.db();
    let seal = store::seals::load(db, world.authority, published.id, 1).await.unwrap().unwrap();
    let digest = seal::digest_text(&seal::jwt_digest(&seal.jwt));
    let claims_2 = claims(&world, published, 2).await;
    assert_eq!((claims_2.revision, claims_2.supersedes), (2, Some(digest)));
    assert_eq!(claims(&world, published, 1).await.supersedes, None);
    assert_eq!(second.record.last().unwrap().note, "支出数字有误");
    for number in [0, 3] {
        let none = world.flow.article(&Reader::anonymous(), published.code, Some(number)).await;
        assert!(matches!(none, Err(FlowError::NotFound)));
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_without_a_reason_is_blocked_at_both_doors() {
    let world = World::founded().await;
    let published = world.publish_text(TEXT).await;
    let clerk = Actor(world.people.clerk_a);
    let done = world.flow.correct(clerk, published.id, " \n ").await;
    assert!(matches!(done, Err(FlowError::Invalid("reason"))), "{done:?}");
    world.flow.correct(clerk, published.id, "更正").await.unwrap();
    let mut meta = world.meta(published.id).await;
    meta.reason = String::new();
    let slices = world.draft(published.id).await.slices.len();
    let scopes = vec![(Scope::Public, None); slices];
    world.save(published.id, meta, scopes).await.unwrap();
    let done = world.propose_by(world.people.clerk_a, published.id).await;
    let Err(FlowError::Blocked(findings)) = done else { panic!("{done:?}") };
    assert_eq!(findings[0].check, "no_reason");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_leaves_a_notice_and_no_text() {
    let world = World::founded().await;
    let published = world.publish_text(TEXT).await;
    let approver = Actor(world.people.approver_a);
    let done = world.flow.withdraw(approver, published.id, "").await;
    assert!(matches!(done, Err(FlowError::Invalid("reason"))), "{done:?}");
    let generation = world.flow.generation();
    world.flow.withdraw(approver, published.id, "涉及个人信息").await.unwrap();
    assert!(world.flow.generation() > generation, "pages in the cache are stale");
    let reader = Reader::anonymous();
    let found = world.flow.article(&reader, published.code, None).await.unwrap();
    let Found::Withdrawn(notice) = found else { panic!("withdrawn") };
    assert_eq!(notice.reason, "涉及个人信息");
    assert_eq!(notice.record.last().unwrap().kind, Kind::Withdraw);
    for number in [None, Some(1)] {
        let text = world.flow.presentation(&reader, published.code, number).await;
        assert!(matches!(text, Err(FlowError::NotFound)));
        let receipt = world.flow.document_receipt(&reader, published.code, number).await;
        assert!(matches!(receipt, Err(FlowError::NotFound)));
    }
    let clerk = Actor(world.people.clerk_a);
    assert!(world.flow.correct(clerk, published.id, "再公开").await.is_err());
    let row = world.disclosure(published.id).await;
    assert_eq!(row.state, State::Withdrawn);
    let rows = world.flow.rows(&reader, vec![row]).await.unwrap();
    assert!(rows[0].withdrawn);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_does_not_wait_for_a_correction_under_way() {
    let world = World::founded().await;
    let (clerk, approver) = (Actor(world.people.clerk_a), Actor(world.people.approver_a));
    for reached in [State::Draft, State::ToReview, State::ToApprove] {
        // given a correction that has come so far
        let published = world.publish_text(TEXT).await;
        world.flow.correct(clerk, published.id, "隐去号码").await.unwrap();
        if reached != State::Draft {
            let content = world.propose(published.id).await;
            if reached == State::ToApprove {
                world.review(published.id, &content).await;
            }
        }
        assert_eq!(world.disclosure(published.id).await.state, reached);
        // when the approver withdraws
        world.flow.withdraw(approver, published.id, "涉及个人信息").await.unwrap();
        // then the text is gone, and the act names the edition that was public
        let reader = Reader::anonymous();
        let found = world.flow.article(&reader, published.code, None).await.unwrap();
        let Found::Withdrawn(notice) = found else { panic!("{reached:?}: withdrawn") };
        let last = notice.record.last().unwrap();
        assert_eq!((last.kind, last.edition), (Kind::Withdraw, 1));
        assert_eq!(world.disclosure(published.id).await.state, State::Withdrawn);
        assert!(world.propose_by(world.people.clerk_a, published.id).await.is_err());
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_public_is_not_withdrawn() {
    let world = World::founded().await;
    let approver = Actor(world.people.approver_a);
    let id = world.receive(TEXT).await;
    for state in [State::Draft, State::ToReview] {
        assert_eq!(world.disclosure(id).await.state, state);
        let done = world.flow.withdraw(approver, id, "涉及个人信息").await;
        assert!(matches!(done, Err(FlowError::Conflict("nothing_public"))), "{done:?}");
        if state == State::Draft {
            world.propose(id).await;
        }
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_that_names_a_person_or_a_secret_is_refused() {
    let world = World::founded().await;
    let published = world.publish_text(TEXT).await;
    let (clerk, approver) = (Actor(world.people.clerk_a), Actor(world.people.approver_a));
    for reason in ["误公开了11010519491231002X", "机密★5年"] {
        let correct = world.flow.correct(clerk, published.id, reason).await;
        assert!(matches!(correct, Err(FlowError::Invalid("reason_private"))), "{correct:?}");
        let withdraw = world.flow.withdraw(approver, published.id, reason).await;
        assert!(matches!(withdraw, Err(FlowError::Invalid("reason_private"))), "{withdraw:?}");
    }
    assert_eq!(world.disclosure(published.id).await.state, State::Published);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reason_of_a_return_stays_on_the_desk() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    let reviewer = Actor(world.people.reviewer_a);
    let done = world.flow.return_to_clerk(reviewer, id, &content, "").await;
    assert!(matches!(done, Err(FlowError::Invalid("reason"))), "{done:?}");
    world.flow.return_to_clerk(reviewer, id, &content, "张三的名字不宜公开").await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Draft);
    let published = world.publish(id).await;
    let article = article(&world, published, None).await;
    assert!(article.record.iter().any(|line| line.kind == Kind::Return && line.note.is_empty()));
    assert!(!format!("{article:?}").contains("张三"));
    let reader = Reader::anonymous();
    let receipt = world.flow.document_receipt(&reader, published.code, None).await.unwrap();
    assert!(!String::from_utf8(receipt.extra.unwrap()).unwrap().contains("张三"));
    world.finish().await;
}
