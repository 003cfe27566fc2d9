//! Changing a draft: title, facts, scopes; splitting a slice at a sentence; joining two.

use domain::disclosure::{Draft, is_date};
use domain::ids::{ColumnId, DisclosureId};
use domain::scope::{Ground, Scope};
use domain::slice::Body;
use domain::workflow::Action;
use intake::cut::sentence_ends;
use store::disclosures::Move;
use store::{Step, Tx};

use crate::receive::draft_slice;
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

/// One change of a draft.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Facts beside the text, and scope and ground of each slice, in order.
    Save { meta: Meta, scopes: Vec<(Scope, Option<Ground>)> },
    /// Cuts slice `slice` after its sentence number `sentence`, from 0.
    Split { slice: usize, sentence: usize },
    /// Joins slice `slice` with the next.
    Join { slice: usize },
}

/// The facts beside the text.
#[derive(Clone, Debug)]
pub struct Meta {
    pub title: String,
    pub fact_on: Option<String>,
    pub contributor: String,
    pub column: Option<ColumnId>,
    pub regime: String,
    pub item: String,
    pub reason: String,
}

impl Flow {
    /// Applies one change to the draft that the clerk saw as `version`.
    ///
    /// # Errors
    /// [`FlowError::Conflict`] when the draft has changed since; [`FlowError::Invalid`] for a place
    /// that is not there.
    pub async fn edit(
        &self,
        actor: Actor,
        id: DisclosureId,
        version: i64,
        edit: Edit,
    ) -> Result<(), FlowError> {
        self.inner.store.writer.run(&EditDraft { flow: self, actor, id, version, edit }).await
    }
}

struct EditDraft<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    version: i64,
    edit: Edit,
}

impl Step for EditDraft<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Edit).await?;
        let disclosure = permitted.disclosure;
        if disclosure.version != self.version {
            return Err(FlowError::Conflict("version"));
        }
        let draft = store::drafts::load(tx.db(), at, self.id).await?;
        let mut draft = draft.ok_or(FlowError::NotFound)?;
        match &self.edit {
            Edit::Save { meta, scopes } => {
                self.classify(tx, meta).await?;
                save(&mut draft, meta, scopes)?;
            }
            Edit::Split { slice, sentence } => split(&mut draft, *slice, *sentence)?,
            Edit::Join { slice } => join(&mut draft, *slice)?,
        }
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition,
            hands: disclosure.hands,
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        Ok(store::drafts::save(tx, at, self.id, &draft, flow.now(), self.actor.0).await?)
    }
}

impl EditDraft<'_> {
    async fn classify(&self, tx: &mut Tx, meta: &Meta) -> Result<(), FlowError> {
        let regime = self.flow.regime(&meta.regime).ok_or(FlowError::Invalid("regime"))?;
        regime.item(&meta.item).ok_or(FlowError::Invalid("item"))?;
        let (at, versioned) = (self.flow.authority(), (regime.id.as_str(), &*regime.version));
        Ok(store::disclosures::classify(tx, at, self.id, versioned, &meta.item).await?)
    }
}

fn save(
    draft: &mut Draft,
    meta: &Meta,
    scopes: &[(Scope, Option<Ground>)],
) -> Result<(), FlowError> {
    if scopes.len() != draft.slices.len() {
        return Err(FlowError::Invalid("slices"));
    }
    if meta.fact_on.as_deref().is_some_and(|day| !is_date(day)) {
        return Err(FlowError::Invalid("date"));
    }
    for (slice, (scope, ground)) in draft.slices.iter_mut().zip(scopes) {
        slice.scope = scope.clone();
        slice.ground = if scope.is_public() { None } else { *ground };
    }
    set_title(draft, meta.title.trim());
    draft.fact_on.clone_from(&meta.fact_on);
    meta.contributor.trim().clone_into(&mut draft.contributor);
    draft.column = meta.column;
    meta.reason.trim().clone_into(&mut draft.reason);
    Ok(())
}

fn set_title(draft: &mut Draft, title: &str) {
    match draft.slices.iter_mut().find(|slice| slice.body.is_title()) {
        Some(slice) => {
            let body = Body::Title { t: title.to_owned() };
            *slice = draft_slice(body, slice.scope.clone(), slice.ground);
        }
        None if title.is_empty() => {}
        None => {
            // A text without a title of its own: as wide as its widest slice.
            let widest = draft.slices.iter().min_by_key(|slice| slice.scope.width());
            let (scope, ground) =
                widest.map_or((Scope::Public, None), |s| (s.scope.clone(), s.ground));
            let body = Body::Title { t: title.to_owned() };
            draft.slices.insert(0, draft_slice(body, scope, ground));
        }
    }
}

fn split(draft: &mut Draft, at: usize, sentence: usize) -> Result<(), FlowError> {
    let slice = draft.slices.get(at).ok_or(FlowError::Invalid("slice"))?.clone();
    let Body::Paragraph { h, t } = &slice.body else { return Err(FlowError::Invalid("slice")) };
    let end = sentence_ends(t).get(sentence).copied().ok_or(FlowError::Invalid("sentence"))?;
    let (first, rest) = t.split_at_checked(end).ok_or(FlowError::Invalid("sentence"))?;
    if rest.is_empty() {
        return Err(FlowError::Invalid("sentence"));
    }
    let first = Body::Paragraph { h: h.clone(), t: first.to_owned() };
    let rest = Body::Paragraph { h: Vec::new(), t: rest.to_owned() };
    let halves = [first, rest].map(|body| draft_slice(body, slice.scope.clone(), slice.ground));
    draft.slices.splice(at..=at, halves);
    Ok(())
}

/// The narrower scope of the two wins: joining never shows more than before.
fn join(draft: &mut Draft, at: usize) -> Result<(), FlowError> {
    let (Some(first), Some(second)) = (draft.slices.get(at), draft.slices.get(at + 1)) else {
        return Err(FlowError::Invalid("slice"));
    };
    let (Body::Paragraph { h, t }, Body::Paragraph { h: next_h, t: next }) =
        (&first.body, &second.body)
    else {
        return Err(FlowError::Invalid("slice"));
    };
    let between = if next_h.is_empty() { String::new() } else { next_h.join("\n") + "\n" };
    let text =
        if next_h.is_empty() { format!("{t}{next}") } else { format!("{t}\n{between}{next}") };
    let narrower = if second.scope.width() > first.scope.width() { second } else { first };
    let body = Body::Paragraph { h: h.clone(), t: text };
    let joined = draft_slice(body, narrower.scope.clone(), narrower.ground);
    draft.slices.splice(at..=at + 1, [joined]);
    Ok(())
}
