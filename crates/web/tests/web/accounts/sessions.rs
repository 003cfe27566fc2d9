//! The list of sessions, and the own password.

use axum::http::StatusCode;
use testkit::PASSWORD;

use super::{CHOSEN, administer, is_in};
use crate::browser::{Answer, Browser};
use crate::form::pairs;
use crate::site::Place;

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14) Chrome/120 Safari/537.36 MicroMessenger/8.0";

/// The identifiers of the sessions that can be ended, in the order of the page.
async fn listed(browser: &Browser) -> Vec<String> {
    let page = browser.page("/account").await;
    let values = page.split("name=\"session\" value=\"").skip(1);
    values.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sees_the_own_sessions_and_ends_them() {
    let place = Place::new().await;
    let mut phone = place.anonymous().with("user-agent", PHONE);
    phone.log_in("clerk_a", PASSWORD, "/").await;
    place.world.clock.advance_days(1);
    let desk = place.logged_in("clerk_a").await;
    let other = place.logged_in("reviewer_a").await;
    let page = desk.page("/account").await;
    assert!(page.contains("Android · 微信") && page.contains("2026年3月3日"));
    assert!(!page.contains(&phone.cookies["session"]), "a token is never shown");
    let sessions = listed(&desk).await;
    assert_eq!(sessions.len(), 1, "this one cannot be ended by mistake");
    // Somebody else's session is out of reach.
    let theirs = listed(&place.logged_in("reviewer_a").await).await;
    let csrf = crate::form::fields(&page, "/account/sessions/end").unwrap()[0].1.clone();
    let form = pairs(&[("csrf", &csrf), ("session", &theirs[0])]);
    desk.post("/account/sessions/end", &form).await;
    assert!(is_in(&other).await);
    let answer = desk.send("/account", "/account/sessions/end", &[]).await;
    assert_eq!(answer.location(), "/account?done=session_ended");
    assert!(!is_in(&phone).await && is_in(&desk).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_use_is_known_to_the_hour() {
    let place = Place::new().await;
    let browser = place.logged_in("clerk_a").await;
    let seen = async || {
        let db = place.world.database.store.reader.db();
        let now = place.world.flow.now();
        let person = place.world.people.clerk_a;
        let at = place.world.authority;
        let all = store::sessions::of_person(db, at, person, now).await.unwrap();
        all[0].seen.unwrap()
    };
    let first = seen().await;
    browser.page("/").await;
    super::wait(&place, 3000);
    browser.page("/").await;
    assert_eq!(seen().await, first);
    super::wait(&place, 700);
    browser.page("/").await;
    assert!(seen().await.0 - first.0 > 3_600_000_000);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_other_sessions_end_at_once() {
    let place = Place::new().await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(place.logged_in("clerk_a").await);
    }
    let (this, colleague) = (place.logged_in("clerk_a").await, place.logged_in("reviewer_a").await);
    this.send("/account", "/account/sessions/end-others", &[]).await;
    for other in &others {
        assert!(!is_in(other).await);
    }
    assert!(is_in(&this).await && is_in(&colleague).await);
    // The office can do it too, for those whom it looks after.
    let answer = administer(&place, place.world.people.clerk_a, "sessions").await;
    assert_eq!(answer.location(), "/admin/persons?done=persons_sessions_ended");
    assert!(!is_in(&this).await && is_in(&colleague).await);
    place.finish().await;
}

async fn change(browser: &Browser, old: &str, new: &str, again: &str) -> Answer {
    let set = [("old_password", old), ("new_password", new), ("again_password", again)];
    browser.send("/account", "/account/password", &set).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_password_is_changed_by_whoever_knows_it() {
    let place = Place::new().await;
    let (this, other) = (place.logged_in("clerk_a").await, place.logged_in("clerk_a").await);
    for (old, new, again, status) in [
        ("wrong-password", CHOSEN, CHOSEN, 401),
        ("", CHOSEN, CHOSEN, 401),
        (PASSWORD, "short", "short", 422),
        (PASSWORD, "clerk_a_1", "clerk_a_1", 422),
        (PASSWORD, CHOSEN, "another-good-sentence", 422),
    ] {
        let answer = change(&this, old, new, again).await;
        assert_eq!(answer.status.as_u16(), status, "{old} {new}");
        assert!(!answer.text().contains(CHOSEN), "no password is shown again");
    }
    assert!(is_in(&other).await);
    let answer = change(&this, PASSWORD, CHOSEN, CHOSEN).await;
    assert_eq!(answer.location(), "/account?done=password_changed");
    assert!(is_in(&this).await && !is_in(&other).await);
    let old = place.anonymous().log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    assert_eq!(place.anonymous().log_in("clerk_a", CHOSEN, "/").await.status, 303);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_session_opens_no_other_way_in() {
    let place = Place::new().await;
    let thief = place.browser_of(place.world.people.clerk_a).await;
    for (form, name) in [
        ("/account/code/begin", "password"),
        ("/account/passkeys/begin", "password"),
        ("/account/code/begin", "other"),
    ] {
        let set = [(name, "wrong-password"), ("name", "x")];
        let answer = thief.send("/account", form, &set).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{form} {name}");
        assert!(answer.text().contains("密码不对"));
        assert!(!answer.set_cookies().iter().any(|line| line.starts_with("pending=")));
    }
    assert_eq!(thief.get("/account/code").await.location(), "/account");
    place.finish().await;
}

/// Attack B16: whatever one authority gave out is nothing at another on the same database.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_counts_at_its_own_authority_only() {
    let place = Place::new().await;
    let (flow, people) = (&place.world.flow, place.world.people);
    let ticket = flow.reset_link(flow::Actor(people.administrator), people.member_a).await.unwrap();
    let session = place.world.log_in(people.clerk_a).await;
    let limiter = identity::Limiter::default();
    let door = |authority| identity::Door {
        store: flow.store(),
        authority,
        clock: flow.clock(),
        random: flow.random(),
        limiter: &limiter,
        address: "::1".to_owned(),
        device: String::new(),
    };
    let other = domain::ids::AuthorityId::from_slice(&[7; 16]).unwrap();
    let tree = store::organizations::tree(flow.store().reader.db()).await.unwrap();
    let (key, now) =
        (identity::passkey::begin_login(&door(flow.authority()), "/").await, flow.now());
    let key = key.unwrap();
    for (authority, counts) in [(other, false), (flow.authority(), true)] {
        let caller = identity::caller(flow.store(), authority, &tree, &session, now).await;
        assert_eq!(caller.unwrap().is_some(), counts);
        let door = door(authority);
        assert_eq!(identity::ticket::look(&door, &ticket).await.is_ok(), counts);
        let site = identity::passkey::RelyingParty::of("https://qingshi.example");
        let signed = identity::passkey::Signed::default();
        let answer = identity::passkey::log_in(&door, &site, &key.token, &signed).await;
        let known = !matches!(answer, Err(identity::IdentityError::BeginAgain));
        assert_eq!(known, counts, "{answer:?}");
    }
    place.finish().await;
}

/// Attack B16: no link is made of what a request says its host is.
#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_accounts_repeats_the_host_that_was_asked_for() {
    let place = Place::new().await;
    let administrator = place.browser_of(place.world.people.administrator).await;
    let poisoned = administrator.with("host", "evil.example");
    let poisoned = poisoned.with("x-forwarded-host", "evil.example");
    for path in ["/account", "/admin/persons", "/login/code", "/link", "/link/00"] {
        let answer = poisoned.get(path).await;
        assert!(!answer.text().contains("evil.example"), "{path}");
        assert!(!answer.location().contains("evil.example"), "{path}");
    }
    let form = format!("/admin/persons/{}/reset", place.world.people.member_a);
    let made = poisoned.send("/admin/persons", &form, &[]).await;
    assert!(super::link(&made).starts_with("/link/"));
    place.finish().await;
}
