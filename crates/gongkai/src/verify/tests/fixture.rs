//! Five entries: a seal's registration, two others, the publication, one more.

use domain::act::{Act, Kind, SealKey};
use domain::entry::{Entry, Previous, commit, nothing_sealed};
use domain::slice::Body;
use domain::time::Micros;
use flow::log::{Extra, KeyExtra};
use seal::{Claims, Issuer, Randomness, SealedSlice};
use tlog::checkpoint::Checkpoint;
use tlog::merkle::{Frontier, Hash, HashReader, inclusion_proof, leaf_hash, node_hash};
use tlog::note::{Signer, Verifier};
use tlog::proof::TlogProof;

pub(super) const ORIGIN: &str = "example.org/log";
const VILLAGE: &str = "柳湾村村民委员会";
const DOC: [u8; 16] = [7; 16];

/// How the publication is made.
pub(super) struct Sealing {
    pub(super) kind: Kind,
    pub(super) act_edition: u32,
    pub(super) log: &'static str,
    pub(super) key_owner: &'static str,
    /// The key is registered after the publication.
    pub(super) key_last: bool,
    /// Somebody else's key seals the document.
    pub(super) forger: bool,
}

impl Default for Sealing {
    fn default() -> Self {
        Self {
            kind: Kind::Publish,
            act_edition: 1,
            log: ORIGIN,
            key_owner: VILLAGE,
            key_last: false,
            forger: false,
        }
    }
}

/// A document and its receipt, each part open to tampering.
pub(super) struct Fixture {
    pub(super) jwt: String,
    pub(super) slices: Vec<SealedSlice>,
    /// Slices that are presented.
    pub(super) shown: Vec<usize>,
    pub(super) extra: Extra,
    pub(super) index: u64,
    pub(super) hashes: Vec<Hash>,
    pub(super) checkpoint: String,
    pub(super) acts: Vec<Logged>,
    pub(super) leaves: Vec<Hash>,
}

pub(super) struct Logged {
    act: Vec<u8>,
    salt: [u8; 32],
    entry: Entry,
}

/// Counts: enough of a random source for a fixture.
struct Counter(u8);

impl Randomness for Counter {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0 = self.0.wrapping_add(1);
        bytes.fill(self.0);
    }
}

/// Hashes of subtrees, from all leaves.
struct Leaves<'a>(&'a [Hash]);

impl HashReader for Leaves<'_> {
    fn read(&self, level: u8, index: u64) -> Option<Hash> {
        match level {
            0 => self.0.get(usize::try_from(index).ok()?).copied(),
            _ => {
                let (left, right) = (2 * index, 2 * index + 1);
                Some(node_hash(&self.read(level - 1, left)?, &self.read(level - 1, right)?))
            }
        }
    }
}

fn slices(random: &mut Counter) -> Vec<SealedSlice> {
    let texts = [
        (true, Body::Title { t: "十月财务公示".to_owned() }),
        (
            true,
            Body::Note {
                t: "十月收入一万二千元，支出八千元，结余四千元整。".to_owned()
            },
        ),
        (false, Body::Note { t: "领取人名单".to_owned() }),
    ];
    let conceal = |(id, (public, body)): (u32, (bool, Body))| {
        let scope = if public { "public" } else { "members" };
        let body = serde_json::to_value(&body).unwrap();
        SealedSlice::conceal(id, scope, public, &body, random).unwrap()
    };
    (1..).zip(texts).map(conceal).collect()
}

fn act(kind: Kind, doc: [u8; 16], edition: u32, organization: &str) -> Act {
    Act {
        act: kind,
        doc: hex::encode(doc),
        edition,
        content: String::new(),
        organization: organization.to_owned(),
        post: String::new(),
        hand: String::new(),
        note: String::new(),
        details: None,
        seal: None,
        at: Micros(0),
    }
}

fn logged(act: &Act, salt: u8, jwt: Option<Hash>) -> Logged {
    let (bytes, salt) = (act.to_bytes(), [salt; 32]);
    let mut doc = [0; 16];
    hex::decode_to_slice(&act.doc, &mut doc).unwrap();
    let entry = Entry {
        doc,
        seq: 1,
        previous: Previous::default(),
        commitment: commit(&salt, &bytes),
        jwt: jwt.unwrap_or_else(|| nothing_sealed(&salt)),
    };
    Logged { act: bytes, salt, entry }
}

impl Fixture {
    pub(super) fn new() -> Self {
        Self::sealed(Sealing::default())
    }

