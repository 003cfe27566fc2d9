//! How much a document may cost to read. Every reader takes these; callers may tighten them.

use std::time::Duration;

use crate::IntakeError;

/// The time spent so far on this document. The crate reads no clock: the caller measures.
pub type Elapsed<'a> = dyn FnMut() -> Duration + 'a;

/// Bounds of one reading. Crossing one is an error of its own, with both figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file as it arrived. Default 32 MiB.
    pub bytes: u64,
    /// Size of all entries of an archive once unpacked, read or not. Default 256 MiB.
    pub unpacked_bytes: u64,
    /// Size of one unpacked part that is read into memory. Default 32 MiB.
    pub part_bytes: u64,
    /// Unpacked to packed size of one entry larger than 1 MiB. Default 200.
    pub ratio: u64,
    /// Entries of an archive. Default 4,096.
    pub entries: u64,
    /// Elements inside one another. Default 128.
    pub depth: u64,
    /// Elements of one top-level block (a paragraph, a table) or of a side part. Default 2,000,000.
    pub elements: u64,
    /// Paragraphs, cells included. Default 100,000.
    pub paragraphs: u64,
    /// Time for one document. Default 20 seconds.
    pub elapsed: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 32 << 20,
            unpacked_bytes: 256 << 20,
            part_bytes: 32 << 20,
            ratio: 200,
            entries: 4096,
            depth: 128,
            elements: 2_000_000,
            paragraphs: 100_000,
            elapsed: Duration::from_secs(20),
        }
    }
}

impl Limits {
    pub(crate) fn check_bytes(&self, bytes: &[u8]) -> Result<(), IntakeError> {
        let size = bytes.len() as u64;
        if size == 0 {
            return Err(IntakeError::Empty);
        }
        if size > self.bytes {
            return Err(IntakeError::TooLarge { bytes: size, limit: self.bytes });
        }
        Ok(())
    }

    pub(crate) fn check_elapsed(&self, elapsed: &mut Elapsed<'_>) -> Result<(), IntakeError> {
        let spent = elapsed();
        if spent > self.elapsed {
            return Err(IntakeError::TooSlow {
                elapsed_ms: spent.as_millis() as u64,
                limit_ms: self.elapsed.as_millis() as u64,
            });
        }
        Ok(())
    }

    pub(crate) fn check_paragraphs(&self, paragraphs: u64) -> Result<(), IntakeError> {
        if paragraphs > self.paragraphs {
            return Err(IntakeError::TooManyParagraphs { limit: self.paragraphs });
        }
        Ok(())
    }
}
