//! A provider of logins, for real: `oidc-provider` under Node, started by the test (OpenID Connect Core
//! 1.0, PKCE of RFC 7636). `scripts/test.sh` fetches it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;

use axum::http::StatusCode;
use domain::time::Micros;
use testkit::World;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use super::{CHOSEN, between, choose, enter_code, is_in, link, open, wait, with_code};
use crate::browser::{Answer, Browser};
use crate::form::unescape;
use crate::site::Place;

const CALLBACK: &str = "https://qingshi.example/login/oidc/callback";

#[expect(clippy::disallowed_methods, reason = "a test is told by the environment what it can use")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The provider's process; it ends with the value.
struct Provider {
    _process: Child,
    /// Kept open: the process ends when it cannot write.
    _output: BufReader<tokio::process::ChildStdout>,
    issuer: String,
    now: Micros,
}

impl Provider {
    /// `None`, loudly, where it cannot be had; fails where `GONGKAI_REQUIRE_OIDC=1` asks for it.
    async fn start() -> Option<Self> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let folder = variable("GONGKAI_OIDC")
            .map_or_else(|| PathBuf::from(root).join("target/oidc"), PathBuf::from);
        if !folder.join("node_modules/oidc-provider").is_dir() {
            return missing(&format!("no oidc-provider in {}", folder.display()));
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/accounts/provider.mjs");
        let process = Command::new("node")
            .arg(script)
            .arg(folder)
            .arg(CALLBACK)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let Ok(mut process) = process else { return missing("node is not installed") };
        let mut line = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut line).await.unwrap();
        let (issuer, now) = line.trim().split_once(' ').expect("the provider listens");
        let now = Micros(now.parse::<i64>().unwrap() * 1000);
        Some(Self { _process: process, _output: output, issuer: issuer.to_owned(), now })
    }

    fn settings(&self) -> identity::oidc::Settings {
        identity::oidc::Settings {
            issuer: self.issuer.clone(),
            client_id: "gongkai".to_owned(),
            client_secret: "a secret: with +signs% and /".to_owned(),
            name: "统一身份".to_owned(),
        }
    }

    /// The county with this provider, at the provider's time.
    async fn place(&self) -> Place {
        let place = county(self.settings()).await;
        place.world.clock.set(self.now);
        place
    }

    /// Logs `name` in at the provider, as a browser does that was led to `url`; the address of this
    /// site to which it is led back.
    async fn visit(&self, url: &str, name: &str) -> String {
        assert!(url.starts_with(&self.issuer), "{url}");
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.no_proxy().build().unwrap();
        let mut cookies = BTreeMap::new();
        let (mut url, mut form) = (url.to_owned(), String::new());
        for _ in 0..12 {
            let request = if form.is_empty() { client.get(&url) } else { client.post(&url) };
            let jar: Vec<_> =
                cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let answer = request
                .header("cookie", jar.join("; "))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(std::mem::take(&mut form))
                .send()
                .await
                .unwrap();
            for line in answer.headers().get_all("set-cookie") {
                let line = line.to_str().unwrap().split(';').next().unwrap();
                let (name, value) = line.split_once('=').unwrap();
                cookies.insert(name.to_owned(), value.to_owned());
            }
            if let Some(next) = answer.headers().get("location") {
                let next = next.to_str().unwrap();
                if let Some(back) = next.strip_prefix("https://qingshi.example") {
                    return back.to_owned();
                }
                let absolute = next.starts_with("http");
                url = if absolute { next.to_owned() } else { format!("{}{next}", self.issuer) };
                continue;
            }
            let page = answer.text().await.unwrap();
            let action = between(&page, "action=\"", "\"");
            assert!(!action.is_empty(), "{page}");
            url = unescape(action);
            form = if page.contains("name=\"login\"") {
                format!("prompt=login&login={name}&password=x")
            } else {
                "prompt=consent".to_owned()
            };
        }
        panic!("the provider leads nowhere: {url}");
    }
}

fn missing(what: &str) -> Option<Provider> {
    let required = variable("GONGKAI_REQUIRE_OIDC").is_some_and(|value| value == "1");
    assert!(!required, "GONGKAI_REQUIRE_OIDC=1, but: {what}");
    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    {
        eprintln!("\n*** SKIPPED: {what} (scripts/test.sh fetches it) ***\n");
    }
    None
}

async fn county(oidc: identity::oidc::Settings) -> Place {
    let settings = web::Settings { oidc: Some(oidc), ..Place::settings(false) };
    Place::of(World::founded().await, settings)
}

