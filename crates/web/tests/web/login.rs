//! Coming in and going out.

use axum::http::StatusCode;
use domain::time::{Clock, Micros};
use testkit::PASSWORD;

use crate::browser::Browser;
use crate::form::{attribute, fields, pairs};
use crate::site::Place;

async fn is_in(browser: &Browser) -> bool {
    browser.page("/").await.contains("action=\"/logout\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_gives_the_same_page_as_a_wrong_name() {
    let place = Place::new().await;
    let mut pages = Vec::new();
    for name in ["clerk_a", "nobody_at_all"] {
        let mut browser = place.anonymous();
        let answer = browser.log_in(name, "wrong-password", "/desk").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(!browser.cookies.contains_key("session"));
        let (text, form) = (answer.text(), fields(&answer.text(), "/login").unwrap());
        // The name and the way on are kept, the password is not.
        assert!(form.contains(&("name".to_owned(), name.to_owned())));
        assert!(form.contains(&("next".to_owned(), "/desk".to_owned())));
        assert!(!text.contains("wrong-password"));
        let csrf = &browser.cookies["form"];
        pages.push(text.replace(name, "NAME").replace(csrf.as_str(), "CSRF"));
    }
    assert_eq!(pages[0], pages[1]);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_ends_after_eight_tries_from_wherever() {
    let place = Place::new().await;
    for guess in 0..8 {
        let mut browser = place.anonymous();
        browser.peer.set_ip([10, 1, 0, guess].into());
        let answer = browser.log_in("clerk_a", "wrong-password", "/").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{guess}");
    }
    let mut browser = place.anonymous();
    let answer = browser.log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "even with the right one");
    assert!(!browser.cookies.contains_key("session"));
    // Others are not kept out by it, and after a quarter of an hour nobody is.
    place.logged_in("reviewer_a").await;
    let now = place.world.clock.now();
    place.world.clock.set(Micros(now.0 + 15 * 60 * 1_000_000));
    place.logged_in("clerk_a").await;
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_once_count_one_by_one() {
    let place = Place::new().await;
    let guess = async || {
        let answer = place.anonymous().log_in("clerk_a", "wrong-password", "/").await;
        usize::from(answer.status == StatusCode::UNAUTHORIZED)
    };
    let (a, b, c, d) = tokio::join!(guess(), guess(), guess(), guess());
    let (e, f, g, h) = tokio::join!(guess(), guess(), guess(), guess());
    let (i, j, k, l) = tokio::join!(guess(), guess(), guess(), guess());
    assert_eq!([a, b, c, d, e, f, g, h, i, j, k, l].iter().sum::<usize>(), 8);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_cannot_be_put_on_by_a_header() {
    let place = Place::new().await;
    // Forty guesses over many names make this address wait, whatever it says of itself.
    for guess in 0..40 {
        let mut browser = place.anonymous().with("x-forwarded-for", &format!("10.2.0.{guess}"));
        browser.log_in(&format!("name{}", guess / 5), "wrong-password", "/").await;
    }
    let mut browser = place.anonymous().with("x-forwarded-for", "10.3.0.1");
    let answer = browser.log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    // The proxy is believed, and of what it adds only the last.
    let mut behind = place.anonymous().with("x-forwarded-for", "10.4.0.1, 10.0.0.1");
    behind.peer.set_ip([10, 9, 9, 9].into());
    let answer = behind.log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let mut behind = place.anonymous().with("x-forwarded-for", "10.0.0.1, 10.4.0.1");
    behind.peer.set_ip([10, 9, 9, 9].into());
    assert_eq!(behind.log_in("clerk_a", PASSWORD, "/").await.status, StatusCode::SEE_OTHER);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_written_with_every_protection() {
    for secure in [false, true] {
        let place = Place::with(secure).await;
        let mut browser = place.anonymous();
        let answer = browser.log_in("clerk_a", PASSWORD, "/").await;
        let name = if secure { "__Host-session=" } else { "session=" };
        let lines = answer.set_cookies();
        let line = lines.iter().find(|line| line.starts_with(name)).expect("a session");
        assert_eq!(line.split(';').next().unwrap().len(), name.len() + 64);
        for cookie in lines.iter().chain(&browser.get("/login").await.set_cookies()) {
            let parts: Vec<_> = cookie.split("; ").skip(1).collect();
            for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(parts.contains(&part), "{cookie}");
            }
            assert_eq!(parts.contains(&"Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        assert!(is_in(&browser).await);
        let hsts = browser.get("/").await.header("strict-transport-security").to_owned();
        assert_eq!(hsts.starts_with("max-age="), secure);
        place.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_leads_to_an_address_of_this_site_only() {
    let place = Place::new().await;
    let own = ["/desk", "/d/B1", "/desk?done=saved"];
    let foreign = [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "evil.example",
        "",
    ];
    let next = own.iter().map(|path| (path, *path)).chain(foreign.iter().map(|path| (path, "/")));
    for (asked, expected) in next {
        let mut browser = place.anonymous();
        let answer = browser.log_in("member_a", PASSWORD, asked).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, expected), "{asked:?}");
        let encoded = crate::form::encode(&pairs(&[("next", asked)]));
        let page = place.anonymous().page(&format!("/login?{encoded}")).await;
        let form = fields(&page, "/login").unwrap();
        assert!(form.contains(&("next".to_owned(), expected.to_owned())), "{asked:?}");
        let language = place.anonymous().get(&format!("/language?lang=en&{encoded}")).await;
        assert_eq!(language.location(), expected, "{asked:?}");
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_form_from_elsewhere_is_not_taken() {
    let place = Place::new().await;
    let mut browser = place.anonymous();
    let form = [("csrf", ""), ("name", "clerk_a"), ("password", PASSWORD)];
    assert_eq!(browser.post("/login", &pairs(&form)).await.status, StatusCode::FORBIDDEN);
    browser.cookies.insert("form".to_owned(), "a".repeat(64));
    let mut form = pairs(&form);
    form[0].1 = "a".repeat(64);
    let elsewhere = browser.with("sec-fetch-site", "cross-site");
    assert_eq!(elsewhere.post("/login", &form).await.status, StatusCode::FORBIDDEN);
    // What is no secret of ours is not kept.
    browser.cookies.insert("form".to_owned(), "<".repeat(64));
    assert!(!browser.get("/login").await.set_cookies()[0].contains('<'));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_ends_the_session_everywhere() {
    let place = Place::new().await;
    let mut browser = place.logged_in("clerk_a").await;
    let (copy, second) = (browser.clone(), place.logged_in("clerk_a").await);
    assert_ne!(browser.cookies["session"], second.cookies["session"]);
    let answer = browser.send("/", "/logout", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/?done=logged_out"));
    browser.take_cookies(&answer);
    assert!(!browser.cookies.contains_key("session"));
    assert!(!is_in(&copy).await, "a copied cookie is worth nothing");
    assert!(is_in(&second).await, "another browser's session stays");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_is_out_at_once_and_sessions_end() {
    let place = Place::new().await;
    let (clerk, other) = (place.logged_in("clerk_a").await, place.logged_in("member_a").await);
    assert_eq!(clerk.get("/desk").await.status, StatusCode::OK);
    place.world.flow.leave(None, place.world.people.clerk_a).await.unwrap();
    assert_eq!(clerk.get("/desk").await.location(), "/login?next=/desk");
    assert!(!is_in(&clerk).await);
    let again = place.anonymous().log_in("clerk_a", PASSWORD, "/").await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    assert!(is_in(&other).await);
    place.world.clock.advance_days(identity::SESSION_DAYS);
    assert!(!is_in(&other).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_repeats_the_host_that_was_asked_for() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let poisoned = place.anonymous().with("host", "evil.example");
    let poisoned = poisoned.with("x-forwarded-host", "evil.example");
    let mut exits = place.exits(&published.code.to_string()).await;
    exits.extend(["/login", "/desk", "/nothing", "/log/key"].map(str::to_owned));
    for exit in exits {
        let answer = poisoned.get(&exit).await;
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("evil.example"), "{exit}");
        assert!(!answer.location().contains("evil.example"), "{exit}");
    }
    let page = place.anonymous().page(&format!("/d/{}", published.code)).await;
    assert!(page.contains(&format!("https://qingshi.example/d/{}", published.code)));
    assert_eq!(attribute(&page, "action"), None, "an anonymous page holds no form");
    place.finish().await;
}
