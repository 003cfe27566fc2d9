//! Entry bundles: up to 256 entries, each after its length as a big-endian `u16`.

use super::FULL_WIDTH;
use crate::TlogError;

/// The longest entry, in bytes: what the length field can say.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// Adds one entry to the open bundle. The caller starts another bundle after 256.
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TlogError> {
    let length = u16::try_from(entry.len())
        .map_err(|_| TlogError::TooLarge { what: "entry bytes", limit: MAX_ENTRY_BYTES })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// The bundle of 1 to 256 entries.
pub fn encode_bundle<E: AsRef<[u8]>>(entries: &[E]) -> Result<Vec<u8>, TlogError> {
    check_width(entries.len())?;
    let mut bundle = Vec::new();
    for entry in entries {
        push_entry(&mut bundle, entry.as_ref())?;
    }
    Ok(bundle)
}

/// The entries of a bundle, 1 to 256. The caller compares their number with the width it asked for.
pub fn decode_bundle(bundle: &[u8]) -> Result<Vec<&[u8]>, TlogError> {
    let mut entries = Vec::new();
    let mut rest = bundle;
    while !rest.is_empty() {
        let (entry, after) = split_entry(rest)
            .ok_or(TlogError::malformed("entry bundle", "it ends within an entry"))?;
        entries.push(entry);
        check_width(entries.len())?;
        rest = after;
    }
    check_width(entries.len())?;
    Ok(entries)
}

fn split_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

fn check_width(entries: usize) -> Result<(), TlogError> {
    let limit = usize::from(FULL_WIDTH);
    match entries {
        0 => Err(TlogError::malformed("entry bundle", "it is empty")),
        _ if entries > limit => Err(TlogError::TooLarge { what: "entries in a bundle", limit }),
        _ => Ok(()),
    }
}
