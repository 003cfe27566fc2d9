//! What the passing steps have in common: the awaited step of the procedure is done, and the
//! edition goes to whatever the procedure names next; after its last step, out.

use domain::act::{Details, Kind};
use domain::ids::{DisclosureId, OutboxId};
use domain::permission::{Hands, Part, part_of};
use domain::procedure::{Procedure, ProcedureStep, StepKind};
use domain::time::Micros;
use domain::workflow::{Action, Next, State};
use store::disclosures::{Disclosure, Move};
use store::editions::Edition;
use store::outbox::{self, Work};
use store::{Step, Tx};

use crate::claim::is_held_by_other;
use crate::record::{Record, record};
use crate::step::{Actor, Permitted, Seen, asked_body, edition_bound_to, permit};
use crate::{Flow, FlowError};

/// What a passing step led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Waits for the next step.
    Waits(State),
    /// Every step is done; it goes out at this time.
    Scheduled(Micros),
    /// Public; the index of its publication, covered by a checkpoint.
    Published { log_index: u64 },
    /// The last missing hand of an emergency release.
    Confirmed,
    /// The meeting did not carry it: back with the clerk.
    NotCarried,
}

impl Passed {
    /// The publication's index, where the step led to one.
    pub fn log_index(self) -> Option<u64> {
        match self {
            Self::Published { log_index } => Some(log_index),
            Self::Waits(_) | Self::Scheduled(_) | Self::Confirmed | Self::NotCarried => None,
        }
    }
}

/// Where the transaction of a step ended; work that is due is driven after it.
pub(crate) enum Ended {
    Passed(Passed),
    Work(Work),
}

impl Flow {
    /// Runs a passing step and does what follows from it at once.
    pub(crate) async fn pass<S>(&self, step: &S) -> Result<Passed, FlowError>
    where
        S: Step<Out = Ended, Error = FlowError>,
    {
        self.inner.signer.ready()?;
        match self.inner.store.writer.run(step).await? {
            Ended::Passed(passed) => {
                if matches!(passed, Passed::Confirmed | Passed::Waits(State::Released)) {
                    // The page says which hands are missing.
                    self.public_changed();
                }
                Ok(passed)
            }
            Ended::Work(work) => Ok(Passed::Published { log_index: self.drive(work).await? }),
        }
    }
}

/// A passing step without anything of its own: review, supervise, approve, concur, consent.
pub(crate) struct Pass<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) actor: Actor,
    pub(crate) id: DisclosureId,
    pub(crate) action: Action,
    pub(crate) seen: Seen<'a>,
    pub(crate) note: &'a str,
    pub(crate) details: Option<Details>,
}

impl Step for Pass<'_> {
    type Out = Ended;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Ended, FlowError> {
        let (flow, actor, action) = (self.flow, self.actor, self.action);
        let awaited = awaited(tx, flow, actor, (self.id, action), self.seen).await?;
        awaited.onward(tx, flow, actor, self.note, self.details.clone()).await
    }
}

/// The awaited step, permitted to somebody.
pub(crate) struct Awaited {
    pub(crate) action: Action,
    pub(crate) permitted: Permitted,
    pub(crate) edition: Edition,
}

/// Permits the step that the procedure waits for, on the content and at the step that were seen.
pub(crate) async fn awaited(
    tx: &mut Tx,
    flow: &Flow,
    actor: Actor,
    (id, action): (DisclosureId, Action),
    seen: Seen<'_>,
) -> Result<Awaited, FlowError> {
    let permitted = permit(tx, flow, actor, id, action).await?;
    let edition = edition_bound_to(tx, flow, &permitted.disclosure, seen.content).await?;
    let step = edition.facts.procedure.awaited(permitted.disclosure.step as usize);
    if permitted.next != Next::Onward || step.is_none_or(|step| Action::doing(step.step) != action)
    {
        return Err(FlowError::Conflict("state"));
    }
    if seen.step.is_some_and(|step| step != permitted.disclosure.step) {
        return Err(FlowError::Conflict("step"));
    }
    if is_held_by_other(tx, flow, actor, &permitted.disclosure, action).await? {
        return Err(FlowError::Conflict("claimed"));
    }
    Ok(Awaited { action, permitted, edition })
}

impl Awaited {
    /// The step of the procedure that is being done.
    pub(crate) fn step(&self) -> Option<&ProcedureStep> {
        self.edition.facts.procedure.awaited(self.permitted.disclosure.step as usize)
    }

