//! Nobody is shut out: each page in each language, on a phone and on a desk, in light and in dark,
//! has no violation of WCAG and needs no sideways scrolling.

use thirtyfour::prelude::*;
use web::locale::Lang;

use crate::axe;
use crate::browser::Browser;
use crate::chromium::{Look, with_browser};
use crate::pages::{self, Page};
use crate::site::Site;

#[tokio::test]
async fn every_page_is_accessible_on_a_phone() {
    scan(Look::PHONE, &Lang::ALL).await;
}

#[tokio::test]
async fn every_page_is_accessible_on_a_desk() {
    scan(Look::DESK, &Lang::ALL).await;
}

/// Colours do not depend on the language.
#[tokio::test]
async fn every_page_is_accessible_in_the_dark() {
    scan(Look::DARK, &[Lang::ZhCn]).await;
}

/// A scan that finds nothing would prove nothing if it looked at nothing.
#[tokio::test]
async fn the_scan_finds_what_is_wrong() {
    let Some(axe) = axe::script() else { return };
    let site = Site::open().await;
    with_browser(&site, Look::DARK, |browser| async move {
        browser.open("/").await?;
        let spoil = "document.documentElement.removeAttribute('lang');
            document.querySelector('.lead').style.cssText = 'color: #333; width: 2000px';
            return matchMedia('(prefers-color-scheme: dark)').matches";
        let dark = browser.driver.execute(spoil, Vec::new()).await?;
        assert_eq!(dark.json(), true, "the reader prefers dark pages");
        let faults = found(&browser, &axe, "home").await?.join("\n");
        for fault in ["html-has-lang", "color-contrast", "px wide"] {
            assert!(faults.contains(fault), "{fault} in {faults}");
        }
        Ok(())
    })
    .await;
    site.close().await;
}

async fn scan(look: Look, langs: &[Lang]) {
    let Some(axe) = axe::script() else { return };
    let site = Site::open().await;
    let pages = pages::every_kind(&site.world).await;
    with_browser(&site, look, |browser| async move {
        let mut faults = Vec::new();
        for page in &pages {
            browser.be(page.session).await?;
            for lang in langs {
                browser.speak(*lang).await?;
                browser.open(&page.path).await?;
                faults.extend(found(&browser, &axe, &place(page.name, *lang)).await?);
                shoot(&browser, page, *lang).await?;
            }
        }
        browser.be(None).await?;
        for lang in langs {
            browser.speak(*lang).await?;
            browser.open("/login").await?;
            browser.enter("clerk_a", "no-such-password").await?;
            browser.find("#problem").await?;
            faults.extend(found(&browser, &axe, &place("refused login", *lang)).await?);
        }
        assert!(faults.is_empty(), "{look:?}\n{}", faults.join("\n"));
        Ok(())
    })
    .await;
    site.close().await;
}

fn place(name: &str, lang: Lang) -> String {
    format!("{name} in {}", lang.tag())
}

/// What is wrong with the page as it stands.
pub(crate) async fn found(
    browser: &Browser,
    axe: &str,
    place: &str,
) -> WebDriverResult<Vec<String>> {
    let mut faults = axe::violations(browser, axe).await?;
    let script = "return [document.documentElement.scrollWidth, innerWidth]";
    let widths = browser.driver.execute(script, Vec::new()).await?;
    let [needed, given] = widths.convert::<[u32; 2]>()?;
    assert_eq!(given, browser.look.width, "{place}: the window's width");
    if needed > given {
        faults.push(format!("{needed} px wide in a window of {given} px"));
    }
    Ok(faults.into_iter().map(|fault| format!("{place}: {fault}")).collect())
}

/// Screenshots for whoever changes the templates.
async fn shoot(browser: &Browser, page: &Page, lang: Lang) -> WebDriverResult<()> {
    if ["home", "article"].contains(&page.name) && lang == Lang::ZhCn && !browser.look.dark {
        browser.shoot(page.name).await?;
    }
    Ok(())
}
