//! Any bytes as an attached file, and as a picture to be made anew.
#![no_main]

use std::time::Duration;

use intake::Limits;
use intake::inspect::{image, inspect};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { unpacked_bytes: 16 << 20, part_bytes: 4 << 20, ..Limits::default() };
    let _ = inspect("a.docx", bytes, &limits, &mut || Duration::ZERO);
    let _ = image::clean(bytes);
});
