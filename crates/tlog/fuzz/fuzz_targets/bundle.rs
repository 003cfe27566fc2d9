//! `cargo +nightly fuzz run bundle`: a bundle that is accepted is written back as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::tile::{decode_bundle, encode_bundle};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(entries) = decode_bundle(bytes) {
        assert_eq!(encode_bundle(&entries).expect("decoded entries are short"), bytes);
    }
});
