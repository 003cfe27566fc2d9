//! Membership of an organization: villagers, Party members. It opens what is for members.

use domain::ids::{OrganizationId, PersonId};
use store::Tx;

use crate::FlowError;
use crate::administer::{Office, Span, days};
use crate::record::subject_of;

impl Office<'_> {
    pub(crate) async fn add_member(
        &self,
        tx: &mut Tx,
        (person, organization): (PersonId, OrganizationId),
        span: Span,
    ) -> Result<u64, FlowError> {
        let by = self.covering(organization)?;
        self.active(organization)?;
        // Whoever makes themselves a member reads what is for members.
        if self.is_own(person) {
            return Err(FlowError::Invalid("own_appointment"));
        }
        let (at, person) = (self.flow.authority(), self.receiver(tx, person).await?.id);
        let roll = store::persons::roll(tx.db(), at, organization, span.0).await?;
        if roll.iter().any(|member| member.person == person) {
            return Err(FlowError::Invalid("member_already"));
        }
        let of = (person, organization);
        store::persons::join_until(tx, at, of, span.0, span.1).await?;
        let what = ("add_member", subject_of(self.flow, person), days(span));
        self.record(tx, by, organization, what).await
    }

    /// Whoever is no member any more is none of what was merged into it either.
    pub(crate) async fn end_member(
        &self,
        tx: &mut Tx,
        (person, organization): (PersonId, OrganizationId),
        until: Option<&str>,
    ) -> Result<u64, FlowError> {
        let by = self.covering(organization)?;
        let (at, end) = (self.flow.authority(), self.end(until)?);
        let mut ended = false;
        for place in self.tree.inherited(organization) {
            ended |= store::persons::part(tx, at, (person, place), end).await?;
        }
        if !ended {
            return Err(FlowError::NotFound);
        }
        let what = ("end_member", subject_of(self.flow, person), days((end, None)));
        self.record(tx, by, organization, what).await
    }
}
