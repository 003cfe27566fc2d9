//! What a person does in a browser.

use std::path::Path;
use std::time::Duration;

use thirtyfour::prelude::*;
use thirtyfour::stringmatch::StringMatchable;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use web::locale::Lang;

use crate::chromium::Look;
use crate::environment::folder;

const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// One browser on one site.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    pub(crate) address: String,
    pub(crate) look: Look,
}

impl Browser {
    /// Opens a path of the site.
    pub(crate) async fn open(&self, path: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}{path}", self.address)).await
    }

    /// The element, as soon as it is there.
    pub(crate) async fn find(&self, css: &str) -> WebDriverResult<WebElement> {
        let query = self.driver.query(By::Css(css)).desc(css);
        query.wait(PATIENCE, LOOK_AGAIN).first().await
    }

    /// The first of the elements that has these words in its text.
    pub(crate) async fn find_saying(&self, css: &str, words: &str) -> WebDriverResult<WebElement> {
        let query = self.driver.query(By::Css(css)).desc(&format!("{css} with {words}"));
        // The page may give way to the next one while it is looked at.
        let query = query.ignore_errors(true).with_text(words.match_partial());
        query.wait(PATIENCE, LOOK_AGAIN).first().await
    }

    /// Whether the page as it stands has such an element.
    pub(crate) async fn has(&self, css: &str) -> WebDriverResult<bool> {
        Ok(self.count(css).await? > 0)
    }

    pub(crate) async fn count(&self, css: &str) -> WebDriverResult<usize> {
        Ok(self.driver.find_all(By::Css(css)).await?.len())
    }

    pub(crate) async fn click(&self, css: &str) -> WebDriverResult<()> {
        let element = self.find(css).await?;
        // Not under the bar that stays at the window's foot.
        element.scroll_into_view().await?;
        let clicked = element.click().await;
        assert!(clicked.is_ok(), "{css}: {clicked:?}");
        Ok(())
    }

    pub(crate) async fn fill(&self, css: &str, text: &str) -> WebDriverResult<()> {
        let field = self.find(css).await?;
        field.send_keys(text).await
    }

    /// Picks the option of this value.
    pub(crate) async fn choose(&self, select: &str, value: &str) -> WebDriverResult<()> {
        self.click(&format!("{select} option[value='{value}']")).await
    }

    pub(crate) async fn chosen(&self, select: &str) -> WebDriverResult<String> {
        Ok(self.find(select).await?.prop("value").await?.unwrap_or_default())
    }

    /// Path and query of the page.
    pub(crate) async fn path(&self) -> WebDriverResult<String> {
        let url = self.driver.current_url().await?;
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(format!("{}{query}", url.path()))
    }

    /// The page as the server sent it, tags and all.
    pub(crate) async fn source(&self) -> WebDriverResult<String> {
        self.driver.source().await
    }

    /// Waits for the notice that a step leaves.
    pub(crate) async fn is_told(&self, key: &str) -> WebDriverResult<()> {
        let words = Lang::ZhCn.text(&format!("flash.{key}"));
        self.find_saying(".flash.done", &words).await.map(|_| ())
    }

    pub(crate) async fn log_in(&self, name: &str, then: &str) -> WebDriverResult<()> {
        self.open(&format!("/login?next={then}")).await?;
        self.enter(name, testkit::PASSWORD).await?;
        self.find_saying(".who", name).await.map(|_| ())
    }

    /// Fills the form of the login and sends it.
    pub(crate) async fn enter(&self, name: &str, password: &str) -> WebDriverResult<()> {
        self.fill("input[name=name]", name).await?;
        self.fill("input[name=password]", password).await?;
        self.click("main button[type=submit]").await
    }

    pub(crate) async fn log_out(&self) -> WebDriverResult<()> {
        self.click("form[action='/logout'] button").await?;
        self.is_told("logged_out").await
    }

    /// The browser from now on holds this session, or none.
    pub(crate) async fn be(&self, session: Option<[u8; 32]>) -> WebDriverResult<()> {
        // A cookie can only be set on a page of the site.
        self.open("/healthz").await?;
        self.driver.delete_all_cookies().await?;
        let Some(token) = session else { return Ok(()) };
        let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        self.driver.add_cookie(Cookie::new("session", token)).await
    }

    pub(crate) async fn speak(&self, lang: Lang) -> WebDriverResult<()> {
        self.driver.add_cookie(Cookie::new("lang", lang.tag())).await
    }

    /// What is saved from an address of the site, with the cookies of this browser.
    pub(crate) async fn save(&self, href: &str) -> WebDriverResult<String> {
        let cookies = self.driver.get_all_cookies().await?;
        let pair = |cookie: &Cookie| format!("{}={}", cookie.name, cookie.value);
        let cookies: Vec<_> = cookies.iter().map(pair).collect();
        let host = self.address.trim_start_matches("http://");
        let request = format!(
            "GET {href} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
            cookies.join("; ")
        );
        let mut connection = TcpStream::connect(host).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{href}: {head}");
        Ok(body.to_owned())
    }

    /// Keeps what is seen as `target/e2e/shots/<name>-<width>.png`.
    pub(crate) async fn shoot(&self, name: &str) -> WebDriverResult<()> {
        let shots = folder().join("shots");
        std::fs::create_dir_all(&shots).unwrap();
        let file = shots.join(format!("{name}-{}.png", self.look.width));
        self.driver.screenshot(Path::new(&file)).await
    }
}
