//! 公示期: made longer, and concluded with what came of the objections.

use domain::act::{Details, Kind};
use domain::calendar::day_of;
use domain::disclosure::is_date;
use domain::ids::DisclosureId;
use domain::workflow::Action;
use store::notices::{Conclusion, Notice};
use store::{Step, Tx};

use crate::record::{Record, record};
use crate::step::{Actor, Permitted, permit, public_reason};
use crate::{Flow, FlowError};

/// What came of a notice period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeResult {
    pub objections: u32,
    /// How many of them were found right.
    pub upheld: u32,
    /// In words; public.
    pub result: String,
}

impl Flow {
    /// Makes the notice period of the public edition longer, with a reason that will be public.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] unless the day lies after the last one so far, and not before today;
    /// [`FlowError::Conflict`] where no notice is open.
    pub async fn extend(
        &self,
        actor: Actor,
        id: DisclosureId,
        until: &str,
        reason: &str,
    ) -> Result<(), FlowError> {
        let change = Change::Extend { until, reason: public_reason(reason)? };
        self.change_notice(actor, id, change).await
    }

    /// Says what came of the objections, after the last day.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] for figures that cannot be or words that cannot be public;
    /// [`FlowError::Conflict`] before the last day is over, or where no notice is open.
    pub async fn conclude(
        &self,
        actor: Actor,
        id: DisclosureId,
        result: &NoticeResult,
    ) -> Result<(), FlowError> {
        public_reason(&result.result)?;
        if result.upheld > result.objections {
            return Err(FlowError::Invalid("objections"));
        }
        self.change_notice(actor, id, Change::Conclude(result)).await
    }

    async fn change_notice(
        &self,
        actor: Actor,
        id: DisclosureId,
        change: Change<'_>,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        self.inner.store.writer.run(&ChangeNotice { flow: self, actor, id, change }).await?;
        self.public_changed();
        Ok(())
    }
}

enum Change<'a> {
    Extend { until: &'a str, reason: &'a str },
    Conclude(&'a NoticeResult),
}

struct ChangeNotice<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    change: Change<'a>,
}

impl Step for ChangeNotice<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let action = match self.change {
            Change::Extend { .. } => Action::Extend,
            Change::Conclude(_) => Action::Conclude,
        };
        let permitted = permit(tx, flow, self.actor, self.id, action).await?;
        let number = permitted.disclosure.edition;
        let notice = store::notices::load(tx.db(), at, self.id, number).await?;
        let notice = notice.filter(|notice| notice.conclusion.is_none());
        let notice = notice.ok_or(FlowError::Conflict("no_notice"))?;
        match &self.change {
            Change::Extend { until, reason } => {
                self.extend(tx, &permitted, &notice, (until, reason)).await
            }
            Change::Conclude(result) => self.conclude(tx, &permitted, &notice, result).await,
        }
    }
}

impl ChangeNotice<'_> {
    async fn extend(
        &self,
        tx: &mut Tx,
        permitted: &Permitted,
        notice: &Notice,
        (until, reason): (&str, &str),
    ) -> Result<(), FlowError> {
        // A period that has ended is opened again, but never up to a day that is past.
        let is_later = until > notice.until_day.as_str() && *until >= *day_of(self.flow.now());
        if !is_date(until) || !is_later {
            return Err(FlowError::Invalid("until"));
        }
        let at = self.flow.authority();
        store::notices::extend(tx, at, self.id, notice.edition, until).await?;
        let details = Details::Notice { until: until.to_owned() };
        self.record(tx, permitted, (Kind::Extend, reason, details)).await
    }

    async fn conclude(
        &self,
        tx: &mut Tx,
        permitted: &Permitted,
        notice: &Notice,
        result: &NoticeResult,
    ) -> Result<(), FlowError> {
        let now = self.flow.now();
        if day_of(now) <= notice.until_day {
            return Err(FlowError::Conflict("notice_runs"));
        }
        let (objections, upheld) = (result.objections, result.upheld);
        let words = result.result.trim().to_owned();
        let conclusion = Conclusion { at: now, objections, upheld, result: words.clone() };
        let of = (self.id, notice.edition);
        store::notices::conclude(tx, self.flow.authority(), of, &conclusion).await?;
        let details = Details::Result { objections, upheld };
        self.record(tx, permitted, (Kind::Conclude, &words, details)).await
    }

    /// The state stays; the version counts on, so that two at once are one.
    async fn record(
        &self,
        tx: &mut Tx,
        permitted: &Permitted,
        (kind, note, details): (Kind, &str, Details),
    ) -> Result<(), FlowError> {
        beside(tx, self.flow, self.actor, permitted, (kind, note, details)).await
    }
}

/// Records something about the public edition that leaves it where it stands.
pub(crate) async fn beside(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    permitted: &Permitted,
    (kind, note, details): (Kind, &str, Details),
) -> Result<(), FlowError> {
    let (at, disclosure) = (flow.authority(), &permitted.disclosure);
    let number = disclosure.edition;
    let edition = store::editions::latest(tx.db(), at, disclosure.id, number).await?;
    let edition = edition.ok_or(FlowError::NotFound)?;
    let to = store::disclosures::Move {
        state: permitted.state()?,
        edition: number,
        step: disclosure.step,
        due: disclosure.due,
        hands: disclosure.hands.clone(),
        now: flow.now(),
    };
    store::disclosures::advance(tx, at, disclosure, to).await?;
    let what = Record {
        kind,
        attempt: edition.attempt,
        content: edition.content_hash,
        by: Some((&permitted.post, actor.0)),
        note,
        details: Some(details),
        jwt: None,
    };
    record(tx, flow, disclosure, &what).await.map(|_| ())
}
