//! Any text after a JWT that holds: what verifies is at most what was sealed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seal::{Claims, Issuer, Limits, Randomness, SealedSlice, examine, verify};

struct Counter(u8);

impl Randomness for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0 = self.0.wrapping_add(1);
        bytes.fill(self.0);
    }
}

static JWT: LazyLock<String> = LazyLock::new(|| {
    let mut rng = Counter(0);
    let body = "text".into();
    let slices = [1, 2].map(|id| {
        SealedSlice::conceal(id, "x", id == 1, &body, &mut rng).expect("the body is plain text")
    });
    let claims = Claims {
        issuer: "i".into(),
        issued_at: 0,
        doc: "d".into(),
        revision: 0,
        supersedes: None,
        log_origin: "l".into(),
        withheld: Vec::new(),
        notice: None,
    };
    let jwt = Issuer::from_seed(&[7; 32]).issue(&claims, &slices, &mut rng);
    jwt.expect("claims and slices are in order").into_string()
});

fuzz_target!(|text: &str| {
    let _ = SealedSlice::from_disclosure(text, true);
    let key = Issuer::from_seed(&[7; 32]).public_key();
    let presentation = format!("{}~{text}", *JWT);
    match verify(&presentation, &key, &Limits::default()) {
        Ok(verified) => assert!(verified.shown().all(|slice| slice.body == "text")),
        Err(error) => assert_eq!(examine(&presentation, &key).error, Some(error)),
    }
});
