//! The whole way of a disclosure, from the file to the page.

use domain::access::Reader;
use domain::act::Kind;
use domain::workflow::State;
use flow::Actor;
use flow::article::{Found, Part};
use testkit::{TEXT, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_text_becomes_a_page_that_everybody_reads() {
    // given a text that the clerk of A hands in
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    assert_eq!(world.disclosure(id).await.state, State::Draft);
    // when three people have had their hand in it
    let published = world.publish(id).await;
    // then everybody reads it, and the record shows who did what
    let disclosure = world.disclosure(id).await;
    assert_eq!((disclosure.state, disclosure.public_edition), (State::Published, Some(1)));
    let found = world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
    let Found::Article(article) = found else { panic!("not withdrawn") };
    assert_eq!(article.title, "上坪村二〇二六年第一季度财务收支情况的公告");
    assert!(article.parts.iter().all(|part| matches!(part, Part::Slice { .. })));
    assert_eq!(article.parts.len(), 3);
    assert_eq!(article.whole, article.shown);
    let kinds: Vec<_> = article.record.iter().map(|line| line.kind).collect();
    assert_eq!(kinds, [Kind::Propose, Kind::Review, Kind::Approve, Kind::Publish]);
    let hands: std::collections::BTreeSet<_> =
        article.record[..3].iter().map(|line| line.hand.clone()).collect();
    assert_eq!(hands.len(), 3);
    assert!(article.proof.checkpoint_size > published.log_index);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_public_before_it_is_approved() {
    let world = World::founded().await;
    let id = world.receive(TEXT).await;
    let content = world.propose(id).await;
    world.review(id, &content).await;
    let code = world.disclosure(id).await.code;
    let everybody = world.people.all();
    for (_, person) in everybody {
        let reader = world.reader(person).await;
        assert!(world.flow.article(&reader, code, None).await.is_err());
        assert!(world.flow.presentation(&reader, code, None).await.is_err());
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn markdown_goes_the_same_way() {
    let world = World::founded().await;
    let text = "# 关于维修村道的通知\n\n## 一、时间\n\n三月五日至十日。\n\n| 路段 | 天数 |\n|---|---|\n| 村口 | 3 |\n";
    let receipt = world.receipt("通知.md", text.as_bytes());
    let id = world.flow.receive(Actor(world.people.clerk_a), receipt).await.unwrap();
    let published = world.publish(id).await;
    let found = world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
    let Found::Article(article) = found else { panic!("not withdrawn") };
    assert_eq!(article.title, "关于维修村道的通知");
    assert!(article.parts.len() >= 2);
    world.finish().await;
}
