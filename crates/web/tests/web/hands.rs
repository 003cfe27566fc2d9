//! Every step by every wrong person, over HTTP: refused, and nothing is recorded.

use axum::http::StatusCode;
use domain::ids::{DisclosureId, PersonId};
use domain::permission::may_act;
use domain::workflow::{Action, next};
use testkit::TEXT;

use crate::browser::{Answer, Browser};
use crate::form::pairs;
use crate::site::Place;

/// The steps that have an address.
const STEPS: [(Action, &str); 6] = [
    (Action::Edit, "save"),
    (Action::Propose, "propose"),
    (Action::Review, "review"),
    (Action::Approve, "approve"),
    (Action::Return, "return"),
    (Action::Correct, "correct"),
];

async fn send(browser: &Browser, id: DisclosureId, step: &str, place: &Place) -> Answer {
    browser.post(&format!("/desk/{id}/{step}"), &form(id, place).await).await
}

/// Every field of every step, as it stands now.
async fn form(id: DisclosureId, place: &Place) -> Vec<(String, String)> {
    let (disclosure, db) = (place.world.disclosure(id).await, &place.world.database.store.reader);
    let at = place.world.authority;
    let edition = store::editions::latest(db.db(), at, id, disclosure.edition).await.unwrap();
    let content = edition.map_or(String::new(), |edition| hex::encode(edition.content_hash));
    let slices = place.world.draft(id).await.slices.len();
    let mut fields = pairs(&[
        ("csrf", &"00".repeat(32)),
        ("version", &disclosure.version.to_string()),
        ("content", &content),
        ("step", &disclosure.step.to_string()),
        ("reason", "理由"),
        ("title", "标题"),
        ("item", "party-2010/A19"),
    ]);
    for check in ["secrecy", "privacy", "necessity", "accuracy"] {
        fields.push((check.to_owned(), "checked".to_owned()));
    }
    for slice in 0..slices {
        fields.push((format!("scope-{slice}"), "public".to_owned()));
    }
    fields
}

async fn acts(place: &Place, id: DisclosureId) -> usize {
    let db = place.world.database.store.reader.db();
    store::acts::of_disclosure(db, place.world.authority, id).await.unwrap().len()
}

/// Everybody who may not take a step now tries every step.
async fn wrong_hands(place: &Place, id: DisclosureId) {
    let before = (acts(place, id).await, place.world.disclosure(id).await);
    let owner = place.world.bodies.village_a;
    for (name, person) in place.world.people.all() {
        let browser = place.browser_of(person).await;
        let duties = place.world.people.duties_in_a(person, &place.world.bodies);
        let handles = place.world.reader(person).await.handles.contains(&owner);
        let withdraw = [(Action::Withdraw, "withdraw")];
        for (action, step) in STEPS.iter().chain(&withdraw) {
            let disclosure = &before.1;
            let fits = next(disclosure.state, *action).is_some();
            if fits && may_act(person, &duties, *action, &disclosure.hands).is_ok() {
                continue;
            }
            let answer = send(&browser, id, step, place).await;
            let case = format!("{name} {step} {:?}", disclosure.state);
            // Whoever may take a step that is taken already is told that it is; nothing is recorded.
            let taken = matches!(action, Action::Review | Action::Approve)
                && may_act(person, &duties, *action, &disclosure.hands).is_ok();
            let expected: &[StatusCode] = if handles && taken {
                &[StatusCode::SEE_OTHER, StatusCode::CONFLICT]
            } else if handles {
                &[StatusCode::FORBIDDEN, StatusCode::CONFLICT]
            } else {
                // To others it does not exist.
                &[StatusCode::NOT_FOUND]
            };
            // A draft that is no draft any more is only told to be stale.
            let is_stale = answer.location().ends_with("/draft?done=stale") && handles;
            assert!(is_stale || expected.contains(&answer.status), "{case}: {}", answer.status);
        }
    }
    let after = (acts(place, id).await, place.world.disclosure(id).await);
    assert_eq!(after.0, before.0);
    assert_eq!(format!("{:?}", after.1), format!("{:?}", before.1));
}