/// Asks to come in; where the browser is led.
async fn ask(browser: &mut Browser) -> Answer {
    let answer = browser.get("/login/oidc?next=/desk").await;
    browser.take_cookies(&answer);
    answer
}

async fn come_back(browser: &mut Browser, back: &str) -> Answer {
    let answer = browser.get(back).await;
    browser.take_cookies(&answer);
    answer
}

/// The whole way in.
async fn enter(place: &Place, provider: &Provider, name: &str) -> (Browser, Answer) {
    let mut browser = place.anonymous();
    let asked = ask(&mut browser).await;
    let back = provider.visit(asked.location(), name).await;
    let answer = come_back(&mut browser, &back).await;
    (browser, answer)
}

/// Links the account `name` at the provider to whoever is in; where that leads.
async fn link_account(browser: &mut Browser, provider: &Provider, name: &str) -> String {
    let set = [("password", testkit::PASSWORD)];
    let answer = browser.send("/account", "/account/oidc/begin", &set).await;
    browser.take_cookies(&answer);
    let text = answer.text();
    let url = unescape(between(&text, "class=\"button\" href=\"", "\""));
    let back = provider.visit(&url, name).await;
    come_back(browser, &back).await.location().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_linked_comes_in_and_nobody_else() {
    let Some(provider) = Provider::start().await else { return };
    let place = provider.place().await;
    assert!(place.anonymous().page("/login").await.contains("用统一身份登录"));
    let (browser, answer) = enter(&place, &provider, "li").await;
    assert_eq!(answer.location(), "/login?done=not_linked");
    assert!(!is_in(&browser).await, "nobody is made by coming from the provider");
    let mut own = place.logged_in("clerk_a").await;
    assert_eq!(link_account(&mut own, &provider, "li").await, "/account?done=linked");
    let (browser, answer) = enter(&place, &provider, "li").await;
    assert_eq!(answer.location(), "/desk");
    assert!(browser.page("/account").await.contains("clerk_a"));
    // The account there is somebody's already; another one of it comes in as nobody.
    let mut other = place.logged_in("reviewer_a").await;
    assert_eq!(link_account(&mut other, &provider, "li").await, "/account?done=taken");
    let (_, answer) = enter(&place, &provider, "li2").await;
    assert_eq!(answer.location(), "/login?done=not_linked");
    own.send("/account", "/account/oidc/remove", &[]).await;
    let (_, answer) = enter(&place, &provider, "li").await;
    assert_eq!(answer.location(), "/login?done=not_linked");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_may_name_the_account_there_and_the_code_is_still_asked_for() {
    let Some(provider) = Provider::start().await else { return };
    let place = provider.place().await;
    let administrator = place.browser_of(place.world.people.administrator).await;
    let village = place.world.bodies.village_a.to_string();
    let set = [
        ("login_name", "li.jianguo"),
        ("display_name", "李建国"),
        ("organization", &village),
        ("subject", "li-at-provider"),
    ];
    let answer = administrator.send("/admin/persons", "/admin/persons/invite", &set).await;
    let path = link(&answer);
    let (browser, answer) = enter(&place, &provider, "li-at-provider").await;
    assert_eq!(answer.location(), "/desk", "no password was ever chosen");
    assert!(is_in(&browser).await);
    let mut browser = place.anonymous();
    let page = open(&mut browser, &path).await;
    choose(&mut browser, &page, CHOSEN).await;
    let db = place.world.database.store.reader.db();
    let at = place.world.authority;
    let person = store::persons::by_login(db, at, "li.jianguo").await.unwrap().unwrap().id;
    let (secret, _) = with_code(&place, (&browser, CHOSEN), person).await;
    let (mut again, answer) = enter(&place, &provider, "li-at-provider").await;
    assert_eq!(answer.location(), "/login/code");
    assert!(!is_in(&again).await);
    wait(&place, 60);
    let code = identity::code::code_at(&secret, place.world.flow.now());
    assert_eq!(enter_code(&mut again, &code).await.location(), "/desk");
    // Who has left does not come in this way either.
    place.world.flow.leave(None, person).await.unwrap();
    let (_, answer) = enter(&place, &provider, "li-at-provider").await;
    assert_eq!(answer.location(), "/login?done=not_linked");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_for_its_own_browser_once_and_as_it_was_asked() {
    let Some(provider) = Provider::start().await else { return };
    let place = provider.place().await;
    let mut own = place.logged_in("clerk_a").await;
    link_account(&mut own, &provider, "li").await;
    let again = "/login?done=begin_again";
    // Another browser is led to the end of somebody's way in: it is not logged in as them.
    let (mut victim, mut attacker) = (place.anonymous(), place.anonymous());
    let asked = ask(&mut attacker).await;
    let back = provider.visit(asked.location(), "li").await;
    assert_eq!(come_back(&mut victim, &back).await.location(), again);
    ask(&mut victim).await;
    assert_eq!(come_back(&mut victim, &back).await.location(), again, "another state");
    assert!(!is_in(&victim).await);
    let copy = attacker.clone();
    assert_eq!(come_back(&mut attacker, &back).await.location(), "/desk");
    assert_eq!(come_back(&mut copy.clone(), &back).await.location(), again, "used");
    // Nor is anybody's account linked by it who is in: what was begun was a login.
    let mut other = place.logged_in("reviewer_a").await;
    let mut asking = place.anonymous();
    let asked = ask(&mut asking).await;
    let back = provider.visit(asked.location(), "wang").await;
    other.cookies.insert("pending".to_owned(), asking.cookies["pending"].clone());
    assert_eq!(come_back(&mut other, &back).await.location(), "/account?done=begin_again");
    let failed = "/login?done=provider_failed";
    for (name, bent) in [("nonce", "bent"), ("code_challenge", &"A".repeat(43))] {
        let mut browser = place.anonymous();
        let asked = ask(&mut browser).await;
        let url = asked.location();
        let value = between(url, &format!("{name}="), "&");
        let value = value.to_owned();
        let back = provider.visit(&url.replace(&value, bent), "li").await;
        assert_eq!(come_back(&mut browser, &back).await.location(), failed, "{name}");
    }
    let mut browser = place.anonymous();
    let asked = ask(&mut browser).await;
    let back = provider.visit(asked.location(), "li").await;
    let code = between(&back, "code=", "&").to_owned();
    let foreign = back.replace(&code, "another-code");
    assert_eq!(come_back(&mut browser, &foreign).await.location(), failed);
    let mut browser = place.anonymous();
    let asked = ask(&mut browser).await;
    let state = between(asked.location(), "state=", "&").to_owned();
    let refused = format!("/login/oidc/callback?error=access_denied&state={state}");
    assert_eq!(come_back(&mut browser, &refused).await.location(), failed);
    place.finish().await;
}

/// Answers every connection with `answer`, which may name the origin.
async fn fake(answer: impl Fn(&str) -> String) -> (String, tokio::task::JoinHandle<()>) {
    use tokio::io::AsyncWriteExt;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let text = answer(&origin);
    let task = tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { return };
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if line.is_empty() {
                    break;
                }
            }
            let _ = write.write_all(text.as_bytes()).await;
        }
    });
    (origin, task)
}

