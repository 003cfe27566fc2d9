//! 附件: a file beside a draft, looked into before it is kept. Which files an edition has, and for
//! whom, is part of the draft and frozen with it.

mod look;

use domain::attachment::{Inspected, UNCHECKED, findings};
use domain::calendar::day_of;
use domain::disclosure::{Attached, Draft, Override};
use domain::finding::Rules;
use domain::ids::{AttachmentId, DisclosureId};
use domain::scope::{Ground, Scope};
use domain::workflow::Action;
use sha2::{Digest, Sha256};
use store::attachments::{Attachment, Contents};
use store::disclosures::Move;
use store::{Step, Tx};

use self::look::look;
use crate::edit::MayEdit;
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

pub use self::look::{DANGERS, served_as};
pub(crate) use self::look::{Looked, look as look_into};

/// Files of one edition at most.
const FILES: usize = 20;
/// Bytes of all files of one edition at most, so that they fit into one archive.
const ALL_BYTES: u64 = 64 << 20;

/// A file as the clerk hands it in.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// `None`: as narrow as the narrowest slice of the draft.
    pub scope: Option<(Scope, Option<Ground>)>,
    /// Why it may go out although it could not be read to its end; empty where none was given.
    pub unchecked_reason: String,
}

impl Flow {
    /// Looks into a file and puts it beside the draft that the clerk saw as `version`.
    ///
    /// # Errors
    /// [`FlowError::Intake`] and [`FlowError::Invalid`] say what is wrong with the file;
    /// [`FlowError::Conflict`] when the draft has changed since.
    pub async fn attach(
        &self,
        actor: Actor,
        id: DisclosureId,
        version: i64,
        file: NewFile,
    ) -> Result<AttachmentId, FlowError> {
        self.inner.store.writer.run(&MayEdit { flow: self, actor, id }).await?;
        let NewFile { file_name, bytes, scope, unchecked_reason } = file;
        let contacts = self.contacts_beside(id).await?;
        let looked = look(&file_name, bytes, (&day_of(self.now()), contacts)).await?;
        let attach = Attach { flow: self, actor, id, version, looked, scope, unchecked_reason };
        self.inner.store.writer.run(&attach).await
    }

    /// What the organization of a disclosure, and those above it, have published of themselves.
    async fn contacts_beside(&self, id: DisclosureId) -> Result<Vec<String>, FlowError> {
        let reader = &self.store().reader;
        let disclosure = store::disclosures::load(reader.db(), self.authority(), id).await?;
        let tree = store::organizations::tree(reader.db()).await?;
        Ok(tree.published_contacts(disclosure.organization))
    }
}

struct Attach<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    version: i64,
    looked: Looked,
    scope: Option<(Scope, Option<Ground>)>,
    unchecked_reason: String,
}

impl Step for Attach<'_> {
    type Out = AttachmentId;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<AttachmentId, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Edit).await?;
        let (state, disclosure) = (permitted.state()?, &permitted.disclosure);
        if disclosure.version != self.version {
            return Err(FlowError::Conflict("version"));
        }
        let draft = store::drafts::load(tx.db(), at, self.id).await?;
        let mut draft = draft.ok_or(FlowError::NotFound)?;
        self.check_room(tx, &draft).await?;
        let new = self.attachment();
        let looked = &self.looked;
        let contents = Contents {
            served: &looked.served,
            original: looked.original.as_deref(),
            thumbnail: looked.thumbnail.as_deref(),
        };
        store::attachments::insert(tx, at, &new, contents).await?;
        self.add(&mut draft, &new);
        let to = Move {
            state,
            edition: disclosure.edition,
            step: 0,
            due: None,
            hands: disclosure.hands.clone(),
            now,
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        store::disclosures::write(tx, at, self.id, disclosure.edition, self.actor.0).await?;
        store::drafts::save(tx, at, self.id, &draft, now, self.actor.0).await?;
        Ok(new.id)
    }
}

impl Attach<'_> {
    async fn check_room(&self, tx: &mut Tx, draft: &Draft) -> Result<(), FlowError> {
        if draft.attachments.len() >= FILES {
            return Err(FlowError::Invalid("too_many_files"));
        }
        let all =
            store::attachments::of_disclosure(tx.db(), self.flow.authority(), self.id).await?;
        let here = all.iter().filter(|file| draft.attachments.iter().any(|a| a.id == file.id));
        let bytes = here.map(|file| file.size_bytes).sum::<u64>() + self.looked.served.len() as u64;
        if bytes > ALL_BYTES { Err(FlowError::Invalid("files_too_large")) } else { Ok(()) }
    }

    fn attachment(&self) -> Attachment {
        let (flow, looked) = (self.flow, &self.looked);
        let original = looked.original.as_ref().unwrap_or(&looked.served);
        Attachment {
            id: AttachmentId::new(flow.now(), flow.random()),
            disclosure: self.id,
            file_name: looked.file_name.clone(),
            media_type: looked.media_type.to_owned(),
            size_bytes: looked.served.len() as u64,
            sha256: Sha256::digest(&looked.served).into(),
            original_sha256: Sha256::digest(original).into(),
            has_thumbnail: looked.thumbnail.is_some(),
            inspected: looked.inspected.clone(),
            received: flow.now(),
            received_by: self.actor.0,
        }
    }

    fn add(&self, draft: &mut Draft, new: &Attachment) {
        let (scope, ground) = self.scope.clone().unwrap_or_else(|| narrowest(draft));
        let ground = if scope.is_public() { None } else { ground };
        let attached = Attached {
            id: new.id,
            file_name: new.file_name.clone(),
            sha256: hex::encode(new.sha256),
            scope,
            ground,
        };
        let reason = self.unchecked_reason.trim();
        if !reason.is_empty() {
            draft.overrides.extend(unchecked(&attached, &new.inspected, reason));
        }
        draft.attachments.push(attached);
    }
}

/// What is new may hold what is withheld elsewhere in the draft; the clerk widens it by hand.
fn narrowest(draft: &Draft) -> (Scope, Option<Ground>) {
    let narrowest = draft.slices.iter().max_by_key(|slice| slice.scope.width());
    narrowest.map_or((Scope::Public, None), |slice| (slice.scope.clone(), slice.ground))
}

/// The reason why a file may go out that could not be read to its end.
fn unchecked(attached: &Attached, inspected: &Inspected, reason: &str) -> Option<Override> {
    let all = findings(attached, inspected, &Rules::default());
    let finding = all.into_iter().find(|finding| finding.check == UNCHECKED)?;
    domain::finding::overriding(&finding, reason)
}
