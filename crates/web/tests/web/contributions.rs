//! 投稿 in the browser: from whoever is logged in to a clerk's draft.

use axum::http::StatusCode;

use crate::form::{fields, without};
use crate::site::Place;

const TITLE: &str = "<b>路灯</b>的情况";
const TEXT: &str = "村口的路灯坏了。\n<script>alert(1)</script>\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_villager_sends_and_a_clerk_makes_a_draft_of_it() {
    let place = Place::new().await;
    let member = place.browser_of(place.world.people.member_a).await;
    let anonymous = place.anonymous().get("/contribute").await;
    assert_eq!(anonymous.location(), "/login?next=/contribute");
    let mut form = fields(&member.page("/contribute").await, "/contribute").unwrap();
    let organization = place.world.bodies.village_a.to_string();
    for (name, value) in [("organization", &*organization), ("title", TITLE), ("text", TEXT)] {
        form = without(&form, name);
        form.push((name.to_owned(), value.to_owned()));
    }
    // A field for a file that was left empty.
    let sent = member.hand_in("/contribute", &form, "", "").await;
    assert_eq!(sent.location(), "/contribute?done=contributed", "{}", sent.text());
    let own = member.page("/contribute").await;
    assert!(own.contains("&#60;b&#62;路灯") && own.contains("待处理") && !own.contains(TITLE));
    // Nobody else hears of it, but the clerks of that organization.
    for person in place.everybody().await {
        let list = person.browser.get("/desk/contributions").await;
        let expected = match person.name {
            "anonymous" => 303,
            "clerk_a" | "clerk_b" | "every_duty" => 200,
            _ => 403,
        };
        assert_eq!(list.status.as_u16(), expected, "{}", person.name);
        let sees = ["clerk_a", "every_duty"].contains(&person.name);
        assert_eq!(list.text().contains("路灯坏了"), sees, "{}", person.name);
        assert!(!list.text().contains("<script>alert"), "only ever text");
        for path in ["/", "/contribute"] {
            let page = person.browser.get(path).await.text();
            let own = path == "/contribute" && person.name == "member_a";
            assert_eq!(page.contains("路灯"), own, "{} {path}", person.name);
        }
    }
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    assert!(clerk.page("/desk").await.contains("/desk/contributions"));
    let list = clerk.page("/desk/contributions").await;
    let accept = list.split("action=\"").find(|rest| rest.contains("/accept\"")).unwrap();
    let accept = accept.split('"').next().unwrap().to_owned();
    let set = [("item", "party-2010/A19"), ("series", "B")];
    let made = clerk.send("/desk/contributions", &accept, &set).await;
    assert!(made.location().ends_with("/draft?done=accepted"), "{}", made.text());
    let draft = clerk.page(made.location()).await;
    assert!(draft.contains("member_a") && draft.contains("路灯坏了"));
    assert!(member.page("/contribute").await.contains("已采用"));
    // Twice is once.
    let again = clerk.post(&accept, &fields(&list, &accept).unwrap()).await;
    assert!(again.status.is_client_error(), "{}", again.status);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_can_be_taken_back_by_whoever_sent_it() {
    let place = Place::new().await;
    let member = place.browser_of(place.world.people.member_a).await;
    let form = fields(&member.page("/contribute").await, "/contribute").unwrap();
    let empty = member.hand_in("/contribute", &form, "", "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("请写标题"));
    let mut form = without(&form, "title");
    form.push(("title".to_owned(), "来稿".to_owned()));
    let sent = member.hand_in("/contribute", &form, "来稿.txt", "标题\n正文。\n").await;
    assert_eq!(sent.location(), "/contribute?done=contributed");
    let page = member.page("/contribute").await;
    let withdraw = page.split("action=\"").find(|rest| rest.contains("/withdraw\"")).unwrap();
    let withdraw = withdraw.split('"').next().unwrap().to_owned();
    let other = place.browser_of(place.world.people.member_b).await;
    let csrf = fields(&other.page("/contribute").await, "/contribute").unwrap();
    assert_eq!(other.post(&withdraw, &csrf).await.status, StatusCode::NOT_FOUND);
    let done = member.send("/contribute", &withdraw, &[]).await;
    assert_eq!(done.location(), "/contribute?done=contribution_withdrawn");
    assert!(member.page("/contribute").await.contains("已收回"));
    place.finish().await;
}
