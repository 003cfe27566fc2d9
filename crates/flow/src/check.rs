//! `check`: does the whole store hold together? Entries against their acts, chains without gaps,
//! tiles and checkpoints against entries, every edition against its hash, its seal and its acts,
//! every disclosure's row against what its acts make of it, every organization's contacts against
//! the act that published them.

mod acts;
mod contacts;
mod files;
mod notices;

use std::collections::{BTreeMap, HashMap};

use domain::act::{Act, Kind};
use domain::entry::{Entry, Previous, commit, nothing_sealed};
use domain::ids::DisclosureId;
use seal::{Limits, SealedSlice};
use store::StoreError;
use store::acts::StoredAct;
use store::disclosures::Disclosure;
use tlog::checkpoint::Checkpoint;
use tlog::merkle::{Frontier, leaf_hash};
use tlog::tile::{TileBuilder, width_at};

use self::acts::{Attempts, Standing};
use crate::propose::hash_of;
use crate::{Flow, FlowError};

/// What was looked at and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub entries: u64,
    pub tiles: u64,
    pub checkpoints: u64,
    pub editions: u64,
    pub slices: u64,
    /// Each fault names the row: kind, place, what does not fit.
    pub faults: Vec<String>,
}

const BATCH: u64 = 8_192;
/// How often a disclosure is read that changes meanwhile.
const TRIES: u32 = 8;

impl Flow {
    /// Reads everything and compares.
    ///
    /// # Errors
    /// Only when the database cannot be read at all; what does not fit is a fault in the report.
    pub async fn check(&self) -> Result<Report, FlowError> {
        let mut check =
            Checker { flow: self, report: Report::default(), published: BTreeMap::new() };
        check.log().await?;
        check.editions().await?;
        check.contacts().await?;
        Ok(check.report)
    }
}

struct Checker<'a> {
    flow: &'a Flow,
    report: Report,
    /// Digest of a sealed document by the index of its publication.
    published: BTreeMap<u64, [u8; 32]>,
}

