//! Attacks on other systems that nothing else here tries, and the page that says which test tries
//! which: `docs/attacks.md`.

use std::path::Path;

use axum::http::{Method, StatusCode};
use domain::ids::DisclosureId;
use domain::scope::Scope;
use flow::Actor;
use testkit::picture;
use web::Rule;

use crate::browser::Browser;
use crate::form::encode;
use crate::site::{MARKED, MARKS, Place};

const PAGE: &str = include_str!("../../../../docs/attacks.md");

/// Rows that the page must have.
fn expected() -> Vec<String> {
    let parts = [('A', 1..=14), ('B', 15..=19), ('C', 20..=27), ('E', 38..=47)];
    let rows = parts
        .into_iter()
        .flat_map(|(part, numbers)| numbers.map(move |number: u32| format!("{part}{number}")));
    rows.collect()
}

/// Whether a file has a test with this name.
fn has_test(path: &str, name: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(text) = std::fs::read_to_string(root.join(path)) else { return false };
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else { return false };
    before.lines().rev().take(3).any(|line| line.contains("test]") || line.contains("tokio::test("))
}

#[test]
fn every_attack_has_a_row_and_every_test_named_is_there() {
    let rows: Vec<_> = PAGE.lines().filter(|line| line.starts_with("| **")).collect();
    let numbers: Vec<_> = rows.iter().filter_map(|row| row.split("**").nth(1)).collect();
    assert_eq!(numbers, expected());
    for row in rows {
        let tests: Vec<_> = row.split('`').filter_map(|word| word.split_once("::")).collect();
        assert!(!tests.is_empty() || row.contains("later issue"), "nothing tries {row}");
        for (path, name) in tests {
            assert!(has_test(&format!("crates/{path}.rs"), name), "no test {path}::{name}");
        }
    }
}

