//! Reads every docx of the shared set.

fn main() {}
