//! Reading what is public: the one exit through which text leaves a sealed edition. Page, download
//! and list all take their slices from here, and here every slice asks `access::may_read`.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::access::{Reader, Reading, may_count, may_read};
use domain::act::{Act, Details, Kind};
use domain::code::Code;
use domain::ids::OrganizationId;
use domain::scope::Ground;
use domain::slice::Body;
use domain::time::Micros;
use domain::workflow::State;
use store::acts::StoredAct;
use store::disclosures::Disclosure;
use store::editions::{Edition, Facts, Slice};
use store::notices::Notice;

use crate::attachment::Files;
use crate::context::Title;
pub use crate::correct::body_of;
use crate::{Flow, FlowError};

/// A public edition as one reader may see it.
#[derive(Clone, Debug)]
pub struct Article {
    pub disclosure: Disclosure,
    pub edition: Edition,
    pub organization: String,
    pub title: String,
    pub parts: Vec<Part>,
    /// Characters and slices of the whole text, as far as they may be counted before this reader.
    pub whole: Figures,
    /// Characters and slices that this reader is shown.
    pub shown: Figures,
    pub record: Vec<RecordLine>,
    /// Editions that were published, oldest first.
    pub editions: Vec<u32>,
    /// The period in which objections are or were taken.
    pub notice: Option<Notice>,
    pub files: Files,
    /// Hashes of the photos of boards that this reader may see.
    pub photos: BTreeSet<String>,
    pub proof: ProofFacts,
}

/// What stands on the page, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Slice {
        id: u32,
        body: Body,
    },
    /// One or more slices that this reader may not read; how many is not said.
    Gap {
        grounds: Vec<Ground>,
        login_may_open: bool,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub characters: u32,
    pub slices: u32,
}

/// One line of the public record: a post and a time, no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLine {
    pub kind: Kind,
    pub edition: u32,
    pub organization: String,
    pub post: String,
    pub hand: String,
    /// Reason of a correction or withdrawal. Reasons of returns stay on the desk.
    pub note: String,
    /// Votes of a decision, the last day for objections, a posting ...
    pub details: Option<Details>,
    pub at: Micros,
    pub log_index: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFacts {
    pub log_index: u64,
    /// Size of the first checkpoint that covers the publication, and when it was signed.
    pub checkpoint_size: u64,
    pub logged_at: Option<Micros>,
    pub kid: String,
    pub content_hash: String,
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub code: Code,
    pub title: String,
    pub organization: OrganizationId,
    pub item: String,
    pub regime: String,
    pub public_at: Micros,
    pub partial: bool,
    pub withdrawn: bool,
}

/// What a code leads to.
#[derive(Clone, Debug)]
pub enum Found {
    Article(Box<Article>),
    /// Withdrawn: the notice of it, without the text.
    Withdrawn(Box<Withdrawn>),
}

#[derive(Clone, Debug)]
pub struct Withdrawn {
    pub disclosure: Disclosure,
    pub organization: String,
    pub title: String,
    pub reason: String,
    pub at: Micros,
    pub record: Vec<RecordLine>,
}

