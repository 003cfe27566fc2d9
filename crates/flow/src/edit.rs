//! Changing a draft: title, facts, scopes, words; splitting a slice at a sentence, joining two;
//! taking the text of another file.

use domain::disclosure::{Draft, Meets, NoticePlan, Override, is_date};
use domain::finding::Finding;
use domain::ids::{AttachmentId, ColumnId, DisclosureId, OrganizationId, SourceId};
use domain::organization::Tree;
use domain::scope::{Ground, Scope};
use domain::slice::{Body, DraftSlice};
use domain::time::Micros;
use domain::workflow::Action;
use intake::cut::sentence_ends;
use store::disclosures::{Disclosure, Move};
use store::sources::Source;
use store::{Step, Tx};

use crate::receive::{Cut, draft_slice, read_file};
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

/// One change of a draft.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Facts beside the text, and scope and ground of each slice, in order.
    Save { meta: Box<Meta>, scopes: Vec<(Scope, Option<Ground>)> },
    /// Cuts slice `slice` after its sentence number `sentence`, from 0.
    Split { slice: usize, sentence: usize },
    /// Joins slice `slice` with the next.
    Join { slice: usize },
    /// Gives slices another text, by position; tables are left as they are. An empty text takes
    /// the slice out.
    Rewrite { texts: Vec<(usize, String)> },
    /// Gives cells of tables another text: slice, row, column, all from 0.
    Cells { cells: Vec<(usize, usize, usize, String)> },
    /// Masks what a check found, everywhere in one slice.
    Mask { slice: usize, check: String, found: String },
    /// The findings that are let stand, each with its reason.
    Override { overrides: Vec<Override> },
    /// Scope and ground of attached files.
    Attachments { scopes: Vec<(AttachmentId, Scope, Option<Ground>)> },
    /// Leaves a file out of the edition. It stays with those that have it.
    Detach { attachment: AttachmentId },
    /// Takes the text of another file. A slice whose text is unchanged keeps scope and ground.
    Replace { file_name: String, bytes: Vec<u8> },
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
    /// Approval level above the item's own; `None`: the item's.
    pub level: Option<String>,
    pub joint: Vec<OrganizationId>,
    pub publish_at: Option<Micros>,
    pub notice: Option<NoticePlan>,
    /// The obligation that it meets; checked against the catalogue that binds today.
    pub meets: Option<Meets>,
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
        if matches!(edit, Edit::Replace { .. }) {
            self.inner.store.writer.run(&MayEdit { flow: self, actor, id }).await?;
        }
        let cut = match &edit {
            Edit::Replace { file_name, bytes } => Some(read_file(file_name, bytes).await?),
            Edit::Save { .. }
            | Edit::Split { .. }
            | Edit::Join { .. }
            | Edit::Rewrite { .. }
            | Edit::Cells { .. }
            | Edit::Mask { .. }
            | Edit::Override { .. }
            | Edit::Attachments { .. }
            | Edit::Detach { .. } => None,
        };
        self.inner.store.writer.run(&EditDraft { flow: self, actor, id, version, edit, cut }).await
    }
}

struct EditDraft<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    version: i64,
    edit: Edit,
    /// The text of the file that replaces the one before.
    cut: Option<Cut>,
}

impl Step for EditDraft<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Edit).await?;
        let (state, disclosure) = (permitted.state()?, &permitted.disclosure);
        if disclosure.version != self.version {
            return Err(FlowError::Conflict("version"));
        }
        let draft = store::drafts::load(tx.db(), at, self.id).await?;
        let mut draft = draft.ok_or(FlowError::NotFound)?;
        match &self.edit {
            Edit::Save { meta, scopes } => {
                self.classify(tx, meta).await?;
                check_meets(tx, flow, disclosure.organization, meta).await?;
                save(&mut draft, meta, scopes)?;
            }
            Edit::Split { slice, sentence } => split(&mut draft, *slice, *sentence)?,
            Edit::Join { slice } => join(&mut draft, *slice)?,
            Edit::Rewrite { texts } => rewrite(&mut draft, texts)?,
            Edit::Cells { cells } => set_cells(&mut draft, cells)?,
            Edit::Mask { slice, check, found } => {
                let tree = store::organizations::tree(tx.db()).await?;
                let what = (*slice, check.as_str(), found.as_str());
                mask((flow, &tree), disclosure, &mut draft, what)?;
            }
            Edit::Override { overrides } => draft.overrides.clone_from(overrides),
            Edit::Attachments { scopes } => scope_files(&mut draft, scopes)?,
            Edit::Detach { attachment } => detach(&mut draft, *attachment)?,
            Edit::Replace { file_name, bytes } => {
                let cut = self.cut.as_ref().ok_or(FlowError::Invalid("file"))?;
                let source = self.source(disclosure.organization, file_name, bytes, cut);
                store::sources::insert(tx, at, &source, flow.now(), self.actor.0).await?;
                draft.source = Some(source.id);
                draft.stated = cut.stated;
                draft.slices = keep_scopes(&draft.slices, &cut.slices);
            }
        }
        let to = Move {
            state,
            edition: disclosure.edition,
            step: 0,
            due: None,
            hands: disclosure.hands.clone(),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        store::disclosures::write(tx, at, self.id, disclosure.edition, self.actor.0).await?;
        Ok(store::drafts::save(tx, at, self.id, &draft, flow.now(), self.actor.0).await?)
    }
}