/// What stands in the database of a disclosure.
async fn stands(place: &Place, id: DisclosureId) -> (i64, usize) {
    let db = place.world.database.store.reader.db();
    let acts = store::acts::of_disclosure(db, place.world.authority, id).await.unwrap();
    (place.world.disclosure(id).await.version, acts.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_taken_as_a_form_only_and_no_answer_is_for_another_site() {
    let place = Place::new().await;
    let id = place.world.receive(MARKED).await;
    let before = stands(&place, id).await;
    let person = place.world.people.every_duty;
    let csrf = "00".repeat(32);
    let pairs = crate::form::pairs(&[("csrf", &csrf), ("version", "1"), ("reason", "x")]);
    let bodies = [
        ("application/json", format!("{{\"csrf\":\"{csrf}\",\"version\":\"1\"}}")),
        ("text/plain", encode(&pairs)),
        ("", encode(&pairs)),
    ];
    for route in web::routes() {
        let path = route.path.replace("{id}", &id.to_string());
        let browser = place.browser_of(person).await;
        let other = browser.with("origin", "https://evil.example");
        if route.method == Method::GET {
            let answer = other.get(&path).await;
            assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control")));
            continue;
        }
        for (kind, body) in &bodies {
            for browser in [&browser, &other] {
                let answer = browser.ask(Method::POST, &path, kind, body).await;
                assert!(answer.status.is_client_error(), "{path} {kind}: {}", answer.status);
                assert!(!answer.headers.contains_key("set-cookie"), "{path} {kind}");
            }
        }
    }
    assert_eq!(stands(&place, id).await, before);
    place.finish().await;
}

/// Everything by which an edition or one of its files could still be had.
fn old_links(code: &str, file: &str) -> Vec<String> {
    let of = [format!("/d/{code}"), format!("/d/{code}/e/1")];
    let mut links = Vec::new();
    for of in of {
        for end in ["", "/document.sd-jwt", "/files.zip"] {
            links.push(format!("{of}{end}"));
        }
        links.push(format!("{of}/files/{file}"));
        links.push(format!("{of}/files/{file}/thumbnail"));
    }
    links
}

async fn shows(browser: &Browser, link: &str) -> bool {
    let answer = browser.get(link).await;
    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
    let is_file = link.contains("/files");
    (is_file && answer.status == StatusCode::OK) || MARKS.iter().any(|mark| text.contains(mark))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_again_for_fewer_is_at_no_old_link() {
    let place = Place::new().await;
    let world = &place.world;
    let id = world.receive(MARKED).await;
    let file = world.attach(id, "现场.jpg", &picture("N28"), Some(Scope::Public)).await.unwrap();
    let code = world.publish(id).await.code.to_string();
    let (anonymous, links) = (place.anonymous(), old_links(&code, &file.to_string()));
    for link in &links {
        let answer = anonymous.get(link).await;
        assert_eq!(answer.status, StatusCode::OK, "{link}");
    }
    world.flow.withdraw(Actor(world.people.approver_a), id, "涉及个人隐私").await.unwrap();
    for link in &links {
        assert!(!shows(&anonymous, link).await, "withdrawn: {link}");
    }
    world.flow.republish(Actor(world.people.clerk_a), id, "仅向村民公开").await.unwrap();
    let members = Scope::Members { organization: world.bodies.village_a };
    let slices = world.draft(id).await.slices.len();
    world.scope(id, &[vec![Scope::Public], vec![members.clone(); slices - 1]].concat()).await;
    let version = world.disclosure(id).await.version;
    let narrow = vec![(file, members, Some(domain::scope::Ground::ThirdParty))];
    let clerk = Actor(world.people.clerk_a);
    let narrow = flow::Edit::Attachments { scopes: narrow };
    world.flow.edit(clerk, id, version, narrow).await.unwrap();
    for link in &links {
        assert!(!shows(&anonymous, link).await, "under way: {link}");
    }
    world.publish(id).await;
    let member = place.browser_of(world.people.member_a).await;
    assert!(shows(&member, &format!("/d/{code}")).await);
    let registered = place.browser_of(world.people.registered).await;
    for browser in [&anonymous, &registered, &member] {
        for link in links.iter().filter(|link| link.contains("/e/1")) {
            assert!(!shows(browser, link).await, "what was withdrawn: {link}");
        }
        let compared = browser.get(&format!("/d/{code}/compare/1/2")).await;
        assert_eq!(compared.status, StatusCode::GONE);
    }
    for link in &links {
        for browser in [&anonymous, &registered] {
            assert!(!shows(browser, link).await, "published for members: {link}");
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contribution_is_what_its_bytes_are_whatever_it_is_called() {
    let place = Place::new().await;
    let member = place.browser_of(place.world.people.member_a).await;
    let organization = place.world.bodies.village_a.to_string();
    let csrf = "00".repeat(32);
    let form =
        crate::form::pairs(&[("csrf", &csrf), ("organization", &organization), ("title", "路灯")]);
    let text = [
        ("公示.txt", "%PDF-1.7\n1 0 obj"),
        ("公示.docx", "<html><script>alert(1)</script></html>"),
        ("公示.md", "<!DOCTYPE html><body onload=alert(1)>"),
        ("公示.docx", "PK\u{3}\u{4}nothing of a package"),
        ("公示.txt", "MZ\u{0}\u{1}\u{2}program"),
        ("公示.svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ];
    for (name, bytes) in text {
        let answer = member.hand_in("/contribute", &form, name, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {bytes}");
    }
    // Nor without a login, whatever the route says.
    let sent = place.anonymous().hand_in("/contribute", &form, "公示.txt", "正文。").await;
    assert_eq!(sent.location(), "/login?next=/contribute%3Fdone%3Dexpired");
    let (db, at) = (place.world.database.store.reader.db(), place.world.authority);
    let kept = store::contributions::of_person(db, at, place.world.people.member_a, 50).await;
    assert!(kept.unwrap().is_empty());
    // Every upload needs more than anybody's visit.
    let open = web::routes().into_iter().filter(|route| route.takes_file);
    assert!(!open.into_iter().any(|route| matches!(route.rule, Rule::Anyone | Rule::Entering)));
    place.finish().await;
}