impl Flow {
    /// The public edition under a code, or the one with the number asked for.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] for what does not exist, is not public, or whose title this reader
    /// may not read: the three look alike.
    pub async fn article(
        &self,
        reader: &Reader,
        code: Code,
        number: Option<u32>,
    ) -> Result<Found, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let disclosure = store::disclosures::by_code(db.db(), at, code).await?;
        let mut disclosure = disclosure.ok_or(FlowError::NotFound)?;
        let newest = disclosure.public_edition.ok_or(FlowError::NotFound)?;
        let title = self.title(&disclosure, newest).await?;
        self.may_know(reader, &disclosure, &title)?;
        let number = number.unwrap_or(newest);
        if number == 0 || number > newest || code.to_string() != disclosure.code.to_string() {
            return Err(FlowError::NotFound);
        }
        let tree = store::organizations::tree(db.db()).await?;
        let organization = tree.get(disclosure.organization).ok_or(FlowError::NotFound)?;
        let organization = organization.name.clone();
        let record = self.public_record(&disclosure).await?;
        // The row's classification may be that of a correction in preparation.
        disclosure.regime.clone_from(&title.regime);
        disclosure.item.clone_from(&title.item);
        let taken_back = taken_back(&disclosure, &record, number);
        if let Some((at, reason)) = taken_back {
            let title = title.text.clone();
            let withdrawn = Withdrawn { disclosure, organization, title, reason, at, record };
            return Ok(Found::Withdrawn(Box::new(withdrawn)));
        }
        let (edition, slices) = self.sealed_edition(&disclosure, number).await?;
        disclosure.regime.clone_from(&edition.facts.regime);
        disclosure.regime_version.clone_from(&edition.facts.regime_version);
        disclosure.item.clone_from(&edition.facts.item);
        let own = slices.iter().find_map(|slice| title_of(slice, reader, &disclosure));
        let own_title = own.ok_or(FlowError::NotFound)?;
        let (parts, whole, shown) = parts(reader, &disclosure, &slices)?;
        let files = self.files(reader, &disclosure, &edition).await?;
        let photos = self.photos(reader, &disclosure, &record).await?;
        let seal = store::seals::load(db.db(), at, disclosure.id, number).await?;
        let seal = seal.ok_or(FlowError::NotFound)?;
        let checkpoint = store::logs::checkpoint_covering(db.db(), at, seal.log_index).await?;
        let checkpoint_size = checkpoint.map_or(0, |checkpoint| checkpoint.size);
        let proof = ProofFacts {
            log_index: seal.log_index,
            checkpoint_size,
            logged_at: store::logs::signed_at(db.db(), at, checkpoint_size).await?,
            kid: seal.kid,
            content_hash: hex::encode(edition.content_hash),
        };
        let mut editions = store::seals::numbers(db.db(), at, disclosure.id).await?;
        // One may be sealed and not yet covered; what was withdrawn does not come back.
        let withdrawn = last_withdrawn(&record);
        editions.retain(|number| *number <= newest && Some(*number) > withdrawn);
        let notice = store::notices::load(db.db(), at, disclosure.id, number).await?;
        Ok(Found::Article(Box::new(Article {
            disclosure,
            edition,
            organization,
            title: own_title,
            parts,
            whole,
            shown,
            record,
            editions,
            notice,
            files,
            photos,
            proof,
        })))
    }

    /// The sealed document with the slices that this reader may read, ready to save.
    ///
    /// # Errors
    /// As [`Flow::article`]; a withdrawn text is not found.
    pub async fn presentation(
        &self,
        reader: &Reader,
        code: Code,
        number: Option<u32>,
    ) -> Result<String, FlowError> {
        let Found::Article(article) = self.article(reader, code, number).await? else {
            return Err(FlowError::NotFound);
        };
        let (db, at) = (&self.inner.store.reader, self.authority());
        let (id, number) = (article.disclosure.id, article.edition.number);
        let seal = store::seals::load(db.db(), at, id, number).await?.ok_or(FlowError::NotFound)?;
        let slices = store::editions::slices(db.db(), at, &article.edition).await?;
        let owner = article.disclosure.organization;
        let readable = slices
            .iter()
            .filter(|slice| may_read(reader, &slice.scope, owner).is_allowed())
            .map(|slice| slice.disclosure.as_str());
        Ok(seal::present(&seal.jwt, readable))
    }

    /// Rows for a list, without what this reader may not know of.
    ///
    /// # Errors
    /// The store's.
    pub async fn rows(
        &self,
        reader: &Reader,
        disclosures: Vec<Disclosure>,
    ) -> Result<Vec<Row>, FlowError> {
        let mut rows = Vec::with_capacity(disclosures.len());
        for disclosure in disclosures {
            let (Some(number), Some(public_at)) = (disclosure.public_edition, disclosure.public_at)
            else {
                continue;
            };
            let title = self.title(&disclosure, number).await?;
            if self.may_know(reader, &disclosure, &title).is_err() {
                continue;
            }
            rows.push(Row {
                code: disclosure.code,
                title: title.text.clone(),
                organization: disclosure.organization,
                item: title.item.clone(),
                regime: title.regime.clone(),
                public_at,
                partial: !title.stated.whole,
                withdrawn: disclosure.withdrawn_at.is_some(),
            });
        }
        Ok(rows)
    }

    fn may_know(
        &self,
        reader: &Reader,
        disclosure: &Disclosure,
        title: &Title,
    ) -> Result<(), FlowError> {
        match may_read(reader, &title.scope, disclosure.organization) {
            Reading::Allowed => Ok(()),
            Reading::LoginNeeded | Reading::OutsideScope => Err(FlowError::NotFound),
        }
    }

    async fn title(&self, disclosure: &Disclosure, number: u32) -> Result<Arc<Title>, FlowError> {
        let key = (disclosure.id, number);
        if let Some(title) = self.inner.titles.get(&key) {
            return Ok(title);
        }
        let (edition, slices) = self.sealed_edition(disclosure, number).await?;
        let mut found = None;
        for slice in &slices {
            let body = body_of(&slice.disclosure)?;
            if body.is_title() {
                found = Some((body.text(), slice.scope.clone()));
                break;
            }
        }
        let (text, scope) = found.ok_or(FlowError::NotFound)?;
        let Facts { stated, regime, item, .. } = edition.facts;
        let title = Arc::new(Title { text, scope, stated, regime, item });
        self.inner.titles.insert(key, title.clone());
        Ok(title)
    }

    /// The attempt that was sealed as edition `number`, with its slices.
    pub(crate) async fn sealed_edition(
        &self,
        disclosure: &Disclosure,
        number: u32,
    ) -> Result<(Edition, Vec<Slice>), FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let edition = store::editions::latest(db.db(), at, disclosure.id, number).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        let slices = store::editions::slices(db.db(), at, &edition).await?;
        Ok((edition, slices))
    }

    /// Acts up to what is public; a correction in preparation does not show.
    async fn public_record(&self, disclosure: &Disclosure) -> Result<Vec<RecordLine>, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let acts = store::acts::of_disclosure(db.db(), at, disclosure.id).await?;
        let sealed = store::seals::numbers(db.db(), at, disclosure.id).await?;
        let public = |act: &&StoredAct| {
            // What never went out is no part of the public record: a correction that was given up,
            // or that ended with a withdrawal.
            let shown = Some(act.edition) <= disclosure.public_edition
                && sealed.contains(&act.edition)
                && !is_given_up(&acts, act)
                && !is_kept_silent(&acts, act);
            shown
                && !matches!(act.kind, Kind::Correct | Kind::Republish | Kind::Abandon)
                && !(act.kind == Kind::Withdraw && waits_for_delivery(disclosure, act))
        };
        Ok(acts.iter().filter(public).filter_map(record_line).collect())
    }
}

