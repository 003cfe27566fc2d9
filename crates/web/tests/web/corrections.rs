//! Corrected and withdrawn texts on the portal: nothing vanishes, nothing shows too early.

use axum::http::StatusCode;
use domain::scope::Scope;
use testkit::{Published, TEXT};

use crate::browser::Answer;
use crate::site::{MARKED, Place};

const NEW: &str = "更正后的新标题";

/// Opens a correction with another title, by the forms.
async fn open(place: &Place, published: Published) {
    let clerk = place.logged_in("clerk_a").await;
    let desk = format!("/desk/{}", published.id);
    let none = clerk.send(&desk, &format!("{desk}/correct"), &[("reason", " ")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "not without a reason");
    let sent = clerk.send(&desk, &format!("{desk}/correct"), &[("reason", "数字有误")]).await;
    assert_eq!(sent.location(), format!("{desk}/draft?done=correcting"));
    let save = format!("{desk}/save");
    let saved = clerk.send(&format!("{desk}/draft"), &save, &[("title", NEW)]).await;
    assert_eq!(saved.location(), format!("{desk}/draft?done=saved"));
}

async fn body(place: &Place, path: &str) -> String {
    place.anonymous().page(path).await.split("<footer").next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_shows_when_it_is_published_and_the_old_edition_stays() {
    let place = Place::new().await;
    let published = place.world.publish_text(TEXT).await;
    let path = format!("/d/{}", published.code);
    let (before, home) = (body(&place, &path).await, body(&place, "/").await);
    open(&place, published).await;
    // Whatever state the correction is in, nothing of it shows, made anew or kept.
    let world = &place.world;
    let still = || async {
        world.flow.public_changed();
        assert_eq!(body(&place, &path).await, before);
        assert_eq!(body(&place, "/").await, home);
        assert_eq!(place.anonymous().get(&format!("{path}/e/2")).await.status.as_u16(), 404);
    };
    still().await;
    let content = world.propose(published.id).await;
    still().await;
    world.review(published.id, &content).await;
    still().await;
    world.approve(published.id, &content).await;
    let page = place.anonymous().page(&path).await;
    assert!(page.contains(NEW) && page.contains("数字有误"));
    assert!(page.contains(&format!("href=\"{path}/e/1\"")));
    assert!(place.anonymous().page("/").await.contains(NEW));
    let old = place.anonymous().page(&format!("{path}/e/1")).await;
    assert!(old.contains("财务收支情况的公告</h1>"), "the old edition under its own title");
    assert!(old.contains(&format!("href=\"{path}/e/2\"")), "it points to the newest");
    let document = |edition: u32| format!("{path}/e/{edition}/document.sd-jwt");
    let (one, two) =
        (place.anonymous().page(&document(1)).await, place.anonymous().page(&document(2)).await);
    assert_ne!(one, two);
    assert_eq!(place.anonymous().page(&format!("{path}/document.sd-jwt")).await, two);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_hides_the_title_hides_every_edition() {
    let place = Place::new().await;
    let published = place.world.publish_text(MARKED).await;
    let path = format!("/d/{}", published.code);
    place.anonymous().page(&path).await;
    place.anonymous().page(&format!("{path}/e/1")).await;
    open(&place, published).await;
    place.world.scope(published.id, &vec![Scope::Registered; 6]).await;
    place.world.publish(published.id).await;
    for rest in ["", "/e/1", "/e/2", "/document.sd-jwt", "/e/1/document.sd-jwt"] {
        let answer = place.anonymous().get(&format!("{path}{rest}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{rest}");
    }
    assert!(!place.anonymous().page("/").await.contains(&path));
    let registered = place.browser_of(place.world.people.registered).await;
    assert!(registered.page(&path).await.contains(NEW));
    place.finish().await;
}

fn gone(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::GONE);
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = answer.text();
    assert!(text.contains("公开有误"), "the reason stays");
    assert!(text.contains("财务收支") && !text.contains("三万二千元"), "the title, not the text");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_text_leaves_its_notice() {
    let place = Place::new().await;
    let published = place.world.publish_text(TEXT).await;
    let (path, desk) = (format!("/d/{}", published.code), format!("/desk/{}", published.id));
    let etag = place.anonymous().get(&path).await.header("etag").to_owned();
    place.anonymous().page(&format!("{path}/e/1")).await;
    let approver = place.logged_in("approver_a").await;
    let none = approver.send(&desk, &format!("{desk}/withdraw"), &[("reason", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = [("reason", "公开有误")];
    let sent = approver.send(&desk, &format!("{desk}/withdraw"), &reason).await;
    assert_eq!(sent.location(), format!("{desk}?done=withdrawn"));
    // Pages kept before, and browsers that know them, get the notice.
    for person in place.everybody().await {
        gone(&person.browser.get(&path).await);
        gone(&person.browser.get(&format!("{path}/e/1")).await);
        gone(&person.browser.with("if-none-match", &etag).get(&path).await);
        for file in ["document.sd-jwt", "document.tlog-proof"] {
            for of in [format!("{path}/{file}"), format!("{path}/e/1/{file}")] {
                let answer = person.browser.get(&of).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {of}", person.name);
            }
        }
        assert!(!person.browser.page("/").await.contains(&path), "{}", person.name);
    }
    // A withdrawn text is not touched again.
    for step in ["withdraw", "correct", "review", "approve", "return"] {
        let mut fields = crate::form::pairs(&[("csrf", &"00".repeat(32)), ("reason", "x")]);
        let checks = ["secrecy", "privacy", "necessity", "accuracy"];
        fields.extend(checks.map(|check| (check.to_owned(), "checked".to_owned())));
        let everything = place.browser_of(place.world.people.every_duty).await;
        let answer = everything.post(&format!("{desk}/{step}"), &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{step}");
    }
    place.finish().await;
}
