//! Every answer, whatever it is, carries the headers that protect; no page needs a script.

use axum::http::Method;

use crate::browser::{Answer, Browser};
use crate::form::pairs;
use crate::site::Place;

const PROTECT: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
];

/// The pages that offer passkeys, and the editor, run the site's own script file, and say so.
const SCRIPTED: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn is_scripted(answer: &Answer) -> bool {
    answer.header("content-security-policy") == SCRIPTED
}

fn protected(case: &str, answer: &Answer) {
    for (name, value) in PROTECT {
        let policy = name == "content-security-policy";
        let value = if policy && is_scripted(answer) { SCRIPTED } else { value };
        assert_eq!(answer.header(name), value, "{case}");
    }
    let path = case.split(' ').nth(1).unwrap_or("").split('?').next().unwrap_or("");
    assert!(
        !is_scripted(answer) || ["/login", "/account"].contains(&path) || path.ends_with("/draft"),
        "{case}"
    );
    assert!(!answer.headers.contains_key("access-control-allow-origin"), "{case}");
    assert!(!answer.headers.contains_key("server"), "{case}");
}

/// No script, no style and no handler inside a page, and nothing from another site.
fn plain(case: &str, answer: &Answer) {
    if !answer.header("content-type").starts_with("text/html") || answer.bytes.is_empty() {
        return;
    }
    let mut html = answer.text().to_lowercase();
    if is_scripted(answer) {
        let own = ["passkey.js", "editor.js"]
            .map(|name| format!("<script src=\"{}\" defer></script>", web::assets::href(name)));
        assert_eq!(own.iter().map(|tag| html.matches(tag).count()).sum::<usize>(), 1, "{case}");
        html = own.iter().fold(html, |html, tag| html.replace(tag, ""));
    }
    for word in ["<script", "<style", "<iframe", "<object", "<embed", "<base", "javascript:"] {
        assert!(!html.contains(word), "{case}: {word}");
    }
    for tag in html.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        // What stands between quotes is a value, not a name.
        let names: String = tag.split('"').step_by(2).collect();
        for name in names.split_whitespace().skip(1) {
            let is_handler = name.starts_with("on") && name.contains('=');
            assert!(!is_handler && !name.starts_with("style="), "{case}: <{tag}>");
        }
        for source in ["src=\"", "srcset=\""] {
            let value = tag.split(source).nth(1).unwrap_or("/assets/");
            assert!(value.starts_with("/assets/"), "{case}: <{tag}>");
        }
    }
}

async fn look(browser: &Browser, path: &str) {
    for way in ["GET", "HEAD", "304", "again", "DELETE"] {
        let answer = match way {
            "HEAD" => browser.head(path).await,
            "DELETE" => browser.ask(Method::DELETE, path, "", "").await,
            "304" => {
                let etag = browser.get(path).await.header("etag").to_owned();
                browser.with("if-none-match", &etag).get(path).await
            }
            _ => browser.get(path).await,
        };
        let case = format!("{way} {path} {}", answer.status);
        protected(&case, &answer);
        plain(&case, &answer);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_protected_and_no_page_has_a_script() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let (draft, under_way) = (place.world.receive(testkit::TEXT).await, place.draft_marked().await);
    place.world.propose(under_way).await;
    let mut paths = place.exits(&published.code.to_string()).await;
    paths.extend(
        [web::assets::href("site.css"), "/assets/none", "/login", "/login?next=/desk", "/healthz"]
            .map(str::to_owned),
    );
    paths.extend(
        ["/robots.txt", "/nothing", "/d/%FF", "/d/B1/e/x", "/log/key", "/log/x/checkpoint"]
            .map(str::to_owned),
    );
    paths.extend(["/account", "/account/code", "/login/code", "/link"].map(str::to_owned));
    paths.extend(["/link/00", "/admin/persons", "/login/oidc"].map(str::to_owned));
    paths.extend(["/desk", "/desk/new", "/desk/x", "/language?lang=en"].map(str::to_owned));
    paths.push(format!("/desk/{}", published.id));
    paths.push(format!("/desk/{draft}/draft"));
    paths.push(format!("/desk/{under_way}/step"));
    let people = place.world.people;
    let mut browsers = vec![place.anonymous(), place.anonymous().with("accept-encoding", "br")];
    for person in [people.member_a, people.clerk_a, people.administrator] {
        browsers.push(place.browser_of(person).await);
    }
    browsers.push(place.anonymous().with("accept-language", "en"));
    for browser in &browsers {
        for path in &paths {
            look(browser, path).await;
        }
    }
    let clerk = place.browser_of(people.clerk_a).await;
    for path in ["/login", "/logout", "/desk/new", "/desk/x/save"] {
        for body in [pairs(&[]), pairs(&[("csrf", "wrong")])] {
            protected(path, &clerk.post(path, &body).await);
        }
        let odd = clerk.ask(Method::POST, path, "application/json", "{\"csrf\":1}").await;
        assert!(odd.status.is_client_error(), "{path}");
        protected(path, &odd);
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_kept_is_kept_and_nothing_else() {
    let place = Place::new().await;
    let code = place.publish_marked().await.code;
    let asset = place.anonymous().get(web::assets::href("site.css")).await;
    assert_eq!(asset.header("cache-control"), web::assets::CACHE_CONTROL);
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    let files = ["document.sd-jwt", "document.tlog-proof"].map(|file| format!("/d/{code}/{file}"));
    for file in &files {
        for browser in [&clerk, &place.anonymous()] {
            let answer = browser.get(file).await;
            assert_eq!(answer.header("cache-control"), "no-store", "{file}");
            assert!(answer.header("content-disposition").starts_with("attachment"), "{file}");
        }
    }
    for page in ["/", "/about/verify", "/desk", "/login", "/nothing", &format!("/d/{code}")] {
        let answer = clerk.get(page).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{page}");
        assert!(!answer.headers.contains_key("etag"), "{page}");
    }
    place.finish().await;
}
