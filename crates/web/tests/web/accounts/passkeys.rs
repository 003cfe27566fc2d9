//! Passkeys, with an authenticator in software: adding, coming in, and everything bent.

use axum::http::StatusCode;
use testkit::{Authenticator, PASSWORD, base64url};

use super::{between, is_in, with_code};
use crate::browser::{Answer, Browser, Pairs};
use crate::form::fields;
use crate::site::Place;

const ORIGIN: &str = "https://qingshi.example";

fn authenticator(seed: u8) -> Authenticator {
    Authenticator::seeded(seed, ORIGIN, "qingshi.example")
}

fn challenge(html: &str) -> String {
    between(html, "data-challenge=\"", "\"").to_owned()
}

fn set(form: &mut Pairs, name: &str, value: &[u8]) {
    form.retain(|(field, _)| field != name);
    form.push((name.to_owned(), base64url(value)));
}

/// Begins adding: the page with the challenge.
async fn begin(browser: &mut Browser) -> String {
    let to = "/account/passkeys/begin";
    let set = [("name", "办公室电脑"), ("password", PASSWORD)];
    let answer = browser.send("/account", to, &set).await;
    browser.take_cookies(&answer);
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("content-security-policy").contains("script-src 'self'"));
    answer.text()
}

async fn answer(browser: &Browser, page: &str, made: (Vec<u8>, Vec<u8>)) -> Answer {
    let mut form = fields(page, "/account/passkeys").expect("the form");
    set(&mut form, "client_data", &made.0);
    set(&mut form, "attestation_object", &made.1);
    browser.post("/account/passkeys", &form).await
}

async fn add(browser: &mut Browser, authenticator: &Authenticator) -> Answer {
    let page = begin(browser).await;
    answer(browser, &page, authenticator.make(&challenge(&page))).await
}

/// Asks for a challenge to come in with.
async fn ask(place: &Place) -> (Browser, String) {
    let mut browser = place.anonymous();
    let page = browser.get("/login?next=/desk").await;
    browser.take_cookies(&page);
    let form = fields(&page.text(), "/login/passkey/begin").expect("the form");
    let asked = browser.post("/login/passkey/begin", &form).await;
    browser.take_cookies(&asked);
    (browser, asked.text())
}

