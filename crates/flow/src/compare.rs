//! Two editions laid over one another for one reader. Both are taken from [`crate::article`], where
//! every slice asks `access::may_read`; what is withheld there comes here as a gap and no further.

use std::collections::{BTreeMap, VecDeque};

use domain::access::{Reader, may_read, may_read_desk};
use domain::code::Code;
use domain::compare::{Comparison, Gap, Passage, Side, compare};
use domain::disclosure::{Attached, Draft, NoticePlan};
use domain::ids::{ColumnId, OrganizationId};
use domain::scope::{Ground, Scope};
use domain::slice::Body;
use domain::workflow::State;
use store::disclosures::Disclosure;
use store::editions::Facts;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::article::{Article, Found, Part, Withdrawn, body_of, parts, title_of};
use crate::step::asked_bodies;
use crate::{Flow, FlowError};

/// Two editions laid over one another.
#[derive(Clone, Debug)]
pub struct Compared {
    pub disclosure: Disclosure,
    pub organization: String,
    pub before: Version,
    pub after: Version,
    /// `None`: too large, see [`domain::compare::TooLarge`].
    pub text: Option<Comparison>,
    /// Editions that were published, oldest first.
    pub editions: Vec<u32>,
    /// What is for others than before or on another ground; at the desk only.
    pub rescoped: Vec<Rescoped>,
}

/// A passage or a file that both editions hold, with other readers or another ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescoped {
    /// Text of the passage, or name of the file.
    pub what: String,
    pub before: For,
    pub after: For,
}

/// For whom something is, and why it is for no more.
pub type For = (Scope, Option<Ground>);

/// One of the two, with what stands beside its text.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: u32,
    pub title: String,
    pub beside: Beside,
}

/// What the page of an edition says beside its text, as far as it can change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    pub regime: String,
    pub regime_version: String,
    pub item: String,
    pub fact_on: Option<String>,
    pub column: Option<ColumnId>,
    pub contributor: String,
    pub joint: Vec<OrganizationId>,
    pub notice: Option<NoticePlan>,
    /// False: the source breaks off.
    pub whole: bool,
    /// Why this edition was made; empty for the first.
    pub reason: String,
    /// Name and SHA-256 of the files that this reader may read.
    pub files: Vec<(String, String)>,
}

/// What two numbers lead to.
#[derive(Clone, Debug)]
pub enum Pair {
    Compared(Box<Compared>),
    /// Withdrawn: as the page of either edition, the notice without the text.
    Withdrawn(Box<Withdrawn>),
}

/// Two texts and their comparison take memory and a whole core: no more than this many at once.
static COMPARING: Semaphore = Semaphore::const_new(2);

async fn turn() -> SemaphorePermit<'static> {
    COMPARING.acquire().await.expect("never closed")
}

impl Flow {
    /// Two public editions under a code.
    ///
    /// # Errors
    /// As [`Flow::article`] for either number.
    pub async fn compare(
        &self,
        reader: &Reader,
        code: Code,
        (before, after): (u32, u32),
    ) -> Result<Pair, FlowError> {
        let turn = turn().await;
        // Both are asked for before either answers, so that a number that leads nowhere never does.
        let before = self.article(reader, code, Some(before)).await?;
        let after = self.article(reader, code, Some(after)).await?;
        let (before, after) = match (before, after) {
            (Found::Article(before), Found::Article(after)) => (before, after),
            (Found::Withdrawn(withdrawn), _) | (_, Found::Withdrawn(withdrawn)) => {
                return Ok(Pair::Withdrawn(withdrawn));
            }
        };
        let (old, before) = (side_of(&before), version_of(&before));
        let (new, version) = (side_of(&after), version_of(&after));
        Ok(Pair::Compared(Box::new(Compared {
            disclosure: after.disclosure,
            organization: after.organization,
            before,
            after: version,
            text: lay(turn, old, new).await?,
            editions: after.editions,
            rescoped: Vec::new(),
        })))
    }

