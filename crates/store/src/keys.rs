//! Secret seeds, kept in files beside the database and never in it: a copy of the database signs
//! nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::time::{Random, random_bytes};

use crate::StoreError;

/// The 32-byte seed in `folder/name`; `None` when there is no such file.
///
/// # Errors
/// [`StoreError::Unavailable`] when the file cannot be read, or is no seed.
pub fn find(folder: &Path, name: &str) -> Result<Option<[u8; 32]>, StoreError> {
    let path = folder.join(name);
    match fs::read(&path) {
        Ok(bytes) => match bytes.try_into() {
            Ok(seed) => Ok(Some(seed)),
            Err(_) => Err(unavailable(&path, &"a seed has 32 bytes")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unavailable(&path, &error)),
    }
}

/// The 32-byte seed in `folder/name`; made there when it is missing. Of two processes that make it
/// at once, both get the one that was there first.
///
/// # Errors
/// [`StoreError::Unavailable`] when the file cannot be read, made, or is no seed.
pub fn seed(folder: &Path, name: &str, random: &dyn Random) -> Result<[u8; 32], StoreError> {
    if let Some(seed) = find(folder, name)? {
        return Ok(seed);
    }
    let (path, seed) = (folder.join(name), random_bytes(random));
    match create(folder, &path, &seed) {
        Ok(()) => Ok(seed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            find(folder, name)?.ok_or_else(|| unavailable(&path, &error))
        }
        Err(error) => Err(unavailable(&path, &error)),
    }
}

/// Whole or not at all: written under another name, synced, then given its own, which a link never
/// takes from a file that has it. A crash leaves at most a file of the other name.
fn create(folder: &Path, path: &Path, seed: &[u8; 32]) -> std::io::Result<()> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    fs::create_dir_all(folder)?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}-{count}.new", std::process::id()));
    let unfinished = Path::new(&unfinished);
    let named = write(unfinished, seed).and_then(|()| fs::hard_link(unfinished, path));
    let removed = fs::remove_file(unfinished);
    named.and(removed)?;
    File::open(folder)?.sync_all()
}

fn write(path: &Path, seed: &[u8; 32]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(seed)?;
    file.sync_all()
}

fn unavailable(path: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unavailable(format!("{}: {error}", path.display()))
}
