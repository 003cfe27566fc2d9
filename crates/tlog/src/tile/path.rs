//! Where a tile is served, below the log's prefix.

use std::fmt;
use std::str::FromStr;

use super::FULL_WIDTH;
use crate::{TlogError, line};

const MAX_LEVEL: u8 = 63;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TileKind {
    /// Hashes, at this tile level (0 to 63).
    Hashes(u8),
    /// Entries.
    Entries,
}

/// `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`, in its one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    width: u16,
}

impl TilePath {
    /// Path of a tile of hashes; `width` is 1 to 256, a full tile having 256.
    pub fn hashes(level: u8, index: u64, width: u16) -> Result<Self, TlogError> {
        if level > MAX_LEVEL {
            return Err(malformed("a level is 0 to 63"));
        }
        Self::new(TileKind::Hashes(level), index, width)
    }

    /// Path of an entry bundle; `width` is 1 to 256, a full bundle having 256.
    pub fn entries(index: u64, width: u16) -> Result<Self, TlogError> {
        Self::new(TileKind::Entries, index, width)
    }

    fn new(kind: TileKind, index: u64, width: u16) -> Result<Self, TlogError> {
        if !(1..=FULL_WIDTH).contains(&width) {
            return Err(malformed("a width is 1 to 256"));
        }
        Ok(Self { kind, index, width })
    }

    /// Hashes or entries.
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Position within the level.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Number of hashes or entries, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether the content can still grow. Full ones never change.
    pub fn is_partial(&self) -> bool {
        self.width < FULL_WIDTH
    }

    /// The full tile that replaces a partial one.
    pub fn to_full(self) -> Self {
        Self { width: FULL_WIDTH, ..self }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}")?,
            TileKind::Entries => f.write_str("tile/entries")?,
        }
        let groups: Vec<u64> =
            std::iter::successors(Some(self.index), |n| Some(n / 1000).filter(|n| *n > 0))
                .collect();
        for (place, group) in groups.iter().enumerate().rev() {
            write!(f, "/{}{:03}", if place > 0 { "x" } else { "" }, group % 1000)?;
        }
        if self.is_partial() { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for TilePath {
    type Err = TlogError;

    fn from_str(path: &str) -> Result<Self, TlogError> {
        let rest = path.strip_prefix("tile/").ok_or(malformed("it starts with tile/"))?;
        let (level, place) = rest.split_once('/').ok_or(malformed("it has a level"))?;
        let (groups, width) = split_width(place)?;
        let index = parse_index(groups).ok_or(malformed("the index is groups of three digits"))?;
        let parsed = match level {
            "entries" => Self::entries(index, width)?,
            _ => Self::hashes(parse_level(level)?, index, width)?,
        };
        // One tile has one path, or caches and mirrors would hold it twice.
        if parsed.to_string() == path { Ok(parsed) } else { Err(malformed("not as it is written")) }
    }
}

fn split_width(place: &str) -> Result<(&str, u16), TlogError> {
    let Some((groups, width)) = place.split_once(".p/") else { return Ok((place, FULL_WIDTH)) };
    let width = line::decimal(width).and_then(|width| u16::try_from(width).ok());
    Ok((groups, width.ok_or(malformed("a partial width is 1 to 255"))?))
}

fn parse_level(level: &str) -> Result<u8, TlogError> {
    let level = line::decimal(level).and_then(|level| u8::try_from(level).ok());
    level.ok_or(malformed("a level is 0 to 63"))
}

fn parse_index(groups: &str) -> Option<u64> {
    groups.split('/').try_fold(0_u64, |index, group| {
        let digits: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
        index.checked_mul(1000)?.checked_add(digits)
    })
}

fn malformed(why: &'static str) -> TlogError {
    TlogError::malformed("tile path", why)
}
