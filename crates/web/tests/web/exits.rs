//! Every slice × reader × exit: a text leaves by an exit exactly when `access::may_read` says so.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::access::{Reader, may_read};
use testkit::Published;

use crate::browser::{Answer, Browser};
use crate::site::{MARKS, Place};

/// Everything that an answer holds: its text, and what base64 hides in it.
fn everything(answer: &Answer) -> String {
    let mut all = match answer.header("content-type") {
        "application/octet-stream" => String::from_utf8_lossy(&answer.bytes).into_owned(),
        _ => answer.text(),
    };
    for (name, value) in &answer.headers {
        all += &format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    let hidden = all.split(|c: char| c.is_whitespace() || "~.".contains(c));
    let decode = |text: &str| {
        let plain = URL_SAFE_NO_PAD.decode(text).or_else(|_| STANDARD.decode(text));
        plain.ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let hidden: Vec<_> = hidden.filter_map(decode).collect();
    all + &hidden.join("\n")
}

/// Whether the exit shows the text itself; no other exit ever does.
fn shows_text(exit: &str) -> bool {
    exit.starts_with("/d/") && !exit.ends_with("tlog-proof")
}

/// The same exit asked in every way in which a cache or a browser might ask.
async fn ways(browser: &Browser, exit: &str) -> Vec<(&'static str, Answer)> {
    let plain = browser.get(exit).await;
    let etag = plain.header("etag").to_owned();
    let known = browser.with("if-none-match", &etag);
    vec![
        ("GET", plain),
        ("HEAD", browser.head(exit).await),
        ("304", known.get(exit).await),
        ("gzip", browser.with("accept-encoding", "gzip").get(exit).await),
        ("br", browser.with("accept-encoding", "br").get(exit).await),
        ("range", browser.with("range", "bytes=0-99999").get(exit).await),
        ("English", browser.with("accept-language", "en").get(exit).await),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slice_leaves_by_an_exit_exactly_when_it_may_be_read() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let (exits, scopes) = (place.exits(&published.code.to_string()).await, place.scopes());
    let owner = place.world.bodies.village_a;
    for person in place.everybody().await {
        let sealed = withheld(&place, published, &person.reader).await;
        for exit in &exits {
            for (way, answer) in ways(&person.browser, exit).await {
                let case = format!("{} {way} {exit}", person.name);
                let fits = answer.status == StatusCode::OK
                    || (way, answer.status.as_u16()) == ("304", 304);
                assert!(fits, "{case}: {}", answer.status);
                let (all, has_body) = (everything(&answer), !answer.bytes.is_empty());
                for (mark, scope) in MARKS.iter().zip(&scopes) {
                    let may = may_read(&person.reader, scope, owner).is_allowed();
                    let expected = may && has_body && shows_text(exit);
                    assert_eq!(all.contains(mark), expected, "{case}: {mark}");
                }
                for slice in &sealed {
                    assert!(!all.contains(slice), "{case}: a sealed slice");
                }
            }
        }
    }
    place.finish().await;
}

/// The disclosure strings that a reader must not get.
async fn withheld(place: &Place, published: Published, reader: &Reader) -> Vec<String> {
    let (db, at) = (&place.world.database.store.reader, place.world.authority);
    let edition = store::editions::latest(db.db(), at, published.id, 1).await.unwrap().unwrap();
    let slices = store::editions::slices(db.db(), at, &edition).await.unwrap();
    let owner = place.world.bodies.village_a;
    let hidden = slices.into_iter().filter(|s| !may_read(reader, &s.scope, owner).is_allowed());
    hidden.map(|slice| slice.disclosure).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cache_keeps_nobodys_page_for_another() {
    let place = Place::new().await;
    let path = format!("/d/{}", place.publish_marked().await.code);
    let (scopes, owner) = (place.scopes(), place.world.bodies.village_a);
    let expected = |reader: &Reader| {
        MARKS.iter().zip(&scopes).map(|(_, s)| may_read(reader, s, owner).is_allowed()).collect()
    };
    let nobody: Vec<bool> = expected(&Reader::anonymous());
    for person in place.everybody().await {
        let theirs: Vec<bool> = expected(&person.reader);
        for theirs_first in [true, false] {
            // Nothing made before this counts.
            place.world.flow.public_changed();
            for turn in 0..4 {
                let is_theirs = (turn % 2 == 0) == theirs_first;
                let anonymous = place.anonymous();
                let browser = if is_theirs { &person.browser } else { &anonymous };
                let answer = browser.with("accept-encoding", "br, gzip").get(&path).await;
                let text = answer.text();
                let shown: Vec<_> = MARKS.iter().map(|mark| text.contains(mark)).collect();
                let case = format!("{} first: {theirs_first}, turn {turn}", person.name);
                assert_eq!(&shown, if is_theirs { &theirs } else { &nobody }, "{case}");
                let is_shared = answer.headers.contains_key("etag");
                let logged_in = is_theirs && person.reader.person.is_some();
                assert_eq!(is_shared, !logged_in, "{case}");
                let keeps = if logged_in { "no-store" } else { "no-cache" };
                assert_eq!(answer.header("cache-control"), keeps, "{case}");
            }
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_beside_a_known_tag_gets_its_own_page() {
    let place = Place::new().await;
    let path = format!("/d/{}", place.publish_marked().await.code);
    let etag = place.anonymous().get(&path).await.header("etag").to_owned();
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    let answer = clerk.with("if-none-match", &etag).get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(MARKS.iter().all(|mark| answer.text().contains(mark)));
    assert!(place.anonymous().get(&path).await.header("vary").contains("cookie"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_document_verifies_and_holds_what_its_reader_may_read() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let (scopes, owner) = (place.scopes(), place.world.bodies.village_a);
    let (db, at) = (&place.world.database.store.reader, place.world.authority);
    let seal = store::seals::load(db.db(), at, published.id, 1).await.unwrap().unwrap();
    let key = store::seals::key(db.db(), at, &seal.kid).await.unwrap().unwrap();
    for person in place.everybody().await {
        let path = format!("/d/{}/document.sd-jwt", published.code);
        let document = person.browser.page(&path).await;
        let verified = seal::verify(&document, &key.public_key, &seal::Limits::default()).unwrap();
        assert!(verified.is_complete(), "{}", person.name);
        let shown: Vec<_> = verified.shown().map(|shown| shown.body.to_string()).collect();
        for (mark, scope) in MARKS.iter().zip(&scopes) {
            let may = may_read(&person.reader, scope, owner).is_allowed();
            let has = shown.iter().any(|body| body.contains(mark));
            assert_eq!(has, may, "{} {mark}", person.name);
        }
    }
    place.finish().await;
}
