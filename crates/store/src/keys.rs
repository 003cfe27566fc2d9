//! Secret seeds, kept in files beside the database and never in it: a copy of the database signs
//! nothing.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use domain::time::{Random, random_bytes};

use crate::StoreError;

/// The 32-byte seed in `folder/name`; made there when it is missing.
///
/// # Errors
/// [`StoreError::Unavailable`] when the file cannot be read, made, or is no seed.
pub fn seed(folder: &Path, name: &str, random: &dyn Random) -> Result<[u8; 32], StoreError> {
    let path = folder.join(name);
    let unavailable = |error: &dyn std::fmt::Display| {
        StoreError::Unavailable(format!("{}: {error}", path.display()))
    };
    match fs::read(&path) {
        Ok(bytes) => bytes.try_into().map_err(|_| unavailable(&"a seed has 32 bytes")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let seed = random_bytes(random);
            create(folder, &path, &seed).map_err(|error| unavailable(&error))?;
            Ok(seed)
        }
        Err(error) => Err(unavailable(&error)),
    }
}

fn create(folder: &Path, path: &Path, seed: &[u8; 32]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(seed)?;
    file.sync_all()
}