/// Whether the act belongs to a correction that was given up, whose number is used again. What gives it
/// up names the public edition that stays.
fn is_given_up(acts: &[StoredAct], act: &StoredAct) -> bool {
    let gives_up = |later: &StoredAct| later.kind == Kind::Abandon && later.edition < act.edition;
    acts.iter().any(|later| later.log_index > act.log_index && gives_up(later))
}

/// Withheld on a ground for which it is not even told that there is something, and taken up again.
fn is_kept_silent(acts: &[StoredAct], act: &StoredAct) -> bool {
    let is_of = |kind: Kind| matches!(kind, Kind::Withhold | Kind::Reexamine | Kind::Reopen);
    let listed = |each: &StoredAct| match Act::parse(&each.body).ok().and_then(|act| act.details) {
        Some(Details::Withholding { listed, .. }) => Some(listed),
        _ => None,
    };
    let mut before = acts.iter().rev().filter(|each| {
        each.log_index <= act.log_index && each.edition == act.edition && is_of(each.kind)
    });
    is_of(act.kind) && before.find_map(listed) == Some(false)
}

fn checks_made() -> Details {
    let nothing = String::new;
    Details::Review {
        secrecy: nothing(),
        privacy: nothing(),
        necessity: nothing(),
        accuracy: nothing(),
    }
}

/// The newest edition that was withdrawn. Publishing again brings back neither it nor what came before.
pub(crate) fn last_withdrawn(record: &[RecordLine]) -> Option<u32> {
    let withdrawals = record.iter().filter(|line| line.kind == Kind::Withdraw);
    withdrawals.map(|line| line.edition).max()
}

