//! Every address × everybody: nothing of the desk opens without a duty, no form from elsewhere is
//! taken, no address answers to another verb than its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use axum::http::{Method, StatusCode};
use domain::ids::DisclosureId;
use web::{Route, Rule};

use crate::browser::{Answer, Browser};
use crate::form::pairs;
use crate::site::{MARKED, Place};

const DESK: [&str; 4] = ["/desk/{id}", "/desk/{id}/draft", "/desk/{id}/step", "/desk/{id}/preview"];

fn at(route: &str, id: DisclosureId) -> String {
    route.replace("{id}", &id.to_string())
}

/// Every form that needs a session.
fn forms() -> Vec<Route> {
    let mut routes = web::routes();
    routes.retain(|route| route.method == Method::POST && route.rule != Rule::Entering);
    routes
}

/// The forms of those who are not in yet, with a secret in a cookie.
fn open_forms() -> Vec<Route> {
    let mut routes = web::routes();
    routes.retain(|route| route.method == Method::POST && route.rule == Rule::Entering);
    routes
}

/// Every file of the program's own text.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn an_address_is_added_in_the_table_of_rules_only() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for adds in [".route(", ".route_service(", ".nest(", ".nest_service(", ".merge(", ".on("] {
        for file in &files {
            let text = std::fs::read_to_string(file).unwrap();
            let allowed = usize::from(adds == ".route(" && file.ends_with("routes/table.rs"));
            assert_eq!(text.matches(adds).count(), allowed, "{adds} in {}", file.display());
        }
    }
}

#[test]
fn no_address_has_a_verb_twice() {
    let mut routes: Vec<_> =
        web::routes().into_iter().map(|route| (route.path, route.method.to_string())).collect();
    routes.sort();
    let all = routes.len();
    routes.dedup();
    assert_eq!(routes.len(), all);
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
        for route in forms() {
            let path = at(&route.path, id);
            let elsewhere = [
                browser.with("sec-fetch-site", "cross-site"),
                browser.with("sec-fetch-site", "same-site"),
                browser.with("origin", "https://evil.example"),
                browser.with("origin", "null"),
            ];
            let mut answers = Vec::new();
            for forged in ["", &*other, "00"] {
                answers.push(send(&browser, &route, id, forged).await);
            }
            for browser in elsewhere {
                answers.push(send(&browser, &route, id, &own).await);
            }
            for (tried, status) in answers.into_iter().enumerate() {
                // Whoever may not see a text is not told that it is there.
                let with_file = route.takes_file && route.path.starts_with("/desk/{id}");
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

async fn send(browser: &Browser, route: &Route, id: DisclosureId, csrf: &str) -> StatusCode {
    let path = at(&route.path, id);
    let fields = pairs(&[("csrf", csrf), ("version", "1"), ("reason", "x"), ("content", "x")]);
    if route.takes_file {
        return browser.hand_in(&path, &fields, "公示.txt", "标题\n内容。\n").await.status;
    }
    browser.post(&path, &fields).await.status
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
        for route in forms() {
            let form = pairs(&[("csrf", ""), ("version", "1")]);
            let path = at(&route.path, id);
            let answer = if route.takes_file {
                browser.hand_in(&path, &form, "a.txt", "x").await
            } else {
                browser.post(&path, &form).await
            };
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
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

/// The verbs of each address.
fn verbs() -> BTreeMap<String, Vec<Method>> {
    let mut verbs: BTreeMap<String, Vec<Method>> = BTreeMap::new();
    for route in web::routes() {
        verbs.entry(route.path).or_default().push(route.method);
    }
    verbs
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_answers_to_its_own_verbs_only() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    for browser in [place.anonymous(), clerk] {
        for (path, own) in verbs() {
            // What is asked for answers to HEAD too.
            let own = |method: &Method| {
                let as_get = if *method == Method::HEAD { &Method::GET } else { method };
                own.contains(as_get)
            };
            let all = [
                Method::GET,
                Method::HEAD,
                Method::POST,
                Method::PUT,
                Method::DELETE,
                Method::PATCH,
                Method::TRACE,
                Method::OPTIONS,
            ];
            for method in all.into_iter().filter(|method| !own(method)) {
                let answer = browser.ask(method.clone(), &at(&path, id), "", "").await;
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
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
    for route in open_forms().into_iter().map(|route| route.path) {
        for (browser, csrf) in [
            (place.anonymous(), own.as_str()),
            (browser.clone(), ""),
            (browser.clone(), &"ab".repeat(32)),
            (browser.with("sec-fetch-site", "cross-site"), &own),
            (browser.with("origin", "https://evil.example"), &own),
        ] {
            let form = pairs(&[("csrf", csrf), ("code", "123456"), ("password", "x")]);
            let answer = browser.post(&route, &form).await;
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
