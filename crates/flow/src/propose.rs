//! 提出: the draft is frozen. Slices get their salts, the content its hash; from here on every step
//! names that hash.

use domain::act::Kind;
use domain::calendar::day_of;
use domain::disclosure::Draft;
use domain::entry::content_hash;
use domain::finding::{self, Finding};
use domain::ids::{DisclosureId, OrganizationId};
use domain::organization::Tree;
use domain::permission::Hands;
use domain::procedure::{Procedure, ProcedureStep, StepKind};
use domain::regime::{FieldRules, Item, NoticeMode, NoticeRule, Text};
use domain::time::random_bytes;
use domain::workflow::Action;
use seal::SealedSlice;
use store::attachments::Attachment;
use store::disclosures::{Disclosure, Move};
use store::editions::{Edition, Facts, Slice};
use store::{Step, Tx};

use crate::context::Salts;
use crate::onward::due;
use crate::record::{Record, record};
use crate::schedule::is_too_far;
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

/// Everything that the checks find on a draft and, as it was seen when they came, in its files.
/// `tree` tells what the organization and those above it have published of themselves.
pub fn findings(
    flow: &Flow,
    disclosure: &Disclosure,
    draft: &Draft,
    files: &[Attachment],
    tree: &Tree,
) -> Vec<Finding> {
    let inspected = files.iter().map(|file| (file.id, file.inspected.clone())).collect();
    let widest = flow.widest(&disclosure.regime, &disclosure.item, disclosure.organization);
    let item = flow.regime(&disclosure.regime).and_then(|regime| regime.item(&disclosure.item));
    let rules = item.and_then(|item| item.fields.as_ref()).map(FieldRules::rules);
    let today = day_of(flow.now());
    let ground = finding::Ground {
        widest: widest.as_ref(),
        has_item: widest.is_some(),
        corrects: disclosure.edition > 1,
        rules: &rules.unwrap_or_default(),
        contacts: &tree.published_contacts(disclosure.organization),
        notice: item.and_then(least_notice),
        today: &today,
        inspected: &inspected,
    };
    finding::examine(draft, &ground)
}

/// How long the item takes objections, where it does.
fn least_notice(item: &Item) -> Option<finding::LeastNotice> {
    let least =
        |rule: &NoticeRule| finding::LeastNotice { days: rule.days, day_kind: rule.day_kind };
    let stated = item.notice.as_ref().map(least);
    let takes = item.mode == Some(NoticeMode::Notice);
    stated.or_else(|| takes.then(finding::LeastNotice::default))
}

impl Flow {
    /// Freezes and proposes the draft that the clerk saw as `version`; its content hash in hex.
    ///
    /// # Errors
    /// [`FlowError::Blocked`] with every finding; else those of a step.
    pub async fn propose(
        &self,
        actor: Actor,
        id: DisclosureId,
        version: i64,
    ) -> Result<String, FlowError> {
        self.inner.signer.ready()?;
        self.inner.store.writer.run(&Propose { flow: self, actor, id, version }).await
    }
}

struct Propose<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    version: i64,
}

impl Step for Propose<'_> {
    type Out = String;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<String, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Propose).await?;
        let disclosure = &permitted.disclosure;
        if disclosure.version != self.version {
            return Err(FlowError::Conflict("version"));
        }
        let draft = store::drafts::load(tx.db(), at, self.id).await?;
        let mut draft = draft.ok_or(FlowError::NotFound)?;
        let files = store::attachments::of_disclosure(tx.db(), at, self.id).await?;
        let tree = store::organizations::tree(tx.db()).await?;
        draft.joint = each_once(&tree, &draft.joint);
        let found = findings(flow, disclosure, &draft, &files, &tree);
        if !finding::may_go_on(&found, &draft.overrides) {
            return Err(FlowError::Blocked(found));
        }
        if draft.publish_at.is_some_and(|at| is_too_far(at, flow.now())) {
            return Err(FlowError::Invalid("publish_at"));
        }
        self.keeps_notice(tx, disclosure, &draft).await?;
        let slices = conceal(flow, &draft)?;
        let procedure = self.procedure(tx, disclosure, &draft).await?;
        let edition = self.edition(tx, disclosure, (&draft, procedure), &slices).await?;
        store::editions::insert(tx, at, &edition, &slices, self.actor.0).await?;
        let to = Move {
            state: edition.facts.procedure.state_after(1),
            edition: disclosure.edition,
            step: 1,
            due: due(flow, &edition.facts.procedure, 1),
            hands: Hands { proposer: Some(self.actor.0), ..disclosure.hands.reset() },
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        let what = Record {
            kind: Kind::Propose,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post, self.actor.0)),
            note: "",
            details: None,
            jwt: None,
        };
        record(tx, flow, disclosure, &what).await?;
        Ok(hex::encode(edition.content_hash))
    }
}

