//! Growing the tiles of a log by a batch of leaves.

use super::read::cut;
use super::{FULL_WIDTH, LEVELS, TilePath, TileReader, full_tiles, partial_width};
use crate::TlogError;
use crate::merkle::{Frontier, Hash, MAX_SIZE};

/// A new or grown tile, to be written over the narrower one of the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Tile level, 0 for leaf hashes.
    pub level: u8,
    /// Position within the level.
    pub index: u64,
    /// All its hashes from its start, 32 bytes each.
    pub hashes: Vec<u8>,
}

impl Tile {
    fn new(level: u8, index: u64, hashes: &[Hash]) -> Self {
        Self { level, index, hashes: hashes.as_flattened().to_vec() }
    }

    /// Number of hashes, 1 to 256.
    pub fn width(&self) -> u16 {
        (self.hashes.len() / size_of::<Hash>()) as u16
    }

    /// Where it is served.
    pub fn path(&self) -> Result<TilePath, TlogError> {
        TilePath::hashes(self.level, self.index, self.width())
    }
}

/// What a batch did to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// New or grown tiles, by level, then index.
    pub tiles: Vec<Tile>,
    /// Entries after the batch.
    pub size: u64,
    /// Root after the batch.
    pub root: Hash,
}

/// Grows the log of `old_size` entries by `leaves`, reading at most one tile a level: its right edge.
pub fn grow(old_size: u64, reader: &impl TileReader, leaves: &[Hash]) -> Result<Growth, TlogError> {
    let mut builder = TileBuilder::load(old_size, reader)?;
    let tiles = builder.append(leaves)?;
    Ok(Growth { tiles, size: builder.size(), root: builder.root() })
}

/// The right edge of a log, kept between batches so that appending reads nothing.
///
/// After a failed write the builder is ahead of storage: drop it and load again.
#[derive(Clone, Debug)]
pub struct TileBuilder {
    size: u64,
    edges: [Vec<Hash>; LEVELS as usize],
}

impl TileBuilder {
    /// Reads the partial tile of each level of the log of `size` entries.
    pub fn load(size: u64, reader: &impl TileReader) -> Result<Self, TlogError> {
        if size > MAX_SIZE {
            return Err(TlogError::OutOfRange { index: size, size: MAX_SIZE });
        }
        let mut edges = <[Vec<Hash>; LEVELS as usize]>::default();
        for (level, edge) in (0..LEVELS).zip(&mut edges) {
            *edge = read_edge(level, size, reader)?;
        }
        Ok(Self { size, edges })
    }

    /// Adds leaf hashes in order and returns the tiles to store, by level, then index. No leaves, no tiles.
    pub fn append(&mut self, leaves: &[Hash]) -> Result<Vec<Tile>, TlogError> {
        let size = self.size.saturating_add(leaves.len() as u64);
        if size > MAX_SIZE {
            return Err(TlogError::OutOfRange { index: size, size: MAX_SIZE });
        }
        let mut tiles = Vec::with_capacity(leaves.len() / usize::from(FULL_WIDTH) + 16);
        let mut added = leaves.to_vec();
        for (level, edge) in (0..LEVELS).zip(&mut self.edges) {
            if added.is_empty() {
                break;
            }
            edge.append(&mut added);
            added = emit(level, full_tiles(level, self.size), edge, &mut tiles);
        }
        self.size = size;
        Ok(tiles)
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Merkle tree hash of all entries.
    pub fn root(&self) -> Hash {
        self.frontier().root()
    }

    /// The full subtrees of the tree: those within each level's partial tile, the highest level first.
    pub fn frontier(&self) -> Frontier {
        let subtrees = self.edges.iter().rev().flat_map(|edge| tile_tree(edge).subtrees().to_vec());
        Frontier::from_subtrees(self.size, subtrees.collect())
            .expect("the partial tiles' widths are the size's digits in base 256")
    }
}

fn read_edge(level: u8, size: u64, reader: &impl TileReader) -> Result<Vec<Hash>, TlogError> {
    let width = partial_width(level, size);
    if width == 0 {
        return Ok(Vec::new());
    }
    let index = full_tiles(level, size);
    let stored = reader.tile(level, index).ok_or(TlogError::Missing { level, index })?;
    Ok(cut(&stored, width).ok_or(TlogError::Missing { level, index })?.to_vec())
}

/// Writes out the tiles that `edge` fills from tile `first` on and leaves the partial one in it. Returns the hash of
/// each full tile: the level above grows by these alone, for a partial tile is never hashed upward.
fn emit(level: u8, first: u64, edge: &mut Vec<Hash>, tiles: &mut Vec<Tile>) -> Vec<Hash> {
    let (full, rest) = edge.as_chunks::<{ FULL_WIDTH as usize }>();
    let above = full.iter().map(|hashes| tile_tree(hashes).root()).collect();
    let full_count = full.len() as u64;
    tiles.extend((first..).zip(full).map(|(index, hashes)| Tile::new(level, index, hashes)));
    if !rest.is_empty() {
        tiles.push(Tile::new(level, first + full_count, rest));
    }
    *edge = rest.to_vec();
    above
}

fn tile_tree(hashes: &[Hash]) -> Frontier {
    let mut tree = Frontier::new();
    tree.extend(hashes.iter().copied());
    tree
}
