//! Roots and proofs against the published vectors and against an independent implementation.

mod reject;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;

use super::*;

type Oracle = MemoryBackedTree<Sha256, Vec<u8>>;

/// Every full subtree of a tree in memory, by level.
pub(crate) struct Levels(Vec<Vec<Hash>>);

impl Levels {
    pub(crate) fn new(leaves: Vec<Hash>) -> Self {
        let mut levels = vec![leaves];
        while levels[levels.len() - 1].len() > 1 {
            let below = &levels[levels.len() - 1];
            levels.push(below.as_chunks::<2>().0.iter().map(|[l, r]| node_hash(l, r)).collect());
        }
        Self(levels)
    }
}

impl HashReader for Levels {
    fn read(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(usize::from(level))?.get(index as usize).copied()
    }
}

pub(crate) fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

pub(crate) fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(&entry(index))).collect()
}

pub(crate) fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    frontier.extend(leaves.iter().copied());
    frontier.root()
}

fn bytes(hashes: &[Hash]) -> &[u8] {
    hashes.as_flattened()
}

/// The inputs and roots that implementations of RFC 6962 share.
#[test]
fn roots_are_those_of_the_published_vectors() {
    let vectors = [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (
            "606162636465666768696a6b6c6d6e6f",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
    ];
    let mut frontier = Frontier::new();
    assert_eq!(
        hex::encode(frontier.root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for (entry, root) in vectors {
        frontier.append(leaf_hash(&hex::decode(entry).unwrap()));
        assert_eq!(hex::encode(frontier.root()), root);
    }
}

#[test]
fn roots_and_inclusion_proofs_are_the_oracles() {
    let tree = Levels::new(leaves(300));
    let mut oracle = Oracle::new();
    let mut frontier = Frontier::new();
    for size in 1..=300 {
        oracle.push(entry(size - 1));
        frontier.append(leaf_hash(&entry(size - 1)));
        assert_eq!(frontier.root().as_slice(), oracle.root().as_bytes().as_slice());
        assert_eq!(Frontier::load(size, &tree).unwrap(), frontier);
        for index in 0..size {
            let proof = inclusion_proof(index, size, &tree).unwrap();
            assert_eq!(bytes(&proof), oracle.prove_inclusion(index as usize).as_bytes());
            let leaf = leaf_hash(&entry(index));
            verify_inclusion(&leaf, index, size, &proof, &frontier.root()).unwrap();
        }
    }
}

#[test]
fn consistency_proofs_are_the_oracles() {
    let hashes = leaves(300);
    let tree = Levels::new(hashes.clone());
    let roots: Vec<Hash> = (0..=300).map(|size| root(&hashes[..size])).collect();
    let mut oracle = Oracle::new();
    for new in 1..=300 {
        oracle.push(entry(new - 1));
        for old in 0..=new {
            let proof = consistency_proof(old, new, &tree).unwrap();
            let (old_root, new_root) = (&roots[old as usize], &roots[new as usize]);
            verify_consistency(old, new, &proof, old_root, new_root).unwrap();
            if old > 0 {
                let expected = oracle.prove_consistency((new - old) as usize);
                assert_eq!(bytes(&proof), expected.as_bytes());
            }
        }
    }
}

#[test]
fn a_frontier_survives_being_stored() {
    let mut frontier = Frontier::new();
    for leaf in leaves(70) {
        let stored = frontier.subtrees().to_vec();
        assert_eq!(Frontier::from_subtrees(frontier.size(), stored).unwrap(), frontier);
        frontier.append(leaf);
    }
    assert!(Frontier::from_subtrees(3, vec![[0; 32]]).is_err());
    assert!(Frontier::from_subtrees(MAX_SIZE + 2, vec![[0; 32]; 2]).is_err());
}
