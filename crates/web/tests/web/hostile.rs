//! Texts and addresses made to break a page.

use axum::http::{Method, StatusCode};

use crate::browser::Browser;
use crate::form::{pairs, unescape};
use crate::site::{MARKED, Place};

const EVIL: &str = "<script>alert('x')</script>\"onmouseover=\"alert(1)' & {{ 7*7 }} <img src=x>";

/// Nothing that was typed became a tag or an attribute.
fn harmless(case: &str, html: &str) {
    // The site's own script files are whole tags that nobody typed.
    let own = ["passkey.js", "editor.js"]
        .map(|name| format!("<script src=\"{}\" defer></script>", web::assets::href(name)));
    let html = &own.iter().fold(html.to_owned(), |html, tag| html.replace(tag, ""));
    assert!(!html.contains("<script") && !html.contains("<img src=x"), "{case}");
    for tag in html.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        assert_eq!(tag.matches('"').count() % 2, 0, "{case}: <{tag}>");
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains("onmouseover"), "{case}: <{tag}>");
    }
    assert!(!html.chars().any(|c| c.is_control() && c != '\n'), "{case}: a control character");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_stays_text_on_every_page() {
    let place = Place::new().await;
    let (clerk, reviewer, approver) = (
        place.logged_in("clerk_a").await,
        place.logged_in("reviewer_a").await,
        place.logged_in("approver_a").await,
    );
    let body = format!("{EVIL}\n这是{EVIL}句。还有一句。\n");
    let name = "C:\\fake\\<b>公示<&.txt";
    let set = [("item", "party-2010/A19"), ("series", "B"), ("contributor", EVIL)];
    let answer = clerk.upload(name, &body, &set).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let desk = answer.location().split("/draft").next().unwrap().to_owned();
    let draft = format!("{desk}/draft");
    let title = [("title", EVIL), ("contributor", EVIL), ("column", "")];
    clerk.send(&draft, &format!("{desk}/save"), &title).await;
    for path in [&draft, &desk, "/desk"] {
        harmless(path, &clerk.page(path).await);
    }
    let page = clerk.page(&draft).await;
    assert_eq!(typed(&page, "title"), EVIL);
    assert!(page.contains("公示") && !page.contains("fake"), "a file's name without its folder");
    clerk.send(&draft, &format!("{desk}/propose"), &[]).await;
    harmless("step", &reviewer.page(&format!("{desk}/step")).await);
    let reason = [("reason", EVIL)];
    reviewer.send(&format!("{desk}/step"), &format!("{desk}/return"), &reason).await;
    for path in [&draft, &desk, "/desk"] {
        harmless(path, &clerk.page(path).await);
    }
    clerk.send(&draft, &format!("{desk}/propose"), &[]).await;
    let checks = ["secrecy", "privacy", "necessity", "accuracy"].map(|name| (name, "checked"));
    reviewer.send(&format!("{desk}/step"), &format!("{desk}/review"), &checks).await;
    let done = approver.send(&format!("{desk}/step"), &format!("{desk}/approve"), &[]).await;
    assert_eq!(done.location(), format!("{desk}?done=published"));
    let anonymous = place.anonymous();
    let village = format!("/organizations/{}", place.world.bodies.village_a);
    for path in ["/", "/d/B1", "/d/B1/e/1", &village] {
        let page = anonymous.page(path).await;
        harmless(path, &page);
        assert!(page.contains("alert("), "{path}: it is shown, as text");
    }
    approver.send(&desk, &format!("{desk}/withdraw"), &reason).await;
    let gone = anonymous.get("/d/B1").await;
    assert_eq!(gone.status, StatusCode::GONE);
    harmless("tombstone", &gone.text());
    place.finish().await;
}

