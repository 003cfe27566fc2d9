//! The receipt: is the publication in the log, does its entry seal this document, and which key
//! did the log know before? Everything in the receipt but the checkpoint is untrusted, and counts
//! only as far as it hashes to what the checkpoint covers.

use domain::act::{Act, Kind};
use domain::entry::{Entry, commit};
use flow::log::{Extra, KeyExtra};
use tlog::checkpoint::Checkpoint;
use tlog::merkle::{leaf_hash, verify_inclusion};
use tlog::note::Verifier;
use tlog::proof::TlogProof;

use super::{Fault, Unreadable};

/// A receipt that was read.
pub(super) struct Receipt {
    pub(super) proof: TlogProof,
    extra: Extra,
}

/// What the log vouches for.
#[derive(Default)]
pub(super) struct Logged {
    /// Size of the checkpoint, when it is the log's.
    pub(super) size: Option<u64>,
    /// The act of the publication, when the log commits to it.
    pub(super) published: Option<Act>,
    /// A key that the log registers, and the organization it is registered for.
    pub(super) seal_key: Option<([u8; 32], String)>,
}

pub(super) fn read(proof: &str) -> Result<Receipt, Unreadable> {
    let proof: TlogProof = proof.parse()?;
    let extra = proof.extra.as_ref().ok_or(Unreadable::Extra("no extra line".to_owned()))?;
    let extra = serde_json::from_slice(extra);
    // The reader's own message would repeat what a hostile file says.
    let extra =
        extra.map_err(|_| Unreadable::Extra("its extra line has another form".to_owned()))?;
    Ok(Receipt { proof, extra })
}

pub(super) fn check(
    receipt: &Receipt,
    jwt: &str,
    key: &Verifier,
    faults: &mut Vec<Fault>,
) -> Logged {
    let keys = std::slice::from_ref(key);
    let note = receipt.proof.checkpoint.as_bytes();
    let checkpoint = Checkpoint::open(note, key.name(), keys);
    let checkpoint = checkpoint.map_err(|error| faults.push(Fault::Checkpoint(error.to_string())));
    let Ok(checkpoint) = checkpoint else { return Logged::default() };
    let published = publication(receipt, jwt, &checkpoint);
    let seal_key = registration(&receipt.extra.key, &checkpoint).and_then(|found| {
        let earlier = receipt.extra.key.index < receipt.proof.index;
        if earlier { Ok(found) } else { Err(Fault::KeyRegisteredLater) }
    });
    Logged {
        size: Some(checkpoint.size()),
        published: published.map_err(|fault| faults.push(fault)).ok(),
        seal_key: seal_key.map_err(|fault| faults.push(fault)).ok(),
    }
}

fn publication(receipt: &Receipt, jwt: &str, checkpoint: &Checkpoint) -> Result<Act, Fault> {
    let (proof, extra) = (&receipt.proof, &receipt.extra);
    let entry = extra.entry.as_bytes();
    included(entry, proof.index, &proof.hashes, checkpoint).ok_or(Fault::EntryNotInLog)?;
    let entry = Entry::parse(entry).map_err(|_| Fault::EntryForm)?;
    if entry.jwt != seal::jwt_digest(jwt) {
        return Err(Fault::EntryOfAnotherDocument);
    }
    let act = committed(&entry, &extra.act, &extra.salt).ok_or(Fault::ActNotCommitted)?;
    if act.act != Kind::Publish {
        return Err(Fault::NoPublication);
    }
    let same = act.doc == hex::encode(entry.doc);
    if same { Ok(act) } else { Err(Fault::ActOfAnotherEdition) }
}

fn registration(key: &KeyExtra, checkpoint: &Checkpoint) -> Result<([u8; 32], String), Fault> {
    let entry = key.entry.as_bytes();
    let hashes: Option<Vec<[u8; 32]>> = key.hashes.iter().map(|hash| array(hash)).collect();
    let hashes = hashes.ok_or(Fault::KeyNotInLog)?;
    included(entry, key.index, &hashes, checkpoint).ok_or(Fault::KeyNotInLog)?;
    let entry = Entry::parse(entry).map_err(|_| Fault::KeyEntryForm)?;
    let act = committed(&entry, &key.act, &key.salt).ok_or(Fault::KeyNotCommitted)?;
    let registered = act.seal.filter(|_| act.act == Kind::RegisterSeal);
    let registered = registered.ok_or(Fault::NoRegistration)?;
    let bytes: [u8; 32] = array(&registered.key).ok_or(Fault::NoRegistration)?;
    if seal::key_id(&bytes) == registered.kid {
        Ok((bytes, act.organization))
    } else {
        Err(Fault::NoRegistration)
    }
}

fn included(entry: &[u8], index: u64, hashes: &[[u8; 32]], checkpoint: &Checkpoint) -> Option<()> {
    let leaf = leaf_hash(entry);
    verify_inclusion(&leaf, index, checkpoint.size(), hashes, checkpoint.root()).ok()
}

/// The act, if the entry commits to these bytes under this salt.
fn committed(entry: &Entry, act: &str, salt: &str) -> Option<Act> {
    let salt: [u8; 32] = array(salt)?;
    let fits = commit(&salt, act.as_bytes()) == entry.commitment;
    fits.then(|| Act::parse(act.as_bytes()).ok()).flatten()
}

fn array<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok().map(|()| bytes)
}
