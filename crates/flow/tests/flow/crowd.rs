//! Many people at once: whoever acts on an item of their own gets through, and of two at the same
//! item one does and the other is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ids::{AppointmentId, AuthorityId, DisclosureId, OrganizationId, PersonId, PostId};
use domain::post::{Appointment, Duty, Post};
use domain::time::{Clock, Micros, Random};
use domain::workflow::State;
use flow::{Actor, Edit, FlowError, Passed, Review};
use store::persons::NewPerson;
use store::{Step, StoreError, Tx};
use testkit::{World, text};

const CROWD: usize = 50;

/// So many more reviewers of an organization.
struct Hire<'a> {
    at: AuthorityId,
    organization: OrganizationId,
    people: &'a [PersonId],
    random: &'a dyn Random,
    now: Micros,
}

impl Step for Hire<'_> {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let Self { at, organization, people: _, random, now } = *self;
        for id in self.people {
            let name = id.to_string();
            let (login_name, display_name, password_hash) = (&*name, &*name, "");
            let new = NewPerson { id: *id, login_name, display_name, password_hash, created: now };
            store::persons::insert(tx, at, &new).await?;
            let post = Post {
                id: PostId::new(now, random),
                organization,
                duty: Duty::Reviewer,
                title: "审核员".to_owned(),
                is_deputy: false,
            };
            store::posts::insert(tx, at, &post).await?;
            let held = Appointment { post: post.id, person: *id, from: now, until: None };
            store::posts::appoint(tx, at, AppointmentId::new(now, random), &held).await?;
        }
        Ok(())
    }
}

/// A world with so many reviewers, and as many items that wait for a review.
async fn busy(count: usize) -> (Arc<World>, Vec<PersonId>, Vec<(DisclosureId, String)>) {
    let world = World::founded().await;
    let now = world.clock.now();
    let people: Vec<_> = (0..count).map(|_| PersonId::new(now, &*world.random)).collect();
    let (at, organization) = (world.authority, world.bodies.village_a);
    let hire = Hire { at, organization, people: &people, random: &*world.random, now };
    world.database.store.writer.run(&hire).await.unwrap();
    let mut items = Vec::with_capacity(count);
    for number in 0..count {
        let id = world.receive(&text(number)).await;
        items.push((id, world.propose(id).await));
    }
    (Arc::new(world), people, items)
}

fn review(
    world: &Arc<World>,
    person: PersonId,
    (id, content): (DisclosureId, String),
) -> tokio::task::JoinHandle<Result<Passed, FlowError>> {
    let flow = world.flow.clone();
    tokio::spawn(async move { flow.review(Actor(person), id, &content, Review::passed()).await })
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_at_once_on_items_of_their_own_all_get_through() {
    // given fifty reviewers and fifty items
    let (world, people, items) = busy(CROWD).await;
    // when each reviews one
    let all = people.iter().zip(items.clone()).map(|(who, item)| review(&world, *who, item));
    for one in all.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap().unwrap(), Passed::Waits(State::ToApprove));
    }
    // then each item has moved by one step, by its own hand, and has its own place in the log
    let mut places = BTreeSet::new();
    for (who, (id, _)) in people.iter().zip(&items) {
        let row = world.disclosure(*id).await;
        assert_eq!((row.state, row.seq, row.step), (State::ToApprove, 2, 2));
        assert_eq!(row.hands.reviewer, Some(*who));
        places.insert(row.last.index);
    }
    let count = CROWD as u64;
    assert_eq!(places, (count..2 * count).collect());
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_the_same_item_one_gets_through_and_the_other_is_told() {
    // given items that wait, and two reviewers for each
    let (world, people, items) = busy(20).await;
    // when both review at once
    let pairs = items.iter().enumerate().map(|(at, item)| {
        let rivals = [people[at], people[(at + 1) % people.len()]];
        (rivals, rivals.map(|who| review(&world, who, item.clone())))
    });
    for ((rivals, [one, other]), (id, _)) in pairs.collect::<Vec<_>>().into_iter().zip(&items) {
        // then one is through, the other too late, and the item was moved once
        let winner = match (one.await.unwrap(), other.await.unwrap()) {
            (Ok(_), Err(FlowError::Conflict(_))) => rivals[0],
            (Err(FlowError::Conflict(_)), Ok(_)) => rivals[1],
            both => panic!("{both:?}"),
        };
        let row = world.disclosure(*id).await;
        assert_eq!((row.state, row.seq), (State::ToApprove, 2));
        assert_eq!(row.hands.reviewer, Some(winner));
    }
    Arc::into_inner(world).unwrap().finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_save_the_same_draft_one_is_kept_and_the_other_is_told() {
    let world = Arc::new(World::founded().await);
    let people = world.people;
    for number in 0..20 {
        // given a draft that two clerks have before them
        let id = world.receive(&text(number)).await;
        let version = world.disclosure(id).await.version;
        let (meta, draft) = (world.meta(id).await, world.draft(id).await);
        let scopes: Vec<_> = draft.slices.iter().map(|s| (s.scope.clone(), s.ground)).collect();
        // when both save it at once
        let saves = [(people.clerk_a, "甲"), (people.every_duty, "乙")].map(|(who, name)| {
            let (flow, scopes) = (world.flow.clone(), scopes.clone());
            let meta = flow::Meta { contributor: name.to_owned(), ..meta.clone() };
            let edit = Edit::Save { meta: Box::new(meta), scopes };
            tokio::spawn(async move { flow.edit(Actor(who), id, version, edit).await })
        });
        let [one, other] = saves;
        // then the draft is the one of whoever was told that it was saved
        let kept = match (one.await.unwrap(), other.await.unwrap()) {
            (Ok(()), Err(FlowError::Conflict(_))) => "甲",
            (Err(FlowError::Conflict(_)), Ok(())) => "乙",
            both => panic!("{both:?}"),
        };
        assert_eq!(world.draft(id).await.contributor, kept);
    }
    Arc::into_inner(world).unwrap().finish().await;
}
