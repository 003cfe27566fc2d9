//! The offline check of one document with its receipt.

use std::time::Instant;

use anyhow::Context;
use domain::access::Reader;

use super::{Figure, millis, percentile, place};
use crate::verify::{Verdict, verify};

const ROUNDS: usize = 500;

pub(super) async fn run() -> anyhow::Result<Vec<Figure>> {
    let place = place::told().await?;
    let flow = &place.county.flow;
    let latest = store::disclosures::latest(flow.store().reader.db(), flow.authority(), 50).await?;
    let mut longest = (String::new(), String::new());
    for disclosure in latest {
        let reader = Reader::anonymous();
        let Ok(document) = flow.presentation(&reader, disclosure.code, None).await else {
            continue;
        };
        if document.len() > longest.0.len() {
            let proof = flow.document_receipt(&reader, disclosure.code, None).await?;
            longest = (document, proof.to_string());
        }
    }
    let key = flow.log_key().clone();
    flow.close().await;
    let (document, proof) = longest;
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let outcome = verify(&document, &proof, &key)?;
        times.push(start.elapsed());
        (outcome.verdict == Verdict::Complete)
            .then_some(())
            .context("the document is not valid")?;
    }
    times.sort_unstable();
    let value = format!(
        "p50 {}, p99 {}",
        millis(percentile(&times, 0.5)),
        millis(percentile(&times, 0.99))
    );
    let how =
        format!("{} kB with its receipt, {ROUNDS} rounds", (document.len() + proof.len()) / 1000);
    Ok(vec![Figure::new("verify of one document", value, how)])
}
