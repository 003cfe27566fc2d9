//! One invented disclosure with its acts, made in memory exactly as the steps would have left it:
//! the content hash, the chain, the commitments and the seals hold, so that `check` finds nothing.

use domain::act::{Act, Details, Kind, hand};
use domain::calendar::{Calendar, day_of};
use domain::code::Code;
use domain::decision::{Decision, Outcome};
use domain::disclosure::{Draft, Stated};
use domain::entry::{Entry, Hash, Previous, commit, content_hash, nothing_sealed, salt};
use domain::ids::{ActId, DisclosureId, PersonId};
use domain::permission::Hands;
use domain::procedure::Procedure;
use domain::scope::Scope;
use domain::slice::{Body, DraftSlice};
use domain::time::{Micros, Random, random_bytes};
use domain::workflow::State;
use seal::{Claims, Issuer, SealedSlice};
use store::acts::StoredAct;
use store::disclosures::{Disclosure, Move};
use store::editions::{Edition, Facts, Slice};
use store::seals::Seal;
use tlog::merkle::leaf_hash;

use super::chance::{Chance, Salts};
use super::county;

pub(super) const REGIME: &str = "party-2010";
pub(super) const ITEM: &str = "A19";
/// A level that asks the superior.
pub(super) const HIGH: &str = "A4";

/// Where the way of a disclosure ends, and over which acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Draft,
    Returned,
    ToReview,
    ToApprove,
    ToConsent,
    /// Published, corrected, and put on the board so often.
    Published {
        postings: usize,
    },
}

impl Way {
    /// Its acts in order.
    pub(super) fn acts(self) -> Vec<Kind> {
        use Kind::{Approve, Correct, Decide, Post, Propose, Publish, Return, Review};
        match self {
            Self::Draft => Vec::new(),
            Self::Returned => vec![Propose, Return],
            Self::ToReview => vec![Propose, Return, Propose],
            Self::ToApprove => vec![Propose, Review],
            Self::ToConsent => vec![Propose, Review, Decide],
            Self::Published { postings } => {
                let whole = [Propose, Review, Approve, Publish];
                let again = [Correct].into_iter().chain(whole);
                let posted = std::iter::repeat_n(Post, postings);
                whole.into_iter().chain(again).chain(posted).collect()
            }
        }
    }
}

/// What all papers are made with.
pub(super) struct Press<'a> {
    pub(super) chance: &'a Chance,
    pub(super) origin: &'a str,
    pub(super) plain: Procedure,
    pub(super) high: Procedure,
    pub(super) regime_version: String,
    pub(super) calendar: &'a Calendar,
}

/// Everything of one disclosure.
pub(super) struct Paper<'a> {
    press: &'a Press<'a>,
    pub(super) body: &'a county::Body,
    issuer: &'a Issuer,
    pub(super) way: Way,
    pub(super) row: Disclosure,
    pub(super) draft: Draft,
    pub(super) editions: Vec<(Edition, Vec<Slice>)>,
    pub(super) acts: Vec<StoredAct>,
    pub(super) seals: Vec<Seal>,
    /// Where it stands after its acts.
    pub(super) stand: Move,
}

impl<'a> Paper<'a> {
    pub(super) fn new(
        press: &'a Press<'a>,
        (body, issuer): (&'a county::Body, &'a Issuer),
        way: Way,
        (number, at): (u32, Micros),
    ) -> Self {
        let chance = press.chance;
        let hands = Hands { writers: vec![body.clerk], ..Hands::default() };
        let row = Disclosure {
            id: DisclosureId::new(at, chance),
            doc: random_bytes(chance),
            hand_secret: random_bytes(chance),
            organization: body.id,
            regime: REGIME.to_owned(),
            regime_version: press.regime_version.clone(),
            item: ITEM.to_owned(),
            code: Code::new('B', number),
            state: State::Draft,
            edition: 1,
            version: 1,
            seq: 0,
            last: Previous::default(),
            hands: hands.clone(),
            created_by: body.clerk,
            changed: at,
            public_edition: None,
            public_at: None,
            withdrawn_at: None,
            withdrawn_reason: None,
            column: None,
            step: 0,
            due: None,
            claimed_by: None,
            withheld: None,
        };
        let stand = Move { state: State::Draft, edition: 1, step: 0, due: None, hands, now: at };
        let draft = draft(&body.name, number, way);
        let (editions, acts, seals) = (Vec::new(), Vec::new(), Vec::new());
        Self { press, body, issuer, way, row, draft, editions, acts, seals, stand }
    }

