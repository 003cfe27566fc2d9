//! Paths, widths, bundles, and a log that lives in its tiles alone.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::TlogError;
use crate::merkle::tests::{Levels, leaves, root};
use crate::merkle::*;

type Stored = BTreeMap<(u8, u64), Vec<u8>>;

/// Stores a batch as a log would: over the narrower tiles.
fn store(stored: &mut Stored, tiles: Vec<Tile>) {
    stored.extend(tiles.into_iter().map(|tile| ((tile.level, tile.index), tile.hashes)));
}

fn log_of(size: u64, batch: usize) -> Stored {
    let mut stored = Stored::new();
    let mut done = 0;
    for leaves in leaves(size).chunks(batch) {
        let growth = grow(done, &stored, leaves).unwrap();
        store(&mut stored, growth.tiles);
        done = growth.size;
    }
    stored
}

#[test]
fn a_path_is_written_and_read_in_one_way() {
    let paths = [
        ("tile/0/000", TilePath::hashes(0, 0, 256)),
        ("tile/63/x001/x234/067", TilePath::hashes(63, 1_234_067, 256)),
        ("tile/0/273.p/112", TilePath::hashes(0, 273, 112)),
        ("tile/2/x001/000.p/1", TilePath::hashes(2, 1000, 1)),
        ("tile/entries/x999/999.p/255", TilePath::entries(999_999, 255)),
        ("tile/entries/x018/x446/x744/x073/x709/x551/615", TilePath::entries(u64::MAX, 256)),
    ];
    for (text, path) in paths {
        let path = path.unwrap();
        assert_eq!(path.to_string(), text);
        assert_eq!(text.parse(), Ok(path));
    }
    assert_eq!(TilePath::entries(5, 9).unwrap().to_full().to_string(), "tile/entries/005");
}

#[test]
fn another_spelling_is_no_path() {
    let bad = [
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/a/000",
        "tile/0/x000/000",
        "tile/0/x000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/+01",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/Entries/000",
        "tile/8/0/000",
        "tile/0/../000",
        "tile/0//000",
        "tile/0/000?",
        "tile/0/000%00",
        "tile/0/x018/x446/x744/x073/x709/x551/616",
    ];
    for path in bad {
        assert!(path.parse::<TilePath>().is_err(), "{path}");
    }
    assert!(TilePath::hashes(0, 0, 0).is_err());
    assert!(TilePath::entries(0, 257).is_err());
    assert!(TilePath::hashes(64, 0, 1).is_err());
}

#[test]
fn widths_are_those_of_the_specification() {
    let at = |size| [0, 1, 2, 3].map(|level| (full_tiles(level, size), partial_width(level, size)));
    assert_eq!(at(70_000), [(273, 112), (1, 17), (0, 1), (0, 0)]);
    assert_eq!(at(256), [(1, 0), (0, 1), (0, 0), (0, 0)]);
    assert_eq!(at(0), [(0, 0); 4]);
    assert_eq!([272, 273, 274].map(|index| width_at(0, index, 70_000)), [256, 112, 0]);
    assert_eq!(partial_width(7, 1 << 63), 128);
    assert_eq!((full_tiles(8, u64::MAX), partial_width(63, u64::MAX)), (0, 0));
}

/// Counts the tiles read, by level.
struct Counted<'a>(&'a Stored, RefCell<Vec<u8>>);

impl TileReader for Counted<'_> {
    fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>> {
        self.1.borrow_mut().push(level);
        self.0.tile(level, index)
    }
}

#[test]
fn seventy_thousand_entries_give_the_expected_tiles() {
    let growth = grow(0, &Stored::new(), &leaves(70_000)).unwrap();
    assert_eq!(growth.root, root(&leaves(70_000)));
    let mut paths: Vec<String> =
        growth.tiles.iter().map(|tile| tile.path().unwrap().to_string()).collect();
    assert_eq!(paths.len(), 277);
    let rest = paths.split_off(273);
    assert_eq!(rest, ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]);
    assert!(paths.iter().all(|path| !path.contains(".p/")));
}

#[test]
fn growing_reads_the_right_edge_alone() {
    let stored = log_of(70_000, 10_000);
    let counted = Counted(&stored, RefCell::default());
    grow(70_000, &counted, &[[1; 32]]).unwrap();
    assert_eq!(*counted.1.borrow(), [0, 1, 2]);
    let counted = Counted(&stored, RefCell::default());
    let tree = TiledHashes::new(70_000, &counted);
    inclusion_proof(12_345, 70_000, &tree).unwrap();
    assert!(counted.1.borrow().len() <= 6, "{:?}", counted.1);
}

#[test]
fn nothing_added_writes_nothing() {
    let stored = log_of(300, 300);
    let growth = grow(300, &stored, &[]).unwrap();
    assert_eq!((growth.tiles, growth.size), (vec![], 300));
    assert_eq!(growth.root, root(&leaves(300)));
    assert_eq!(grow(0, &Stored::new(), &[]).unwrap().root, empty_root());
}

