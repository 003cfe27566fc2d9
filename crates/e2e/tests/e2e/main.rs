//! The site as a person meets it: headless Chromium over a county in a fresh database.
//!
//! Needs Debian's `chromium` and `chromium-driver`; without them every test says loudly that it is
//! skipped, or fails where `GONGKAI_REQUIRE_BROWSER=1` asks for it. Screenshots are left in
//! `target/e2e/shots`.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod accessible;
mod accounts;
mod axe;
mod browser;
mod chromium;
mod environment;
mod pages;
mod proof;
mod site;
mod whole_way;
mod without_script;
