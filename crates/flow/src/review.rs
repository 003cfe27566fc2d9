//! 审核: by another person than the writers, bound to the content hash, with each check named and
//! each finding accepted that the clerk let stand.

use domain::act::Details;
use domain::ids::DisclosureId;
use domain::workflow::Action;

use crate::onward::{Pass, Passed};
use crate::step::{Actor, Seen};
use crate::{Flow, FlowError};

/// What a reviewer must have looked at: each is asked for, none is assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// 保密审查.
    pub secrecy: bool,
    /// 隐私检查.
    pub privacy: bool,
    /// 必要性.
    pub necessity: bool,
    /// 准确性.
    pub accuracy: bool,
}

impl Checks {
    pub const ALL: Self = Self { secrecy: true, privacy: true, necessity: true, accuracy: true };

    fn all_made(self) -> bool {
        self == Self::ALL
    }
}

/// What the reviewer has to say to each check; empty where there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    pub secrecy: String,
    pub privacy: String,
    pub necessity: String,
    pub accuracy: String,
}

/// A review as it was handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    pub checks: Checks,
    pub remarks: Remarks,
    /// The findings that the clerk let stand with a reason are accepted.
    pub accepts_overrides: bool,
}

impl Review {
    /// Every check made, nothing to remark, every reason accepted.
    pub fn passed() -> Self {
        Self { checks: Checks::ALL, remarks: Remarks::default(), accepts_overrides: true }
    }
}

impl Flow {
    /// Passes the proposed edition whose content hash the reviewer saw.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] unless every check was made and every reason accepted;
    /// [`FlowError::Conflict`] when the content is not the one seen.
    pub async fn review(
        &self,
        actor: Actor,
        id: DisclosureId,
        seen: impl Into<Seen<'_>>,
        review: Review,
    ) -> Result<Passed, FlowError> {
        let seen = seen.into();
        if !review.checks.all_made() {
            return Err(FlowError::Invalid("checks"));
        }
        if !review.accepts_overrides && self.has_overrides(id).await? {
            return Err(FlowError::Invalid("overrides"));
        }
        let Remarks { secrecy, privacy, necessity, accuracy } = review.remarks;
        let details = Some(Details::Review { secrecy, privacy, necessity, accuracy });
        let (flow, action, note) = (self, Action::Review, "");
        self.pass(&Pass { flow, actor, id, action, seen, note, details }).await
    }

    async fn has_overrides(&self, id: DisclosureId) -> Result<bool, FlowError> {
        let (db, at) = (&self.inner.store.reader, self.authority());
        let disclosure = store::disclosures::load(db.db(), at, id).await?;
        let edition = store::editions::latest(db.db(), at, id, disclosure.edition).await?;
        Ok(edition.is_some_and(|edition| !edition.facts.overrides.is_empty()))
    }
}
