//! What an outsider does with the saved files and the log's public key, without the site.

use domain::act::{Act, Kind};
use domain::entry::{Entry, commit};
use flow::log::Extra;
use seal::{Limits, Verified};
use tlog::merkle::{leaf_hash, verify_inclusion};
use tlog::note::Verifier;
use tlog::proof::TlogProof;

/// What was saved from a page.
pub(crate) struct Saved {
    /// `document.sd-jwt`.
    pub(crate) document: String,
    /// `document.tlog-proof`.
    pub(crate) proof: String,
    /// The key as the page shows it.
    pub(crate) key: String,
}

impl Saved {
    /// Checks entry and seal's key against the log, then the document against that key.
    pub(crate) fn verify(&self) -> Verified {
        let key: Verifier = self.key.trim().parse().unwrap();
        let proof: TlogProof = self.proof.parse().unwrap();
        let extra: Extra = serde_json::from_slice(proof.extra.as_ref().unwrap()).unwrap();

        let leaf = leaf_hash(extra.entry.as_bytes());
        let checkpoint = proof.verify(&leaf, key.name(), std::slice::from_ref(&key)).unwrap();
        let entry = Entry::parse(extra.entry.as_bytes()).unwrap();
        assert_eq!(committed(&entry, &extra.act, &extra.salt).act, Kind::Publish);

        let hashes: Vec<[u8; 32]> = extra.key.hashes.iter().map(|hash| bytes(hash)).collect();
        let leaf = leaf_hash(extra.key.entry.as_bytes());
        let (index, size) = (extra.key.index, checkpoint.size());
        verify_inclusion(&leaf, index, size, &hashes, checkpoint.root()).unwrap();
        let registered = Entry::parse(extra.key.entry.as_bytes()).unwrap();
        let registered = committed(&registered, &extra.key.act, &extra.key.salt);
        assert_eq!(registered.act, Kind::RegisterSeal);

        let seal_key = bytes(&registered.seal.unwrap().key);
        let verified = seal::verify(&self.document, &seal_key, &Limits::default()).unwrap();
        assert_eq!(verified.jwt_digest, entry.jwt, "the log seals this document");
        verified
    }
}

/// The act that an entry commits to.
fn committed(entry: &Entry, act: &str, salt: &str) -> Act {
    assert_eq!(commit(&bytes(salt), act.as_bytes()), entry.commitment);
    Act::parse(act.as_bytes()).unwrap()
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    assert_eq!(hex.len(), 2 * N);
    std::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
}
