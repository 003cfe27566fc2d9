//! Every address × everybody: nothing of the desk opens without a duty, no form from elsewhere is
//! taken, no address answers to another verb than its own.

use axum::http::{Method, StatusCode};
use domain::ids::DisclosureId;

use crate::browser::{Answer, Browser};
use crate::form::pairs;
use crate::site::{MARKED, Place};

/// The router's own text, so that no route is forgotten here.
const ROUTES: &str = include_str!("../../src/routes.rs");

/// Addresses that only a form may be sent to, as they are written in the router.
const POSTS: [&str; 30] = [
    "/desk/{id}/detach",
    "/contribute/{id}/withdraw",
    "/desk/contributions/{id}/accept",
    "/desk/contributions/{id}/decline",
    "/logout",
    "/desk/{id}/save",
    "/desk/{id}/split",
    "/desk/{id}/join",
    "/desk/{id}/mask",
    "/desk/{id}/propose",
    "/desk/{id}/claim",
    "/desk/{id}/comment",
    "/desk/{id}/review",
    "/desk/{id}/supervise",
    "/desk/{id}/approve",
    "/desk/{id}/concur",
    "/desk/{id}/consent",
    "/desk/{id}/refuse",
    "/desk/{id}/return",
    "/desk/{id}/withhold",
    "/desk/{id}/reexamine",
    "/desk/{id}/reopen",
    "/desk/{id}/schedule",
    "/desk/{id}/release",
    "/desk/{id}/correct",
    "/desk/{id}/abandon",
    "/desk/{id}/withdraw",
    "/desk/{id}/republish",
    "/desk/{id}/extend",
    "/desk/{id}/conclude",
];
/// The steps' forms and those of an organization, whose addresses the router makes from words.
const STEPS: usize = 18 + 18;
/// Forms of the own account, of the own posts, and of administration.
const ACCOUNTS: [&str; 37] = [
    "/account/password",
    "/account/sessions/end",
    "/account/sessions/end-others",
    "/account/code/begin",
    "/account/code/confirm",
    "/account/code/renew",
    "/account/code/remove",
    "/account/passkeys",
    "/account/passkeys/begin",
    "/account/passkeys/remove",
    "/account/oidc/begin",
    "/account/oidc/remove",
    "/admin/persons/invite",
    "/admin/persons/{id}/reset",
    "/admin/persons/{id}/sessions",
    "/admin/persons/{id}/unlock",
    "/desk/posts/deputy",
    "/desk/posts/recall",
    "/desk/posts/kin",
    "/admin/organizations/{id}/create",
    "/admin/organizations/{id}/rename",
    "/admin/organizations/{id}/move",
    "/admin/organizations/{id}/merge",
    "/admin/organizations/{id}/dissolve",
    "/admin/organizations/{id}/share",
    "/admin/organizations/{id}/create_post",
    "/admin/organizations/{id}/title",
    "/admin/organizations/{id}/close",
    "/admin/organizations/{id}/appoint",
    "/admin/organizations/{id}/end",
    "/admin/organizations/{id}/deputy",
    "/admin/organizations/{id}/recall",
    "/admin/organizations/{id}/kin",
    "/admin/organizations/{id}/unkin",
    "/admin/organizations/{id}/join",
    "/admin/organizations/{id}/part",
    "/admin/organizations/{id}/leave",
];
/// Forms of those who are not in yet, with a secret in a cookie.
const OPEN: [&str; 4] = ["/login/code", "/login/passkey/begin", "/login/passkey", "/link"];
/// Pages of those who are in.
const OWN: [&str; 8] = [
    "/account",
    "/account/code",
    "/admin/persons",
    "/admin/organizations",
    "/admin/organizations/{id}",
    "/admin/record",
    "/desk/posts",
    "/desk/contributions",
];
/// Forms with a file.
const UPLOADS: [&str; 6] = [
    "/desk/new",
    "/contribute",
    "/desk/{id}/replace",
    "/desk/{id}/decide",
    "/desk/{id}/post",
    "/desk/{id}/attach",
];
const DESK: [&str; 4] = ["/desk/{id}", "/desk/{id}/draft", "/desk/{id}/step", "/desk/{id}/preview"];
/// A file beside an act: whose it is is asked as for the page it stands on.
const FILES: [&str; 2] = ["/desk/{id}/evidence/{file}", "/desk/{id}/files/{file}"];
const PUBLIC: [&str; 30] = [
    "/d/{code}/files.zip",
    "/d/{code}/files/{file}",
    "/d/{code}/files/{file}/thumbnail",
    "/d/{code}/e/{edition}/files.zip",
    "/d/{code}/e/{edition}/files/{file}",
    "/d/{code}/e/{edition}/files/{file}/thumbnail",
    "/d/{code}/photos/{photo}",
    "/d/{code}/photos/{photo}/thumbnail",
    "/",
    "/d/{code}",
    "/d/{code}/document.sd-jwt",
    "/d/{code}/document.tlog-proof",
    "/d/{code}/e/{edition}",
    "/d/{code}/e/{edition}/document.sd-jwt",
    "/d/{code}/e/{edition}/document.tlog-proof",
    "/columns/{id}",
    "/organizations/{id}",
    "/about/verify",
    "/login",
    "/login/oidc",
    "/login/oidc/callback",
    "/link/{token}",
    "/language",
    "/desk",
    "/log/key",
    "/log/{authority}/checkpoint",
    "/log/{authority}/tile/{*path}",
    "/assets/{name}",
    "/robots.txt",
    "/healthz",
];

