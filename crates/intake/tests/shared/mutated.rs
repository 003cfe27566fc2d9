//! Real documents with bytes changed: any answer will do, a panic or a hang will not.

use std::io::{Cursor, Read, Write};
use std::time::Duration;

use intake::{Limits, cut::cut, read_docx};
use zip::write::SimpleFileOptions;

const FILES: usize = 6;
const ROUNDS: u64 = 120;

/// xorshift64*: the same changes in every run.
struct Changes(u64);

impl Changes {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % below.max(1)
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.next(8) {
            let at = self.next(bytes.len());
            match self.next(4) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at] ^= 1 << self.next(8),
                2 => bytes[at] = b"<>&/\"'=w:"[self.next(9)],
                _ => {
                    let end = (at + self.next(200)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    let to = self.next(bytes.len());
                    bytes.splice(to..to, piece);
                }
            }
        }
    }
}

fn read_any(bytes: &[u8]) {
    let limits = Limits { elapsed: Duration::from_secs(5), ..Limits::default() };
    if let Ok((document, _)) = read_docx(bytes, &limits, &mut crate::stopwatch()) {
        let _ = cut(&document);
    }
    let _ = intake::inspect::inspect("a.docx", bytes, &limits, &mut crate::stopwatch());
}

#[test]
fn changed_bytes_of_the_archive_never_panic() {
    for (name, bytes) in small_files() {
        let mut changes = Changes(name.len() as u64 + bytes.len() as u64);
        for _ in 0..ROUNDS {
            let mut changed = bytes.clone();
            changes.change(&mut changed);
            read_any(&changed);
        }
    }
}

#[test]
fn changed_parts_never_panic() {
    for (name, bytes) in small_files() {
        let mut changes = Changes(name.len() as u64 * 7 + bytes.len() as u64);
        let parts = parts(&bytes);
        for _ in 0..ROUNDS / 4 {
            let changed = parts.iter().map(|(name, part)| {
                let mut part = part.clone();
                if name.ends_with(".xml") && changes.next(3) == 0 && !part.is_empty() {
                    changes.change(&mut part);
                }
                (name.clone(), part)
            });
            let changed: Vec<_> = changed.collect();
            read_any(&packed(&changed));
        }
    }
}

fn small_files() -> Vec<(String, Vec<u8>)> {
    let mut files = crate::docx_files();
    files.sort_by_key(|(_, bytes)| bytes.len());
    files.truncate(FILES);
    files
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a sound archive");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).expect("an entry unpacks");
        if !name.ends_with('/') {
            parts.push((name, part));
        }
    }
    parts
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in parts {
        writer.start_file(name.as_str(), options).expect("an entry begins");
        writer.write_all(part).expect("a part is written");
    }
    writer.finish().expect("an archive").into_inner()
}
