//! The highest checkpoint ever signed, kept outside the database.
//!
//! A database restored from an older backup would sign a second history with the same key: a
//! fork. So every checkpoint is written here first, durably, and signing starts only when the
//! database still holds every entry that this file's checkpoint covers.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// The file of one log.
#[derive(Clone, Debug)]
pub struct HighWater {
    path: PathBuf,
}

/// The right to sign, held by one process at a time.
#[derive(Debug)]
pub struct Alone {
    _lock: File,
}

impl HighWater {
    /// In `folder`, under the authority's name.
    pub fn new(folder: &Path, authority: impl std::fmt::Display) -> Self {
        Self { path: folder.join(format!("{authority}.checkpoint")) }
    }

    /// The note as it was last written; `None` when none ever was.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the file cannot be read.
    pub fn read(&self) -> Result<Option<String>, StoreError> {
        match fs::read_to_string(&self.path) {
            Ok(note) => Ok(Some(note)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.unavailable(&error)),
        }
    }

    /// Whoever holds the lock signs alone: no other process on this folder checks, writes or commits
    /// a batch until the guard is dropped or its process has died. `None` while another holds it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then nothing may be signed.
    pub fn try_lock(&self) -> Result<Option<Alone>, StoreError> {
        let lock = self.lock_file().map_err(|error| self.unavailable(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Alone { _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(self.unavailable(&error)),
        }
    }

    fn lock_file(&self) -> std::io::Result<File> {
        fs::create_dir_all(self.folder())?;
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        options.open(self.path.with_extension("lock"))
    }

    /// Replaces the note: temporary file, sync, rename, sync of the folder. After a power loss
    /// either the old or the new note stands, never half of one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; then nothing may be signed.
    pub fn write(&self, note: &str) -> Result<(), StoreError> {
        self.replace(note).map_err(|error| self.unavailable(&error))
    }

    fn replace(&self, note: &str) -> std::io::Result<()> {
        let folder = self.folder();
        fs::create_dir_all(folder)?;
        let next = self.path.with_extension(format!("{}.next", std::process::id()));
        let mut file = File::create(&next)?;
        file.write_all(note.as_bytes())?;
        file.sync_data()?;
        fs::rename(&next, &self.path)?;
        File::open(folder)?.sync_all()
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn unavailable(&self, error: &std::io::Error) -> StoreError {
        let path = self.path.display();
        StoreError::Unavailable(format!("{path}: {error}; nothing is signed until it can be used"))
    }
}
