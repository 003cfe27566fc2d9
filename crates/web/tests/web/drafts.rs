//! What has not gone the whole way shows at no public exit, to nobody, by no address.

use axum::http::StatusCode;
use domain::ids::DisclosureId;
use domain::workflow::State;
use flow::Actor;

use crate::browser::Browser;
use crate::site::{MARKS, Place};

const TITLE: &str = "各范围事项的公告";

/// Addresses that somebody might guess for a text under way.
async fn guesses(place: &Place, id: DisclosureId) -> Vec<String> {
    let disclosure = place.world.disclosure(id).await;
    let code = disclosure.code.to_string();
    let mut guesses = place.exits(&code).await;
    for name in [id.to_string(), hex::encode(disclosure.doc), code] {
        for rest in ["", "/e/0", "/e/1", "/e/2", "/draft", "/preview", "/e/1/document.sd-jwt"] {
            guesses.push(format!("/d/{name}{rest}"));
        }
        guesses.push(format!("/d/{name}?edition=1&preview=1"));
    }
    guesses
}

async fn is_nowhere(place: &Place, id: DisclosureId, state: &str) {
    let code = place.world.disclosure(id).await.code;
    for person in place.everybody().await {
        for path in guesses(place, id).await {
            let answer = person.browser.get(&path).await;
            let case = format!("{} {state} {path}", person.name);
            if path.starts_with("/d/") {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{case}");
            }
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            assert!(!text.contains(TITLE), "{case}: title");
            assert!(!text.contains(&format!("/d/{code}\"")), "{case}: link");
            assert!(MARKS.iter().all(|mark| !text.contains(mark)), "{case}: text");
        }
    }
}

/// The desk shows it to those who take part, and to nobody else.
async fn desk_shows(place: &Place, id: DisclosureId, state: &str) {
    let owner = place.world.bodies.village_a;
    for person in place.everybody().await {
        for rest in ["", "/draft", "/step"] {
            let path = format!("/desk/{id}{rest}");
            let answer = person.browser.get(&path).await;
            let case = format!("{} {state} {path}", person.name);
            let handles = person.reader.handles.contains(&owner);
            let expected: &[u16] = match (handles, person.reader.person) {
                (true, _) => &[200, 303],
                (false, None) => &[303],
                (false, Some(_)) => &[404],
            };
            assert!(expected.contains(&answer.status.as_u16()), "{case}: {}", answer.status);
            if !handles {
                assert!(!answer.text().contains(TITLE), "{case}");
            }
        }
        let listed = lists(&person.browser, id).await;
        // Whoever watches a whole county finds it there only when something is late.
        let watches = person.name == "supervisor";
        let handles = person.reader.handles.contains(&owner) && !watches;
        assert!(listed == handles || person.name == "overseer_a", "{} {state}", person.name);
    }
}

async fn lists(desk: &Browser, id: DisclosureId) -> bool {
    desk.get("/desk").await.text().contains(&format!("/desk/{id}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_under_way_is_at_no_public_exit() {
    let place = Place::new().await;
    let id = place.draft_marked().await;
    is_nowhere(&place, id, "draft").await;
    desk_shows(&place, id, "draft").await;
    let content = place.world.propose(id).await;
    is_nowhere(&place, id, "proposed").await;
    desk_shows(&place, id, "proposed").await;
    place.world.review(id, &content).await;
    is_nowhere(&place, id, "passed").await;
    desk_shows(&place, id, "passed").await;
    place.world.approve(id, &content).await;
    desk_shows(&place, id, "published").await;
    let code = place.world.disclosure(id).await.code;
    assert!(place.anonymous().page(&format!("/d/{code}")).await.contains(TITLE));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_superior_reads_what_it_is_asked_to_sign_and_no_draft() {
    let place = Place::new().await;
    let (flow, superior) = (&place.world.flow, place.world.people.approver_t);
    let paths = |id: DisclosureId| {
        ["", "/step", "/draft", "/preview"].map(|page| format!("/desk/{id}{page}"))
    };
    // given one that the superior has not been asked about yet
    let early = place.world.brought_to(State::ToDecide).await;
    // and one that it is asked about, and refuses
    let id = place.world.brought_to(State::ToConsent).await;
    let browser = place.browser_of(superior).await;
    assert_eq!(browser.get(&format!("/desk/{id}/step")).await.status, StatusCode::OK);
    let content = place.world.content(id).await;
    flow.refuse(Actor(superior), id, &content, "请核对数字").await.unwrap();
    // then neither is there for it, nor can it remark on them
    for path in paths(early).into_iter().chain(paths(id)) {
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for id in [early, id] {
        assert!(flow.comment(Actor(superior), id, None, "改好了吗").await.is_err());
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_record_of_a_meeting_keeps_what_was_typed() {
    let place = Place::new().await;
    let id = place.world.brought_to(State::ToDecide).await;
    let approver = place.logged_in("approver_a").await;
    let step = format!("/desk/{id}/step");
    let mut fields =
        crate::form::fields(&approver.page(&step).await, &format!("/desk/{id}/decide"));
    let fields = fields.as_mut().unwrap();
    let typed = [
        ("meeting", "villagers_representatives"),
        ("held_on", "2026-03-01"),
        ("called", "30"),
        ("present", "24"),
        ("votes_for", "20"),
        ("votes_against", "1"),
        ("abstained", "1"),
        ("resolution", "同意按方案公开"),
    ];
    fields.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    fields.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let bytes = "\u{89}PNG";
    let answer = approver.hand_in(&format!("/desk/{id}/decide"), fields, "记录.png", bytes).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("同意按方案公开") && page.contains("value=\"24\""), "{page}");
    assert!(page.contains("请上传 JPG、PNG 图片或 PDF 文件"), "{page}");
    assert_eq!(place.world.disclosure(id).await.state, State::ToDecide);
    place.finish().await;
}
