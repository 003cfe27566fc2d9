//! `cargo +nightly fuzz run proof`: a receipt that is accepted is written back as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::proof::TlogProof;

const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fuzz_target!(|text: &str| {
    if let Ok(proof) = text.parse::<TlogProof>() {
        assert_eq!(proof.to_string(), text);
        let key = VKEY.parse().expect("the specification's key");
        assert!(proof.verify(&[0; 32], "example.com/foo", &[key]).is_err());
    }
});
