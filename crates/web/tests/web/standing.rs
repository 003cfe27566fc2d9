//! How a text stands before the public: emergency, notice period, withdrawal, joint bodies, and
//! what an organization keeps back.

use domain::disclosure::NoticePlan;
use domain::ids::DisclosureId;
use domain::regime::DayKind;
use domain::workflow::State;
use flow::{Actor, NoticeResult};
use testkit::SHORT;

use crate::site::Place;

async fn page(place: &Place, id: DisclosureId) -> String {
    let code = place.world.disclosure(id).await.code;
    place.anonymous().page(&format!("/d/{code}")).await
}

async fn organization(place: &Place, id: domain::ids::OrganizationId) -> String {
    place.anonymous().page(&format!("/organizations/{id}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_says_what_is_missing_until_the_last_hand() {
    let place = Place::new().await;
    let id = place.world.brought_to(State::Released).await;
    let shown = page(&place, id).await;
    assert!(shown.contains("紧急公开") && shown.contains("汛情紧急"), "{shown}");
    assert!(shown.contains("还缺：审核"), "{shown}");
    place.world.pass(id).await;
    while place.world.disclosure(id).await.state == State::Released {
        place.world.pass(id).await;
    }
    assert!(!page(&place, id).await.contains("还缺："));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_period_shows_days_channel_and_result() {
    let place = Place::new().await;
    let world = &place.world;
    let id = world.receive_under(SHORT).await;
    let mut meta = world.meta(id).await;
    let channel = "青石县柳溪镇政府一楼办公室".to_owned();
    meta.notice = Some(NoticePlan { days: 7, day_kind: DayKind::Natural, channel });
    world.save_meta(id, meta).await;
    world.go_the_whole_way(id).await;
    let shown = page(&place, id).await;
    assert!(shown.contains("柳溪镇政府一楼") && shown.contains("公示期内，接受意见"), "{shown}");
    // the day alone makes it over: the page is not kept
    world.clock.advance_days(8);
    assert!(page(&place, id).await.contains("公示期已满，结果尚未公布"));
    let result = NoticeResult { objections: 3, upheld: 1, result: "已改正一处".to_owned() };
    world.flow.conclude(Actor(world.people.approver_a), id, &result).await.unwrap();
    let shown = page(&place, id).await;
    assert!(shown.contains("收到意见 3 条") && shown.contains("已改正一处"), "{shown}");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_is_told_on_the_text_that_followed_it() {
    let place = Place::new().await;
    let id = place.world.brought_to(State::Withdrawn).await;
    let clerk = Actor(place.world.people.clerk_a);
    place.world.flow.republish(clerk, id, "已删去隐私").await.unwrap();
    place.world.go_the_whole_way(id).await;
    let shown = page(&place, id).await;
    assert!(shown.contains("本件曾被撤回") && shown.contains("涉及隐私"), "{shown}");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_bodies_list_what_they_disclose_jointly() {
    let place = Place::new().await;
    let id = place.world.brought_to(State::ToConcur).await;
    let (a, b) = (place.world.bodies.village_a, place.world.bodies.village_b);
    let code = place.world.disclosure(id).await.code;
    assert!(!organization(&place, b).await.contains(&format!("/d/{code}")));
    while place.world.disclosure(id).await.state != State::Published {
        place.world.pass(id).await;
    }
    for body in [a, b] {
        assert!(organization(&place, body).await.contains(&format!("/d/{code}")), "{body}");
    }
    assert!(page(&place, id).await.contains("下坪村村民委员会"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_back_is_told_by_item_and_ground_never_by_title() {
    let place = Place::new().await;
    let id = place.world.brought_to(State::Withheld).await;
    let title = place.world.draft(id).await.title();
    let shown = organization(&place, place.world.bodies.village_a).await;
    assert!(shown.contains("已批准、不予公开") && shown.contains("涉及商业秘密"), "{shown}");
    assert!(!shown.contains(&title), "no title");
    // of the other village nothing is kept back
    let other = organization(&place, place.world.bodies.village_b).await;
    assert!(!other.contains("已批准、不予公开"));
    place.finish().await;
}