async fn right(place: &Place, person: PersonId, id: DisclosureId, step: &str) {
    let answer = send(&place.browser_of(person).await, id, step, place).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_step_is_taken_by_a_wrong_hand() {
    let place = Place::new().await;
    let people = place.world.people;
    let id = place.world.receive(TEXT).await;
    wrong_hands(&place, id).await;
    right(&place, people.clerk_a, id, "propose").await;
    wrong_hands(&place, id).await;
    right(&place, people.reviewer_a, id, "review").await;
    wrong_hands(&place, id).await;
    right(&place, people.approver_a, id, "approve").await;
    wrong_hands(&place, id).await;
    right(&place, people.clerk_a, id, "correct").await;
    wrong_hands(&place, id).await;
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_every_duty_still_takes_one_step_only() {
    let place = Place::new().await;
    let (all, people) = (place.world.people.every_duty, place.world.people);
    let id = place.world.receive(TEXT).await;
    right(&place, all, id, "propose").await;
    let browser = place.browser_of(all).await;
    let page = browser.page(&format!("/desk/{id}/step")).await;
    assert!(!page.contains(&format!("action=\"/desk/{id}/review\"")), "not even offered");
    assert_eq!(send(&browser, id, "review", &place).await.status, StatusCode::FORBIDDEN);
    let reviewer = place.browser_of(people.reviewer_a).await;
    let page = reviewer.page(&format!("/desk/{id}/step")).await;
    assert!(page.contains(&format!("action=\"/desk/{id}/review\"")));
    assert!(!page.contains("name=\"note\""), "nothing is asked for that is not kept");
    right(&place, people.reviewer_a, id, "review").await;
    assert_eq!(send(&browser, id, "approve", &place).await.status, StatusCode::FORBIDDEN);
    right(&place, people.approver_a, id, "approve").await;
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_pressed_twice_takes_its_step_once() {
    let place = Place::new().await;
    let people = place.world.people;
    let id = place.world.receive(TEXT).await;
    right(&place, people.clerk_a, id, "propose").await;
    for (person, step, flash) in
        [(people.reviewer_a, "review", "passed"), (people.approver_a, "approve", "published")]
    {
        let (browser, form) = (place.browser_of(person).await, form(id, &place).await);
        let mut taken = Vec::new();
        for _ in 0..2 {
            let answer = browser.post(&format!("/desk/{id}/{step}"), &form).await;
            assert_eq!(answer.location(), format!("/desk/{id}?done={flash}"));
            taken.push(acts(&place, id).await);
        }
        assert_eq!(taken[0], taken[1], "{step}");
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_text_and_one_of_others_answer_alike() {
    let place = Place::new().await;
    let id = place.world.receive(TEXT).await;
    let never = "0190a000-0000-7000-8000-000000000000";
    let outsider = place.browser_of(place.world.people.clerk_b).await;
    let fields = pairs(&[("csrf", &"00".repeat(32)), ("version", "1"), ("reason", "x")]);
    let steps = STEPS.iter().map(|(_, step)| *step).chain(["withdraw", "split", "join"]);
    for step in steps {
        for wrong in [id.to_string(), never.to_owned(), "x".to_owned()] {
            let answer = outsider.post(&format!("/desk/{wrong}/{step}"), &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong} {step}");
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_desk_asks_a_hand_that_wrote_to_confirm_a_release() {
    let place = Place::new().await;
    let (world, people) = (&place.world, place.world.people);
    let every = flow::Actor(people.every_duty);
    // given a text that somebody with every duty had a hand in, out in an emergency
    let id = world.receive(TEXT).await;
    let version = world.disclosure(id).await.version;
    let texts = vec![(1, "改过的内容。".to_owned())];
    world.flow.edit(every, id, version, flow::Edit::Rewrite { texts }).await.unwrap();
    let content = world.propose(id).await;
    let approver = flow::Actor(people.approver_a);
    world.flow.release(approver, id, &content, "汛情紧急").await.unwrap();
    // then the step would refuse them, and the desk does not ask them
    let review = world.flow.review(every, id, &content, flow::Review::passed()).await;
    assert!(review.is_err(), "{review:?}");
    let step = format!("href=\"/desk/{id}/step\"");
    assert!(!place.browser_of(people.every_duty).await.page("/desk").await.contains(&step));
    assert!(place.logged_in("reviewer_a").await.page("/desk").await.contains(&step));
    place.finish().await;
}