    pub(super) fn sealed(how: Sealing) -> Self {
        let mut random = Counter(0);
        let slices = slices(&mut random);
        let registered = Issuer::from_seed(&[1; 32]);
        let issuer = Issuer::from_seed(&[if how.forger { 2 } else { 1 }; 32]);
        let claims = Claims {
            issuer: VILLAGE.to_owned(),
            issued_at: 0,
            doc: hex::encode(DOC),
            revision: 1,
            supersedes: None,
            log_origin: how.log.to_owned(),
            withheld: vec!["third_party".to_owned()],
            notice: None,
        };
        let jwt = issuer.issue(&claims, &slices, &mut random).unwrap().into_string();
        let mut register = act(Kind::RegisterSeal, [1; 16], 0, how.key_owner);
        let key = hex::encode(registered.public_key());
        register.seal = Some(SealKey { kid: registered.kid(), key });
        let published = act(how.kind, DOC, how.act_edition, VILLAGE);
        let other = |n: u8| logged(&act(Kind::Propose, [n; 16], 1, VILLAGE), n, None);
        let registration = logged(&register, 10, None);
        let publication = logged(&published, 11, Some(seal::jwt_digest(&jwt)));
        let (acts, key, index) = if how.key_last {
            (vec![other(2), other(3), other(4), publication, registration], 4, 3)
        } else {
            (vec![registration, other(2), other(3), other(4), publication], 0, 4)
        };
        Self::log(jwt, slices, acts, key, index)
    }

    fn log(
        jwt: String,
        slices: Vec<SealedSlice>,
        acts: Vec<Logged>,
        key: usize,
        index: usize,
    ) -> Self {
        let leaves: Vec<Hash> =
            acts.iter().map(|logged| leaf_hash(&logged.entry.to_bytes())).collect();
        let size = leaves.len() as u64;
        let mut frontier = Frontier::new();
        frontier.extend(leaves.iter().copied());
        let signer = Signer::new(ORIGIN, &[42; 32]).unwrap();
        let checkpoint = Checkpoint::new(ORIGIN, size, frontier.root()).unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let published = &acts[index];
        let extra = Extra {
            entry: text(&published.entry.to_bytes()),
            act: text(&published.act),
            salt: hex::encode(published.salt),
            key: KeyExtra {
                entry: String::new(),
                act: String::new(),
                salt: String::new(),
                index: 0,
                hashes: Vec::new(),
            },
        };
        let mut fixture = Self {
            jwt,
            slices,
            shown: vec![0, 1],
            extra,
            index: index as u64,
            hashes: inclusion_proof(index as u64, size, &Leaves(&leaves)).unwrap(),
            checkpoint: checkpoint.sign(&[&signer]).unwrap(),
            acts,
            leaves,
        };
        fixture.point_key_at(key);
        fixture
    }

    /// Another act is shown, truthfully, as the registration.
    pub(super) fn point_key_at(&mut self, index: usize) {
        let (size, logged) = (self.leaves.len() as u64, &self.acts[index]);
        let hashes = inclusion_proof(index as u64, size, &Leaves(&self.leaves)).unwrap();
        self.extra.key = KeyExtra {
            entry: String::from_utf8(logged.entry.to_bytes()).unwrap(),
            act: String::from_utf8(logged.act.clone()).unwrap(),
            salt: hex::encode(logged.salt),
            index: index as u64,
            hashes: hashes.iter().map(hex::encode).collect(),
        };
    }

    /// Another text under the same id, as somebody would write it into the file.
    pub(super) fn alter_slice(&mut self, at: usize, text: &str) {
        let body = serde_json::to_value(Body::Note { t: text.to_owned() }).unwrap();
        let old = &self.slices[at];
        let new = SealedSlice::conceal(old.id, &old.scope, true, &body, &mut Counter(77));
        self.slices[at] = new.unwrap();
    }

    pub(super) fn document(&self) -> String {
        let shown = self.shown.iter().map(|at| self.slices[*at].disclosure.as_str());
        seal::present(&self.jwt, shown)
    }

    pub(super) fn proof(&self) -> String {
        let extra = Some(serde_json::to_vec(&self.extra).unwrap());
        let (index, hashes) = (self.index, self.hashes.clone());
        TlogProof { extra, index, hashes, checkpoint: self.checkpoint.clone() }.to_string()
    }

    pub(super) fn key(&self) -> Verifier {
        Signer::new(ORIGIN, &[42; 32]).unwrap().verifier().clone()
    }
}
