//! What the environment says, and where the tests leave files.

use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "a test is told by the environment what must run")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Says loudly that something was left out; fails where that is not allowed.
pub(crate) fn skip(what: &str) {
    let required = variable("GONGKAI_REQUIRE_BROWSER").is_some_and(|value| value == "1");
    assert!(!required, "GONGKAI_REQUIRE_BROWSER=1, but: {what}");
    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    {
        eprintln!("\n*** SKIPPED: {what} ***\n");
    }
}

/// `target/e2e` of the repository.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/e2e")
}
