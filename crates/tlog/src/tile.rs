//! The tree as files of 256 hashes, and the entries in bundles of 256 (c2sp.org/tlog-tiles).
//!
//! It must never know whether a tile lies in a file, a database or memory: a [`TileReader`] gives it. Called by the
//! writer of the log for what to store, by `store` and `web` for paths, and by readers to make proofs.

mod build;
mod bundle;
mod path;
mod read;

#[cfg(test)]
mod tests;

pub use build::{Growth, Tile, TileBuilder, grow};
pub use bundle::{MAX_ENTRY_BYTES, decode_bundle, encode_bundle, push_entry};
pub use path::{TileKind, TilePath};
pub use read::{TileReader, TiledHashes};

/// Hashes in a full tile and entries in a full bundle.
pub const FULL_WIDTH: u16 = 256;

/// Levels of the tree that one level of tiles spans.
pub(crate) const TILE_HEIGHT: u8 = 8;

/// Tile levels of the largest tree, 8 × 8 bits. The path format allows 64, the rest stay empty.
pub(crate) const LEVELS: u8 = 8;

/// Full tiles at `level` of a tree of `size`.
pub fn full_tiles(level: u8, size: u64) -> u64 {
    hashes_at(level, size) / u64::from(FULL_WIDTH)
}

/// Hashes in the one partial tile at `level` of a tree of `size`, 0 when there is none: floor(size / 256^level)
/// mod 256.
pub fn partial_width(level: u8, size: u64) -> u16 {
    (hashes_at(level, size) % u64::from(FULL_WIDTH)) as u16
}

/// Width of tile `index` at `level` in a tree of `size`; 0 when it does not exist.
pub fn width_at(level: u8, index: u64, size: u64) -> u16 {
    match index.cmp(&full_tiles(level, size)) {
        std::cmp::Ordering::Less => FULL_WIDTH,
        std::cmp::Ordering::Equal => partial_width(level, size),
        std::cmp::Ordering::Greater => 0,
    }
}

/// Hashes at a tile level: subtrees of 256^level leaves that are full.
fn hashes_at(level: u8, size: u64) -> u64 {
    if level < LEVELS { size >> (level * TILE_HEIGHT) } else { 0 }
}
