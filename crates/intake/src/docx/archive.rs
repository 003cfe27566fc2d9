//! The archive that a docx is: names and sizes checked before anything is unpacked, and each part
//! unpacked only when asked for, into bounded memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{IntakeError, Limits, text};

/// Ratios below this size say nothing: short repetitive XML packs a hundredfold.
const RATIO_FROM: u64 = 1 << 20;

pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names in lower case, as package names are compared, with their index.
    names: BTreeMap<String, usize>,
    limits: Limits,
    unpacked_bytes: u64,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, IntakeError> {
        check_entries(stated_entries(bytes), limits)?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        check_entries(zip.len() as u64, limits)?;
        if zip.has_duplicate_names() {
            return Err(IntakeError::DuplicateName);
        }
        let mut archive = Self { zip, names: BTreeMap::new(), limits: *limits, unpacked_bytes: 0 };
        archive.check_all()?;
        Ok(archive)
    }

    fn check_all(&mut self) -> Result<(), IntakeError> {
        let mut total: u64 = 0;
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_data(index).map_err(broken)?;
            if entry.encrypted() {
                return Err(IntakeError::Encrypted);
            }
            let name = entry.name().map_err(broken)?.into_owned();
            check_name(&name, entry.is_symlink())?;
            check_ratio(&name, entry.size(), entry.compressed_size(), &self.limits)?;
            total = total.saturating_add(entry.size());
            if self.names.insert(name.to_lowercase(), index).is_some() {
                return Err(IntakeError::DuplicateName);
            }
        }
        let limit = self.limits.unpacked_bytes;
        if total > limit {
            return Err(IntakeError::UnpackedTooLarge { bytes: total, limit });
        }
        Ok(())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The text of a part, `None` if there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, IntakeError> {
        self.bytes(name)?.map(|bytes| text::decode(&bytes)).transpose()
    }

    /// The bytes of a part, `None` if there is no such part.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, IntakeError> {
        let Some(index) = self.names.get(&name.to_lowercase()) else { return Ok(None) };
        let limit = self.limits.part_bytes;
        let entry = self.zip.by_index(*index).map_err(broken)?;
        let mut bytes = Vec::new();
        entry.take(limit + 1).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() as u64 > limit {
            return Err(IntakeError::PartTooLarge { part: name.to_owned(), limit });
        }
        self.spend(bytes.len() as u64)?;
        Ok(Some(bytes))
    }

    /// Headers may lie about sizes, so what really came out is counted too.
    fn spend(&mut self, bytes: u64) -> Result<(), IntakeError> {
        self.unpacked_bytes += bytes;
        let limit = self.limits.unpacked_bytes;
        if self.unpacked_bytes > limit {
            return Err(IntakeError::UnpackedTooLarge { bytes: self.unpacked_bytes, limit });
        }
        Ok(())
    }
}

fn broken(error: impl std::fmt::Display) -> IntakeError {
    IntakeError::Archive { reason: error.to_string() }
}

fn check_entries(entries: u64, limits: &Limits) -> Result<(), IntakeError> {
    if entries > limits.entries {
        return Err(IntakeError::TooManyEntries { entries, limit: limits.entries });
    }
    Ok(())
}

/// The number in the end record, read before the directory is, so that a directory of a million
/// entries is refused unread. An archive with more than 65,534 states 65,535.
fn stated_entries(bytes: &[u8]) -> u64 {
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
    let stated = end.and_then(|end| tail.get(end + 10..end + 12));
    stated.map_or(0, |stated| u64::from(u16::from_le_bytes([stated[0], stated[1]])))
}

fn check_name(name: &str, symlink: bool) -> Result<(), IntakeError> {
    let unsafe_name = symlink
        || name.starts_with('/')
        || name.contains(['\\', '\0', ':'])
        || name.split('/').any(|step| step == "..");
    if unsafe_name {
        return Err(IntakeError::UnsafeName { name: name.chars().take(120).collect() });
    }
    Ok(())
}

fn check_ratio(name: &str, size: u64, packed: u64, limits: &Limits) -> Result<(), IntakeError> {
    let ratio = size / packed.max(1);
    if size > RATIO_FROM && ratio > limits.ratio {
        return Err(IntakeError::RatioTooHigh { part: name.into(), ratio, limit: limits.ratio });
    }
    Ok(())
}
