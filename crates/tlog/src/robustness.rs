//! Every parser of outside bytes over random and mutated input: an answer each time, and one spelling for what is
//! accepted. The targets under `fuzz/` check the same for longer.

use proptest::prelude::*;

use crate::checkpoint::Checkpoint;
use crate::merkle::{leaf_hash, node_hash};
use crate::note::{Note, Signature, Signer, Verifier, open};
use crate::proof::TlogProof;
use crate::tile::{TilePath, decode_bundle, encode_bundle};

/// One good example of each format, to be mutated.
fn samples() -> Vec<Vec<u8>> {
    let log = Signer::new("a.example/1", &[1; 32]).expect("a good name");
    let (left, right) = (leaf_hash(b"left"), leaf_hash(b"right"));
    let checkpoint =
        Checkpoint::new("a.example/1", 2, node_hash(&left, &right)).expect("a small size");
    let checkpoint = checkpoint.sign(&[&log]).expect("a good text");
    let proof = TlogProof {
        extra: Some(vec![1]),
        index: 1,
        hashes: vec![left],
        checkpoint: checkpoint.clone(),
    };
    vec![
        checkpoint.clone().into_bytes(),
        checkpoint.split_inclusive('\n').take(3).collect::<String>().into_bytes(),
        checkpoint.lines().last().unwrap_or_default().into(),
        proof.to_string().into_bytes(),
        log.verifier().to_string().into_bytes(),
        b"tile/63/x001/x234/067.p/12".to_vec(),
        b"tile/entries/x001/x234/067".to_vec(),
        encode_bundle(&[b"one".as_slice(), b"", &[7; 300]]).expect("short entries"),
    ]
}

/// What is accepted is written back as it was read.
fn parse_all(bytes: &[u8]) {
    if let Ok(note) = Note::parse(bytes) {
        assert_eq!(note.to_string().as_bytes(), bytes);
    }
    if let Ok(entries) = decode_bundle(bytes) {
        assert_eq!(encode_bundle(&entries).expect("decoded"), bytes);
    }
    let log = Signer::new("a.example/1", &[1; 32]).expect("a good name");
    let _ = open(bytes, std::slice::from_ref(log.verifier()));
    let Ok(text) = str::from_utf8(bytes) else { return };
    if let Ok(proof) = text.parse::<TlogProof>() {
        assert_eq!(proof.to_string(), text);
        let _ =
            proof.verify(&leaf_hash(b"right"), "a.example/1", std::slice::from_ref(log.verifier()));
    }
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert!(text.starts_with(&checkpoint.to_string()));
    }
    let spellings = [
        text.parse::<TilePath>().map(|path| path.to_string()),
        text.parse::<Verifier>().map(|key| key.to_string()),
        Signature::parse(text).map(|signature| signature.to_string()),
    ];
    spellings.into_iter().flatten().for_each(|spelling| assert_eq!(spelling, text));
}

/// Replaces, inserts, removes, doubles or cuts at one place.
fn mutate(bytes: &mut Vec<u8>, (kind, place, byte): (u8, usize, u8)) {
    let place = place % (bytes.len() + 1);
    match kind % 5 {
        0 => bytes.insert(place, byte),
        1 => bytes.truncate(place),
        2 => bytes.extend_from_within(place..),
        _ if place == bytes.len() => {}
        3 => bytes[place] ^= byte,
        _ => drop(bytes.remove(place)),
    }
}

/// Bytes that mean something in one of the formats come up more often.
fn telling_byte() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), prop::sample::select(b"\n\n =+./x0129A\0\xe2".to_vec())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes_get_an_answer(bytes in prop::collection::vec(telling_byte(), 0..300)) {
        parse_all(&bytes);
    }

    #[test]
    fn mutated_samples_get_an_answer(
        changes in prop::collection::vec((any::<u8>(), any::<usize>(), telling_byte()), 0..4)
    ) {
        for mut bytes in samples() {
            changes.iter().for_each(|change| mutate(&mut bytes, *change));
            parse_all(&bytes);
        }
    }
}