async fn sign(browser: &mut Browser, page: &str, key: &mut Authenticator, handle: &[u8]) -> Answer {
    let signed = key.sign(&challenge(page));
    let mut form = fields(page, "/login/passkey").expect("the form");
    set(&mut form, "credential", &key.credential);
    set(&mut form, "client_data", &signed.client_data);
    set(&mut form, "authenticator_data", &signed.authenticator_data);
    set(&mut form, "signature", &signed.signature);
    set(&mut form, "user_handle", handle);
    let answer = browser.post("/login/passkey", &form).await;
    browser.take_cookies(&answer);
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_added_and_lets_its_person_in() {
    let place = Place::new().await;
    let (mut own, mut key) = (place.logged_in("clerk_a").await, authenticator(3));
    assert_eq!(add(&mut own, &key).await.location(), "/account?done=passkey_added");
    assert!(own.page("/account").await.contains("办公室电脑"));
    let (mut browser, page) = ask(&place).await;
    let handle = place.world.people.clerk_a.to_vec();
    assert_eq!(sign(&mut browser, &page, &mut key, &handle).await.location(), "/desk");
    assert!(is_in(&browser).await && browser.page("/account").await.contains("clerk_a"));
    // It is two factors at once: no code is asked for beside it.
    with_code(&place, (&own, PASSWORD), place.world.people.clerk_a).await;
    let (mut browser, page) = ask(&place).await;
    assert_eq!(sign(&mut browser, &page, &mut key, &[]).await.location(), "/desk");
    // The same key cannot be added by another, and not again.
    let mut other = place.logged_in("reviewer_a").await;
    assert_eq!(add(&mut other, &key).await.status, StatusCode::CONFLICT);
    assert_eq!(add(&mut own, &key).await.status, StatusCode::CONFLICT);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_page_or_another_time_asked_for_lets_nobody_in() {
    let place = Place::new().await;
    let (mut own, key) = (place.logged_in("clerk_a").await, authenticator(3));
    add(&mut own, &key).await;
    let refused = "/login?done=passkey_refused";
    type Bend = fn(&mut Authenticator);
    let bends: [Bend; 4] = [
        |key| key.origin = "https://qingshi.example.evil".to_owned(),
        |key| key.site = "evil.example".to_owned(),
        |key| key.flags = 0b001,
        |key| key.credential = vec![9; 16],
    ];
    for bend in bends {
        let mut bent = key.clone();
        bend(&mut bent);
        let (mut browser, page) = ask(&place).await;
        assert_eq!(sign(&mut browser, &page, &mut bent, &[]).await.location(), refused);
        assert!(!is_in(&browser).await);
    }
    // Another person's handle, a stranger's key, another challenge.
    let mut good = key.clone();
    let (mut browser, page) = ask(&place).await;
    let handle = place.world.people.reviewer_a.to_vec();
    assert_eq!(sign(&mut browser, &page, &mut good, &handle).await.location(), refused);
    let mut stranger = authenticator(4);
    stranger.credential.clone_from(&key.credential);
    let (mut browser, page) = ask(&place).await;
    assert_eq!(sign(&mut browser, &page, &mut stranger, &[]).await.location(), refused);
    let ((mut browser, page), (_, other)) = (ask(&place).await, ask(&place).await);
    let swapped = page.replace(&challenge(&page), &challenge(&other));
    assert_eq!(sign(&mut browser, &swapped, &mut good, &[]).await.location(), refused);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_taken_once_in_its_own_browser_and_in_time() {
    let place = Place::new().await;
    let (mut own, mut key) = (place.logged_in("clerk_a").await, authenticator(3));
    add(&mut own, &key).await;
    let again = "/login?done=begin_again";
    let (browser, page) = ask(&place).await;
    let (mut first, mut second) = (browser.clone(), browser);
    assert_eq!(sign(&mut first, &page, &mut key, &[]).await.location(), "/desk");
    assert_eq!(sign(&mut second, &page, &mut key, &[]).await.location(), again);
    let (mut victim, page) = ask(&place).await;
    let (mut thief, _) = ask(&place).await;
    thief.cookies.remove("pending");
    let csrf = (victim.cookies["form"].clone(), thief.cookies["form"].clone());
    let moved = page.replace(&csrf.0, &csrf.1);
    assert_eq!(sign(&mut thief, &moved, &mut key, &[]).await.location(), again);
    super::wait(&place, 601);
    assert_eq!(sign(&mut victim, &page, &mut key, &[]).await.location(), again);
    assert!(!is_in(&victim).await && !is_in(&second).await && !is_in(&thief).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_counter_that_goes_back_betrays_a_copy() {
    let place = Place::new().await;
    let (mut own, mut key) = (place.logged_in("clerk_a").await, authenticator(3));
    add(&mut own, &key).await;
    let mut copy = key.clone();
    for _ in 0..2 {
        let (mut browser, page) = ask(&place).await;
        assert_eq!(sign(&mut browser, &page, &mut key, &[]).await.location(), "/desk");
    }
    let (mut browser, page) = ask(&place).await;
    let refused = sign(&mut browser, &page, &mut copy, &[]).await;
    assert_eq!(refused.location(), "/login?done=passkey_refused");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_person_adds_and_removes_a_passkey() {
    let place = Place::new().await;
    let (mut own, mut other) =
        (place.logged_in("clerk_a").await, place.logged_in("reviewer_a").await);
    let (mut key, mut theirs) = (authenticator(3), authenticator(4));
    add(&mut own, &key).await;
    add(&mut other, &theirs).await;
    // A challenge begun by one is no use to another, not even with the cookie.
    let (page, foreign) = (begin(&mut own).await, begin(&mut other).await);
    let made = authenticator(5).make(&challenge(&foreign));
    let mut stolen = own.clone();
    stolen.cookies.insert("pending".to_owned(), other.cookies["pending"].clone());
    let refused = answer(&stolen, &page, made).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let set = [("passkey", base64url(&theirs.credential))];
    let set: Vec<_> = set.iter().map(|(name, value)| (*name, value.as_str())).collect();
    own.send("/account", "/account/passkeys/remove", &set).await;
    let (mut browser, page) = ask(&place).await;
    assert_eq!(sign(&mut browser, &page, &mut theirs, &[]).await.location(), "/desk");
    own.send("/account", "/account/passkeys/remove", &[]).await;
    let (mut browser, page) = ask(&place).await;
    let gone = sign(&mut browser, &page, &mut key, &[]).await;
    assert_eq!(gone.location(), "/login?done=passkey_refused");
    // Who has left is out by this way too.
    place.world.flow.leave(None, place.world.people.reviewer_a).await.unwrap();
    let (mut browser, page) = ask(&place).await;
    let left = sign(&mut browser, &page, &mut theirs, &[]).await;
    assert_eq!(left.location(), "/login?done=passkey_refused");
    assert_eq!(place.anonymous().log_in("clerk_a", PASSWORD, "/").await.status, 303);
    place.finish().await;
}
