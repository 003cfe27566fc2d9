//! 不予公开: approved, and not disclosed, on a ground of the law. It is looked at again on a date
//! (政府信息公开条例 art. 18), and then stays withheld or is taken up again.

use domain::act::{Details, Kind};
use domain::calendar::{Day, end_of};
use domain::disclosure::is_date;
use domain::ids::DisclosureId;
use domain::scope::Ground;
use domain::workflow::Action;
use store::disclosures::{Move, Withheld};
use store::{Step, Tx};

use crate::onward::{stop_publication, with_hand};
use crate::record::{Record, record};
use crate::step::{Actor, edition_bound_to, permit};
use crate::{Flow, FlowError};

/// Why, and when it is looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withholding {
    pub ground: Ground,
    /// For the desk; never public.
    pub reason: String,
    /// `YYYY-MM-DD`, after today and within a year.
    pub reexamine_on: String,
}

impl Withholding {
    /// State secrets and safety: that there is something at all is not told (保守国家秘密法).
    fn is_listed(&self) -> bool {
        match self.ground {
            Ground::StateSecret | Ground::Safety => false,
            Ground::ForbiddenByLaw
            | Ground::ThirdParty
            | Ground::InternalAffairs
            | Ground::Deliberation
            | Ground::EnforcementFile
            | Ground::ItemScope => true,
        }
    }
}

impl Flow {
    /// Decides that the edition under way is not disclosed.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason, with the item's scope as the ground, or without a
    /// day to come.
    pub async fn withhold(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        withholding: Withholding,
    ) -> Result<(), FlowError> {
        self.examine_withholding(&withholding)?;
        self.keep_back(Keep {
            flow: self,
            actor,
            id,
            content,
            withholding,
            action: Action::Withhold,
        })
        .await
    }

    /// Looks at a withheld edition again: it stays withheld.
    ///
    /// # Errors
    /// As [`Flow::withhold`].
    pub async fn reexamine(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        withholding: Withholding,
    ) -> Result<(), FlowError> {
        self.examine_withholding(&withholding)?;
        self.keep_back(Keep {
            flow: self,
            actor,
            id,
            content,
            withholding,
            action: Action::Reexamine,
        })
        .await
    }

    /// The list of what is withheld is public.
    async fn keep_back(&self, step: Keep<'_>) -> Result<(), FlowError> {
        self.inner.store.writer.run(&step).await?;
        self.public_changed();
        Ok(())
    }

    fn examine_withholding(&self, withholding: &Withholding) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        if withholding.reason.trim().is_empty() {
            return Err(FlowError::Invalid("reason"));
        }
        if withholding.ground == Ground::ItemScope {
            return Err(FlowError::Invalid("ground"));
        }
        let day = &withholding.reexamine_on;
        let today = Day::of(self.now());
        // Never for good: it is looked at again within a year (政府信息公开条例 art. 18).
        let latest = today.plus_years(1).to_string();
        if !is_date(day) || *day <= today.to_string() || *day > latest {
            return Err(FlowError::Invalid("reexamine_on"));
        }
        Ok(())
    }

    /// Takes a withheld edition up again: it is the clerk's draft once more.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] without a reason.
    pub async fn reopen(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        reason: &str,
    ) -> Result<(), FlowError> {
        self.send_back((actor, Action::Reopen), id, content, reason).await?;
        self.public_changed();
        Ok(())
    }
}

struct Keep<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
    withholding: Withholding,
    action: Action,
}

impl Step for Keep<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at, new) = (self.flow, self.flow.authority(), &self.withholding);
        let permitted = permit(tx, flow, self.actor, self.id, self.action).await?;
        let (disclosure, state) = (&permitted.disclosure, permitted.state()?);
        let edition = edition_bound_to(tx, flow, disclosure, self.content).await?;
        stop_publication(tx, flow, self.id).await?;
        store::asked::answer(tx, at, self.id, flow.now()).await?;
        let to = Move {
            state,
            edition: disclosure.edition,
            step: disclosure.step,
            due: end_of(&new.reexamine_on),
            hands: with_hand(&disclosure.hands, self.action, self.actor),
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, disclosure, to).await?;
        let listed = new.is_listed();
        let (ground, reexamine_on) = (new.ground, new.reexamine_on.clone());
        let withheld = Withheld { ground, reexamine_on: reexamine_on.clone(), listed };
        store::disclosures::set_withheld(tx, at, self.id, Some(&withheld)).await?;
        let what = Record {
            kind: Kind::of(self.action).ok_or(FlowError::Conflict("state"))?,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post, self.actor.0)),
            note: new.reason.trim(),
            details: Some(Details::Withholding { ground, reexamine_on, listed }),
            jwt: None,
        };
        record(tx, flow, disclosure, &what).await.map(|_| ())
    }
}
