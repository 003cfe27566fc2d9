//! Everything works without a script: the browser refuses to run any.

use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::chromium::{Look, with_browser};
use crate::site::Site;
use crate::whole_way::{Paper, propose, upload};

#[tokio::test]
async fn works_without_script() {
    let site = Site::open().await;
    let paper = Paper::of_our_own();
    with_browser(&site, Look::WITHOUT_SCRIPT, |browser| async move {
        runs_no_script(&browser).await?;
        browser.log_in("clerk_a", "/desk").await?;
        upload(&browser, &paper).await?;
        propose(&browser).await?;
        browser.log_out().await
    })
    .await;
    site.close().await;
}

/// The test would prove nothing if scripts ran after all.
async fn runs_no_script(browser: &Browser) -> WebDriverResult<()> {
    let page = "data:text/html,<title>still</title><script>document.title='moved'</script>";
    browser.driver.goto(page).await?;
    assert_eq!(browser.driver.title().await?, "still");
    Ok(())
}