/// Asked before a file is read: reading costs time, and only whoever may edit may spend it.
pub(crate) struct MayEdit<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) actor: Actor,
    pub(crate) id: DisclosureId,
}

impl Step for MayEdit<'_> {
    type Out = ();
    type Error = FlowError;
    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        permit(tx, self.flow, self.actor, self.id, Action::Edit).await.map(|_| ())
    }
}

impl EditDraft<'_> {
    fn source(
        &self,
        organization: OrganizationId,
        file_name: &str,
        bytes: &[u8],
        cut: &Cut,
    ) -> Source {
        Source {
            id: SourceId::new(self.flow.now(), self.flow.random()),
            organization,
            file_name: file_name.to_owned(),
            bytes: bytes.to_vec(),
            warnings: cut.warnings.clone(),
        }
    }

    async fn classify(&self, tx: &mut Tx, meta: &Meta) -> Result<(), FlowError> {
        let regime = self.flow.regime(&meta.regime).ok_or(FlowError::Invalid("regime"))?;
        regime.item(&meta.item).ok_or(FlowError::Invalid("item"))?;
        let (at, versioned) = (self.flow.authority(), (regime.id.as_str(), &*regime.version));
        Ok(store::disclosures::classify(tx, at, self.id, versioned, &meta.item).await?)
    }
}