/// When and why edition `number` was taken back: with the whole disclosure, or before it was
/// published again.
fn taken_back(
    disclosure: &Disclosure,
    record: &[RecordLine],
    number: u32,
) -> Option<(Micros, String)> {
    if let Some(at) = disclosure.withdrawn_at {
        return Some((at, disclosure.withdrawn_reason.clone().unwrap_or_default()));
    }
    let takes_back = |line: &&RecordLine| line.kind == Kind::Withdraw && line.edition >= number;
    record.iter().find(takes_back).map(|line| (line.at, line.note.clone()))
}

/// A withdrawal that no checkpoint covers yet: the text still stands, and so says the record.
fn waits_for_delivery(disclosure: &Disclosure, act: &StoredAct) -> bool {
    disclosure.state == State::Withdrawn
        && disclosure.withdrawn_at.is_none()
        && act.seq == disclosure.seq
}

/// An act as the public may see it.
pub fn record_line(stored: &StoredAct) -> Option<RecordLine> {
    let act = Act::parse(&stored.body).ok()?;
    let (note, details) = match act.act {
        // What the public is told of a step: the reason that was written for it.
        Kind::Publish
        | Kind::Correct
        | Kind::Republish
        | Kind::Withdraw
        | Kind::Release
        | Kind::Extend
        | Kind::Conclude
        | Kind::Post
        | Kind::Decide
        | Kind::Schedule => (act.note, act.details),
        // That each check was made; what was remarked is for the desk.
        Kind::Review => (String::new(), act.details.map(|_| checks_made())),
        // Opinions, remarks and reasons of these are for the desk.
        Kind::Propose
        | Kind::Supervise
        | Kind::Approve
        | Kind::Concur
        | Kind::Consent
        | Kind::Refuse
        | Kind::Return
        | Kind::Withhold
        | Kind::Reexamine
        | Kind::Reopen
        | Kind::Abandon
        | Kind::RegisterSeal
        | Kind::Administer => (String::new(), None),
    };
    Some(RecordLine {
        kind: act.act,
        edition: act.edition,
        organization: act.organization,
        post: act.post,
        hand: act.hand,
        note,
        details,
        at: act.at,
        log_index: stored.log_index,
    })
}

pub(crate) fn title_of(slice: &Slice, reader: &Reader, disclosure: &Disclosure) -> Option<String> {
    let body = body_of(&slice.disclosure).ok().filter(Body::is_title)?;
    let allowed = may_read(reader, &slice.scope, disclosure.organization).is_allowed();
    allowed.then(|| body.text())
}

pub(crate) fn parts(
    reader: &Reader,
    disclosure: &Disclosure,
    slices: &[Slice],
) -> Result<(Vec<Part>, Figures, Figures), FlowError> {
    let (mut parts, mut whole, mut shown) = (Vec::new(), Figures::default(), Figures::default());
    for slice in slices {
        let body = body_of(&slice.disclosure)?;
        if body.is_title() {
            continue;
        }
        if may_count(reader, &slice.scope, disclosure.organization) {
            whole.add(slice);
        }
        match may_read(reader, &slice.scope, disclosure.organization) {
            Reading::Allowed => {
                shown.add(slice);
                parts.push(Part::Slice { id: slice.id, body });
            }
            Reading::LoginNeeded => widen_gap(&mut parts, slice.ground, true),
            Reading::OutsideScope => widen_gap(&mut parts, slice.ground, false),
        }
    }
    Ok((parts, whole, shown))
}

impl Figures {
    fn add(&mut self, slice: &Slice) {
        self.characters += slice.characters;
        self.slices += 1;
    }
}

/// Neighbouring withheld slices make one gap, so that their number does not show.
fn widen_gap(parts: &mut Vec<Part>, ground: Option<Ground>, login: bool) {
    let ground = ground.unwrap_or(Ground::ItemScope);
    if let Some(Part::Gap { grounds, login_may_open }) = parts.last_mut() {
        let all: BTreeSet<_> = grounds.iter().copied().chain([ground]).collect();
        *grounds = all.into_iter().collect();
        *login_may_open |= login;
    } else {
        parts.push(Part::Gap { grounds: vec![ground], login_may_open: login });
    }
}