/// What stands in a text field of a page.
fn typed(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!(" name=\"{name}\"")).unwrap();
    let (_, text) = rest.split_once('>').unwrap();
    unescape(text.split_once("</textarea>").unwrap().0)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_control_character_gets_from_a_form_into_a_page() {
    let place = Place::new().await;
    let clerk = place.logged_in("clerk_a").await;
    let id = place.world.receive(MARKED).await;
    let (desk, odd) = (format!("/desk/{id}"), "标\u{0}题\u{1b}[31m\u{202e}\r\n二\u{7f}");
    let set = [("title", odd), ("contributor", odd)];
    let draft = format!("{desk}/draft");
    let answer = clerk.send(&draft, &format!("{desk}/save"), &set).await;
    assert!(matches!(answer.status.as_u16(), 303 | 422), "{}", answer.text());
    for path in [draft, desk, "/desk".to_owned()] {
        harmless(&path, &clerk.page(&path).await);
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_address_holds_comes_out_as_text() {
    let place = Place::new().await;
    let evil = crate::form::encode(&pairs(&[("q", EVIL)]));
    let clerk = place.logged_in("clerk_a").await;
    for browser in [place.anonymous(), clerk] {
        for path in ["/", "/login", "/nothing", "/about/verify", "/d/B9"] {
            for query in [&evil, "done=<script>", "done=published&done=x", "next=%22%3E%3Cscript"] {
                let query = query.replace('<', "%3C").replace('>', "%3E");
                let answer = browser.get(&format!("{path}?{query}")).await;
                harmless(&format!("{path}?{query}"), &answer.text());
                assert!(matches!(answer.status.as_u16(), 200 | 404), "{path}?{query}");
            }
        }
    }
    place.finish().await;
}

async fn status(browser: &Browser, path: &str) -> u16 {
    let answer = browser.get(path).await;
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    assert!(!text.contains("root:") && !text.contains("panicked"), "{path}");
    answer.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_addresses_are_refused_and_break_nothing() {
    let place = Place::new().await;
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    place.publish_marked().await;
    let long = "x".repeat(60_000);
    for browser in [place.anonymous(), clerk] {
        for wrong in [
            "%FF",
            "%",
            "%2",
            "%zz",
            "%00",
            "..",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "%F0%9F%92%A9",
            "B1%00",
            "B1%0d%0aX:1",
            "b1",
            "B01",
            "B1'--",
            "-1",
            "99999999999999999999",
            &long,
        ] {
            for prefix in ["/d/", "/columns/", "/organizations/", "/assets/", "/log/", "/desk/"] {
                let found = status(&browser, &format!("{prefix}{wrong}")).await;
                assert!(matches!(found, 400 | 404 | 303), "{prefix}{wrong:.40}: {found}");
            }
            let found = status(&browser, &format!("/d/B1/e/{wrong}")).await;
            assert!(matches!(found, 400 | 404), "/d/B1/e/{wrong:.40}: {found}");
        }
        for path in ["/assets/../../etc/passwd", "//etc/passwd", "/d//e/1", "/./d/B1", "/D/B1"] {
            assert_eq!(status(&browser, path).await, 404, "{path}");
        }
        assert_eq!(status(&browser, &format!("/?q={long}")).await, 200);
        assert_eq!(status(&browser, &format!("/login?next=/{long}")).await, 200);
        assert_eq!(status(&browser, "/login?next=%&next=%zz&next").await, 200);
        assert_eq!(status(&browser, "/language?lang=%FF&next=%FF").await, 303);
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_forms_are_refused_and_break_nothing() {
    let place = Place::new().await;
    let clerk = place.logged_in("clerk_a").await;
    let id = place.world.receive(MARKED).await;
    let (draft, desk) = (format!("/desk/{id}/draft"), format!("/desk/{id}"));
    let huge = u64::MAX.to_string();
    for (action, name, value) in [
        ("save", "version", ""),
        ("save", "version", "-1"),
        ("save", "version", "9223372036854775807"),
        ("save", "item", "x"),
        ("save", "item", "village/../../x"),
        ("save", "column", "x"),
        ("save", "fact_on", "2026-13-40"),
        ("save", "scope-0", "everyone"),
        ("save", "scope-0", "members:x"),
        ("split", "split", "1"),
        ("split", "split", &format!("{huge}:{huge}")),
        ("split", "split", "1:99"),
        ("join", "join", &huge),
        ("join", "join", "-1"),
        ("join", "join", "99"),
    ] {
        let (form, to) = (format!("{desk}/save"), format!("{desk}/{action}"));
        let answer = clerk.send_to(&draft, &form, &to, &[(name, value)]).await;
        let is_stale = answer.location() == format!("{draft}?done=stale");
        let case = format!("{action} {name}={value}: {}", answer.status);
        assert!(is_stale || matches!(answer.status.as_u16(), 400 | 422), "{case}");
    }
    for body in ["", "%", "a", "=&=&=", "version=1&version=2", &"a=b&".repeat(100_000)] {
        let form = "application/x-www-form-urlencoded";
        let answer = clerk.ask(Method::POST, &format!("{desk}/save"), form, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body:.20}");
    }
    let big = "a".repeat(5 << 20);
    let answer = clerk.post(&format!("{desk}/save"), &pairs(&[("a", &big)])).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    place.finish().await;
}
