//! Accounts: every way in, and every way that has to stay shut.

mod codes;
mod links;
mod locks;
mod lost;
mod passkeys;
mod provider;
mod rosters;
mod sessions;

use axum::http::StatusCode;
use domain::ids::PersonId;

use crate::browser::{Answer, Browser};
use crate::form::fields;
use crate::site::Place;

/// A password that may be chosen.
const CHOSEN: &str = "柳溪镇的那三棵老槐树";

async fn is_in(browser: &Browser) -> bool {
    browser.page("/").await.contains("action=\"/logout\"")
}

/// The text of the first element that `mark` begins.
fn between<'a>(html: &'a str, mark: &str, end: &str) -> &'a str {
    html.split(mark).nth(1).and_then(|rest| rest.split(end).next()).unwrap_or_default()
}

/// The path of the link that a page shows.
fn link(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    let link = between(&text, "readonly>", "</textarea>");
    let path = link.strip_prefix("https://qingshi.example").expect("a link of this site");
    assert_eq!(path.len(), "/link/".len() + 64);
    path.to_owned()
}

/// Opens a link as whoever got it does; the page that follows.
async fn open(browser: &mut Browser, path: &str) -> Answer {
    let answer = browser.get(path).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/link"));
    browser.take_cookies(&answer);
    let page = browser.get("/link").await;
    browser.take_cookies(&page);
    page
}

/// Sends the form of an opened link.
async fn choose(browser: &mut Browser, page: &Answer, password: &str) -> Answer {
    let mut form = fields(&page.text(), "/link").expect("the form");
    form.retain(|(name, _)| !name.ends_with("password") && !name.is_empty());
    for name in ["password", "again_password"] {
        form.push((name.to_owned(), password.to_owned()));
    }
    let answer = browser.post("/link", &form).await;
    browser.take_cookies(&answer);
    answer
}

/// What the administrator's page does to a person.
async fn administer(place: &Place, person: PersonId, verb: &str) -> Answer {
    let administrator = place.browser_of(place.world.people.administrator).await;
    let form = format!("/admin/persons/{person}/reset");
    let to = format!("/admin/persons/{person}/{verb}");
    administrator.send_to("/admin/persons", &form, &to, &[]).await
}

/// Turns one-time codes on; the secret and the recovery codes.
async fn with_code(
    place: &Place,
    (browser, password): (&Browser, &str),
    person: PersonId,
) -> (Vec<u8>, Vec<String>) {
    let set = [("password", password)];
    let answer = browser.send("/account", "/account/code/begin", &set).await;
    assert_eq!(answer.location(), "/account/code");
    let secret = secret(place, person).await;
    let code = identity::code::code_at(&secret, place.world.flow.now());
    let set = [("code", code.as_str())];
    let answer = browser.send("/account/code", "/account/code/confirm", &set).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    let codes = text.split("<code>").skip(1).filter_map(|rest| rest.split('<').next());
    (secret, codes.map(str::to_owned).collect())
}

async fn secret(place: &Place, person: PersonId) -> Vec<u8> {
    let db = place.world.database.store.reader.db();
    let found = store::authenticators::find(db, place.world.authority, person).await.unwrap();
    found.expect("a secret").secret
}

/// Half a minute or more goes by.
fn wait(place: &Place, seconds: i64) {
    let now = place.world.flow.now();
    place.world.clock.set(domain::time::Micros(now.0 + seconds * 1_000_000));
}

/// Sends the code of a pending login.
async fn enter_code(browser: &mut Browser, code: &str) -> Answer {
    let page = browser.get("/login/code").await;
    browser.take_cookies(&page);
    let mut form = fields(&page.text(), "/login/code").expect("the form");
    form.retain(|(name, _)| name != "code");
    form.push(("code".to_owned(), code.to_owned()));
    let answer = browser.post("/login/code", &form).await;
    browser.take_cookies(&answer);
    answer
}
