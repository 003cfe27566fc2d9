//! 公开形式: done in another form than the page (wall board, meeting, visit), on a day, with a
//! photo where one was taken.

use domain::act::{Details, Kind};
use domain::calendar::day_of;
use domain::disclosure::is_date;
use domain::ids::DisclosureId;
use domain::workflow::Action;
use store::{Step, Tx, evidence};

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
        if let Some(photo) = &mut posting.photo
            && photo.media_type()? == "application/pdf"
        {
            return Err(FlowError::Invalid("photo"));
        }
        self.inner.store.writer.run(&Post { flow: self, actor, id, posting }).await?;
        self.public_changed();
        Ok(())
    }
}

struct Post<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    posting: Posting,
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
        let photo = match &new.photo {
            Some(photo) => {
                let file = (evidence::Kind::Photo, photo, photo.media_type()?);
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
