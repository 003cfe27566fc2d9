//! Any text as a presentation: no panic, and the diagnosis never contradicts the verdict.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seal::{Issuer, Limits, examine, verify};

fuzz_target!(|text: &str| {
    let key = Issuer::from_seed(&[7; 32]).public_key();
    let verdict = verify(text, &key, &Limits::default());
    assert_eq!(examine(text, &key).error, verdict.err());
});
