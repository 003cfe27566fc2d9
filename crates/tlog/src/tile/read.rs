//! Reading hashes out of stored tiles.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{FULL_WIDTH, TILE_HEIGHT, width_at};
use crate::merkle::{Frontier, Hash, HashReader};

const HASH_BYTES: usize = 32;

/// Stored tiles.
pub trait TileReader {
    /// The hashes stored so far of tile `index` at `level`, 32 bytes each. May be longer than a given tree needs: a
    /// full tile holds each of its partial ones.
    fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>>;
}

impl<T: TileReader + ?Sized> TileReader for &T {
    fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>> {
        (**self).tile(level, index)
    }
}

/// Tiles in memory, by level and index: fetched ones, or a log in a test.
impl TileReader for BTreeMap<(u8, u64), Vec<u8>> {
    fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>> {
        self.get(&(level, index)).cloned()
    }
}

/// The first `width` hashes of a stored tile; `None` when it is shorter.
pub(super) fn cut(stored: &[u8], width: u16) -> Option<&[Hash]> {
    let (hashes, _) = stored.get(..usize::from(width) * HASH_BYTES)?.as_chunks::<HASH_BYTES>();
    Some(hashes)
}

/// Tiles by level and index; those asked for in vain are remembered too.
type Fetched = BTreeMap<(u8, u64), Option<Vec<u8>>>;

/// A tree of one size over its tiles. Each tile is fetched once; meant to live for one proof or one page.
pub struct TiledHashes<R> {
    size: u64,
    tiles: R,
    fetched: RefCell<Fetched>,
}

impl<R: TileReader> TiledHashes<R> {
    /// The tree of `size` entries. What lies beyond `size` in the tiles is not seen.
    pub fn new(size: u64, tiles: R) -> Self {
        Self { size, tiles, fetched: RefCell::default() }
    }

    fn subtree(&self, level: u8, tile: u64, first: usize, count: usize) -> Option<Hash> {
        let mut fetched = self.fetched.borrow_mut();
        let stored = fetched.entry((level, tile)).or_insert_with(|| self.tiles.tile(level, tile));
        let hashes = cut(stored.as_deref()?, width_at(level, tile, self.size))?;
        let mut subtree = Frontier::new();
        subtree.extend(hashes.get(first..first + count)?.iter().copied());
        Some(subtree.root())
    }
}

impl<R: TileReader> HashReader for TiledHashes<R> {
    fn read(&self, level: u8, index: u64) -> Option<Hash> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let full = u64::from(FULL_WIDTH);
        // A full subtree of the tree covers 2^height neighbours of one tile, never of two.
        let first = index.checked_mul(1 << height)?;
        self.subtree(tile_level, first / full, (first % full) as usize, 1 << height)
    }
}
