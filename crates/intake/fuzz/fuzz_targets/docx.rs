//! A document part of any content, in a sound archive: finds more than broken archives do.
#![no_main]

use std::time::Duration;

use intake::{Limits, cut::cut, read_docx};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|part: &[u8]| {
    let bytes = stored("word/document.xml", part);
    if let Ok((document, _)) = read_docx(&bytes, &Limits::default(), &mut || Duration::ZERO) {
        let _ = cut(&document);
    }
});

/// An archive of one stored entry.
fn stored(name: &str, part: &[u8]) -> Vec<u8> {
    let size = (part.len() as u32).to_le_bytes();
    let crc = crc(part).to_le_bytes();
    let shared = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc, &size, &size].concat();
    let length = (name.len() as u16).to_le_bytes();
    let mut bytes = [b"PK\x03\x04", &shared[..], &length, &[0; 2], name.as_bytes(), part].concat();
    let directory = (bytes.len() as u32).to_le_bytes();
    let entry = [b"PK\x01\x02", &[20, 0][..], &shared, &length, &[0; 16], name.as_bytes()].concat();
    let entry_size = (entry.len() as u32).to_le_bytes();
    bytes.extend(entry);
    let counts = [0, 0, 0, 0, 1, 0, 1, 0];
    bytes.extend([b"PK\x05\x06", &counts[..], &entry_size, &directory, &[0; 2]].concat());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
