//! What every step begins with: who acts, whether they may, and from which state.

use domain::ids::{AuthorityId, DisclosureId, OrganizationId, PersonId};
use domain::organization::Tree;
use domain::permission::{self, Hands, Place, Refusal};
use domain::post::{Duty, Post};
use domain::procedure::{ProcedureStep, StepKind};
use domain::workflow::{self, Action, Next, State};
use store::disclosures::Disclosure;
use store::editions::Edition;
use store::{Db, StoreError, Tx};

use crate::{Flow, FlowError};

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor(pub PersonId);

/// A step that is permitted: what it acts on, with which post, and where it leads.
pub(crate) struct Permitted {
    /// With all its hands, every writer among them.
    pub(crate) disclosure: Disclosure,
    pub(crate) post: Post,
    pub(crate) next: Next,
}

impl Permitted {
    /// The state that the table names. For actions that never lead onward.
    pub(crate) fn state(&self) -> Result<State, FlowError> {
        match self.next {
            Next::To(state) => Ok(state),
            Next::Onward => Err(FlowError::Conflict("state")),
        }
    }
}

/// Loads the disclosure, asks for the duty, for different hands and for kinship, and finds where the action
/// leads. Posts are read inside the transaction: whoever has left has none.
pub(crate) async fn permit(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    id: DisclosureId,
    action: Action,
) -> Result<Permitted, FlowError> {
    let disclosure = with_writers(tx, flow, id).await?;
    let places = places(tx, flow, &disclosure, action).await?;
    let posts = posts_in(tx, flow, actor, &places).await?;
    let duties: Vec<Duty> = posts.iter().map(|post| post.duty).collect();
    permission::may_act(actor.0, &duties, action, &disclosure.hands)
        .map_err(FlowError::NotPermitted)?;
    if kin_hinders(tx, flow, actor, action, &disclosure.hands).await? {
        return Err(FlowError::NotPermitted(Refusal::Kin));
    }
    let next = workflow::next(disclosure.state, action).ok_or(FlowError::Conflict("state"))?;
    let post = posts.into_iter().find(|post| permission::duty_allows(post.duty, action));
    let post = post.ok_or(FlowError::NotPermitted(Refusal::NoDuty))?;
    Ok(Permitted { disclosure, post, next })
}

/// Whether a near relative stands on the other side.
async fn kin_hinders(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    action: Action,
    hands: &Hands,
) -> Result<bool, FlowError> {
    if permission::part_of(action).is_none() {
        return Ok(false);
    }
    let kin = kin_of(tx.db(), flow, actor).await?;
    Ok(permission::kin_hinders(action, &kin, hands))
}

async fn kin_of(db: Db<'_>, flow: &Flow, actor: Actor) -> Result<Vec<PersonId>, FlowError> {
    let kinships = store::kinships::of_person(db, flow.authority(), actor.0, flow.now()).await?;
    Ok(kinships.iter().filter_map(|kinship| kinship.other(actor.0)).collect())
}

impl Flow {
    /// The near relatives of somebody today.
    ///
    /// # Errors
    /// The store's.
    pub async fn kin(&self, person: PersonId) -> Result<Vec<PersonId>, FlowError> {
        kin_of(self.store().reader.db(), self, Actor(person)).await
    }

    /// The relative for whose sake the step is somebody else's, as it would be refused. `hands` are
    /// those of the edition with all its writers.
    ///
    /// # Errors
    /// The store's.
    pub async fn kin_that_hinders(
        &self,
        actor: Actor,
        action: Action,
        hands: &Hands,
    ) -> Result<Option<PersonId>, FlowError> {
        if permission::part_of(action).is_none() {
            return Ok(None);
        }
        let kin = kin_of(self.store().reader.db(), self, actor).await?;
        Ok(permission::kin_that_hinders(action, &kin, hands))
    }
}

