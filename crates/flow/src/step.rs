//! What every step begins with: who acts, whether they may, and from which state.

use domain::ids::{DisclosureId, OrganizationId, PersonId};
use domain::permission::{self, Refusal};
use domain::post::{Duty, Post};
use domain::workflow::{self, Action, State};
use store::Tx;
use store::disclosures::Disclosure;

use crate::{Flow, FlowError};

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor(pub PersonId);

/// A step that is permitted: what it acts on, with which post, and where it leads.
pub(crate) struct Permitted {
    pub(crate) disclosure: Disclosure,
    pub(crate) post: Post,
    pub(crate) next: State,
}

/// Loads the disclosure, asks for the duty and for different hands, and finds the next state.
/// Posts are read inside the transaction: whoever has left has none.
pub(crate) async fn permit(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    id: DisclosureId,
    action: Action,
) -> Result<Permitted, FlowError> {
    let disclosure = store::disclosures::load(tx.db(), flow.authority(), id).await?;
    let posts = posts_in(tx, flow, actor, disclosure.organization).await?;
    let duties: Vec<Duty> = posts.iter().map(|post| post.duty).collect();
    permission::may_act(actor.0, &duties, action, disclosure.hands)
        .map_err(FlowError::NotPermitted)?;
    let next = workflow::next(disclosure.state, action).ok_or(FlowError::Conflict("state"))?;
    let post = posts.into_iter().find(|post| permission::duty_allows(post.duty, action));
    let post = post.ok_or(FlowError::NotPermitted(Refusal::NoDuty))?;
    Ok(Permitted { disclosure, post, next })
}

/// The posts that the actor holds in an organization now.
pub(crate) async fn posts_in(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    organization: OrganizationId,
) -> Result<Vec<Post>, FlowError> {
    let person = store::persons::by_id(tx.db(), flow.authority(), actor.0).await?;
    if person.is_none_or(|person| person.left.is_some()) {
        return Ok(Vec::new());
    }
    let mut posts = store::posts::held(tx.db(), flow.authority(), actor.0, flow.now()).await?;
    posts.retain(|post| post.organization == organization);
    Ok(posts)
}

/// The step was asked for on content that is no longer the current one.
pub(crate) fn bound_to(given: &str, current: &[u8; 32]) -> Result<(), FlowError> {
    if given == hex::encode(current) { Ok(()) } else { Err(FlowError::Conflict("content")) }
}