    /// The edition under way and the last published one, for those on whose desk it is. Of the
    /// published one they read what its page shows them: agreeing to a new edition opens no old one.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] for whoever may not read the desk; [`FlowError::Conflict`] where no
    /// edition follows a published one.
    pub async fn compare_on_desk(
        &self,
        reader: &Reader,
        disclosure: Disclosure,
    ) -> Result<Compared, FlowError> {
        let (db, at, owner) = (&self.inner.store.reader, self.authority(), disclosure.organization);
        let asked = asked_bodies(db.db(), at, &disclosure).await?;
        // A withdrawn text is open to those alone who handle it.
        let asked = if disclosure.withdrawn_at.is_some() { Vec::new() } else { asked };
        if !may_read_desk(reader, owner, &asked).is_allowed() {
            return Err(FlowError::NotFound);
        }
        let number =
            published_before(&disclosure).ok_or(FlowError::Conflict("nothing_corrected"))?;
        let turn = turn().await;
        let (edition, slices) = self.sealed_edition(&disclosure, number).await?;
        let title = slices.iter().find_map(|slice| title_of(slice, reader, &disclosure));
        let (shown, ..) = parts(reader, &disclosure, &slices)?;
        let title = title.ok_or(FlowError::NotFound)?;
        let old = Side { title: title.clone(), passages: passages(&shown) };
        let attached = edition.facts.attachments.iter();
        let readable = attached.filter(|file| may_read(reader, &file.scope, owner).is_allowed());
        let files: Vec<_> = readable.collect();
        let named_before = files.iter().copied().map(named).collect();
        let before = Version { number, title, beside: beside(&edition.facts, named_before) };
        let (new, beside, now) = self.under_way(&disclosure).await?;
        // What this reader may not read of the published edition is a gap, and matched by nothing.
        let mut then =
            Fors { passages: Vec::new(), files: files.into_iter().map(for_whom).collect() };
        for slice in &slices {
            if may_read(reader, &slice.scope, owner).is_allowed() {
                let body = body_of(&slice.disclosure)?;
                then.passages.push((body, (slice.scope.clone(), slice.ground)));
            }
        }
        let rescoped = rescoped(then, now);
        let after = Version { number: disclosure.edition, title: new.title.clone(), beside };
        let tree = store::organizations::tree(db.db()).await?;
        let organization = tree.get(owner).ok_or(FlowError::NotFound)?.name.clone();
        let text = lay(turn, old, new).await?;
        let editions = vec![number];
        Ok(Compared { disclosure, organization, before, after, text, editions, rescoped })
    }

    /// All of the edition that is on the desk.
    async fn under_way(&self, disclosure: &Disclosure) -> Result<(Side, Beside, Fors), FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        if disclosure.state == State::Draft {
            let draft = store::drafts::load(db.db(), at, disclosure.id).await?;
            let draft = draft.ok_or(FlowError::NotFound)?;
            let beside = beside_draft(&draft, disclosure);
            let title = draft.title();
            let files = draft.attachments.iter().map(for_whom).collect();
            let slices = draft.slices.into_iter();
            let passages: Vec<_> =
                slices.map(|slice| (slice.body, (slice.scope, slice.ground))).collect();
            return Ok((whole(title, &passages), beside, Fors { passages, files }));
        }
        let (edition, slices) = self.sealed_edition(disclosure, disclosure.edition).await?;
        let mut passages = Vec::with_capacity(slices.len());
        for slice in slices {
            passages.push((body_of(&slice.disclosure)?, (slice.scope, slice.ground)));
        }
        let title = passages.iter().find(|(body, _)| body.is_title()).map(|(body, _)| body.text());
        let attached = edition.facts.attachments.iter();
        let files = attached.clone().map(for_whom).collect();
        let side = whole(title.unwrap_or_default(), &passages);
        let beside = beside(&edition.facts, attached.map(named).collect());
        Ok((side, beside, Fors { passages, files }))
    }
}

/// For whom the passages and files of an edition are.
struct Fors {
    passages: Vec<(Body, For)>,
    files: Vec<(String, For)>,
}

