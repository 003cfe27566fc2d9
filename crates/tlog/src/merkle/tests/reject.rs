//! What must not verify, and sizes at the edge.

use proptest::prelude::*;

use super::*;
use crate::TlogError;

/// Every proof that differs from a good one by one hash: flipped, missing, doubled.
fn spoiled(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = vec![[proof, &[[0; 32]]].concat(), [&[[0; 32]], proof].concat()];
    for place in 0..proof.len() {
        for byte in [0, 15, 31] {
            let mut flipped = proof.to_vec();
            flipped[place][byte] ^= 0x40;
            all.push(flipped);
        }
        let mut missing = proof.to_vec();
        missing.remove(place);
        all.push(missing);
        let mut doubled = proof.to_vec();
        doubled.insert(place, proof[place]);
        all.push(doubled);
    }
    all
}

#[test]
fn an_altered_inclusion_proof_is_rejected() {
    for size in [1, 2, 3, 7, 8, 9, 100, 256, 257] {
        let hashes = leaves(size);
        let tree = Levels::new(hashes.clone());
        let root = root(&hashes);
        for index in (0..size).step_by(3) {
            let leaf = hashes[index as usize];
            let proof = inclusion_proof(index, size, &tree).unwrap();
            for bad in spoiled(&proof) {
                let verdict = verify_inclusion(&leaf, index, size, &bad, &root);
                assert_eq!(verdict, Err(TlogError::ProofRejected), "{index} of {size}");
            }
            let refused = |leaf, index, size, root| {
                assert!(verify_inclusion(leaf, index, size, &proof, root).is_err());
            };
            refused(&[1; 32], index, size, &root);
            refused(&leaf, index, size, &[1; 32]);
            refused(&leaf, index + 1, size, &root);
            refused(&leaf, index.wrapping_sub(1), size, &root);
            refused(&leaf, size, size, &root);
        }
    }
}

#[test]
fn an_altered_consistency_proof_is_rejected() {
    for (old, new) in [(1, 2), (2, 3), (3, 7), (4, 8), (6, 8), (99, 256), (128, 300), (257, 300)] {
        let hashes = leaves(new);
        let proof = consistency_proof(old, new, &Levels::new(hashes.clone())).unwrap();
        let (old_root, new_root) = (root(&hashes[..old as usize]), root(&hashes));
        for bad in spoiled(&proof) {
            let verdict = verify_consistency(old, new, &bad, &old_root, &new_root);
            assert_eq!(verdict, Err(TlogError::ProofRejected), "{old} to {new}");
        }
        assert!(verify_consistency(old, new, &proof, &[1; 32], &new_root).is_err());
        assert!(verify_consistency(old, new, &proof, &old_root, &[1; 32]).is_err());
        assert!(verify_consistency(old, new, &proof, &new_root, &old_root).is_err());
        assert!(verify_consistency(old + 1, new, &proof, &old_root, &new_root).is_err());
        assert!(verify_consistency(new, old, &proof, &old_root, &new_root).is_err());
    }
}

#[test]
fn the_empty_tree_is_extended_by_an_empty_proof_alone() {
    let empty = empty_root();
    assert_eq!(verify_consistency(0, 0, &[], &empty, &empty), Ok(()));
    assert_eq!(verify_consistency(0, 5, &[], &empty, &[1; 32]), Ok(()));
    assert!(verify_consistency(0, 0, &[], &empty, &[1; 32]).is_err());
    assert!(verify_consistency(0, 5, &[[0; 32]], &empty, &[1; 32]).is_err());
    assert!(verify_consistency(0, 5, &[], &[2; 32], &[1; 32]).is_err());
    assert!(verify_inclusion(&empty, 0, 0, &[], &empty).is_err());
    assert!(inclusion_proof(0, 0, &Levels::new(vec![])).is_err());
}

/// A tree in which all full subtrees of a level are alike: huge, and known without being stored.
struct Uniform;

impl HashReader for Uniform {
    fn read(&self, level: u8, _: u64) -> Option<Hash> {
        Some((0..level).fold([7; 32], |hash, _| node_hash(&hash, &hash)))
    }
}

#[test]
fn the_largest_trees_are_proven_too() {
    for size in [MAX_SIZE, MAX_SIZE - 1, MAX_SIZE / 2 + 1, 1 << 40] {
        let root = Frontier::load(size, &Uniform).unwrap().root();
        for index in [0, 1, size / 3, size - 1] {
            let proof = inclusion_proof(index, size, &Uniform).unwrap();
            assert_eq!(verify_inclusion(&[7; 32], index, size, &proof, &root), Ok(()));
            let old_root = Frontier::load(index, &Uniform).unwrap().root();
            let proof = consistency_proof(index, size, &Uniform).unwrap();
            assert_eq!(verify_consistency(index, size, &proof, &old_root, &root), Ok(()));
        }
    }
    for size in [MAX_SIZE + 1, u64::MAX] {
        assert!(Frontier::load(size, &Uniform).is_err());
        assert!(inclusion_proof(0, size, &Uniform).is_err());
        assert!(consistency_proof(1, size, &Uniform).is_err());
        assert!(verify_inclusion(&[7; 32], 0, size, &[], &[7; 32]).is_err());
        assert!(verify_consistency(1, size, &[], &[7; 32], &[7; 32]).is_err());
    }
}

#[test]
fn a_hash_that_is_not_stored_is_named() {
    let tree = Levels::new(leaves(5));
    let missing = Err(TlogError::Missing { level: 1, index: 2 });
    assert_eq!(inclusion_proof(0, 7, &tree), missing);
    assert!(consistency_proof(3, 7, &tree).is_err());
}

proptest! {
    /// Two positions never share a proof, or one receipt would prove two things.
    #[test]
    fn no_proof_holds_elsewhere(size in 2_u64..2000, a: u64, b: u64, other_size in 1_u64..2000) {
        let (a, b) = (a % size, b % size);
        let hashes = leaves(size);
        let proof = inclusion_proof(a, size, &Levels::new(hashes.clone())).unwrap();
        let (leaf, root) = (hashes[a as usize], root(&hashes));
        prop_assert_eq!(verify_inclusion(&leaf, a, size, &proof, &root), Ok(()));
        prop_assert_eq!(verify_inclusion(&leaf, b, size, &proof, &root).is_ok(), a == b);
        // Another size has the same path only where the same siblings hang on the same sides.
        if verify_inclusion(&leaf, a, other_size, &proof, &root).is_ok() {
            prop_assert_eq!(path_sides(a, size), path_sides(a, other_size));
        }
    }

    #[test]
    fn any_input_gets_an_answer(
        index: u64, size: u64, proof in prop::collection::vec(any::<Hash>(), 0..70), leaf: Hash, root: Hash
    ) {
        prop_assert!(verify_inclusion(&leaf, index, size, &proof, &root).is_err());
        prop_assert!(verify_consistency(index, size, &proof, &leaf, &root).is_err());
    }
}

fn path_sides(index: u64, size: u64) -> Vec<bool> {
    inclusion_spans(index, size).iter().map(|span| span.start < index).collect()
}
