//! Steps on a full store: one after the other, fifty people at once, and two at one item.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use domain::act::{Act, Kind};
use domain::entry::{Entry, Previous, commit, nothing_sealed, salt};
use domain::ids::{ActId, AuthorityId, OrganizationId};
use domain::time::random_bytes;
use domain::workflow::State;
use flow::{Actor, Flow, FlowError, Review};
use store::acts::StoredAct;
use store::disclosures::Disclosure;
use store::{Step, StoreError, Tx};

use super::chance::Chance;
use super::county::{Body, Place};

/// How many act at once.
pub(super) const CROWD: usize = 50;

/// A county with what waits in it, by village.
pub(super) struct Work<'a> {
    flow: &'a Flow,
    place: &'a Place,
    waiting: Vec<Disclosure>,
}

/// Who does what to which disclosure.
#[derive(Clone)]
struct Task {
    actor: Actor,
    disclosure: Disclosure,
}

impl<'a> Work<'a> {
    /// Everything that waits for a clerk or a reviewer.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn of(flow: &'a Flow, place: &'a Place) -> anyhow::Result<Self> {
        let mut waiting =
            store::disclosures::all(flow.store().reader.db(), flow.authority()).await?;
        waiting
            .retain(|each| matches!(each.state, State::Draft | State::ToReview | State::ToApprove));
        Ok(Self { flow, place, waiting })
    }

    /// Takes so many tasks that wait in a state, with the person who does them.
    fn tasks(
        &mut self,
        state: State,
        count: usize,
        who: fn(&Body) -> Actor,
    ) -> anyhow::Result<Vec<Task>> {
        let (mut taken, mut left) = (Vec::with_capacity(count), Vec::new());
        for disclosure in std::mem::take(&mut self.waiting) {
            if disclosure.state == state && taken.len() < count {
                let actor = who(body(self.place, disclosure.organization)?);
                taken.push(Task { actor, disclosure });
            } else {
                left.push(disclosure);
            }
        }
        self.waiting = left;
        ensure!(taken.len() == count, "only {} of {count} wait {}", taken.len(), state.word());
        Ok(taken)
    }

    /// Reviews one after the other: from the call to the commit of its one transaction. No
    /// signature is waited for, the signer covers the act beside it.
    pub(super) async fn reviews(&mut self, count: usize) -> anyhow::Result<Vec<Duration>> {
        let tasks = self.tasks(State::ToReview, count, |body| Actor(body.reviewers[1]))?;
        self.times(tasks, review).await
    }

    /// Proposals one after the other: checks, salts and slices included.
    pub(super) async fn proposals(&mut self, count: usize) -> anyhow::Result<Vec<Duration>> {
        let tasks = self.tasks(State::Draft, count, |body| Actor(body.clerk))?;
        self.times(tasks, propose).await
    }

    /// From the approval to the page: sealed, signed, covered, delivered.
    pub(super) async fn publications(&mut self, count: usize) -> anyhow::Result<Vec<Duration>> {
        let tasks = self.tasks(State::ToApprove, count, |body| Actor(body.approver))?;
        self.times(tasks, approve).await
    }

    async fn times<F>(
        &self,
        tasks: Vec<Task>,
        step: fn(Flow, Task) -> F,
    ) -> anyhow::Result<Vec<Duration>>
    where
        F: Future<Output = Result<(), FlowError>>,
    {
        let mut times = Vec::with_capacity(tasks.len());
        for task in tasks {
            let start = Instant::now();
            step(self.flow.clone(), task).await?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        Ok(times)
    }

    /// Fifty people at once, each reviewing `each` items of their own one after the other; the time
    /// of each step, and of the whole.
    pub(super) async fn crowd(&mut self, each: usize) -> anyhow::Result<(Vec<Duration>, Duration)> {
        let tasks = self.tasks(State::ToReview, CROWD * each, |body| Actor(body.reviewers[1]))?;
        let ids: Vec<_> = tasks.iter().map(|task| task.disclosure.id).collect();
        let start = Instant::now();
        let people = tasks.chunks(each).map(|own| {
            let (flow, own) = (self.flow.clone(), own.to_vec());
            tokio::spawn(async move {
                let mut times = Vec::with_capacity(own.len());
                for task in own {
                    let start = Instant::now();
                    review(flow.clone(), task).await?;
                    times.push(start.elapsed());
                }
                Ok::<_, FlowError>(times)
            })
        });
        let people: Vec<_> = people.collect();
        let mut times = Vec::with_capacity(tasks.len());
        for person in people {
            times.extend(person.await??);
        }
        let whole = start.elapsed();
        for (id, task) in ids.iter().zip(&tasks) {
            let (db, at) = (&self.flow.store().reader, self.flow.authority());
            let now = store::disclosures::load(db.db(), at, *id).await?;
            ensure!(now.version == task.disclosure.version + 1, "an update was lost");
        }
        times.sort_unstable();
        Ok((times, whole))
    }

    /// Two reviewers at the same item at the same time, `count` items at once; how often one went
    /// through and the other was told that somebody was first.
    pub(super) async fn pairs(&mut self, count: usize) -> anyhow::Result<usize> {
        let tasks = self.tasks(State::ToReview, count, |body| Actor(body.reviewers[1]))?;
        let mut pairs = Vec::with_capacity(count);
        for task in tasks {
            let other = body(self.place, task.disclosure.organization)?.reviewers[0];
            let rival = Task { actor: Actor(other), ..task.clone() };
            pairs.push([task, rival].map(|task| tokio::spawn(review(self.flow.clone(), task))));
        }
        let mut clean = 0;
        for [one, other] in pairs {
            let outcome = (one.await?, other.await?);
            clean += usize::from(matches!(
                outcome,
                (Ok(()), Err(FlowError::Conflict(_))) | (Err(FlowError::Conflict(_)), Ok(()))
            ));
        }
        Ok(clean)
    }
}

