//! 岗位 and 任职: posts are made, renamed and closed, persons appointed to them from a day to a day.
//!
//! Nobody gives or takes a duty that their own post does not cover (`permission::giver`), nobody
//! appoints themselves, nobody who has left is appointed, and no near relative of those whom a
//! supervisor watches becomes one (村民委员会组织法 art. 32). The last holder of a post may go: its
//! steps wait with the post.

use domain::ids::{AppointmentId, OrganizationId, PersonId, PostId};
use domain::permission::may_stand_beside;
use domain::post::{Appointment, Duty, Post};
use store::Tx;

use crate::FlowError;
use crate::administer::{Office, Span, days, line};
use crate::record::subject_of;

const TITLE_LETTERS: usize = 40;

impl Office<'_> {
    pub(crate) async fn create_post(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        duty: Duty,
        title: &str,
    ) -> Result<u64, FlowError> {
        let by = self.giving(organization, duty)?;
        self.active(organization)?;
        let (at, now) = (self.flow.authority(), self.flow.now());
        let id = PostId::new(now, self.flow.random());
        let title = line(title, TITLE_LETTERS, "post_title")?;
        let post = Post { id, organization, duty, title: title.clone(), is_deputy: false };
        store::posts::insert(tx, at, &post).await?;
        let what = ("create_post", title, duty.word().to_owned());
        self.record(tx, by, organization, what).await
    }

    pub(crate) async fn rename_post(
        &self,
        tx: &mut Tx,
        post: PostId,
        title: &str,
    ) -> Result<u64, FlowError> {
        let post = self.post(tx, post).await?;
        let by = self.giving(post.organization, post.duty)?;
        let title = line(title, TITLE_LETTERS, "post_title")?;
        store::posts::rename(tx, self.flow.authority(), post.id, &title).await?;
        self.record(tx, by, post.organization, ("rename_post", post.title, title)).await
    }

    pub(crate) async fn close_post(&self, tx: &mut Tx, post: PostId) -> Result<u64, FlowError> {
        let post = self.post(tx, post).await?;
        let by = self.giving(post.organization, post.duty)?;
        let (at, now) = (self.flow.authority(), self.flow.now());
        store::posts::close(tx, at, post.id, now).await?;
        store::disclosures::unclaim_of(tx, at, post.organization).await?;
        let what = ("close_post", post.title, String::new());
        self.record(tx, by, post.organization, what).await
    }

    pub(crate) async fn appoint(
        &self,
        tx: &mut Tx,
        post: PostId,
        person: PersonId,
        span: Span,
    ) -> Result<u64, FlowError> {
        let post = self.post(tx, post).await?;
        let by = self.giving(post.organization, post.duty)?;
        if self.is_own(person) {
            return Err(FlowError::Invalid("own_appointment"));
        }
        let person = self.receiver(tx, person).await?.id;
        self.no_kin_watches(tx, &post, person).await?;
        let (flow, at) = (self.flow, self.flow.authority());
        let held = store::posts::of_person(tx.db(), at, person, span.0).await?;
        if held.iter().any(|(_, each)| each.post == post.id && overlap(each, span)) {
            return Err(FlowError::Invalid("holds_already"));
        }
        let appointment = Appointment { post: post.id, person, from: span.0, until: span.1 };
        let id = AppointmentId::new(flow.now(), flow.random());
        store::posts::appoint(tx, at, id, &appointment).await?;
        let now = format!("{} {}", post.title, days(span));
        let what = ("appoint", subject_of(flow, person), now);
        self.record(tx, by, post.organization, what).await
    }

    pub(crate) async fn end_appointment(
        &self,
        tx: &mut Tx,
        id: AppointmentId,
        until: Option<&str>,
    ) -> Result<u64, FlowError> {
        let at = self.flow.authority();
        let held = store::posts::appointment(tx.db(), at, id).await?;
        let held = held.ok_or(FlowError::NotFound)?;
        let post = self.post(tx, held.post).await?;
        let by = self.giving(post.organization, post.duty)?;
        let end = self.end(until)?;
        if !store::posts::end_one(tx, at, id, end).await? {
            return Err(FlowError::Invalid("dates"));
        }
        if until.is_none() {
            store::disclosures::unclaim_all(tx, at, held.person).await?;
        }
        let now = format!("{} {}", post.title, days((held.from, Some(end.max(held.from)))));
        let what = ("end_appointment", subject_of(self.flow, held.person), now);
        self.record(tx, by, post.organization, what).await
    }

    pub(crate) async fn post(&self, tx: &mut Tx, id: PostId) -> Result<Post, FlowError> {
        let post = store::posts::load(tx.db(), self.flow.authority(), id).await?;
        post.ok_or(FlowError::NotFound)
    }

    /// No near relative of the person holds a post, now or later, that watches this one or is
    /// watched by it.
    pub(crate) async fn no_kin_watches(
        &self,
        tx: &mut Tx,
        post: &Post,
        person: PersonId,
    ) -> Result<(), FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let kinships = store::kinships::of_person(tx.db(), at, person, now).await?;
        let kin: Vec<_> = kinships.iter().filter_map(|each| each.other(person)).collect();
        if kin.is_empty() {
            return Ok(());
        }
        for place in self.tree.supervision_of(self.tree.watched(post.organization)) {
            for (other, holder) in self.holders(tx, place).await? {
                let beside =
                    may_stand_beside(post.duty, other) && may_stand_beside(other, post.duty);
                if !beside && kin.contains(&holder) {
                    return Err(FlowError::Invalid("kin_appointed"));
                }
            }
        }
        Ok(())
    }

    /// Duties in an organization with who has them now or later, deputies too.
    async fn holders(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
    ) -> Result<Vec<(Duty, PersonId)>, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let posts = store::posts::of_organization(tx.db(), at, place).await?;
        let holders = store::posts::holders(tx.db(), at, place, now).await?;
        let deputies = store::deputies::of_organization(tx.db(), at, place, now).await?;
        let own = holders.iter().map(|each| (each.appointment.post, each.appointment.person));
        let all = own.chain(deputies.iter().map(|each| (each.post, each.person)));
        let duty = |id: PostId| posts.iter().find(|post| post.id == id).map(|post| post.duty);
        Ok(all.filter_map(|(post, person)| Some((duty(post)?, person))).collect())
    }
}

fn overlap(held: &Appointment, (from, until): Span) -> bool {
    held.until.is_none_or(|end| from < end) && until.is_none_or(|end| held.from < end)
}
