//! One-time codes: the second half of a login, which no address goes around (attack B18).

use axum::http::StatusCode;
use testkit::PASSWORD;

use super::{enter_code, is_in, secret, wait, with_code};
use crate::browser::Browser;
use crate::site::Place;

async fn code(place: &Place, secret: &[u8]) -> String {
    identity::code::code_at(secret, place.world.flow.now())
}

/// A browser after the right password.
async fn half_way(place: &Place, name: &str) -> Browser {
    let mut browser = place.anonymous();
    let answer = browser.log_in(name, PASSWORD, "/desk").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/login/code"));
    assert!(!browser.cookies.contains_key("session"));
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_asked_for_once_it_was_confirmed() {
    let place = Place::new().await;
    let (browser, person) = (place.logged_in("clerk_a").await, place.world.people.clerk_a);
    let set = [("password", PASSWORD)];
    browser.send("/account", "/account/code/begin", &set).await;
    let page = browser.page("/account/code").await;
    assert!(page.contains("<svg class=\"qr\"") && page.contains("otpauth://totp/"));
    // Begun is not turned on.
    place.logged_in("clerk_a").await;
    let wrong = browser.send("/account/code", "/account/code/confirm", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let (secret, codes) = with_code(&place, (&browser, PASSWORD), person).await;
    assert_eq!(codes.len(), 8);
    // The secret is shown no more, and cannot be replaced by whoever has the session.
    assert_eq!(browser.get("/account/code").await.location(), "/account");
    let page = browser.page("/account").await;
    assert!(!page.contains("/account/code/begin"));
    let mut form = crate::form::fields(&page, "/logout").unwrap();
    form.push(("password".to_owned(), PASSWORD.to_owned()));
    assert_eq!(browser.post("/account/code/begin", &form).await.status, StatusCode::CONFLICT);
    assert_eq!(super::secret(&place, person).await, secret);
    let mut browser = half_way(&place, "clerk_a").await;
    wait(&place, 30);
    let answer = enter_code(&mut browser, &code(&place, &secret).await).await;
    assert_eq!(answer.location(), "/desk");
    assert!(is_in(&browser).await && !browser.cookies.contains_key("pending"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_goes_around_the_code() {
    let place = Place::new().await;
    let (own, person) = (place.logged_in("every_duty").await, place.world.people.every_duty);
    with_code(&place, (&own, PASSWORD), person).await;
    let mut browser = half_way(&place, "every_duty").await;
    let pending = browser.cookies["pending"].clone();
    for put in [false, true] {
        if put {
            // What was begun is no session under any name.
            browser.cookies.insert("session".to_owned(), pending.clone());
        }
        for path in ["/account", "/desk", "/desk/new", "/admin/persons", "/account/code"] {
            let answer = browser.get(path).await;
            assert!(answer.location().starts_with("/login?next="), "{path}");
        }
        assert!(!is_in(&browser).await);
    }
    browser.cookies.remove("session");
    // Nor does a ticket or a challenge fit where another is asked for.
    browser.cookies.insert("ticket".to_owned(), pending.clone());
    assert_eq!(browser.get("/link").await.status, StatusCode::NOT_FOUND);
    let csrf = browser.cookies["form"].clone();
    let form = crate::form::pairs(&[("csrf", &csrf), ("credential", "AAAA")]);
    let answer = browser.post("/login/passkey", &form).await;
    assert_eq!(answer.location(), "/login?done=begin_again");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_once() {
    let place = Place::new().await;
    let (own, person) = (place.logged_in("clerk_a").await, place.world.people.clerk_a);
    let (secret, _) = with_code(&place, (&own, PASSWORD), person).await;
    wait(&place, 60);
    let code = code(&place, &secret).await;
    let (mut one, mut two) = (half_way(&place, "clerk_a").await, half_way(&place, "clerk_a").await);
    let mut three = half_way(&place, "clerk_a").await;
    let (a, b) = tokio::join!(enter_code(&mut one, &code), enter_code(&mut two, &code));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 401]);
    assert_eq!(enter_code(&mut three, &code).await.status, StatusCode::UNAUTHORIZED);
    assert!(!is_in(&three).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_login_ends_after_five_tries_or_ten_minutes() {
    let place = Place::new().await;
    let (own, person) = (place.logged_in("clerk_a").await, place.world.people.clerk_a);
    let (secret, _) = with_code(&place, (&own, PASSWORD), person).await;
    wait(&place, 60);
    let mut browser = half_way(&place, "clerk_a").await;
    for _ in 0..5 {
        assert_eq!(enter_code(&mut browser, "000000").await.status, StatusCode::UNAUTHORIZED);
    }
    let answer = enter_code(&mut browser, &code(&place, &secret).await).await;
    assert_eq!(answer.location(), "/login?done=begin_again");
    wait(&place, 15 * 60);
    let mut late = half_way(&place, "clerk_a").await;
    wait(&place, 10 * 60);
    let answer = enter_code(&mut late, &code(&place, &secret).await).await;
    assert_eq!(answer.location(), "/login?done=begin_again");
    assert!(!is_in(&late).await && !is_in(&browser).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_lock_the_account() {
    let place = Place::new().await;
    let (own, person) = (place.logged_in("clerk_a").await, place.world.people.clerk_a);
    let (secret, _) = with_code(&place, (&own, PASSWORD), person).await;
    for _ in 0..2 {
        wait(&place, 15 * 60);
        let mut browser = half_way(&place, "clerk_a").await;
        for _ in 0..5 {
            enter_code(&mut browser, "000000").await;
        }
    }
    wait(&place, 15 * 60);
    let answer = place.anonymous().log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(
        answer.status,
        StatusCode::UNAUTHORIZED,
        "the password is right, the account locked"
    );
    wait(&place, 15 * 60 + 1);
    let mut browser = half_way(&place, "clerk_a").await;
    enter_code(&mut browser, &code(&place, &secret).await).await;
    assert!(is_in(&browser).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_works_once_and_only_the_password_takes_the_factor_away() {
    let place = Place::new().await;
    let (own, person) = (place.logged_in("clerk_a").await, place.world.people.clerk_a);
    let (before, codes) = with_code(&place, (&own, PASSWORD), person).await;
    let mut browser = half_way(&place, "clerk_a").await;
    let typed = codes[0].to_lowercase().replace('-', " ");
    enter_code(&mut browser, &typed).await;
    assert!(is_in(&browser).await);
    assert!(browser.page("/account").await.contains("还有 7 个备用码"));
    let mut again = half_way(&place, "clerk_a").await;
    assert_eq!(enter_code(&mut again, &codes[0]).await.status, StatusCode::UNAUTHORIZED);
    // Other codes take the place of these.
    let set = [("password", "wrong-password")];
    let refused = browser.send("/account", "/account/code/renew", &set).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let set = [("password", PASSWORD)];
    let renewed = browser.send("/account", "/account/code/renew", &set).await;
    assert_eq!(renewed.text().matches("<code>").count(), 8);
    assert_eq!(enter_code(&mut again, &codes[1]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(secret(&place, person).await, before);
    let form = "/account/code/renew";
    let wrong = [("password", "wrong-password")];
    let remove = "/account/code/remove";
    let refused = browser.send_to("/account", form, remove, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let done = browser.send_to("/account", form, remove, &set).await;
    assert_eq!(done.location(), "/account?done=code_off");
    place.logged_in("clerk_a").await;
    place.finish().await;
}
