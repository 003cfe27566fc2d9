//! 公开形式: done in another form than the page (wall board, meeting, visit), on a day, with a
//! photo where one was taken.

use domain::act::{Details, Kind};
use domain::calendar::day_of;
use domain::disclosure::is_date;
use domain::ids::DisclosureId;
use domain::workflow::Action;
use store::{Step, Tx, evidence};

use crate::attach::{Looked, look_into};
use crate::decide::{Scan, keep};
use crate::notice::beside;
use crate::step::{Actor, permit};
use crate::{Flow, FlowError};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Code of a form of the regime.
    pub form: String,
    /// `YYYY-MM-DD`, not after today.
    pub done_on: String,
    /// Where, or what else there is to say; public.
    pub note: String,
    pub photo: Option<Scan>,
}

impl Flow {
    /// Records that the public edition was disclosed in another form.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] for an unknown form, a day to come or a file that is no picture.
    pub async fn post(
        &self,
        actor: Actor,
        id: DisclosureId,
        mut posting: Posting,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        if !is_date(&posting.done_on) || posting.done_on > day_of(self.now()) {
            return Err(FlowError::Invalid("done_on"));
        }
        if domain::finding::is_private(&posting.note) {
            return Err(FlowError::Invalid("reason_private"));
        }
        let photo = match posting.photo.take() {
            Some(photo) if photo.media_type()? == "application/pdf" => {
                return Err(FlowError::Invalid("photo"));
            }
            Some(photo) => {
                // Before it is read: only whoever may record a posting may spend the time.
                self.inner.store.writer.run(&MayPost { flow: self, actor, id }).await?;
                Some(look_into(&photo.file_name, photo.bytes, ("", Vec::new())).await?)
            }
            None => None,
        };
        self.inner.store.writer.run(&Post { flow: self, actor, id, posting, photo }).await?;
        self.public_changed();
        Ok(())
    }
}

struct MayPost<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
}

impl Step for MayPost<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        permit(tx, self.flow, self.actor, self.id, Action::Post).await.map(|_| ())
    }
}

struct Post<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    posting: Posting,
    /// Made anew, without the place and the camera that it may have named.
    photo: Option<Looked>,
}

impl Step for Post<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, new) = (self.flow, &self.posting);
        let permitted = permit(tx, flow, self.actor, self.id, Action::Post).await?;
        let regime = flow.regime(&permitted.disclosure.regime);
        if regime.is_none_or(|regime| regime.form(&new.form).is_none()) {
            return Err(FlowError::Invalid("form_of"));
        }
        let photo = match &self.photo {
            Some(looked) => {
                let scan =
                    Scan { file_name: looked.file_name.clone(), bytes: looked.served.clone() };
                let thumbnail = looked.thumbnail.as_deref();
                let file = (evidence::Kind::Photo, &scan, looked.media_type, thumbnail);
                Some(keep(tx, flow, self.actor, self.id, file).await?)
            }
            None => None,
        };
        let (form, done_on) = (new.form.clone(), new.done_on.clone());
        let details = Details::Posting { form, done_on, photo };
        let what = (Kind::Post, new.note.trim(), details);
        beside(tx, flow, self.actor, &permitted, what).await
    }
}