/// What of both is for others than before. A passage is known by its text, in order; one that was
/// rewritten by its place, where no other came or went.
fn rescoped(before: Fors, after: Fors) -> Vec<Rescoped> {
    let stayed = before.passages.len() == after.passages.len();
    let in_place: Vec<_> = before.passages.iter().map(|(_, scope)| scope.clone()).collect();
    let mut passages = by_name(before.passages.into_iter().map(|(body, then)| (body.text(), then)));
    let mut files = by_name(before.files.into_iter());
    let mut found = Vec::new();
    for (at, (body, after)) in after.passages.into_iter().enumerate() {
        let what = body.text();
        let same = passages.get_mut(&what).and_then(VecDeque::pop_front);
        let then = same.or_else(|| in_place.get(at).filter(|_| stayed).cloned());
        found.extend(then.map(|before| Rescoped { what, before, after }));
    }
    for (what, after) in after.files {
        let then = files.get_mut(&what).and_then(VecDeque::pop_front);
        found.extend(then.map(|before| Rescoped { what, before, after }));
    }
    found.retain(|each| each.before != each.after);
    found
}

fn by_name(all: impl Iterator<Item = (String, For)>) -> BTreeMap<String, VecDeque<For>> {
    let mut found: BTreeMap<String, VecDeque<For>> = BTreeMap::new();
    for (name, scope) in all {
        found.entry(name).or_default().push_back(scope);
    }
    found
}

fn for_whom(file: &Attached) -> (String, For) {
    (file.file_name.clone(), (file.scope.clone(), file.ground))
}

/// The published edition that the one under way follows; `None` where it follows none, or none is
/// under way.
pub fn published_before(disclosure: &Disclosure) -> Option<u32> {
    let is_over = matches!(disclosure.state, State::Published | State::Withdrawn);
    disclosure.public_edition.filter(|number| *number < disclosure.edition && !is_over)
}

/// Away from the threads that answer requests.
async fn lay(
    turn: SemaphorePermit<'static>,
    before: Side,
    after: Side,
) -> Result<Option<Comparison>, FlowError> {
    let laid = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        compare(&before, &after).ok()
    });
    laid.await.map_err(|_| FlowError::Unavailable("the comparison broke off".to_owned()))
}

fn side_of(article: &Article) -> Side {
    Side { title: article.title.clone(), passages: passages(&article.parts) }
}

fn passages(parts: &[Part]) -> Vec<Passage> {
    let passage = |part: &Part| match part {
        Part::Slice { id: _, body } => Passage::Read(body.clone()),
        Part::Gap { grounds, login_may_open } => {
            let (grounds, login_may_open) = (grounds.clone(), *login_may_open);
            Passage::Withheld(Gap { grounds, login_may_open })
        }
    };
    parts.iter().map(passage).collect()
}

fn whole(title: String, slices: &[(Body, For)]) -> Side {
    let text = slices.iter().map(|(body, _)| body).filter(|body| !body.is_title());
    Side { title, passages: text.cloned().map(Passage::Read).collect() }
}

fn version_of(article: &Article) -> Version {
    let readable = article.files.readable.iter();
    let files = readable.map(|file| (file.file_name.clone(), hex::encode(file.sha256))).collect();
    Version {
        number: article.edition.number,
        title: article.title.clone(),
        beside: beside(&article.edition.facts, files),
    }
}

fn named(file: &Attached) -> (String, String) {
    (file.file_name.clone(), file.sha256.clone())
}

fn beside(facts: &Facts, files: Vec<(String, String)>) -> Beside {
    Beside {
        regime: facts.regime.clone(),
        regime_version: facts.regime_version.clone(),
        item: facts.item.clone(),
        fact_on: facts.fact_on.clone(),
        column: facts.column,
        contributor: facts.contributor.clone(),
        joint: facts.joint.clone(),
        notice: facts.notice.clone(),
        whole: facts.stated.whole,
        reason: facts.reason.clone(),
        files,
    }
}

fn beside_draft(draft: &Draft, disclosure: &Disclosure) -> Beside {
    Beside {
        regime: disclosure.regime.clone(),
        regime_version: disclosure.regime_version.clone(),
        item: disclosure.item.clone(),
        fact_on: draft.fact_on.clone(),
        column: draft.column,
        contributor: draft.contributor.clone(),
        joint: draft.joint.clone(),
        notice: draft.notice.clone(),
        whole: draft.stated.whole,
        reason: draft.reason.clone(),
        files: draft.attachments.iter().map(named).collect(),
    }
}