/// What it says to meet is an entry of a catalogue under the item chosen, and one of its occasions.
async fn check_meets(
    tx: &mut Tx,
    flow: &Flow,
    organization: OrganizationId,
    meta: &Meta,
) -> Result<(), FlowError> {
    let Some(meets) = &meta.meets else { return Ok(()) };
    let fault = || FlowError::Invalid("meets");
    let occasion = meets.occasion.parse().map_err(|_| fault())?;
    let bindings = crate::obligations::bindings(tx.db(), flow, organization).await?;
    let binding = bindings.iter().find(|binding| binding.regime == meta.regime);
    let entry = binding.and_then(|binding| binding.catalogue.entry(&meets.entry));
    let (at, entry) = entry.ok_or_else(fault)?;
    let is_of = binding.is_some_and(|binding| binding.has(at, occasion));
    if entry.item == meta.item && is_of { Ok(()) } else { Err(fault()) }
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
    draft.level.clone_from(&meta.level);
    draft.joint.clone_from(&meta.joint);
    draft.publish_at = meta.publish_at;
    draft.notice.clone_from(&meta.notice);
    draft.meets.clone_from(&meta.meets);
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

fn rewrite(draft: &mut Draft, texts: &[(usize, String)]) -> Result<(), FlowError> {
    for (at, text) in texts {
        let slice = draft.slices.get_mut(*at).ok_or(FlowError::Invalid("slice"))?;
        let t = text.replace("\r\n", "\n").trim().to_owned();
        let body = match &slice.body {
            Body::Paragraph { h, .. } => Body::Paragraph { h: h.clone(), t },
            Body::Elided { h, .. } => Body::Elided { h: h.clone(), t },
            Body::Note { .. } => Body::Note { t },
            Body::Title { .. } | Body::Table { .. } => return Err(FlowError::Invalid("slice")),
        };
        *slice = draft_slice(body, slice.scope.clone(), slice.ground);
    }
    draft.slices.retain(|slice| slice.body.is_title() || !slice.body.text().trim().is_empty());
    Ok(())
}

/// Tables keep their shape: only what stands in a cell changes.
fn set_cells(draft: &mut Draft, cells: &[(usize, usize, usize, String)]) -> Result<(), FlowError> {
    for (at, row, column, text) in cells {
        let slice = draft.slices.get_mut(*at).ok_or(FlowError::Invalid("slice"))?;
        let Body::Table { h, r } = &slice.body else { return Err(FlowError::Invalid("slice")) };
        let mut rows = r.clone();
        let cell = rows.get_mut(*row).and_then(|cells| cells.get_mut(*column));
        text.trim().clone_into(cell.ok_or(FlowError::Invalid("slice"))?);
        let body = Body::Table { h: h.clone(), r: rows };
        *slice = draft_slice(body, slice.scope.clone(), slice.ground);
    }
    Ok(())
}

/// One finding after the other, because each masking moves what stands behind it.
fn mask(
    (flow, tree): (&Flow, &Tree),
    disclosure: &Disclosure,
    draft: &mut Draft,
    (at, check, found): (usize, &str, &str),
) -> Result<(), FlowError> {
    for round in 0..MASKINGS {
        let findings = crate::findings(flow, disclosure, draft, &[], tree);
        let same =
            |each: &&Finding| each.slice == Some(at) && each.check == check && each.found == found;
        let slice = draft.slices.get_mut(at).ok_or(FlowError::Invalid("slice"))?;
        let masked = findings.iter().filter(same).find_map(|each| each.masked(&slice.body));
        match masked {
            Some(body) => *slice = draft_slice(body, slice.scope.clone(), slice.ground),
            None if round == 0 => return Err(FlowError::Invalid("mask")),
            None => break,
        }
    }
    Ok(())
}

fn scope_files(
    draft: &mut Draft,
    scopes: &[(AttachmentId, Scope, Option<Ground>)],
) -> Result<(), FlowError> {
    for (id, scope, ground) in scopes {
        let attached = draft.attachments.iter_mut().find(|attached| attached.id == *id);
        let attached = attached.ok_or(FlowError::Invalid("attachment"))?;
        attached.ground = if scope.is_public() { None } else { *ground };
        attached.scope = scope.clone();
    }
    Ok(())
}

/// The same number in one slice so many times at most.
const MASKINGS: usize = 64;
fn detach(draft: &mut Draft, id: AttachmentId) -> Result<(), FlowError> {
    let at = draft.attachments.iter().position(|attached| attached.id == id);
    let attached = draft.attachments.remove(at.ok_or(FlowError::Invalid("attachment"))?);
    // Reasons that were given for this file alone go with it.
    draft.overrides.retain(|each| !each.found.contains(&attached.sha256[..16]));
    Ok(())
}

/// An unchanged text keeps its scope; of equal texts, the narrowest of them. What is new may hold
/// what was withheld before in other words, so it gets the narrowest scope of what it replaces;
/// the clerk widens it by hand.
fn keep_scopes(before: &[DraftSlice], after: &[DraftSlice]) -> Vec<DraftSlice> {
    let narrowest = |like: &dyn Fn(&DraftSlice) -> bool| {
        before.iter().filter(|old| like(old)).max_by_key(|old| old.scope.width())
    };
    let replaced = narrowest(&|old| !after.iter().any(|new| new.body == old.body));
    let scoped = |new: &DraftSlice| {
        let same = narrowest(&|old| old.body == new.body);
        let title = narrowest(&|old| old.body.is_title() && new.body.is_title());
        let model = same.or(title).or(replaced);
        let (scope, ground) =
            model.map_or((new.scope.clone(), new.ground), |old| (old.scope.clone(), old.ground));
        DraftSlice { scope, ground, ..new.clone() }
    };
    after.iter().map(scoped).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(text: &str, scope: Scope) -> DraftSlice {
        let body = Body::Paragraph { h: Vec::new(), t: text.to_owned() };
        draft_slice(body, scope, Some(Ground::ThirdParty))
    }

    #[test]
    fn another_file_never_widens_what_was_withheld() {
        let before = [
            slice("甲", Scope::Public),
            slice("乙", Scope::Public),
            slice("乙", Scope::Registered),
            slice("丙", Scope::Named { persons: Vec::new() }),
        ];
        let after = ["甲", "乙", "丁"].map(|text| slice(text, Scope::Public));
        let widths: Vec<_> =
            keep_scopes(&before, &after).iter().map(|slice| slice.scope.width()).collect();
        assert_eq!(widths, [0, 1, 4], "kept, narrowest of equals, narrowest of what went");
    }

    #[test]
    fn a_slice_that_is_emptied_goes_and_a_table_is_not_rewritten() {
        let table = Body::Table { h: Vec::new(), r: vec![vec!["一".to_owned()]] };
        let mut draft = Draft {
            slices: vec![slice("甲", Scope::Public), draft_slice(table, Scope::Public, None)],
            ..Draft::default()
        };
        assert!(rewrite(&mut draft, &[(1, "二".to_owned())]).is_err());
        set_cells(&mut draft, &[(1, 0, 0, " 三 ".to_owned())]).unwrap();
        assert_eq!(draft.slices[1].body.text(), "三");
        for cell in [(1, 0, 1), (1, 1, 0), (0, 0, 0), (9, 0, 0)] {
            assert!(set_cells(&mut draft, &[(cell.0, cell.1, cell.2, String::new())]).is_err());
        }
        rewrite(&mut draft, &[(0, "  ".to_owned())]).unwrap();
        assert_eq!(draft.slices.len(), 1);
    }
}
