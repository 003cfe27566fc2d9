//! `cargo +nightly fuzz run note`: a note that is accepted is written back as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::note::{Note, Verifier, open};

const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fuzz_target!(|bytes: &[u8]| {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
    }
    let _ = open(bytes, &[VKEY.parse().expect("the specification's key")]);
    if let Ok(text) = str::from_utf8(bytes)
        && let Ok(verifier) = text.parse::<Verifier>()
    {
        assert_eq!(verifier.to_string(), text);
    }
});