    /// Takes one act of its way, which gets this index of the log.
    pub(super) fn take(&mut self, kind: Kind, index: u64, at: Micros) -> anyhow::Result<()> {
        if kind == Kind::Propose {
            self.propose(at)?;
        }
        let (details, note) = (
            self.details(kind, at),
            if kind == Kind::Return { "金额有误，请核对后再报。" } else { "" },
        );
        let note = if kind == Kind::Correct { "更正一处金额" } else { note };
        let jwt = (kind == Kind::Publish).then(|| self.seal(index, at)).transpose()?;
        self.record((kind, at, index), note, details, jwt)?;
        self.move_on(kind, at);
        Ok(())
    }

    fn procedure(&self) -> &Procedure {
        match self.way {
            Way::ToConsent => &self.press.high,
            _ => &self.press.plain,
        }
    }

    fn propose(&mut self, at: Micros) -> anyhow::Result<()> {
        let (characters, count) = self.draft.figures();
        let facts = Facts {
            regime: self.row.regime.clone(),
            regime_version: self.row.regime_version.clone(),
            item: self.row.item.clone(),
            stated: self.draft.stated,
            fact_on: self.draft.fact_on.clone(),
            source: None,
            column: None,
            contributor: String::new(),
            reason: self.draft.reason.clone(),
            characters,
            slices: count,
            procedure: self.procedure().clone(),
            joint: Vec::new(),
            publish_at: None,
            notice: None,
            attachments: Vec::new(),
            overrides: Vec::new(),
            meets: Default::default(),
        };
        let slices = conceal(self.press.chance, &self.draft)?;
        let number = self.stand.edition;
        let attempts = self.editions.iter().filter(|(edition, _)| edition.number == number);
        let edition = Edition {
            disclosure: self.row.id,
            number,
            attempt: u32::try_from(attempts.count())? + 1,
            content_hash: hash_of(&self.row, &facts, &slices)?,
            facts,
            proposed: at,
        };
        self.editions.push((edition, slices));
        Ok(())
    }

    fn details(&self, kind: Kind, at: Micros) -> Option<Details> {
        let said = String::new;
        match kind {
            Kind::Review => Some(Details::Review {
                secrecy: said(),
                privacy: said(),
                necessity: said(),
                accuracy: said(),
            }),
            Kind::Post => {
                Some(Details::Posting { form: "BRD".to_owned(), done_on: day_of(at), photo: None })
            }
            Kind::Decide => Some(Details::Decision {
                decision: Decision {
                    meeting: "branch_committee".to_owned(),
                    held_on: day_of(at),
                    called: 5,
                    present: 5,
                    votes_for: 5,
                    votes_against: 0,
                    abstained: 0,
                    resolution: "同意公开".to_owned(),
                    minutes: "0".repeat(64),
                },
                outcome: Outcome::Carried,
            }),
            _ => None,
        }
    }

    fn by(&self, kind: Kind) -> Option<(&'static str, PersonId)> {
        match kind {
            Kind::Propose | Kind::Correct | Kind::Post => Some(("文书", self.body.clerk)),
            Kind::Review | Kind::Return => Some(("村务监督委员会主任", self.body.reviewers[0])),
            Kind::Decide | Kind::Approve => Some(("村民委员会主任", self.body.approver)),
            _ => None,
        }
    }

