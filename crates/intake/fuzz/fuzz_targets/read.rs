//! Any bytes under any name, and as a library page.
#![no_main]

use std::time::Duration;

use intake::columns::cut_to_columns;
use intake::cut::{cut, join, sentence_ends, split_at_sentence};
use intake::{Limits, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.md", "a"] {
        let Ok((document, _)) = read(name, bytes, &Limits::default(), &mut || Duration::ZERO)
        else {
            continue;
        };
        for piece in cut(&document) {
            for sentence in 0..sentence_ends(&piece.text).len() {
                if let Some((first, second)) = split_at_sentence(&piece, sentence) {
                    assert_eq!(join(&first, &second), Some(piece.clone()));
                }
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        assert!(text.starts_with(cut_to_columns(text, 24)));
        let _ = intake::library::read_library_page(text);
    }
});
