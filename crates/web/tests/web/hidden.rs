//! A text whose title is not for everybody does not exist for the others: same answer as for a
//! code that was never given, in no list and in no count.

use axum::http::StatusCode;
use domain::access::may_read;
use domain::scope::Scope;
use testkit::Published;

use crate::browser::{Answer, Browser};
use crate::site::{MARKED, Place};

/// Status, headers and body without the request's number and without the code asked for.
fn shape(answer: &Answer, code: &str) -> String {
    let text = answer.text().replace(code, "CODE");
    let (before, rest) = text.split_once("<code>").unwrap_or((&text, ""));
    let after = rest.split_once("</code>").map_or("", |(_, after)| after);
    format!("{} {:?} {before}{after}", answer.status, answer.headers.keys().collect::<Vec<_>>())
}

async fn hide(place: &Place, scope: &Scope) -> Published {
    let id = place.world.receive(MARKED).await;
    place.put(id, &vec![scope.clone(); 6]).await;
    place.world.publish(id).await
}

/// A page without its foot, which tells the size of the log.
async fn body(browser: &Browser, path: &str) -> String {
    browser.page(path).await.split("<footer").next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_known_looks_like_what_was_never_there() {
    let place = Place::new().await;
    let owner = place.world.bodies.village_a;
    let files = ["", "/document.sd-jwt", "/document.tlog-proof"];
    for scope in place.scopes().into_iter().filter(|scope| !scope.is_public()) {
        let code = hide(&place, &scope).await.code.to_string();
        for person in place.everybody().await {
            let may = may_read(&person.reader, &scope, owner).is_allowed();
            for edition in ["", "/e/1", "/e/2"] {
                for file in files {
                    let path = |code: &str| format!("/d/{code}{edition}{file}");
                    let answer = person.browser.get(&path(&code)).await;
                    let case = format!("{} {scope:?} {}", person.name, path(&code));
                    if may {
                        let there = edition != "/e/2";
                        assert_eq!(answer.status.is_success(), there, "{case}");
                        continue;
                    }
                    let never = person.browser.get(&path("B99")).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{case}");
                    assert_eq!(shape(&answer, &code), shape(&never, "B99"), "{case}");
                }
            }
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_known_is_in_no_list_and_no_count() {
    let place = Place::new().await;
    let shown = place.publish_marked().await;
    let owner = place.world.bodies.village_a;
    let column = format!("/columns/{}", place.column().await);
    let lists = ["/".to_owned(), column, format!("/organizations/{owner}")];
    let people = place.everybody().await;
    let mut before = Vec::new();
    for person in &people {
        for list in &lists {
            let page = body(&person.browser, list).await;
            assert!(page.contains(&format!("/d/{}\"", shown.code)), "{} {list}", person.name);
            before.push(page);
        }
    }
    let scope = Scope::Named { persons: vec![place.world.people.named] };
    let code = hide(&place, &scope).await.code;
    let mut before = before.into_iter();
    for person in &people {
        let may = may_read(&person.reader, &scope, owner).is_allowed();
        for list in &lists {
            let (page, old) = (body(&person.browser, list).await, before.next().unwrap());
            assert_eq!(page.contains(&format!("/d/{code}\"")), may, "{} {list}", person.name);
            assert_eq!(page == old, !may, "{} {list}", person.name);
        }
    }
    place.finish().await;
}
