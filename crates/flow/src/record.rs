//! Recording an act: its bytes, its salted commitment, its place in the chain and in the log.

use domain::act::{Act, Details, Kind, SealKey, hand};
use domain::entry::{Entry, Hash, Previous, commit, nothing_sealed, salt};
use domain::ids::{ActId, OrganizationId, PersonId};
use domain::post::Post;
use domain::time::random_bytes;
use store::Tx;
use store::acts::StoredAct;
use store::disclosures::Disclosure;
use tlog::merkle::leaf_hash;

use crate::{Flow, FlowError};

/// What to record.
pub(crate) struct Record<'a> {
    pub(crate) kind: Kind,
    pub(crate) attempt: u32,
    pub(crate) content: [u8; 32],
    /// The post and the person; `None` when the program acts.
    pub(crate) by: Option<(&'a Post, PersonId)>,
    pub(crate) note: &'a str,
    pub(crate) details: Option<Details>,
    /// Digest of what is sealed.
    pub(crate) jwt: Option<Hash>,
}

/// Appends the act to the disclosure's chain and to the log; its index.
pub(crate) async fn record(
    tx: &mut Tx,
    flow: &Flow,
    disclosure: &Disclosure,
    what: &Record<'_>,
) -> Result<u64, FlowError> {
    // A superior or joint body acts in its own name.
    let organization = what.by.map_or(disclosure.organization, |(post, _)| post.organization);
    let act = Act {
        act: what.kind,
        doc: hex::encode(disclosure.doc),
        edition: disclosure.edition,
        content: hex::encode(what.content),
        organization: name_of(tx, organization).await?,
        post: what.by.map(|(post, _)| post.recorded()).unwrap_or_default(),
        hand: what.by.map(|(_, who)| hand(&disclosure.hand_secret, who)).unwrap_or_default(),
        note: what.note.to_owned(),
        details: what.details.clone(),
        seal: None,
        at: flow.now(),
    };
    let link = Link { doc: disclosure.doc, seq: disclosure.seq + 1, previous: disclosure.last };
    let stored = append(tx, flow, &act, link, what.jwt, |stored| {
        stored.disclosure = Some(disclosure.id);
        stored.attempt = what.attempt;
        stored.person = what.by.map(|(_, who)| who);
    })
    .await?;
    let last = Previous { index: stored.log_index, leaf: leaf_hash(&stored.entry) };
    store::disclosures::chain(tx, flow.authority(), disclosure.id, stored.seq, last).await?;
    Ok(stored.log_index)
}

/// Records that a signing key of an organization begins to count: a chain of one.
pub(crate) async fn record_key(
    tx: &mut Tx,
    flow: &Flow,
    organization: &str,
    key: SealKey,
) -> Result<u64, FlowError> {
    let doc = random_bytes::<16>(flow.random());
    let act = Act {
        act: Kind::RegisterSeal,
        doc: hex::encode(doc),
        edition: 0,
        content: String::new(),
        organization: organization.to_owned(),
        post: String::new(),
        hand: String::new(),
        note: String::new(),
        details: None,
        seal: Some(key),
        at: flow.now(),
    };
    let link = Link { doc, seq: 1, previous: Previous::default() };
    Ok(append(tx, flow, &act, link, None, |_| {}).await?.log_index)
}

/// An act of administration: what was done, to whom or what, and what it is now.
pub(crate) struct Administration<'a> {
    /// A word: `appoint`, `invite`, `move_organization` ...
    pub(crate) what: &'a str,
    /// A person only by [`subject_of`]; organizations and posts by name.
    pub(crate) subject: String,
    pub(crate) now: String,
    /// The post and the person; `None` for the office at the machine.
    pub(crate) by: Option<(&'a Post, PersonId)>,
    /// The organization concerned.
    pub(crate) organization: OrganizationId,
}

/// Records an act of administration: a chain of one, which from outside looks like the first step
/// of a disclosure.
pub(crate) async fn record_administration(
    tx: &mut Tx,
    flow: &Flow,
    what: &Administration<'_>,
) -> Result<u64, FlowError> {
    let doc = random_bytes::<16>(flow.random());
    let act = Act {
        act: Kind::Administer,
        doc: hex::encode(doc),
        edition: 0,
        content: String::new(),
        organization: name_of(tx, what.organization).await?,
        post: what.by.map(|(post, _)| post.recorded()).unwrap_or_default(),
        hand: what.by.map(|(_, who)| subject_of(flow, who)).unwrap_or_default(),
        note: String::new(),
        details: Some(Details::Administration {
            what: what.what.to_owned(),
            subject: what.subject.clone(),
            now: what.now.clone(),
        }),
        seal: None,
        at: flow.now(),
    };
    let link = Link { doc, seq: 1, previous: Previous::default() };
    let person = what.by.map(|(_, who)| who);
    let stored = append(tx, flow, &act, link, None, |stored| stored.person = person).await?;
    let (at, index) = (flow.authority(), stored.log_index);
    store::administrations::insert(tx, at, index, what.organization).await?;
    Ok(stored.log_index)
}

/// Pseudonym of a person in acts of administration: the same in all of them, and in no disclosure.
pub(crate) fn subject_of(flow: &Flow, person: PersonId) -> String {
    hand(&flow.administration_secret(), person)
}

struct Link {
    doc: [u8; 16],
    seq: u32,
    previous: Previous,
}

async fn append(
    tx: &mut Tx,
    flow: &Flow,
    act: &Act,
    link: Link,
    jwt: Option<Hash>,
    complete: impl FnOnce(&mut StoredAct),
) -> Result<StoredAct, FlowError> {
    let (body, salt) = (act.to_bytes(), salt(flow.random()));
    let entry = Entry {
        doc: link.doc,
        seq: link.seq,
        previous: link.previous,
        commitment: commit(&salt, &body),
        jwt: jwt.unwrap_or_else(|| nothing_sealed(&salt)),
    };
    let mut stored = StoredAct {
        log_index: store::acts::take_index(tx, flow.authority(), 1).await?,
        id: ActId::new(act.at, flow.random()),
        disclosure: None,
        edition: act.edition,
        attempt: 0,
        seq: link.seq,
        kind: act.act,
        person: None,
        at: act.at,
        body,
        salt,
        entry: entry.to_bytes(),
    };
    complete(&mut stored);
    store::acts::insert(tx, flow.authority(), &stored).await?;
    Ok(stored)
}

/// An organization's name for the record.
pub(crate) async fn name_of(tx: &mut Tx, id: OrganizationId) -> Result<String, FlowError> {
    store::organizations::name(tx.db(), id).await?.ok_or(FlowError::NotFound)
}
