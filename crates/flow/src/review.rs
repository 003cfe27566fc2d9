//! 审核: by another person than the proposer, bound to the content hash, with each check named.

use domain::act::Kind;
use domain::ids::DisclosureId;
use domain::permission::Hands;
use domain::workflow::Action;
use store::disclosures::Move;
use store::{Step, Tx};

use crate::record::{Record, record};
use crate::step::{Actor, bound_to, permit};
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

impl Flow {
    /// Passes the proposed edition whose content hash the reviewer saw.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] unless every check was made; [`FlowError::Conflict`] when the content
    /// is not the one seen.
    pub async fn review(
        &self,
        actor: Actor,
        id: DisclosureId,
        content: &str,
        checks: Checks,
    ) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        if !checks.all_made() {
            return Err(FlowError::Invalid("checks"));
        }
        self.inner.store.writer.run(&Review { flow: self, actor, id, content }).await
    }
}

struct Review<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: DisclosureId,
    content: &'a str,
}

impl Step for Review<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let permitted = permit(tx, flow, self.actor, self.id, Action::Review).await?;
        let disclosure = permitted.disclosure;
        let edition = store::editions::latest(tx.db(), at, self.id, disclosure.edition).await?;
        let edition = edition.ok_or(FlowError::NotFound)?;
        bound_to(self.content, &edition.content_hash)?;
        let to = Move {
            state: permitted.next,
            edition: disclosure.edition,
            hands: Hands { reviewer: Some(self.actor.0), ..disclosure.hands },
            now: flow.now(),
        };
        store::disclosures::advance(tx, at, &disclosure, to).await?;
        let what = Record {
            kind: Kind::Review,
            attempt: edition.attempt,
            content: edition.content_hash,
            by: Some((&permitted.post.title, self.actor.0)),
            note: "secrecy privacy necessity accuracy",
            jwt: None,
        };
        record(tx, flow, &disclosure, &what).await.map(|_| ())
    }
}