fn at(route: &str, id: DisclosureId) -> String {
    route.replace("{id}", &id.to_string())
}

#[test]
fn no_route_is_forgotten() {
    let known: Vec<_> = POSTS.iter().chain(&UPLOADS).chain(&DESK).chain(&PUBLIC).collect();
    let accounts = ACCOUNTS.iter().chain(&OPEN).chain(&OWN);
    let known: Vec<_> = known.into_iter().chain(accounts).chain(&FILES).collect();
    let routes = ROUTES.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1));
    let routes: Vec<_> = routes.filter(|route| route.starts_with('/')).collect();
    assert_eq!(routes.len() + STEPS, known.len());
    for route in routes {
        assert!(known.contains(&&route), "{route} is tested nowhere");
    }
}

/// Nothing of the text changed, whatever was tried.
async fn stands(place: &Place, id: DisclosureId) -> (i64, usize, String) {
    let db = place.world.database.store.reader.db();
    let acts = store::acts::of_disclosure(db, place.world.authority, id).await.unwrap();
    let (disclosure, draft) = (place.world.disclosure(id).await, place.world.draft(id).await);
    (disclosure.version, acts.len(), format!("{:?} {draft:?}", disclosure.state))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_opens_to_those_with_a_duty_there_only() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let owner = place.world.bodies.village_a;
    for person in place.everybody().await {
        let (browser, name) = (&person.browser, person.name);
        let login = |path: &str| format!("/login?next={path}");
        let desk = browser.get("/desk").await;
        let new = browser.get("/desk/new").await;
        match person.reader.person {
            None => {
                assert_eq!((desk.status.as_u16(), desk.location()), (303, &*login("/desk")));
                assert_eq!((new.status.as_u16(), new.location()), (303, &*login("/desk/new")));
            }
            Some(_) => {
                let holds_post = !person.reader.posts_in.is_empty();
                assert_eq!(desk.status.as_u16(), if holds_post { 200 } else { 403 }, "{name}");
                let uploads = ["clerk_a", "clerk_b", "every_duty"].contains(&name);
                assert_eq!(new.status.as_u16(), if uploads { 200 } else { 403 }, "{name}");
            }
        }
        for route in DESK {
            let path = at(route, id);
            let answer = browser.get(&path).await;
            let expected: &[u16] = match person.reader.person {
                None => &[303],
                Some(_) if person.reader.handles.contains(&owner) => &[200, 303],
                Some(_) => &[404],
            };
            assert!(expected.contains(&answer.status.as_u16()), "{name} {path}");
            if person.reader.person.is_none() {
                assert_eq!(answer.location(), login(&path));
            }
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_the_sessions_own_changes_nothing() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let before = stands(&place, id).await;
    let other = csrf(&place.logged_in("clerk_a").await).await;
    for name in ["member_a", "clerk_a", "reviewer_a", "approver_a", "administrator", "every_duty"] {
        let browser = place.logged_in(name).await;
        let own = csrf(&browser).await;
        assert_ne!(own, other);
        for route in POSTS.iter().chain(&UPLOADS).chain(&ACCOUNTS) {
            let path = at(route, id);
            let elsewhere = [
                browser.with("sec-fetch-site", "cross-site"),
                browser.with("sec-fetch-site", "same-site"),
                browser.with("origin", "https://evil.example"),
                browser.with("origin", "null"),
            ];
            let mut answers = Vec::new();
            for forged in ["", &*other, "00"] {
                answers.push(send(&browser, &path, forged).await);
            }
            for browser in elsewhere {
                answers.push(send(&browser, &path, &own).await);
            }
            for (tried, status) in answers.into_iter().enumerate() {
                // Whoever may not see a text is not told that it is there.
                let with_file = ["/replace", "/decide", "/post", "/attach"]
                    .iter()
                    .any(|end| path.ends_with(end));
                let hidden = status == StatusCode::NOT_FOUND && with_file;
                assert!(
                    hidden || status == StatusCode::FORBIDDEN,
                    "{name} {path} {tried}: {status}"
                );
            }
        }
        assert_eq!(csrf(&browser).await, own, "still logged in");
    }
    assert_eq!(stands(&place, id).await, before);
    place.finish().await;
}

async fn send(browser: &Browser, path: &str, csrf: &str) -> StatusCode {
    let fields = pairs(&[("csrf", csrf), ("version", "1"), ("reason", "x"), ("content", "x")]);
    if ["/new", "/replace", "/decide", "/post", "/attach", "/contribute"]
        .iter()
        .any(|end| path.ends_with(end))
    {
        return browser.hand_in(path, &fields, "公示.txt", "标题\n内容。\n").await.status;
    }
    browser.post(path, &fields).await.status
}

/// The secret of a session's forms, from a page that every person may see.
async fn csrf(browser: &Browser) -> String {
    let form = crate::form::fields(&browser.page("/").await, "/logout").unwrap();
    form.into_iter().find(|(name, _)| name == "csrf").unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_a_form_without_a_session() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let before = stands(&place, id).await;
    let clerk = place.browser_of(place.world.people.every_duty).await;
    let mut stale = place.anonymous();
    stale.cookies.insert("session".to_owned(), "ab".repeat(32));
    for browser in [place.anonymous(), stale] {
        for route in POSTS.iter().chain(&ACCOUNTS) {
            let answer = browser.post(&at(route, id), &pairs(&[("csrf", "")])).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{route}");
            leads_on(&clerk, &answer).await;
        }
        for route in UPLOADS {
            let form = pairs(&[("csrf", ""), ("version", "1")]);
            let answer = browser.hand_in(&at(route, id), &form, "a.txt", "x").await;
            leads_on(&clerk, &answer).await;
        }
    }
    assert_eq!(stands(&place, id).await, before);
    place.finish().await;
}

/// After the login a browser asks with GET, which the form's own address would refuse.
async fn leads_on(clerk: &Browser, answer: &Answer) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let next = answer.location().strip_prefix("/login?next=").unwrap();
    let next = next.replace("%3F", "?").replace("%3D", "=");
    let status = clerk.get(&next).await.status;
    assert!(matches!(status.as_u16(), 200 | 303), "{next}: {status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_is_read_from_somebody_who_may_not_hand_in() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let (kind, broken) = ("multipart/form-data; boundary=X", "--X\r\nno end");
    for person in place.everybody().await.into_iter().skip(1) {
        let clerk = ["clerk_a", "clerk_b", "every_duty"].contains(&person.name);
        let new = person.browser.ask(Method::POST, "/desk/new", kind, broken).await;
        assert_eq!(new.status.as_u16(), if clerk { 400 } else { 403 }, "{}", person.name);
        let handles = person.reader.handles.contains(&place.world.bodies.village_a);
        let path = format!("/desk/{id}/replace");
        let other = person.browser.ask(Method::POST, &path, kind, broken).await;
        assert_eq!(other.status.as_u16(), if handles { 400 } else { 404 }, "{}", person.name);
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_answers_to_its_own_verbs_only() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    for browser in [place.anonymous(), clerk] {
        for route in POSTS.iter().chain(&UPLOADS[2..]).chain(&ACCOUNTS).chain(&OPEN[1..3]) {
            for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::PATCH] {
                let answer = browser.ask(method.clone(), &at(route, id), "", "").await;
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {route}");
            }
        }
        let pages = DESK.iter().chain(&PUBLIC).chain(&OWN).chain([&OPEN[0], &OPEN[3]]);
        for route in pages.map(|route| at(route, id)) {
            for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
                let answer = browser.ask(method.clone(), &route, "", "").await;
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {route}");
            }
            if !["/login", OPEN[0], OPEN[3]].contains(&route.as_str()) {
                let answer = browser.ask(Method::POST, &route, "", "").await;
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "POST {route}");
            }
        }
        for path in ["/admin", "/desk/x/y/z", "/d", "/d/", "/api", "/install", "/log", "/assets/"] {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_before_the_login_has_a_secret_of_this_browser() {
    let place = Place::new().await;
    let mut browser = place.anonymous();
    let page = browser.get("/login").await;
    browser.take_cookies(&page);
    let own = browser.cookies["form"].clone();
    for route in OPEN {
        for (browser, csrf) in [
            (place.anonymous(), own.as_str()),
            (browser.clone(), ""),
            (browser.clone(), &"ab".repeat(32)),
            (browser.with("sec-fetch-site", "cross-site"), &own),
            (browser.with("origin", "https://evil.example"), &own),
        ] {
            let form = pairs(&[("csrf", csrf), ("code", "123456"), ("password", "x")]);
            let answer = browser.post(route, &form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{route} {csrf}");
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accounts_of_others_open_to_administrators_only() {
    let place = Place::new().await;
    for person in place.everybody().await {
        let answers = person.browser.get("/admin/persons").await.status.as_u16();
        let expected = match person.name {
            "anonymous" => 303,
            "administrator" | "administrator_t" | "every_duty" => 200,
            _ => 403,
        };
        assert_eq!(answers, expected, "{}", person.name);
        let own = person.browser.get("/account").await.status.as_u16();
        assert_eq!(own, if person.name == "anonymous" { 303 } else { 200 }, "{}", person.name);
    }
    place.finish().await;
}
