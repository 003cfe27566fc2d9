//! `cargo +nightly fuzz run tile_path`: a path has one spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::tile::TilePath;

fuzz_target!(|text: &str| {
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
    }
});