/// Storage may be ahead of the size we grow from: a crash after writing tiles and before the commit.
#[test]
fn a_longer_stored_tile_is_cut() {
    let mut stored = log_of(300, 300);
    let growth = grow(270, &stored, &leaves(700)[270..]).unwrap();
    assert_eq!(growth.root, root(&leaves(700)));
    store(&mut stored, growth.tiles);
    assert_eq!(stored, log_of(700, 1));
}

#[test]
fn a_missing_or_short_tile_is_named() {
    let mut stored = log_of(300, 300);
    stored.insert((0, 1), vec![0; 43 * 32]);
    let missing = |level, index| Some(TlogError::Missing { level, index });
    assert_eq!(grow(300, &stored, &[[1; 32]]).err(), missing(0, 1));
    stored.remove(&(0, 1));
    assert_eq!(grow(300, &stored, &[[1; 32]]).err(), missing(0, 1));
    assert!(inclusion_proof(3, 300, &TiledHashes::new(300, &stored)).is_err());
}

#[test]
fn the_largest_sizes_do_not_overflow() {
    let full = |level, index| Some(vec![0; 8192]).filter(|_| index < u64::MAX && level < 64);
    struct Everywhere<F>(F);
    impl<F: Fn(u8, u64) -> Option<Vec<u8>>> TileReader for Everywhere<F> {
        fn tile(&self, level: u8, index: u64) -> Option<Vec<u8>> {
            self.0(level, index)
        }
    }
    let reader = Everywhere(full);
    assert!(grow(MAX_SIZE, &reader, &[]).is_ok());
    assert!(grow(MAX_SIZE - 1, &reader, &[[1; 32]]).is_ok());
    assert!(grow(MAX_SIZE, &reader, &[[1; 32]]).is_err());
    assert!(grow(u64::MAX, &reader, &[[1; 32]]).is_err());
    let tree = TiledHashes::new(MAX_SIZE, &reader);
    assert!(inclusion_proof(MAX_SIZE - 1, MAX_SIZE, &tree).is_ok());
    for level in 0..=u8::MAX {
        for index in [0, 1, 1 << 56, u64::MAX] {
            let _ = tree.read(level, index);
        }
    }
}

#[test]
fn a_bundle_holds_what_was_put_in() {
    let entries = [b"".as_slice(), b"one", &[7; MAX_ENTRY_BYTES]];
    let bundle = encode_bundle(&entries).unwrap();
    assert_eq!(&bundle[..7], b"\0\0\0\x03one");
    assert_eq!(decode_bundle(&bundle).unwrap(), entries);
    for cut in [1, 3, 6, 8, bundle.len() - 1] {
        assert!(decode_bundle(&bundle[..cut]).is_err());
    }
    assert!(decode_bundle(b"").is_err());
    assert!(encode_bundle::<&[u8]>(&[]).is_err());
    assert!(encode_bundle(&[vec![0; MAX_ENTRY_BYTES + 1]]).is_err());
    assert!(encode_bundle(&[b""; 257]).is_err());
    assert!(decode_bundle(&[0; 2 * 256]).is_ok());
    assert!(decode_bundle(&[0; 2 * 257]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However a log was cut into batches, its tiles and roots are the same.
    #[test]
    fn batches_leave_no_trace(batches in prop::collection::vec(0_usize..700, 1..8)) {
        let all = leaves(batches.iter().sum::<usize>() as u64);
        let (mut stored, mut done) = (Stored::new(), 0);
        let mut kept = TileBuilder::load(0, &stored).unwrap();
        for batch in batches {
            let next = &all[done..done + batch];
            let growth = grow(done as u64, &stored, next).unwrap();
            done += batch;
            prop_assert_eq!(&kept.append(next).unwrap(), &growth.tiles);
            prop_assert_eq!(kept.root(), growth.root);
            prop_assert_eq!(growth.root, root(&all[..done]));
            store(&mut stored, growth.tiles);
        }
        prop_assert_eq!(stored, log_of(done as u64, 100_000));
    }

    /// Proofs from tiles are those of the whole tree, at every size the log has had.
    #[test]
    fn tiles_prove_what_the_tree_proves(total in 1_u64..70_000, size: u64, index: u64, old: u64) {
        let size = size % total + 1;
        let (index, old) = (index % size, old % (size + 1));
        let (stored, whole) = (log_of(total, 9_999), Levels::new(leaves(total)));
        let tiled = TiledHashes::new(size, &stored);
        prop_assert_eq!(inclusion_proof(index, size, &tiled), inclusion_proof(index, size, &whole));
        prop_assert_eq!(consistency_proof(old, size, &tiled), consistency_proof(old, size, &whole));
        prop_assert_eq!(Frontier::load(size, &tiled), Frontier::load(size, &whole));
    }

    #[test]
    fn paths_come_back(level in 0_u8..64, index: u64, width in 1_u16..=256) {
        for path in [TilePath::hashes(level, index, width), TilePath::entries(index, width)] {
            let path = path.unwrap();
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }
    }

    #[test]
    fn bundles_come_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..=256)) {
        let bundle = encode_bundle(&entries).unwrap();
        prop_assert_eq!(decode_bundle(&bundle).unwrap(), entries);
    }
}