fn settings(issuer: &str) -> identity::oidc::Settings {
    identity::oidc::Settings {
        issuer: issuer.to_owned(),
        client_id: "gongkai".to_owned(),
        client_secret: "s".to_owned(),
        name: "统一身份".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_but_the_configured_issuer() {
    let trap = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}", trap.local_addr().unwrap());
    let (issuer, task) = fake(|issuer| {
        let body = format!(
            "{{\"issuer\":\"{issuer}\",\"authorization_endpoint\":\"{issuer}/auth\",\
             \"token_endpoint\":\"{issuer}/token\",\"jwks_uri\":\"{elsewhere}/jwks\",\
             \"response_types_supported\":[\"code\"],\"subject_types_supported\":[\"public\"],\
             \"id_token_signing_alg_values_supported\":[\"RS256\"]}}"
        );
        let length = body.len();
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
             connection: close\r\n\r\n{body}"
        )
    })
    .await;
    let (leading, second) = fake(|_| {
        format!(
            "HTTP/1.1 302 Found\r\nlocation: {elsewhere}/x\r\ncontent-length: 0\r\n\
             connection: close\r\n\r\n"
        )
    })
    .await;
    for issuer in [&issuer, &leading] {
        let place = county(settings(issuer)).await;
        let answer = place.anonymous().get("/login/oidc").await;
        assert_eq!(answer.location(), "/login?done=provider_failed");
        place.finish().await;
    }
    assert!(trap.accept().is_err(), "the other host was asked");
    task.abort();
    second.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_provider_or_with_a_plain_one_elsewhere_there_is_no_such_way() {
    let plain = county(settings("http://id.example")).await;
    let none = Place::new().await;
    for place in [&plain, &none] {
        for path in ["/login/oidc", "/login/oidc/callback?code=x&state=y"] {
            assert_eq!(place.anonymous().get(path).await.status, StatusCode::NOT_FOUND);
        }
        assert!(!place.anonymous().page("/login").await.contains("/login/oidc"));
    }
    plain.finish().await;
    none.finish().await;
}
