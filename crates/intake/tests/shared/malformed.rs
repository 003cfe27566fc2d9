//! Broken and hostile office files: each gives an error or a warning, soon.

use std::io::{Cursor, Read};
use std::time::{Duration, Instant};

use intake::{Limits, read, read_docx};

#[test]
fn every_malformed_file_is_answered() {
    let Some(data) = crate::data() else { return };
    let bytes = std::fs::read(data.join("malformed.zip")).expect("the archive");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a sound archive");
    let mut files = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("an entry unpacks");
        let start = Instant::now();
        answer(&name, &bytes);
        assert!(start.elapsed() < Duration::from_secs(10), "{name} took {:?}", start.elapsed());
        files += 1;
    }
    assert_eq!(files, 34);
}

/// Read as what it is, and as a docx whatever it is.
fn answer(name: &str, bytes: &[u8]) {
    let limits = Limits::default();
    let chosen = read(name, bytes, &limits, &mut crate::stopwatch());
    // As an attached file any answer will do, if it comes soon.
    let inspected = intake::inspect::inspect(name, bytes, &limits, &mut crate::stopwatch());
    if let Ok(found) = inspected {
        println!("{name}: {:?}, complete: {}, {:?}", found.kind, found.complete, found.dangers);
    }
    let forced = read_docx(bytes, &limits, &mut crate::stopwatch());
    match &chosen {
        Ok((document, warnings)) => {
            println!("{name}: {} blocks, {warnings:?}", document.blocks.len());
            assert!(!warnings.is_empty(), "{name} is read without a warning");
        }
        Err(error) => println!("{name}: {error}"),
    }
    if let Ok((_, warnings)) = forced {
        assert!(!warnings.is_empty(), "{name} is read as docx without a warning");
    }
}
