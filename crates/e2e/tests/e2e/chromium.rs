//! A browser of this test alone, driven through a chromedriver of its own.

use std::process::Stdio;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{ChromeCapabilities, prelude::*};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::browser::Browser;
use crate::environment::skip;
use crate::site::Site;

const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
    "--accept-lang=zh-CN,zh",
];

/// What the browser looks like from the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The reader prefers dark pages.
    pub(crate) dark: bool,
    /// Pages may run scripts.
    pub(crate) scripts: bool,
}

impl Look {
    pub(crate) const DESK: Self = Self { width: 1280, height: 900, dark: false, scripts: true };
    pub(crate) const PHONE: Self = Self { width: 390, height: 844, ..Self::DESK };
    pub(crate) const DARK: Self = Self { dark: true, ..Self::DESK };
    pub(crate) const WITHOUT_SCRIPT: Self = Self { scripts: false, ..Self::DESK };

    fn is_phone(self) -> bool {
        self.width < 500
    }
}

/// Opens a browser on the site, works with it, and closes it whatever came of it. `None`: no
/// browser is installed.
pub(crate) async fn with_browser<W, F>(site: &Site, look: Look, work: W) -> Option<()>
where
    W: FnOnce(Browser) -> F,
    F: Future<Output = WebDriverResult<()>>,
{
    // The driver's HTTP client is built with TLS, which it never uses, and asks for whose.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (mut chromedriver, port) = start_chromedriver().await?;
    let profile = TempDir::new().unwrap();
    let capabilities = capabilities(look, &profile).unwrap();
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.unwrap();
    let address = site.address.clone();
    let worked = driver.run_and_quit(|driver| work(Browser { driver, address, look })).await;
    chromedriver.kill().await.unwrap();
    worked.unwrap();
    Some(())
}

/// On a port that it finds itself and tells.
async fn start_chromedriver() -> Option<(Child, u16)> {
    if !std::path::Path::new("/usr/bin/chromium").exists() {
        skip("no browser test: /usr/bin/chromium is missing");
        return None;
    }
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let Ok(mut chromedriver) = command.spawn() else {
        skip("no browser test: chromedriver is missing");
        return None;
    };
    let mut lines = BufReader::new(chromedriver.stdout.take().unwrap()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        let port = line.strip_prefix("ChromeDriver was started successfully on port ");
        if let Some(port) = port.and_then(|port| port.trim_end_matches('.').parse().ok()) {
            return Some((chromedriver, port));
        }
    }
    panic!("chromedriver ended before it told its port");
}

fn capabilities(look: Look, profile: &TempDir) -> WebDriverResult<ChromeCapabilities> {
    let mut chrome = DesiredCapabilities::chrome();
    chrome.set_binary("/usr/bin/chromium")?;
    for flag in FLAGS {
        chrome.add_arg(flag)?;
    }
    chrome.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    if look.dark {
        chrome.add_arg("--blink-settings=preferredColorScheme=0")?;
    }
    // The window's own frame takes of its size, and no window is as narrow as a phone's.
    let metrics = json!({
        "width": look.width, "height": look.height,
        "pixelRatio": 1.0, "mobile": look.is_phone(), "touch": look.is_phone(),
    });
    chrome.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": metrics }))?;
    if !look.scripts {
        let key = "profile.managed_default_content_settings.javascript";
        chrome.add_experimental_option("prefs", json!({ key: 2 }))?;
    }
    Ok(chrome)
}