    fn record(
        &mut self,
        (kind, at, log_index): (Kind, Micros, u64),
        note: &str,
        details: Option<Details>,
        jwt: Option<Hash>,
    ) -> anyhow::Result<()> {
        let (edition, _) =
            self.editions.last().ok_or(anyhow::anyhow!("an act before a proposal"))?;
        let by = self.by(kind);
        let act = Act {
            act: kind,
            doc: hex::encode(self.row.doc),
            edition: edition.number,
            content: hex::encode(edition.content_hash),
            organization: self.body.name.clone(),
            post: by.map(|(post, _)| post.to_owned()).unwrap_or_default(),
            hand: by.map(|(_, who)| hand(&self.row.hand_secret, who)).unwrap_or_default(),
            note: note.to_owned(),
            details,
            seal: None,
            at,
        };
        let (body, salt) = (act.to_bytes(), salt(self.press.chance));
        let entry = Entry {
            doc: self.row.doc,
            seq: self.row.seq + 1,
            previous: self.row.last,
            commitment: commit(&salt, &body),
            jwt: jwt.unwrap_or_else(|| nothing_sealed(&salt)),
        };
        let entry_bytes = entry.to_bytes();
        self.row.seq += 1;
        self.row.last = Previous { index: log_index, leaf: leaf_hash(&entry_bytes) };
        self.acts.push(StoredAct {
            log_index,
            id: ActId::new(at, self.press.chance),
            disclosure: Some(self.row.id),
            edition: edition.number,
            attempt: edition.attempt,
            seq: entry.seq,
            kind,
            person: by.map(|(_, who)| who),
            at,
            body,
            salt,
            entry: entry_bytes,
        });
        Ok(())
    }

    fn seal(&mut self, log_index: u64, at: Micros) -> anyhow::Result<Hash> {
        let (edition, slices) =
            self.editions.last().ok_or(anyhow::anyhow!("a seal before a proposal"))?;
        let before = self.seals.last();
        let claims = Claims {
            issuer: self.body.name.clone(),
            issued_at: u64::try_from(at.seconds())?,
            doc: hex::encode(self.row.doc),
            revision: edition.number,
            supersedes: before.map(|seal| seal::digest_text(&seal::jwt_digest(&seal.jwt))),
            log_origin: self.press.origin.to_owned(),
            withheld: Vec::new(),
            notice: Some(serde_json::json!({ "code": self.row.code.to_string(), "whole": true })),
        };
        let sealed = slices
            .iter()
            .map(|slice| SealedSlice::from_disclosure(&slice.disclosure, slice.scope.is_public()));
        let sealed: Vec<_> = sealed.collect::<Result<_, _>>()?;
        let jwt = self.issuer.issue(&claims, &sealed, &mut Salts(self.press.chance))?;
        let digest = jwt.digest();
        self.seals.push(Seal {
            disclosure: self.row.id,
            number: edition.number,
            attempt: edition.attempt,
            jwt: jwt.into_string(),
            kid: self.issuer.kid(),
            log_index,
            sealed: at,
        });
        Ok(digest)
    }

    fn move_on(&mut self, kind: Kind, at: Micros) {
        self.stand.now = at;
        let writers = || self.row.hands.writers.clone();
        match kind {
            Kind::Propose => {
                let proposer = Some(self.body.clerk);
                self.stand.hands = Hands { writers: writers(), proposer, ..Hands::default() };
            }
            Kind::Review => self.stand.hands.reviewer = Some(self.body.reviewers[0]),
            Kind::Decide | Kind::Approve => self.stand.hands.approver = Some(self.body.approver),
            _ => {}
        }
        match kind {
            Kind::Propose | Kind::Review | Kind::Decide | Kind::Approve => {
                let done = self.stand.step + 1;
                let procedure = self.procedure();
                let awaited = procedure.awaited(done as usize);
                let due = awaited.and_then(|step| {
                    Some(self.press.calendar.due_after(at, step.days?, step.day_kind?))
                });
                let state = procedure.state_after(done as usize);
                self.stand = Move { state, step: done, due, ..self.stand.clone() };
            }
            Kind::Return | Kind::Correct => {
                self.stand.state = State::Draft;
                (self.stand.step, self.stand.due) = (0, None);
                self.stand.hands = Hands { writers: writers(), ..Hands::default() };
                if kind == Kind::Correct {
                    self.stand.edition += 1;
                    self.draft.reason = "更正一处金额".to_owned();
                }
            }
            Kind::Publish => {
                self.stand.state = State::Published;
                self.row.public_edition = Some(self.stand.edition);
                self.row.public_at = Some(at);
            }
            _ => {}
        }
    }
}