    /// Moves on and records the act; what is due leaves work.
    pub(crate) async fn onward(
        &self,
        tx: &mut Tx,
        flow: &Flow,
        actor: Actor,
        note: &str,
        details: Option<Details>,
    ) -> Result<Ended, FlowError> {
        let disclosure = &self.permitted.disclosure;
        let (done, procedure) = (disclosure.step + 1, &self.edition.facts.procedure);
        let next = procedure.state_after(done as usize);
        let publish_at = self.edition.facts.publish_at.filter(|at| *at > flow.now());
        let state = match (disclosure.state, next) {
            (State::Released, State::Approved) => State::Published,
            (State::Released, _) => State::Released,
            (_, State::Approved) if publish_at.is_some() => State::Scheduled,
            (_, next) => next,
        };
        self.move_to(tx, flow, actor, (state, done)).await?;
        ask(tx, flow, disclosure, procedure, done).await?;
        let what = Record {
            kind: Kind::of(self.action).ok_or(FlowError::Conflict("state"))?,
            attempt: self.edition.attempt,
            content: self.edition.content_hash,
            by: Some((&self.permitted.post, actor.0)),
            note,
            details,
            jwt: None,
        };
        let log_index = record(tx, flow, disclosure, &what).await?;
        match (disclosure.state, state) {
            (State::Released, State::Published) => Ok(Ended::Passed(Passed::Confirmed)),
            (_, State::Approved) => {
                let work = publication(tx, flow, disclosure.id, log_index, Micros(0)).await?;
                Ok(Ended::Work(work))
            }
            (_, State::Scheduled) => {
                let due = publish_at.unwrap_or(Micros(0));
                publication(tx, flow, disclosure.id, log_index, due).await?;
                Ok(Ended::Passed(Passed::Scheduled(due)))
            }
            (_, state) => Ok(Ended::Passed(Passed::Waits(state))),
        }
    }

    async fn move_to(
        &self,
        tx: &mut Tx,
        flow: &Flow,
        actor: Actor,
        (state, done): (State, u32),
    ) -> Result<(), FlowError> {
        let disclosure = &self.permitted.disclosure;
        let to = Move {
            state,
            edition: disclosure.edition,
            step: done,
            due: due(flow, &self.edition.facts.procedure, done),
            hands: with_hand(&disclosure.hands, self.action, actor),
            now: flow.now(),
        };
        Ok(store::disclosures::advance(tx, flow.authority(), disclosure, to).await?)
    }
}

/// The hands after one more.
pub(crate) fn with_hand(hands: &Hands, action: Action, actor: Actor) -> Hands {
    let (mut hands, who) = (hands.clone(), Some(actor.0));
    match part_of(action) {
        Some(Part::Reviewer) => hands.reviewer = who,
        Some(Part::Supervisor) => hands.supervisor = who,
        Some(Part::Approver) => hands.approver = who,
        Some(Part::Writer) => hands.proposer = who,
        Some(Part::Asked) | None => {}
    }
    hands
}

/// When the step waited for after `done` steps is due.
pub(crate) fn due(flow: &Flow, procedure: &Procedure, done: u32) -> Option<Micros> {
    let step = procedure.awaited(done as usize)?;
    Some(flow.calendar().due_after(flow.now(), step.days?, step.day_kind?))
}

/// Takes the disclosure from the desks of bodies asked before, and puts it on that of the body
/// asked next.
pub(crate) async fn ask(
    tx: &mut Tx,
    flow: &Flow,
    disclosure: &Disclosure,
    procedure: &Procedure,
    done: u32,
) -> Result<(), FlowError> {
    let (at, id) = (flow.authority(), disclosure.id);
    store::asked::answer(tx, at, id, flow.now()).await?;
    let asks = |step: &&ProcedureStep| matches!(step.step, StepKind::Concur | StepKind::Consent);
    let Some(step) = procedure.awaited(done as usize).filter(asks) else { return Ok(()) };
    let tree = store::organizations::tree(tx.db()).await?;
    if let Some(body) = asked_body(&tree, disclosure.organization, step) {
        store::asked::ask(tx, at, body, id, flow.now()).await?;
    }
    Ok(())
}

/// Leaves the work of publishing in the outbox.
pub(crate) async fn publication(
    tx: &mut Tx,
    flow: &Flow,
    disclosure: DisclosureId,
    log_index: u64,
    due: Micros,
) -> Result<Work, FlowError> {
    let id = OutboxId::new(flow.now(), flow.random());
    let work = Work { id, kind: outbox::Kind::Publish, disclosure, log_index, due };
    outbox::insert(tx, flow.authority(), &work, flow.now()).await?;
    Ok(work)
}

/// What was to be published is not published any more.
pub(crate) async fn stop_publication(
    tx: &mut Tx,
    flow: &Flow,
    id: DisclosureId,
) -> Result<(), FlowError> {
    let at = flow.authority();
    let open = outbox::open_of(tx.db(), at, id).await?;
    for work in open.iter().filter(|work| work.kind == outbox::Kind::Publish) {
        outbox::done(tx, at, work.id, flow.now()).await?;
    }
    Ok(())
}