impl Propose<'_> {
    /// A notice period that has no result yet goes on in the edition that takes its place.
    async fn keeps_notice(
        &self,
        tx: &mut Tx,
        disclosure: &Disclosure,
        draft: &Draft,
    ) -> Result<(), FlowError> {
        let public = disclosure.public_edition.filter(|_| disclosure.withdrawn_at.is_none());
        let Some(public) = public.filter(|_| draft.notice.is_none()) else { return Ok(()) };
        let at = self.flow.authority();
        let notice = store::notices::load(tx.db(), at, self.id, public).await?;
        match notice.is_some_and(|notice| notice.conclusion.is_none()) {
            true => Err(FlowError::Invalid("notice_kept")),
            false => Ok(()),
        }
    }

    /// The way that the edition will go, frozen with it.
    async fn procedure(
        &self,
        tx: &mut Tx,
        disclosure: &Disclosure,
        draft: &Draft,
    ) -> Result<Procedure, FlowError> {
        let regime = self.flow.regime(&disclosure.regime).ok_or(FlowError::Invalid("regime"))?;
        let procedure = regime.procedure(&disclosure.item, draft.level.as_deref());
        let procedure = procedure.ok_or(FlowError::Invalid("level"))?;
        let tree = store::organizations::tree(tx.db()).await?;
        let own = tree.current(disclosure.organization);
        let unfit = |body: &OrganizationId| {
            let body = tree.get(tree.current(*body)).filter(|body| body.is_active());
            body.is_none_or(|body| body.id == own)
        };
        if draft.joint.iter().any(unfit) {
            return Err(FlowError::Invalid("joint"));
        }
        let procedure = procedure.with_joint(&draft.joint, &joint_words());
        let asks = |step: &ProcedureStep| step.step == StepKind::Consent;
        let superior = tree.superior(own);
        if procedure.steps.iter().any(asks) && superior.is_none() {
            return Err(FlowError::Invalid("no_superior"));
        }
        Ok(procedure)
    }

    async fn edition(
        &self,
        tx: &mut Tx,
        disclosure: &Disclosure,
        (draft, procedure): (&Draft, Procedure),
        slices: &[Slice],
    ) -> Result<Edition, FlowError> {
        let (at, number) = (self.flow.authority(), disclosure.edition);
        let before = store::editions::latest(tx.db(), at, self.id, number).await?;
        let (characters, count) = draft.figures();
        let facts = Facts {
            regime: disclosure.regime.clone(),
            regime_version: disclosure.regime_version.clone(),
            item: disclosure.item.clone(),
            stated: draft.stated,
            fact_on: draft.fact_on.clone(),
            source: draft.source,
            column: draft.column,
            contributor: draft.contributor.clone(),
            reason: draft.reason.clone(),
            characters,
            slices: count,
            procedure,
            joint: draft.joint.clone(),
            publish_at: draft.publish_at,
            notice: draft.notice.clone(),
            meets: draft.meets.clone(),
            attachments: draft.attachments.clone(),
            overrides: draft.overrides.clone(),
        };
        Ok(Edition {
            disclosure: self.id,
            number,
            attempt: before.map_or(1, |edition| edition.attempt + 1),
            content_hash: hash_of(disclosure, &facts, slices),
            facts,
            proposed: self.flow.now(),
        })
    }
}

/// One body agrees once, though it was entered twice or has merged with another one entered.
fn each_once(tree: &Tree, joint: &[OrganizationId]) -> Vec<OrganizationId> {
    let mut seen = std::collections::BTreeSet::new();
    joint.iter().copied().filter(|body| seen.insert(tree.current(*body))).collect()
}

/// Who agrees to a joint disclosure, as the procedure names it.
fn joint_words() -> Text {
    Text { zh: "联合公开单位".to_owned(), en: "the body that discloses jointly".to_owned() }
}

/// The hash that binds every later step: facts with their classification, and each slice with its
/// scope, ground and disclosure string.
pub(crate) fn hash_of(disclosure: &Disclosure, facts: &Facts, slices: &[Slice]) -> [u8; 32] {
    let plain = |value: &dyn erased::Json| value.json();
    let mut lines = vec![hex::encode(disclosure.doc), disclosure.code.to_string(), plain(facts)];
    for slice in slices {
        lines.push(plain(&slice.scope));
        lines.push(slice.ground.map_or("-", |ground| ground.word()).to_owned());
        lines.push(slice.disclosure.clone());
    }
    content_hash(lines.iter().map(String::as_str))
}

mod erased {
    /// JSON of values whose keys are strings and which therefore always serialise.
    pub(super) trait Json {
        fn json(&self) -> String;
    }

    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> String {
            serde_json::to_string(self).expect("facts and scopes have only string keys")
        }
    }
}

/// Gives each slice a random number and a salt of its own.
fn conceal(flow: &Flow, draft: &Draft) -> Result<Vec<Slice>, FlowError> {
    let mut taken = std::collections::BTreeSet::new();
    let mut slices = Vec::with_capacity(draft.slices.len());
    for (position, slice) in (0..).zip(&draft.slices) {
        let id = loop {
            let id = u32::from_le_bytes(random_bytes(flow.random()));
            if id != 0 && taken.insert(id) {
                break id;
            }
        };
        let body = serde_json::to_value(&slice.body).map_err(|_| FlowError::Invalid("slice"))?;
        let (scope, public) = (slice.scope.word(), slice.scope.is_public());
        let sealed = SealedSlice::conceal(id, scope, public, &body, &mut Salts(flow.random()))?;
        slices.push(Slice {
            position,
            id,
            scope: slice.scope.clone(),
            ground: slice.ground,
            characters: slice.characters,
            disclosure: sealed.disclosure,
        });
    }
    Ok(slices)
}
