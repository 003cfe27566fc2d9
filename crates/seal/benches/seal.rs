//! A notice of 100 slices, a third of them withheld: sealing, signing, verifying.

use criterion::{Criterion, criterion_group, criterion_main};
use seal::{Claims, Issuer, Limits, Randomness, SealedSlice, present, verify};
use serde_json::json;
use std::hint::black_box;

struct Counter(u64);

impl Randomness for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            chunk.copy_from_slice(&self.0.to_le_bytes()[..chunk.len()]);
        }
    }
}

fn claims() -> Claims {
    Claims {
        issuer: "https://disclosure.example/330122".into(),
        issued_at: 1_780_000_000,
        doc: "d-1".into(),
        revision: 1,
        supersedes: None,
        log_origin: "disclosure.example/330122/l1".into(),
        withheld: vec!["personal privacy".into()],
        notice: None,
    }
}

fn conceal(rng: &mut Counter) -> Vec<SealedSlice> {
    let body = json!({ "text": "征地补偿安置方案公告 ".repeat(20) });
    let mut slice = |id| SealedSlice::conceal(id, "village/3", id % 3 != 0, &body, rng);
    (0..100).map(|id| slice(id).expect("the body holds no reserved name")).collect()
}

fn seal_100_slices(c: &mut Criterion) {
    let mut rng = Counter(1);
    let issuer = Issuer::from_seed(&[7; 32]);
    let claims = claims();
    let slices = conceal(&mut rng);
    let jwt = issuer.issue(&claims, &slices, &mut rng).expect("claims and slices are in order");
    let public = slices.iter().filter(|slice| slice.public).map(|slice| slice.disclosure.as_str());
    let presentation = present(jwt.as_str(), public);
    let (key, limits) = (issuer.public_key(), Limits::default());

    c.bench_function("conceal 100 slices", |b| b.iter(|| conceal(&mut rng)));
    c.bench_function("issue 100 slices", |b| {
        b.iter(|| issuer.issue(black_box(&claims), black_box(&slices), &mut rng));
    });
    c.bench_function("verify 100 slices", |b| {
        b.iter(|| verify(black_box(&presentation), &key, &limits));
    });
}

criterion_group!(benches, seal_100_slices);
criterion_main!(benches);
