//! Entries appended, durable and signed; the check of as many.

use std::time::{Duration, Instant};

use anyhow::Context;
use domain::act::{Act, Kind};
use domain::entry::{Entry, Previous, commit, nothing_sealed, salt};
use domain::ids::ActId;
use domain::time::{Clock, random_bytes};
use flow::Flow;
use sha2::{Digest, Sha256};
use store::acts::StoredAct;
use store::{Step, StoreError, Tx};

use super::{Figure, peer, place};
use crate::cli::Bench;
use crate::system::{SystemClock, SystemRandom};

/// Entries in one transaction.
const BATCH: u64 = 1_000;
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) async fn run(bench: &Bench, then_check: bool) -> anyhow::Result<Vec<Figure>> {
    let place = place::found(bench.database.as_deref()).await?;
    let flow = &place.county.flow;
    let batches = bench.entries.div_ceil(BATCH);
    let start = Instant::now();
    for _ in 0..batches {
        let acts = (0..BATCH).map(|_| act()).collect();
        flow.store().writer.run(&Append { flow, acts }).await?;
    }
    let appended = start.elapsed();
    covered(flow, batches * BATCH).await?;
    let (signed, count) = (start.elapsed(), batches * BATCH);
    let rate = |time: Duration| count as f64 / time.as_secs_f64();
    let how = format!("{}, {count} entries, {BATCH} a transaction", place.database);
    let mut figures = vec![
        Figure::new("entries durable and signed", format!("{:.0} /s", rate(signed)), &how),
        Figure::new("entries durable, signer beside", format!("{:.0} /s", rate(appended)), how),
    ];
    figures.extend(hashing());
    if then_check {
        let start = Instant::now();
        let report = flow.check().await?;
        let time = start.elapsed();
        let value = format!("{:.2} s, {} faults", time.as_secs_f64(), report.faults.len());
        figures.push(Figure::new(
            format!("check of {} entries", report.entries),
            value,
            place.database,
        ));
    }
    flow.close().await;
    Ok(figures)
}

/// A valid act with a chain of its own.
fn act() -> StoredAct {
    let (random, at) = (SystemRandom, SystemClock.now());
    let doc = random_bytes::<16>(&random);
    let act = Act {
        act: Kind::Propose,
        doc: hex::encode(doc),
        edition: 1,
        content: hex::encode([0; 32]),
        organization: "柳湾村村民委员会".to_owned(),
        post: "村文书".to_owned(),
        hand: "0011223344556677".to_owned(),
        note: String::new(),
        details: None,
        seal: None,
        at,
    };
    let (body, salt) = (act.to_bytes(), salt(&random));
    let entry = Entry {
        doc,
        seq: 1,
        previous: Previous::default(),
        commitment: commit(&salt, &body),
        jwt: nothing_sealed(&salt),
    };
    StoredAct {
        log_index: 0,
        id: ActId::new(at, &random),
        disclosure: None,
        edition: 1,
        attempt: 1,
        seq: 1,
        kind: Kind::Propose,
        person: None,
        at,
        body,
        salt,
        entry: entry.to_bytes(),
    }
}

struct Append<'a> {
    flow: &'a Flow,
    acts: Vec<StoredAct>,
}

impl Step for Append<'_> {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let at = self.flow.authority();
        let first = store::acts::take_index(tx, at, self.acts.len() as u64).await?;
        for (log_index, act) in (first..).zip(&self.acts) {
            store::acts::insert(tx, at, &StoredAct { log_index, ..act.clone() }).await?;
        }
        Ok(())
    }
}

/// Waits until a checkpoint in the database covers `size` entries.
pub(super) async fn covered(flow: &Flow, size: u64) -> anyhow::Result<()> {
    let signed = async {
        loop {
            match flow.checkpoint().await {
                Ok(Some(checkpoint)) if checkpoint.size >= size => return,
                _ => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, signed).await.context("the signer did not cover the entries")
}

/// Our SHA-256 against that of openssl, both over 16 KiB blocks on one core.
fn hashing() -> Vec<Figure> {
    let block = vec![7_u8; 16 * 1024];
    let (start, mut bytes) = (Instant::now(), 0_usize);
    let mut last = [0_u8; 32];
    while start.elapsed() < Duration::from_secs(1) {
        last = Sha256::digest(&block).into();
        bytes += block.len();
    }
    let ours = bytes as f64 / start.elapsed().as_secs_f64() / 1e6;
    std::hint::black_box(last);
    let how = "16 KiB blocks, one core";
    let what = "SHA-256";
    match peer::openssl_sha256() {
        Some(theirs) => {
            let ratio = format!("{ours:.0} MB/s, {:.2} × openssl", ours / theirs);
            vec![Figure::new(what, ratio, format!("{how}; openssl speed: {theirs:.0} MB/s"))]
        }
        None => vec![Figure::new(what, format!("{ours:.0} MB/s"), format!("{how}; no openssl"))],
    }
}
