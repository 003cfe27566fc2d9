//! Reading and cutting every docx of a folder.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Figure, millis};

const WHAT: &str = "docx import";

pub(super) fn run(folder: Option<&Path>) -> Vec<Figure> {
    let Some(folder) = folder else {
        return vec![Figure::new(WHAT, "—", "not run: name a folder with --docx")];
    };
    let files = match read(folder) {
        Ok(files) if files.is_empty() => {
            return vec![Figure::new(WHAT, "—", format!("no docx in {}", folder.display()))];
        }
        Ok(files) => files,
        Err(error) => {
            return vec![Figure::new(WHAT, "—", format!("{}: {error}", folder.display()))];
        }
    };
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let (mut whole, mut slowest, mut refused, mut pieces) =
        (Duration::ZERO, (Duration::ZERO, ""), 0, 0);
    for (name, bytes) in &files {
        let start = Instant::now();
        match intake::read(name, bytes, &intake::Limits::default(), &mut || start.elapsed()) {
            Ok((document, _)) => pieces += intake::cut::cut(&document).len(),
            Err(_) => refused += 1,
        }
        let time = start.elapsed();
        whole += time;
        slowest = slowest.max((time, name.as_str()));
    }
    let seconds = whole.as_secs_f64();
    let value = format!(
        "{:.0} files/s, {:.1} MB/s",
        files.len() as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
    let how = format!(
        "{} files, {:.1} MB, {pieces} slices, {refused} refused; one thread, files in memory",
        files.len(),
        bytes as f64 / 1e6
    );
    let last = Figure::new("docx import, slowest file", millis(slowest.0), slowest.1);
    vec![Figure::new(WHAT, value, how), last]
}

fn read(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "docx") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
