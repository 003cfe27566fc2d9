//! Invitations and links for another password (attack B17), and who may give them (C24).

use axum::http::StatusCode;
use testkit::PASSWORD;

use super::{CHOSEN, administer, choose, is_in, link, open, with_code};
use crate::browser::{Answer, Browser};
use crate::site::Place;

async fn invite(place: &Place, set: &[(&str, &str)]) -> Answer {
    let administrator = place.browser_of(place.world.people.administrator).await;
    let village = place.world.bodies.village_a.to_string();
    let mut all =
        vec![("login_name", "li.jianguo"), ("display_name", "李建国"), ("organization", &village)];
    all.retain(|(name, _)| !set.iter().any(|(given, _)| given == name));
    all.extend(set);
    administrator.send("/admin/persons", "/admin/persons/invite", &all).await
}

/// The page that every link gets that cannot be used, and nothing that tells why.
async fn is_dead(place: &Place, path: &str) {
    let (mut browser, mut stranger) = (place.anonymous(), place.anonymous());
    let page = open(&mut browser, path).await;
    let nobodys = open(&mut stranger, &format!("/link/{}", "ab".repeat(32))).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    // The foot of the page tells how long the log is, which may grow between the two.
    let told = |answer: &Answer| super::between(&answer.text(), "<main", "</main>").to_owned();
    assert_eq!(told(&page), told(&nobodys));
    assert_eq!(page.headers, nobodys.headers);
    assert!(!page.text().contains("<form method=\"post\" action=\"/link\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_chooses_a_password_and_is_in() {
    let place = Place::new().await;
    let answer = invite(&place, &[]).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.text().contains("<svg class=\"qr\""));
    let path = link(&answer);
    // Before the link was used nobody comes in, whatever the password.
    for password in ["", CHOSEN] {
        let tried = place.anonymous().log_in("li.jianguo", password, "/").await;
        assert_eq!(tried.status, StatusCode::UNAUTHORIZED);
    }
    let mut browser = place.anonymous();
    let page = open(&mut browser, &path).await;
    let text = page.text();
    assert!(text.contains("李建国") && text.contains("li.jianguo"));
    let token = path.strip_prefix("/link/").unwrap();
    assert!(!text.contains(token), "no page holds the token");
    for (unfit, word) in [("short", "10"), ("li.jianguo1", "用户名"), ("password123", "太常见")]
    {
        let answer = choose(&mut browser, &page, unfit).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(word) && !is_in(&browser).await, "{unfit}");
    }
    let answer = choose(&mut browser, &page, CHOSEN).await;
    assert_eq!(answer.location(), "/account?done=password_changed");
    assert!(is_in(&browser).await && !browser.cookies.contains_key("ticket"));
    assert_eq!(place.anonymous().log_in("li.jianguo", CHOSEN, "/desk").await.location(), "/desk");
    is_dead(&place, &path).await;
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_used_once_even_at_once() {
    let place = Place::new().await;
    let path = link(&invite(&place, &[]).await);
    let (mut one, mut two) = (place.anonymous(), place.anonymous());
    let (page_one, page_two) = (open(&mut one, &path).await, open(&mut two, &path).await);
    let (a, b) = tokio::join!(
        choose(&mut one, &page_one, CHOSEN),
        choose(&mut two, &page_two, "another-good-sentence")
    );
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    assert!(is_in(&one).await != is_in(&two).await);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_late_replaced_or_nobodys_is_answered_alike() {
    let place = Place::new().await;
    let first = link(&invite(&place, &[]).await);
    let db = place.world.database.store.reader.db();
    let at = place.world.authority;
    let person = store::persons::by_login(db, at, "li.jianguo").await.unwrap().unwrap();
    let second = link(&administer(&place, person.id, "reset").await);
    is_dead(&place, &first).await;
    // A page that stood open while the link went out of date.
    let mut browser = place.anonymous();
    let page = open(&mut browser, &second).await;
    assert_eq!(page.status, StatusCode::OK);
    place.world.clock.advance_days(flow::accounts::LINK_DAYS);
    assert_eq!(choose(&mut browser, &page, CHOSEN).await.status, StatusCode::NOT_FOUND);
    is_dead(&place, &second).await;
    let third = link(&administer(&place, person.id, "reset").await);
    place.world.flow.leave(None, person.id).await.unwrap();
    is_dead(&place, &third).await;
    for odd in ["/link/x", "/link/..", "/link/%3Cscript%3E"] {
        let mut browser = place.anonymous();
        assert_eq!(open(&mut browser, odd).await.status, StatusCode::NOT_FOUND, "{odd}");
        assert!(!browser.cookies.contains_key("ticket"));
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_for_its_own_person_whatever_the_form_says() {
    let place = Place::new().await;
    let people = place.world.people;
    let path = link(&administer(&place, people.member_a, "reset").await);
    // Somebody who is in as another opens it, and names a third in the form.
    let mut browser = place.logged_in("clerk_a").await;
    let old = browser.clone();
    let page = open(&mut browser, &path).await;
    let mut form = crate::form::fields(&page.text(), "/link").unwrap();
    form.retain(|(name, _)| !name.ends_with("password") && !name.is_empty());
    for (name, value) in [
        ("password", CHOSEN),
        ("again_password", CHOSEN),
        ("name", "approver_a"),
        ("login_name", "approver_a"),
        ("person", &people.approver_a.to_string()),
        ("id", &people.approver_a.to_string()),
    ] {
        form.push((name.to_owned(), value.to_owned()));
    }
    let answer = browser.post("/link", &form).await;
    browser.take_cookies(&answer);
    assert!(browser.page("/account").await.contains("member_a"));
    assert!(!is_in(&old).await, "the session that this browser had has ended");
    place.logged_in("approver_a").await;
    place.logged_in("clerk_a").await;
    assert_eq!(place.anonymous().log_in("member_a", CHOSEN, "/").await.status, 303);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_ends_every_session_and_keeps_the_second_factor() {
    let place = Place::new().await;
    let person = place.world.people.member_a;
    let (first, second) = (place.logged_in("member_a").await, place.logged_in("member_a").await);
    let (secret, _) = with_code(&place, (&first, PASSWORD), person).await;
    let path = link(&administer(&place, person, "reset").await);
    assert!(is_in(&first).await, "making a link changes nothing yet");
    let mut browser = place.anonymous();
    let page = open(&mut browser, &path).await;
    let answer = choose(&mut browser, &page, CHOSEN).await;
    assert_eq!(answer.location(), "/login/code", "the link is one factor");
    for browser in [&first, &second, &browser] {
        assert!(!is_in(browser).await);
    }
    assert_eq!(browser.get("/account").await.location(), "/login?next=/account");
    super::wait(&place, 60);
    let code = identity::code::code_at(&secret, place.world.flow.now());
    super::enter_code(&mut browser, &code).await;
    assert!(is_in(&browser).await);
    let old = place.anonymous().log_in("member_a", PASSWORD, "/").await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_reaches_the_own_subtree_and_nobody_beyond() {
    let place = Place::new().await;
    let people = place.world.people;
    let administrator = place.browser_of(people.administrator).await;
    let page = administrator.page("/admin/persons").await;
    for (name, person) in people.all() {
        let within =
            ["clerk_a", "reviewer_a", "approver_a", "member_a", "every_duty", "overseer_a"];
        let form = format!("/admin/persons/{person}/reset");
        assert_eq!(page.contains(&form), within.contains(&name), "{name}");
        for verb in ["reset", "sessions", "unlock"] {
            let answer = forced(&administrator, &format!("/admin/persons/{person}/{verb}")).await;
            let expected: u16 = match (name, verb) {
                ("administrator", _) => 422,
                // a fellow administrator is given and taken from above
                ("every_duty", "reset") => 403,
                (name, "reset") if within.contains(&name) => 200,
                (name, _) if within.contains(&name) => 303,
                _ => 404,
            };
            assert_eq!(answer.status.as_u16(), expected, "{name} {verb}");
        }
        if !["administrator", "administrator_t", "every_duty"].contains(&name) {
            let browser = place.browser_of(person).await;
            let path = format!("/admin/persons/{}/reset", people.member_a);
            assert_eq!(forced(&browser, &path).await.status, StatusCode::FORBIDDEN, "{name}");
        }
    }
    let other = place.world.bodies.village_b.to_string();
    let township = place.world.bodies.township.to_string();
    for organization in [other.as_str(), &township] {
        let answer = invite(&place, &[("organization", organization)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    for (set, word) in [
        (("login_name", "clerk_a"), "已经有人用了"),
        (("login_name", "li jianguo"), "2 到 40"),
        (("display_name", " "), "姓名"),
        (("organization", "x"), "机构"),
    ] {
        let answer = invite(&place, &[set]).await;
        assert!(answer.status.is_client_error(), "{set:?}");
        assert!(answer.text().contains(word), "{set:?}: {}", answer.text());
    }
    place.finish().await;
}

/// A form that no page shows, with the session's own secret.
pub(super) async fn forced(browser: &Browser, path: &str) -> Answer {
    let form = crate::form::fields(&browser.page("/").await, "/logout").unwrap();
    browser.post(path, &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_also_holds_a_post_elsewhere_is_out_of_reach() {
    let place = Place::new().await;
    let people = place.world.people;
    let appoint = Appoint {
        at: place.world.authority,
        person: people.clerk_a,
        organization: place.world.bodies.village_b,
        // From next week on: a later post counts now.
        from: place.world.flow.now().plus_days(7),
    };
    place.world.database.store.writer.run(&appoint).await.unwrap();
    let administrator = place.browser_of(people.administrator).await;
    let path = format!("/admin/persons/{}/reset", people.clerk_a);
    assert_eq!(forced(&administrator, &path).await.status, StatusCode::NOT_FOUND);
    assert!(!administrator.page("/admin/persons").await.contains(&path));
    place.finish().await;
}

struct Appoint {
    at: domain::ids::AuthorityId,
    person: domain::ids::PersonId,
    organization: domain::ids::OrganizationId,
    from: domain::time::Micros,
}

impl store::Step for Appoint {
    type Out = ();
    type Error = store::StoreError;
    async fn run(&self, tx: &mut store::Tx) -> Result<(), store::StoreError> {
        let held = store::posts::of_organization(tx.db(), self.at, self.organization).await?;
        let appointment = domain::post::Appointment {
            post: held[0].id,
            person: self.person,
            from: self.from,
            until: None,
        };
        let id = domain::ids::AppointmentId::from_slice(&[9; 16]).unwrap();
        store::posts::appoint(tx, self.at, id, &appointment).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_to_an_account_is_on_record_and_what_is_refused_is_not() {
    let place = Place::new().await;
    let (people, at) = (place.world.people, place.world.authority);
    let acts = async || {
        let all = store::acts::range(place.world.database.store.reader.db(), at, 0, 100).await;
        all.unwrap()
    };
    link(&invite(&place, &[]).await);
    for verb in ["reset", "sessions", "unlock"] {
        let administrator = place.browser_of(people.administrator).await;
        forced(&administrator, &format!("/admin/persons/{}/{verb}", people.clerk_a)).await;
        forced(&administrator, &format!("/admin/persons/{}/{verb}", people.clerk_b)).await;
        let clerk = place.browser_of(people.clerk_a).await;
        forced(&clerk, &format!("/admin/persons/{}/{verb}", people.member_a)).await;
    }
    let acts = acts().await;
    let bodies: Vec<_> =
        acts.iter().map(|act| String::from_utf8_lossy(&act.body).into_owned()).collect();
    let words = ["invite_person", "reset_password", "end_sessions", "unlock_account"];
    assert_eq!(acts.len(), words.len());
    for ((act, body), word) in acts.iter().zip(&bodies).zip(words) {
        assert_eq!((act.kind.word(), act.person), ("administer", Some(people.administrator)));
        assert!(body.contains(word) && body.contains("系统管理员"), "{body}");
        for name in ["clerk_a", "li.jianguo", "李建国", &people.clerk_a.to_string()] {
            assert!(!body.contains(name), "the record names no person: {body}");
        }
    }
    // The same person has the same pseudonym in each.
    let subject = |body: &str| super::between(body, "\"subject\":\"", "\"").to_owned();
    assert_eq!(subject(&bodies[1]), subject(&bodies[2]));
    assert_ne!(subject(&bodies[0]), subject(&bodies[1]));
    place.finish().await;
}
