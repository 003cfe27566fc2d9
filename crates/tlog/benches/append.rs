//! What a core hashes and appends a second, without storage: the ceiling that fsync stays far below.
//!
//! `cargo bench -p tlog`

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tlog::merkle::{Frontier, Hash, inclusion_proof, leaf_hash};
use tlog::note::Signer;
use tlog::tile::{TileBuilder, TiledHashes, grow};

const BATCH: u64 = 10_000;

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

fn hash_leaves(c: &mut Criterion) {
    let mut group = c.benchmark_group("leaf_hash");
    for size_bytes in [100, 300, 1_000] {
        let entry = vec![7; size_bytes];
        group.throughput(Throughput::Elements(1));
        group
            .bench_function(format!("{size_bytes} B"), |b| b.iter(|| leaf_hash(black_box(&entry))));
    }
}

fn append(c: &mut Criterion) {
    let batch = leaves(BATCH);
    let mut group = c.benchmark_group("append");
    group.throughput(Throughput::Elements(BATCH));
    group.bench_function("frontier, 10k leaves", |b| {
        let mut frontier = Frontier::new();
        b.iter(|| {
            frontier.extend(batch.iter().copied());
            frontier.root()
        });
    });
    group.bench_function("tiles, 10k leaves", |b| {
        let mut builder = TileBuilder::load(0, &BTreeMap::new()).expect("an empty log");
        b.iter(|| {
            let tiles = builder.append(&batch).expect("far from the limit");
            (tiles, builder.root())
        });
    });
    group.bench_function("tiles from 300 B entries, 10k", |b| {
        let mut builder = TileBuilder::load(0, &BTreeMap::new()).expect("an empty log");
        let entry = [7; 300];
        b.iter(|| {
            let batch: Vec<Hash> = (0..BATCH).map(|_| leaf_hash(black_box(&entry))).collect();
            let tiles = builder.append(&batch).expect("far from the limit");
            (tiles, builder.root())
        });
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("tiles, one leaf", |b| {
        let mut builder = TileBuilder::load(0, &BTreeMap::new()).expect("an empty log");
        builder.append(&leaves(70_000)).expect("far from the limit");
        b.iter(|| (builder.append(&batch[..1]).expect("far from the limit"), builder.root()));
    });
}

fn prove_and_sign(c: &mut Criterion) {
    let empty = BTreeMap::new();
    let tiles = grow(0, &empty, &leaves(70_000)).expect("a small log").tiles;
    let stored: BTreeMap<_, _> =
        tiles.into_iter().map(|t| ((t.level, t.index), t.hashes)).collect();
    c.bench_function("inclusion proof from tiles, 70k", |b| {
        b.iter(|| inclusion_proof(black_box(12_345), 70_000, &TiledHashes::new(70_000, &stored)));
    });
    let signer = Signer::new("a.example/1", &[1; 32]).expect("a good name");
    let checkpoint =
        tlog::checkpoint::Checkpoint::new("a.example/1", 1, [0; 32]).expect("a small size");
    c.bench_function("sign a checkpoint", |b| b.iter(|| checkpoint.sign(&[&signer])));
    let note = checkpoint.sign(&[&signer]).expect("a good text");
    let keys = [signer.verifier().clone()];
    c.bench_function("open a checkpoint", |b| b.iter(|| tlog::note::open(note.as_bytes(), &keys)));
}

criterion_group!(benches, hash_leaves, append, prove_and_sign);
criterion_main!(benches);