/// A disclosure with everybody among its hands who wrote in it.
pub(crate) async fn with_writers(
    tx: &mut Tx,
    flow: &Flow,
    id: DisclosureId,
) -> Result<Disclosure, FlowError> {
    let mut disclosure = store::disclosures::load(tx.db(), flow.authority(), id).await?;
    let writers = store::disclosures::writers(tx.db(), flow.authority(), id).await?;
    disclosure.hands = Hands { writers, ..disclosure.hands };
    Ok(disclosure)
}

/// The organizations in which a post counts for `action`. What a body owned before it was merged is
/// its successor's.
async fn places(
    tx: &mut Tx,
    flow: &Flow,
    disclosure: &Disclosure,
    action: Action,
) -> Result<Vec<OrganizationId>, FlowError> {
    let (own, tree) = (disclosure.organization, store::organizations::tree(tx.db()).await?);
    match permission::place_of(action) {
        Place::Own => Ok(vec![tree.current(own)]),
        Place::Supervision => Ok(supervision_of(&tree, own)),
        Place::Asked => {
            let edition = store::editions::latest(
                tx.db(),
                flow.authority(),
                disclosure.id,
                disclosure.edition,
            )
            .await?;
            let edition = edition.ok_or(FlowError::Conflict("state"))?;
            let awaited = edition.facts.procedure.awaited(disclosure.step as usize);
            Ok(awaited.and_then(|step| asked_body(&tree, own, step)).into_iter().collect())
        }
    }
}

/// The organization and the supervision bodies directly below it, as the tree stands today.
pub fn supervision_of(tree: &Tree, own: OrganizationId) -> Vec<OrganizationId> {
    tree.supervision_of(own)
}

/// The body that a step asks: a joint one, or the superior, as the tree stands today.
pub fn asked_body(
    tree: &Tree,
    own: OrganizationId,
    step: &ProcedureStep,
) -> Option<OrganizationId> {
    match step.step {
        StepKind::Concur => step.asked.map(|asked| tree.current(asked)),
        StepKind::Consent => tree.superior(own),
        StepKind::Propose
        | StepKind::Review
        | StepKind::Supervise
        | StepKind::Decide
        | StepKind::Approve => None,
    }
}

/// The bodies that may read an edition because they were asked to agree to it.
///
/// # Errors
/// The store's.
pub async fn asked_bodies(
    db: store::Db<'_>,
    at: AuthorityId,
    disclosure: &Disclosure,
) -> Result<Vec<OrganizationId>, StoreError> {
    if !disclosure.state.has_come_to_the_asked() {
        return Ok(Vec::new());
    }
    store::asked::of_disclosure(db, at, disclosure.id).await
}

/// The posts that the actor holds in some organizations now.
pub(crate) async fn posts_in(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    organizations: &[OrganizationId],
) -> Result<Vec<Post>, FlowError> {
    let person = store::persons::by_id(tx.db(), flow.authority(), actor.0).await?;
    if person.is_none_or(|person| person.left.is_some()) {
        return Ok(Vec::new());
    }
    let mut posts = store::posts::held(tx.db(), flow.authority(), actor.0, flow.now()).await?;
    posts.retain(|post| organizations.contains(&post.organization));
    Ok(posts)
}

/// The edition under way, which the step was asked for by its content hash.
pub(crate) async fn edition_bound_to(
    tx: &mut Tx,
    flow: &Flow,
    disclosure: &Disclosure,
    content: &str,
) -> Result<Edition, FlowError> {
    let (at, number) = (flow.authority(), disclosure.edition);
    let edition = store::editions::latest(tx.db(), at, disclosure.id, number).await?;
    let edition = edition.ok_or(FlowError::NotFound)?;
    if content == hex::encode(edition.content_hash) {
        Ok(edition)
    } else {
        Err(FlowError::Conflict("content"))
    }
}

/// A reason for the public: there, and free of what no public text may have.
pub(crate) fn public_reason(text: &str) -> Result<&str, FlowError> {
    let reason = text.trim();
    if reason.is_empty() {
        Err(FlowError::Invalid("reason"))
    } else if domain::finding::is_private(reason) {
        Err(FlowError::Invalid("reason_private"))
    } else {
        Ok(reason)
    }
}