fn body(place: &Place, id: OrganizationId) -> anyhow::Result<&Body> {
    place.bodies.iter().find(|body| body.id == id).context("a body of the county")
}

async fn content(flow: &Flow, disclosure: &Disclosure) -> Result<String, FlowError> {
    let (db, at) = (&flow.store().reader, flow.authority());
    let edition = store::editions::latest(db.db(), at, disclosure.id, disclosure.edition).await?;
    Ok(hex::encode(edition.ok_or(FlowError::NotFound)?.content_hash))
}

async fn review(flow: Flow, task: Task) -> Result<(), FlowError> {
    let content = content(&flow, &task.disclosure).await?;
    flow.review(task.actor, task.disclosure.id, &content, Review::passed()).await.map(|_| ())
}

async fn propose(flow: Flow, task: Task) -> Result<(), FlowError> {
    flow.propose(task.actor, task.disclosure.id, task.disclosure.version).await.map(|_| ())
}

async fn approve(flow: Flow, task: Task) -> Result<(), FlowError> {
    let content = content(&flow, &task.disclosure).await?;
    flow.approve(task.actor, task.disclosure.id, &content).await.map(|_| ())
}

/// The smallest durable transaction of the log, as the peer of a step: an index taken, an act
/// inserted.
pub(super) async fn smallest(
    flow: &Flow,
    chance: &Chance,
    count: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let (at, act) = (flow.authority(), lone(flow, chance));
        let start = Instant::now();
        flow.store().writer.run(&Append { at, act }).await?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

fn lone(flow: &Flow, chance: &Chance) -> StoredAct {
    let (doc, at) = (random_bytes::<16>(chance), flow.now());
    let act = Act {
        act: Kind::Administer,
        doc: hex::encode(doc),
        edition: 0,
        content: String::new(),
        organization: "测试县人民政府".to_owned(),
        post: String::new(),
        hand: String::new(),
        note: String::new(),
        details: None,
        seal: None,
        at,
    };
    let (body, salt) = (act.to_bytes(), salt(chance));
    let entry = Entry {
        doc,
        seq: 1,
        previous: Previous::default(),
        commitment: commit(&salt, &body),
        jwt: nothing_sealed(&salt),
    };
    StoredAct {
        log_index: 0,
        id: ActId::new(at, chance),
        disclosure: None,
        edition: 0,
        attempt: 0,
        seq: 1,
        kind: Kind::Administer,
        person: None,
        at,
        body,
        salt,
        entry: entry.to_bytes(),
    }
}

struct Append {
    at: AuthorityId,
    act: StoredAct,
}

impl Step for Append {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let log_index = store::acts::take_index(tx, self.at, 1).await?;
        store::acts::insert(tx, self.at, &StoredAct { log_index, ..self.act.clone() }).await
    }
}
