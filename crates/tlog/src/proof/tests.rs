use super::*;
use crate::merkle::tests::{Levels, leaves, root};
use crate::merkle::{empty_root, inclusion_proof};
use crate::note::Signer;

const SIZE: u64 = 70;

fn log() -> Signer {
    Signer::new("a.example/1", &[1; 32]).unwrap()
}

fn keys() -> [Verifier; 1] {
    [log().verifier().clone()]
}

/// A receipt for the entry at `index` of a log of 70, and the entry's leaf hash.
fn receipt(index: u64) -> (TlogProof, Hash) {
    let leaves = leaves(SIZE);
    let checkpoint = Checkpoint::new("a.example/1", SIZE, root(&leaves)).unwrap();
    let hashes = inclusion_proof(index, SIZE, &Levels::new(leaves.clone())).unwrap();
    let checkpoint = checkpoint.sign(&[&log()]).unwrap();
    (TlogProof { extra: None, index, hashes, checkpoint }, leaves[index as usize])
}

#[test]
fn a_receipt_comes_back_and_verifies() {
    for (index, extra) in [(0, None), (69, Some(vec![])), (33, Some(b"\0\xff".to_vec()))] {
        let (mut proof, leaf) = receipt(index);
        proof.extra = extra;
        let text = proof.to_string();
        let parsed: TlogProof = text.parse().unwrap();
        assert_eq!((&parsed, parsed.to_string()), (&proof, text));
        assert_eq!(parsed.verify(&leaf, "a.example/1", &keys()).unwrap().size(), SIZE);
    }
}

#[test]
fn the_format_is_that_of_the_specification() {
    let (mut proof, _) = receipt(33);
    proof.extra = Some(b"hint".to_vec());
    let text = proof.to_string();
    let start = "c2sp.org/tlog-proof@v1\nextra aGludA==\nindex 33\n";
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains("=\n\na.example/1\n70\n") && text.ends_with(&proof.checkpoint));
}

#[test]
fn an_altered_receipt_is_rejected() {
    let (good, leaf) = receipt(33);
    let mut bad = Vec::new();
    for index in [32, 34, 70, u64::MAX] {
        bad.push(TlogProof { index, ..good.clone() });
    }
    for place in 0..good.hashes.len() {
        let mut flipped = good.clone();
        flipped.hashes[place][31] ^= 1;
        bad.push(flipped);
        let mut missing = good.clone();
        missing.hashes.remove(place);
        bad.push(missing);
    }
    for (from, to) in [("\n70\n", "\n71\n"), ("a.example/1\n", "a.example/2\n"), ("— a", "— b")]
    {
        let checkpoint = good.checkpoint.replacen(from, to, 1);
        bad.push(TlogProof { checkpoint, ..good.clone() });
    }
    for proof in bad {
        assert!(proof.verify(&leaf, "a.example/1", &keys()).is_err(), "{proof}");
    }
    assert_eq!(good.verify(&[0; 32], "a.example/1", &keys()), Err(TlogError::ProofRejected));
    assert_eq!(good.verify(&leaf, "a.example/2", &keys()), Err(TlogError::WrongOrigin));
    assert_eq!(good.verify(&leaf, "a.example/1", &[]), Err(TlogError::NotSigned));
}

#[test]
fn an_empty_log_proves_nothing() {
    let empty = Checkpoint::new("a.example/1", 0, empty_root()).unwrap();
    let checkpoint = empty.sign(&[&log()]).unwrap();
    let proof = TlogProof { extra: None, index: 0, hashes: vec![], checkpoint };
    assert!(proof.verify(&empty_root(), "a.example/1", &keys()).is_err());
    let one = leaves(1);
    let checkpoint = Checkpoint::new("a.example/1", 1, one[0]).unwrap().sign(&[&log()]).unwrap();
    let proof = TlogProof { checkpoint, ..proof };
    assert_eq!(proof.to_string().parse(), Ok(proof.clone()));
    assert!(proof.verify(&one[0], "a.example/1", &keys()).is_ok());
}

#[test]
fn a_malformed_receipt_is_refused() {
    let good = TlogProof { extra: Some(b"hint".to_vec()), ..receipt(33).0 }.to_string();
    let swaps = [
        ("@v1", "@v2"),
        ("c2sp", " c2sp"),
        ("@v1\n", "@v1\r\n"),
        ("extra ", "extra"),
        ("aGludA==", "aGludA"),
        ("extra aGludA==\n", "extra aGludA==\nextra aGludA==\n"),
        ("index 33", "index 033"),
        ("index 33", "index +33"),
        ("index 33", "index"),
        ("index 33\n", ""),
        ("index", "Index"),
        ("index 33\n", "index 33\n\n"),
        ("index 33\n", "index 33\nAAAA\n"),
        ("=\n\na.", "=\na."),
        ("\n70\n", "\n070\n"),
        ("— a", "- a"),
    ];
    assert!(good.parse::<TlogProof>().is_ok());
    for (from, to) in swaps {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from}");
        assert!(text.parse::<TlogProof>().is_err(), "{from} to {to}");
    }
    assert!(good[..good.len() - 1].parse::<TlogProof>().is_err());
    let long = TlogProof { hashes: vec![[0; 32]; 64], ..receipt(33).0 }.to_string();
    assert_eq!(
        long.parse::<TlogProof>(),
        Err(TlogError::TooLarge { what: "hashes of a proof", limit: 63 })
    );
    assert!("x".repeat(MAX_PROOF_BYTES + 1).parse::<TlogProof>().is_err());
}