impl Checker<'_> {
    fn fault(&mut self, fault: String) {
        self.report.faults.push(fault);
    }

    async fn log(&mut self) -> Result<(), FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        // In this order, because steps and signer may go on: the checkpoints cover at least what was
        // signed before, and at most what is there after.
        let before = store::logs::load(db.db(), at).await?.ok_or(FlowError::NotFound)?;
        let checkpoints = store::logs::checkpoints(db.db(), at).await?;
        let log = store::logs::load(db.db(), at).await?.ok_or(FlowError::NotFound)?;
        self.report.entries = log.length;
        let mut waiting = checkpoints.iter().peekable();
        let mut frontier = Frontier::new();
        let mut builder = TileBuilder::load(0, &BTreeMap::new())?;
        let mut tiles: BTreeMap<(u8, u64), Vec<u8>> = BTreeMap::new();
        let mut chains: HashMap<[u8; 16], (u32, Previous)> = HashMap::new();
        let mut from = 0;
        while from < log.length {
            let to = log.length.min(from + BATCH);
            let acts = store::acts::range(db.db(), at, from, to).await;
            let acts = acts.or_else(|error| self.unreadable(from, to, error))?;
            if acts.len() as u64 != to - from {
                self.fault(format!(
                    "entries {from} to {to}: {} of them are missing",
                    to - from - acts.len() as u64
                ));
                return Ok(());
            }
            let mut leaves = Vec::with_capacity(acts.len());
            for act in &acts {
                self.entry(act, &mut chains);
                let leaf = leaf_hash(&act.entry);
                if act.log_index < log.signed_size {
                    leaves.push(leaf);
                }
                frontier.append(leaf);
                while let Some(stored) = waiting.next_if(|c| c.size == frontier.size()) {
                    self.checkpoint(stored, &frontier.root());
                }
            }
            for tile in builder.append(&leaves)? {
                tiles.insert((tile.level, tile.index), tile.hashes);
            }
            from = to;
        }
        let covered = checkpoints.last().map_or(0, |checkpoint| checkpoint.size);
        if covered < before.signed_size {
            self.fault("checkpoints: none covers the signed entries".to_owned());
        }
        for stored in waiting {
            self.fault(format!("checkpoint {}: covers entries that are not there", stored.size));
        }
        self.tiles(&tiles, log.signed_size).await
    }

    fn unreadable(
        &mut self,
        from: u64,
        to: u64,
        error: StoreError,
    ) -> Result<Vec<StoredAct>, StoreError> {
        match error {
            StoreError::Corrupt(what) => {
                self.fault(format!("entries {from} to {to}: {what} cannot be read"));
                Ok(Vec::new())
            }
            other => Err(other),
        }
    }

    fn entry(&mut self, act: &StoredAct, chains: &mut HashMap<[u8; 16], (u32, Previous)>) {
        let index = act.log_index;
        let Ok(entry) = Entry::parse(&act.entry) else {
            return self.fault(format!("entry {index}: not of the form gongkai.act/v1"));
        };
        if entry.commitment != commit(&act.salt, &act.body) {
            self.fault(format!("entry {index}: does not commit to its act"));
        }
        if act.kind == Kind::Publish {
            self.published.insert(index, entry.jwt);
        } else if entry.jwt != nothing_sealed(&act.salt) {
            self.fault(format!("entry {index}: seals a document, but its act is no publication"));
        }
        let body = Act::parse(&act.body);
        if body.as_ref().is_ok_and(|body| body.at != act.at) {
            self.fault(format!("entry {index}: its row says another time than its act"));
        }
        let fits = body.is_ok_and(|body| {
            body.act == act.kind
                && body.doc == hex::encode(entry.doc)
                && body.edition == act.edition
                && act.seq == entry.seq
        });
        if !fits {
            self.fault(format!("entry {index}: act, entry and row do not name the same thing"));
        }
        let (seq, previous) = chains.get(&entry.doc).copied().unwrap_or_default();
        if entry.seq != seq + 1 || entry.previous != previous {
            self.fault(format!("entry {index}: its chain has a gap"));
        }
        let here = Previous { index, leaf: leaf_hash(&act.entry) };
        chains.insert(entry.doc, (entry.seq, here));
    }

    fn checkpoint(&mut self, stored: &store::logs::StoredCheckpoint, root: &[u8; 32]) {
        self.report.checkpoints += 1;
        let key = self.flow.log_key().clone();
        let opened = Checkpoint::open(stored.note.as_bytes(), self.flow.origin(), &[key]);
        match opened {
            Ok(c) if c.size() == stored.size && c.root() == root => {}
            Ok(_) => self.fault(format!("checkpoint {}: not the root of the entries", stored.size)),
            Err(error) => self.fault(format!("checkpoint {}: {error}", stored.size)),
        }
    }

    async fn tiles(
        &mut self,
        expected: &BTreeMap<(u8, u64), Vec<u8>>,
        size: u64,
    ) -> Result<(), FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let mut seen = 0;
        for tile in store::logs::tiles(db.db(), at).await? {
            let place = (tile.level, tile.tile);
            let width = usize::from(width_at(tile.level, tile.tile, size)) * 32;
            if width == 0 {
                // Made after the size was read, or by a batch whose commit was lost.
                continue;
            }
            let stored = tile.hashes.get(..width);
            if expected.get(&place).is_none_or(|hashes| stored != Some(hashes.as_slice())) {
                self.fault(format!("tile {}/{}: not the hashes of the entries", place.0, place.1));
            }
            seen += u64::from(expected.contains_key(&place));
        }
        if seen != expected.len() as u64 {
            self.fault(format!("tiles: {} are missing", expected.len() as u64 - seen));
        }
        self.report.tiles = seen;
        Ok(())
    }

    async fn editions(&mut self) -> Result<(), FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let all = store::disclosures::all(db.db(), at).await?;
        let all: HashMap<_, _> = all.into_iter().map(|each| (each.id, each)).collect();
        let whole = self.files(&all).await?;
        let mut attempts = Attempts::default();
        for edition in store::editions::all(db.db(), at).await? {
            attempts.insert(&edition);
            let Some(disclosure) = all.get(&edition.disclosure) else { continue };
            self.edition(disclosure, &edition).await?;
            self.attached(disclosure, &edition, &whole);
        }
        for seal in store::seals::all(db.db(), at).await? {
            if seal.log_index >= self.report.entries {
                // Published after the log was read.
                continue;
            }
            let Some(disclosure) = all.get(&seal.disclosure) else { continue };
            self.seal(disclosure, &seal).await?;
        }
        for index in std::mem::take(&mut self.published).into_keys() {
            self.fault(format!("entry {index}: the document that it seals is gone"));
        }
        let mut sorted: Vec<_> = all.into_keys().collect();
        sorted.sort_unstable();
        for id in sorted {
            self.standing(id, &attempts).await?;
        }
        Ok(())
    }

    async fn edition(
        &mut self,
        disclosure: &Disclosure,
        edition: &store::editions::Edition,
    ) -> Result<(), FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let slices = store::editions::slices(db.db(), at, edition).await?;
        self.report.editions += 1;
        self.report.slices += slices.len() as u64;
        let name = format!("{} edition {}", disclosure.code, edition.number);
        for slice in &slices {
            let sealed = SealedSlice::from_disclosure(&slice.disclosure, false);
            let fits = sealed.is_ok_and(|s| s.id == slice.id && s.scope == slice.scope.word());
            if !fits {
                self.fault(format!("{name} slice {}: cannot be read", slice.position + 1));
            }
        }
        if hash_of(disclosure, &edition.facts, &slices) != edition.content_hash {
            self.fault(format!("{name}: content does not have the hash that was approved"));
        }
        Ok(())
    }

    async fn seal(
        &mut self,
        disclosure: &Disclosure,
        seal: &store::seals::Seal,
    ) -> Result<(), FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let name = format!("{} edition {}", disclosure.code, seal.number);
        let Some(edition) =
            store::editions::latest(db.db(), at, seal.disclosure, seal.number).await?
        else {
            self.fault(format!("{name}: sealed, but not there"));
            return Ok(());
        };
        if self.published.remove(&seal.log_index) != Some(seal::jwt_digest(&seal.jwt)) {
            self.fault(format!(
                "{name}: the log's entry {} seals another document",
                seal.log_index
            ));
        }
        let Some(key) = store::seals::key(db.db(), at, &seal.kid).await? else {
            self.fault(format!("{name}: its seal's key is not registered"));
            return Ok(());
        };
        let slices = store::editions::slices(db.db(), at, &edition).await?;
        let disclosures = slices.iter().map(|slice| slice.disclosure.as_str());
        let whole = seal::present(&seal.jwt, disclosures);
        match seal::verify(&whole, &key.public_key, &Limits::default()) {
            Ok(verified) if verified.is_complete() => {}
            Ok(_) => self.fault(format!("{name}: a public slice is missing")),
            Err(error) => {
                let altered = altered(&whole, &key.public_key, &slices);
                self.fault(format!("{name}{altered}: not what was sealed ({error})"));
            }
        }
        Ok(())
    }

    /// The row is what its acts make of it.
    async fn standing(&mut self, id: DisclosureId, attempts: &Attempts) -> Result<(), FlowError> {
        for _ in 0..TRIES {
            if let Some(standing) = self.read_standing(id).await? {
                self.report.faults.extend(standing.faults(attempts, self.report.entries));
                break;
            }
        }
        Ok(())
    }

    /// `None` when a step was taken while it was read: a step changes the row and adds its act and
    /// its work together, so what lies between two equal rows belongs to them.
    async fn read_standing(&self, id: DisclosureId) -> Result<Option<Standing>, FlowError> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let disclosure = store::disclosures::load(db.db(), at, id).await?;
        let acts = store::acts::of_disclosure(db.db(), at, id).await?;
        let notices = store::notices::of_disclosure(db.db(), at, id).await?;
        let settled = store::outbox::open_of(db.db(), at, id).await?.is_empty();
        let same = store::disclosures::load(db.db(), at, id).await? == disclosure;
        Ok(same.then_some(Standing { disclosure, acts, notices, settled }))
    }
}

fn altered(whole: &str, key: &[u8; 32], slices: &[store::editions::Slice]) -> String {
    let examination = seal::examine(whole, key);
    let ids: Vec<_> = examination
        .slices
        .iter()
        .filter(|(_, verdict)| *verdict == seal::SliceVerdict::Altered)
        .filter_map(|(id, _)| id.and_then(|id| slices.iter().find(|slice| slice.id == id)))
        .map(|slice| (slice.position + 1).to_string())
        .collect();
    if ids.is_empty() { String::new() } else { format!(" slice {}", ids.join(", ")) }
}
