//! Real and hostile documents, read from the shared folder if it is there.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "tests report figures and skips")]

mod docx_set;
mod inspected;
mod laws;
mod library;
mod malformed;
mod mutated;
mod reference;

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The shared folder's `data`; says so loudly if it is missing.
fn data() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test is told where the shared folder is")]
    let named = std::env::var("GONGKAI_SHARED");
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let data = PathBuf::from(named.unwrap_or_else(|_| default.to_owned())).join("data");
    if data.is_dir() {
        return Some(data);
    }
    eprintln!("\n*** SKIPPED: no shared data at {} (set GONGKAI_SHARED) ***\n", data.display());
    None
}

/// The 200 docx files, in order.
fn docx_files() -> Vec<(String, Vec<u8>)> {
    let Some(data) = data() else { return Vec::new() };
    let folder = std::fs::read_dir(data.join("docx")).expect("a folder docx");
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "docx"));
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read(path).expect("a readable file"))
    };
    paths.into_iter().map(read).collect()
}

/// The time since now, as readers take it.
fn stopwatch() -> impl FnMut() -> Duration {
    let start = Instant::now();
    move || start.elapsed()
}
