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

/// What whoever passes a step saw. One content may wait for several equal steps of one person, who
/// agrees for two bodies: a form sent twice is told by the steps that were done when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The content hash in hex.
    pub content: &'a str,
    /// Steps of the procedure that were done; `None`: whichever is waited for now.
    pub step: Option<u32>,
}

impl<'a> From<&'a str> for Seen<'a> {
    fn from(content: &'a str) -> Self {
        Self { content, step: None }
    }
}

impl<'a> From<&'a String> for Seen<'a> {
    fn from(content: &'a String) -> Self {
        Self::from(content.as_str())
    }
}

/// A step that is permitted: what it acts on, with which post, and where it leads.
pub(crate) struct Permitted {
    /// With all its hands, every writer and every decider among them.
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
    let disclosure = with_hands(tx, flow, id).await?;
    let posts = posts_for(tx, flow, actor, (&disclosure, action)).await?;
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
    /// those of the edition with all its writers and deciders.
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

/// A disclosure with everybody among its hands who wrote in it or decided on it.
async fn with_hands(tx: &mut Tx, flow: &Flow, id: DisclosureId) -> Result<Disclosure, FlowError> {
    let mut disclosure = store::disclosures::load(tx.db(), flow.authority(), id).await?;
    disclosure.hands = store::disclosures::hands(tx.db(), flow.authority(), &disclosure).await?;
    Ok(disclosure)
}

/// The actor's posts that count for `action`. What a body owned before it was merged is its
/// successor's; of the posts in a supervision body only a supervisor's count.
async fn posts_for(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    (disclosure, action): (&Disclosure, Action),
) -> Result<Vec<Post>, FlowError> {
    let tree = store::organizations::tree(tx.db()).await?;
    let places = places(tx, flow, &tree, (disclosure, action)).await?;
    let mut posts = posts_in(tx, flow, actor, &places).await?;
    if permission::place_of(action).is_supervision(disclosure.state) {
        let own = tree.current(disclosure.organization);
        posts.retain(|post| post.organization == own || post.duty == Duty::Supervisor);
    }
    Ok(posts)
}

/// The organizations in which a post may count for `action`.
async fn places(
    tx: &mut Tx,
    flow: &Flow,
    tree: &Tree,
    (disclosure, action): (&Disclosure, Action),
) -> Result<Vec<OrganizationId>, FlowError> {
    let own = disclosure.organization;
    match permission::place_of(action) {
        place if place.is_supervision(disclosure.state) => Ok(supervision_of(tree, own)),
        Place::Own | Place::Supervision | Place::Examined => Ok(vec![tree.current(own)]),
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
            Ok(awaited.and_then(|step| asked_body(tree, own, step)).into_iter().collect())
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

/// The bodies that may read an edition because they were asked to agree to it: of those ever asked
/// the ones that the edition under way names, as the tree stands today, and to whom it has come.
///
/// # Errors
/// The store's.
pub async fn asked_bodies(
    mut db: store::Db<'_>,
    at: AuthorityId,
    disclosure: &Disclosure,
) -> Result<Vec<OrganizationId>, StoreError> {
    if !disclosure.state.has_come_to_the_asked() {
        return Ok(Vec::new());
    }
    let ever = store::asked::of_disclosure(db.again(), at, disclosure.id).await?;
    if ever.is_empty() {
        return Ok(Vec::new());
    }
    let edition =
        store::editions::latest(db.again(), at, disclosure.id, disclosure.edition).await?;
    let Some(edition) = edition else { return Ok(Vec::new()) };
    let tree = store::organizations::tree(db).await?;
    let come = edition.facts.procedure.steps.iter().take(disclosure.step as usize + 1);
    let named = come.filter_map(|step| asked_body(&tree, disclosure.organization, step));
    let was_asked = |body: &OrganizationId| ever.iter().any(|each| tree.current(*each) == *body);
    Ok(named.filter(was_asked).collect())
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
