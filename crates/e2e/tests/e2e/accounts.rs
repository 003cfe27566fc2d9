//! Accounts as people meet them: an invitation, a one-time code, a passkey on an authenticator that the
//! browser itself emulates (W3C WebAuthn Level 3, section 11), so that the site's script is run.

use std::sync::Arc;

use domain::time::{Clock, Micros};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::PASSWORD;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::prelude::*;

use crate::accessible::found;
use crate::axe;
use crate::browser::Browser;
use crate::chromium::{Look, with_browser};
use crate::site::Site;

const CHOSEN: &str = "柳溪镇的那三棵老槐树";

/// Gives the browser an authenticator that unlocks for whoever asks.
#[derive(Debug)]
struct AddAuthenticator;

impl ExtensionCommand for AddAuthenticator {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true,
        }))
    }
    fn method(&self) -> Method {
        Method::POST
    }
    fn endpoint(&self) -> Arc<str> {
        "/webauthn/authenticator".into()
    }
}

/// The page as it stands shuts nobody out.
async fn is_accessible(browser: &Browser, name: &str) -> WebDriverResult<()> {
    if let Some(axe) = axe::script() {
        assert_eq!(found(browser, &axe, name).await?, [""; 0]);
    }
    Ok(())
}

#[tokio::test]
async fn a_passkey_is_added_and_lets_its_person_in() {
    for look in [Look::PHONE, Look::DESK] {
        let site = Site::open().await;
        with_browser(&site, look, |browser| async move {
            let added = Command::ExtensionCommand(Box::new(AddAuthenticator));
            browser.driver.cmd(added).await?;
            browser.log_in("clerk_a", "/account").await?;
            browser.fill("#passkey-name", "办公室电脑").await?;
            browser.fill("#passkey-password", PASSWORD).await?;
            browser.click("form[action='/account/passkeys/begin'] button").await?;
            browser.is_told("passkey_added").await?;
            browser.find_saying(".entries .name", "办公室电脑").await?;
            is_accessible(&browser, "account with a passkey").await?;
            browser.log_out().await?;
            browser.open("/login?next=/desk").await?;
            is_accessible(&browser, "login with a passkey").await?;
            browser.click("form[action='/login/passkey/begin'] button").await?;
            browser.find_saying(".who", "clerk_a").await?;
            assert_eq!(browser.path().await?, "/desk");
            Ok(())
        })
        .await;
        site.close().await;
    }
}

#[tokio::test]
async fn without_a_script_no_passkey_is_offered() {
    let site = Site::open().await;
    with_browser(&site, Look::WITHOUT_SCRIPT, |browser| async move {
        browser.open("/login").await?;
        let offer = browser.find("form[action='/login/passkey/begin'] button").await?;
        assert!(!offer.is_displayed().await?);
        browser.log_in("clerk_a", "/account").await?;
        let told = browser.find("[data-passkey=without]").await?;
        assert!(told.is_displayed().await?);
        Ok(())
    })
    .await;
    site.close().await;
}

#[tokio::test]
async fn an_invited_person_comes_in_and_sets_up_a_second_factor() {
    for look in [Look::PHONE, Look::DESK] {
        let site = Site::open().await;
        let (clock, db) = (site.world.clock.clone(), site.world.database.store.reader.clone());
        let at = site.world.authority;
        with_browser(&site, look, |browser| async move {
            browser.log_in("administrator", "/admin/persons").await?;
            browser.click("details > summary").await?;
            browser.fill("#display_name", "李建国").await?;
            browser.fill("#login_name", "li.jianguo").await?;
            is_accessible(&browser, "invitation").await?;
            browser.click("form[action='/admin/persons/invite'] button").await?;
            let link = browser.find("#link").await?.prop("value").await?.unwrap();
            is_accessible(&browser, "link made").await?;
            browser.driver.goto(&link).await?;
            browser.find("#again").await?;
            assert_eq!(browser.path().await?, "/link", "the token is gone from the address");
            is_accessible(&browser, "link opened").await?;
            browser.fill("#password", CHOSEN).await?;
            browser.fill("#again", CHOSEN).await?;
            browser.click("form[action='/link'] button").await?;
            browser.is_told("password_changed").await?;
            browser.fill("#begin-password", CHOSEN).await?;
            browser.click("form[action='/account/code/begin'] button").await?;
            browser.find("#code[name=code]").await?;
            is_accessible(&browser, "code").await?;
            let person = store::persons::by_login(db.db(), at, "li.jianguo").await.unwrap();
            let person = person.unwrap().id;
            let secret = store::authenticators::find(db.db(), at, person).await.unwrap();
            let secret = secret.unwrap().secret;
            browser.fill("#code", &identity::code::code_at(&secret, clock.now())).await?;
            browser.click("form[action='/account/code/confirm'] button").await?;
            assert_eq!(browser.find(".codes").await?.find_all(By::Css("li")).await?.len(), 8);
            is_accessible(&browser, "recovery codes").await?;
            browser.log_out().await?;
            clock.set(Micros(clock.now().0 + 60_000_000));
            browser.open("/login?next=/account").await?;
            browser.enter("li.jianguo", CHOSEN).await?;
            browser.find("form[action='/login/code']").await?;
            browser.fill("#code", &identity::code::code_at(&secret, clock.now())).await?;
            browser.click("form[action='/login/code'] button").await?;
            browser.find_saying(".who", "李建国").await?;
            assert_eq!(browser.path().await?, "/account");
            Ok(())
        })
        .await;
        site.close().await;
    }
}

#[tokio::test]
async fn another_password_is_refused_with_what_to_do() {
    let site = Site::open().await;
    with_browser(&site, Look::PHONE, |browser| async move {
        browser.log_in("clerk_a", "/account").await?;
        browser.fill("#old", PASSWORD).await?;
        browser.fill("#new", "password123").await?;
        browser.fill("#again", "password123").await?;
        browser.click("form[action='/account/password'] button").await?;
        browser.find_saying("#problem", "请换一个").await?;
        is_accessible(&browser, "refused password").await
    })
    .await;
    site.close().await;
}
