//! 代理: somebody stands in for the holder of a post from a day to a day, at most a year.
//!
//! The holder names the deputy, or an administrator who may give the post's duty. Only what is held
//! now by appointment is passed on; a deputy passes nothing on. It ends with the appointment.

use domain::ids::{AppointmentId, DeputyId, OrganizationId, PersonId};
use domain::permission::Refusal;
use domain::post::{Appointment, DEPUTY_DAYS, Post};
use domain::time::Micros;
use store::Tx;
use store::deputies::NewDeputy;

use crate::FlowError;
use crate::administer::{By, Office, days, line};
use crate::record::subject_of;

const REASON_LETTERS: usize = 200;

impl Office<'_> {
    pub(crate) async fn name_deputy(
        &self,
        tx: &mut Tx,
        (appointment, person): (AppointmentId, PersonId),
        (from, until): (Micros, Micros),
        reason: &str,
    ) -> Result<u64, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let held = store::posts::appointment(tx.db(), at, appointment).await?;
        let held = held.filter(|each| each.holds_at(flow.now())).ok_or(FlowError::NotFound)?;
        let post = self.post(tx, held.post).await?;
        let by = self.by_holder(&held, &post)?;
        if self.is_own(person) || person == held.person {
            return Err(FlowError::Invalid("own_appointment"));
        }
        if until > from.plus_days(DEPUTY_DAYS) {
            return Err(FlowError::Invalid("deputy_long"));
        }
        let by_holder = self.is_own(held.person);
        self.may_stand_in(tx, person, post.organization, by_holder).await?;
        self.no_kin_watches(tx, &post, person).await?;
        let id = DeputyId::new(flow.now(), flow.random());
        let given_by = self.actor.map_or(held.person, |actor| actor.0);
        let reason = line(reason, REASON_LETTERS, "reason")?;
        let until = held.until.map_or(until, |end| until.min(end));
        let new = NewDeputy { id, appointment, person, from, until, given_by, reason: &reason };
        store::deputies::insert(tx, at, &new).await?;
        let now = format!("{} {}", post.title, days((from, Some(until))));
        let what = ("name_deputy", subject_of(flow, person), now);
        self.record(tx, by, post.organization, what).await
    }

    pub(crate) async fn end_deputy(&self, tx: &mut Tx, id: DeputyId) -> Result<u64, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let deputy = store::deputies::load(tx.db(), at, id).await?;
        let deputy = deputy.ok_or(FlowError::NotFound)?;
        let post = self.post(tx, deputy.post).await?;
        let held = store::posts::appointment(tx.db(), at, deputy.appointment).await?;
        let held = held.ok_or(FlowError::NotFound)?;
        let by = self.by_holder(&held, &post)?;
        if !store::deputies::end(tx, at, id, now).await? {
            return Err(FlowError::Invalid("dates"));
        }
        store::disclosures::unclaim_all(tx, at, deputy.person).await?;
        let what = ("end_deputy", subject_of(self.flow, deputy.person), post.title.clone());
        self.record(tx, by, post.organization, what).await
    }

    /// The post of the holder, or of an administrator who may give it.
    fn by_holder<'p>(&'p self, held: &Appointment, post: &'p Post) -> Result<By<'p>, FlowError> {
        if self.is_own(held.person) {
            let holds = held.holds_at(self.flow.now());
            return if holds {
                Ok(Some(post))
            } else {
                Err(FlowError::NotPermitted(Refusal::NoDuty))
            };
        }
        self.giving(post.organization, post.duty)
    }

    /// A deputy is somebody to whom an administrator could give the post; the holder may also name
    /// whoever belongs to the post's organization, to one below or above it.
    async fn may_stand_in(
        &self,
        tx: &mut Tx,
        person: PersonId,
        organization: OrganizationId,
        by_holder: bool,
    ) -> Result<(), FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let places = store::accounts::places(tx, at, person, now).await?;
        let found = store::persons::by_id(tx.db(), at, person).await?;
        let stays = found.is_some_and(|person| person.left.is_none());
        let above = self.tree.upward(organization);
        let near = |place: &OrganizationId| {
            above.contains(place) || self.tree.upward(*place).contains(&organization)
        };
        if by_holder && stays && places.iter().any(near) {
            return Ok(());
        }
        self.receiver(tx, person).await.map(|_| ())
    }
}
