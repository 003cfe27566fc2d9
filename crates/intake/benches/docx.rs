//! Reads every docx of the shared set: files and bytes a second, and the slowest file.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use intake::{Limits, read_docx};

fn files() -> Vec<(String, Vec<u8>)> {
    #[expect(clippy::disallowed_methods, reason = "a bench is told where the shared folder is")]
    let named = std::env::var("GONGKAI_SHARED");
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = PathBuf::from(named.unwrap_or_else(|_| default.to_owned())).join("data/docx");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "docx"));
    paths.sort();
    let read = |path: PathBuf| Some((path.display().to_string(), std::fs::read(path).ok()?));
    paths.into_iter().filter_map(read).collect()
}

fn read(bytes: &[u8]) -> usize {
    let start = Instant::now();
    let reading = read_docx(bytes, &Limits::default(), &mut || start.elapsed());
    reading.map_or(0, |(document, _)| document.blocks.len())
}

#[expect(clippy::print_stdout, reason = "a bench reports")]
fn report(files: &[(String, Vec<u8>)]) {
    let time = |bytes: &[u8]| {
        let start = Instant::now();
        let blocks = read(bytes);
        (start.elapsed(), blocks)
    };
    let times: Vec<(Duration, usize)> = files.iter().map(|(_, bytes)| time(bytes)).collect();
    let all: Duration = times.iter().map(|(time, _)| *time).sum();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let seconds = all.as_secs_f64();
    println!(
        "{} files, {:.1} MB packed: {:.0} files/s, {:.1} MB/s",
        files.len(),
        bytes as f64 / 1e6,
        files.len() as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
    let slowest = files.iter().zip(times).max_by_key(|(_, (time, _))| *time);
    if let Some(((name, bytes), (time, blocks))) = slowest {
        println!("slowest: {name}, {} bytes, {blocks} blocks, {time:?}", bytes.len());
    }
}

#[expect(clippy::print_stdout, reason = "a bench reports")]
fn main() {
    let files = files();
    if files.is_empty() {
        println!("*** SKIPPED: no shared docx files (set GONGKAI_SHARED) ***");
        return;
    }
    std::hint::black_box(files.iter().map(|(_, bytes)| read(bytes)).sum::<usize>());
    report(&files);
    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    let mut group = criterion.benchmark_group("docx");
    group.throughput(Throughput::Bytes(files.iter().map(|(_, bytes)| bytes.len() as u64).sum()));
    group.bench_function("all files", |bencher| {
        bencher.iter(|| files.iter().map(|(_, bytes)| read(bytes)).sum::<usize>());
    });
    group.finish();
    criterion.final_summary();
}
