//! The shared test data, which is not part of the repository.

use std::path::PathBuf;

/// The folder `data` of the shared folder; says loudly that a test is skipped when it is missing.
pub fn shared_data() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test is told where the shared folder is")]
    let named = std::env::var("GONGKAI_SHARED");
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let data = PathBuf::from(named.unwrap_or_else(|_| default.to_owned())).join("data");
    if data.is_dir() {
        return Some(data);
    }
    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    {
        eprintln!("\n*** SKIPPED: no shared data at {} (set GONGKAI_SHARED) ***\n", data.display());
    }
    None
}
