//! The lock after wrong guesses in a row (attack B18).

use axum::http::StatusCode;
use testkit::PASSWORD;

use super::{administer, wait};
use crate::browser::Answer;
use crate::site::Place;

const QUARTER: i64 = 15 * 60 + 1;

async fn guess(place: &Place, name: &str, password: &str) -> Answer {
    place.anonymous().log_in(name, password, "/").await
}

/// Ten wrong guesses, with a rest so that the limit in memory does not answer instead.
async fn lock(place: &Place, name: &str) {
    for number in 0..10 {
        if number == 5 {
            wait(place, QUARTER);
        }
        let answer = guess(place, name, "wrong-password").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{number}");
    }
    wait(place, QUARTER);
}

fn body(answer: &Answer, name: &str) -> String {
    let text = super::between(&answer.text(), "<main", "</main>").to_owned();
    let csrf = super::between(&text, "name=\"csrf\" value=\"", "\"").to_owned();
    text.replace(&csrf, "CSRF").replace(name, "NAME")
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_wrong_guesses_lock_and_the_right_password_is_answered_as_a_wrong_one() {
    let place = Place::new().await;
    lock(&place, "clerk_a").await;
    let (right, wrong) =
        (guess(&place, "clerk_a", PASSWORD).await, guess(&place, "clerk_a", "wrong-again").await);
    let nobody = guess(&place, "nobody_at_all", "wrong-again").await;
    for answer in [&right, &wrong, &nobody] {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(!answer.set_cookies().iter().any(|line| line.starts_with("session=")));
    }
    assert_eq!(body(&right, "clerk_a"), body(&wrong, "clerk_a"));
    assert_eq!(body(&right, "clerk_a"), body(&nobody, "nobody_at_all"));
    // Others are not locked, and the lock ends when it was to end: half an hour after the tenth.
    place.logged_in("reviewer_a").await;
    wait(&place, QUARTER);
    place.logged_in("clerk_a").await;
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_that_are_not_in_a_row_do_not_lock() {
    let place = Place::new().await;
    for _ in 0..4 {
        for _ in 0..5 {
            guess(&place, "clerk_a", "wrong-password").await;
        }
        place.logged_in("clerk_a").await;
        wait(&place, QUARTER);
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_outlives_the_process_and_the_administrator_sees_and_ends_it() {
    let place = Place::new().await;
    let person = place.world.people.clerk_a;
    lock(&place, "clerk_a").await;
    // Another process on the same database knows nothing of the guesses but the lock.
    let site = web::Site::new(place.world.flow.clone(), Place::settings(false));
    let router = web::router(site.clone());
    let again = crate::browser::Browser::of(site, router).log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let administrator = place.browser_of(place.world.people.administrator).await;
    let page = administrator.page("/admin/persons").await;
    let unlock = format!("formaction=\"/admin/persons/{person}/unlock\"");
    assert!(page.contains("class=\"locked\"") && page.contains(&unlock));
    let answer = administer(&place, person, "unlock").await;
    assert_eq!(answer.location(), "/admin/persons?done=unlocked");
    assert!(!administrator.page("/admin/persons").await.contains("class=\"locked\""));
    place.logged_in("clerk_a").await;
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_on_the_account_page_counts_as_one_at_the_door() {
    let place = Place::new().await;
    let browser = place.logged_in("clerk_a").await;
    let set = [
        ("old_password", "wrong-password"),
        ("new_password", super::CHOSEN),
        ("again_password", super::CHOSEN),
    ];
    for number in 0..10 {
        if number == 5 {
            wait(&place, QUARTER);
        }
        browser.send("/account", "/account/password", &set).await;
    }
    wait(&place, QUARTER);
    assert_eq!(guess(&place, "clerk_a", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    let set = [("old_password", PASSWORD), set[1], set[2]];
    let answer = browser.send("/account", "/account/password", &set).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "not even by the right one");
    place.finish().await;
}