/// A title and five paragraphs.
fn draft(name: &str, number: u32, way: Way) -> Draft {
    let slice = |body: Body| {
        let characters = intake::count::characters(&body.text());
        let characters = u32::try_from(characters).unwrap_or(u32::MAX);
        DraftSlice { body, scope: Scope::Public, ground: None, characters }
    };
    let title =
        Body::Title { t: format!("{name}关于第{number}项集体事务办理情况的公告") };
    let paragraphs = (1..=5).map(|at| Body::Paragraph {
        h: vec![format!("{at}、基本情况")],
        t: format!(
            "第{number}项事务的第{at}部分：本季度共办理群众诉求{number}件，涉及道路、灌渠、垃圾清运等，\
             支出{}元，均由村集体收入列支，经村民代表会议讨论，票据齐全，账目清楚。",
            number * 10 + at
        ),
    });
    let slices = std::iter::once(title).chain(paragraphs).map(slice).collect();
    let level = (way == Way::ToConsent).then(|| HIGH.to_owned());
    let stated = Stated { whole: true, ..Stated::default() };
    Draft { slices, stated, level, ..Draft::default() }
}

fn conceal(chance: &Chance, draft: &Draft) -> anyhow::Result<Vec<Slice>> {
    let base = u32::from_le_bytes(random_bytes(chance)).max(1);
    let mut slices = Vec::with_capacity(draft.slices.len());
    for (position, slice) in (0u32..).zip(&draft.slices) {
        let id = base.wrapping_add(position.wrapping_mul(0x9e37_79b9)).max(1);
        let body = serde_json::to_value(&slice.body)?;
        let (scope, public) = (slice.scope.word(), slice.scope.is_public());
        let sealed = SealedSlice::conceal(id, scope, public, &body, &mut Salts(chance))?;
        slices.push(Slice {
            position,
            id,
            scope: slice.scope.clone(),
            ground: None,
            characters: slice.characters,
            disclosure: sealed.disclosure,
        });
    }
    Ok(slices)
}

/// As the proposal makes it.
fn hash_of(row: &Disclosure, facts: &Facts, slices: &[Slice]) -> anyhow::Result<Hash> {
    let mut lines = vec![hex::encode(row.doc), row.code.to_string(), serde_json::to_string(facts)?];
    for slice in slices {
        lines.push(serde_json::to_string(&slice.scope)?);
        lines.push("-".to_owned());
        lines.push(slice.disclosure.clone());
    }
    Ok(content_hash(lines.iter().map(String::as_str)))
}

/// A key of an organization begins to count: a chain of one.
pub(super) fn registration(
    chance: &dyn Random,
    body: &county::Body,
    issuer: &Issuer,
    (log_index, at): (u64, Micros),
) -> StoredAct {
    let doc = random_bytes::<16>(chance);
    let key = domain::act::SealKey { kid: issuer.kid(), key: hex::encode(issuer.public_key()) };
    let act = Act {
        act: Kind::RegisterSeal,
        doc: hex::encode(doc),
        edition: 0,
        content: String::new(),
        organization: body.name.clone(),
        post: String::new(),
        hand: String::new(),
        note: String::new(),
        details: None,
        seal: Some(key),
        at,
    };
    let (bytes, salt) = (act.to_bytes(), salt(chance));
    let entry = Entry {
        doc,
        seq: 1,
        previous: Previous::default(),
        commitment: commit(&salt, &bytes),
        jwt: nothing_sealed(&salt),
    };
    StoredAct {
        log_index,
        id: ActId::new(at, chance),
        disclosure: None,
        edition: 0,
        attempt: 0,
        seq: 1,
        kind: Kind::RegisterSeal,
        person: None,
        at,
        body: bytes,
        salt,
        entry: entry.to_bytes(),
    }
}
