//! Every step by every person: who may is what `domain::permission` says, whatever else they are.

use domain::ids::{DisclosureId, PersonId};
use domain::permission::{Hands, Refusal, may_act};
use domain::workflow::{Action, State};
use flow::{Actor, Checks, Edit, FlowError};
use testkit::{TEXT, World};

/// Takes a step as a person would, on the content that is current.
async fn act(
    world: &World,
    who: PersonId,
    id: DisclosureId,
    action: Action,
) -> Result<(), FlowError> {
    let (flow, actor) = (&world.flow, Actor(who));
    let (disclosure, content) = (world.disclosure(id).await, content(world, id).await);
    match action {
        Action::Edit => {
            let (meta, draft) = (world.meta(id).await, world.draft(id).await);
            let scopes = draft.slices.iter().map(|s| (s.scope.clone(), s.ground)).collect();
            flow.edit(actor, id, disclosure.version, Edit::Save { meta, scopes }).await
        }
        Action::Propose => flow.propose(actor, id, disclosure.version).await.map(|_| ()),
        Action::Review => flow.review(actor, id, &content, Checks::ALL).await,
        Action::Approve => flow.approve(actor, id, &content).await.map(|_| ()),
        Action::Return => flow.return_to_clerk(actor, id, &content, "数字不对").await,
        Action::Correct => flow.correct(actor, id, "更正数字").await,
        Action::Withdraw => flow.withdraw(actor, id, "涉及隐私").await.map(|_| ()),
        Action::Publish => unreachable!("no person publishes"),
    }
}

async fn content(world: &World, id: DisclosureId) -> String {
    let (db, disclosure) = (world.database.store.reader.db(), world.disclosure(id).await);
    let edition = store::editions::latest(db, world.authority, id, disclosure.edition).await;
    let hash = edition.unwrap().map(|edition| edition.content_hash).unwrap_or_default();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A disclosure of village A in the state in which `action` is in turn.
async fn in_turn(world: &World, action: Action) -> DisclosureId {
    let id = world.receive(TEXT).await;
    match action {
        Action::Edit | Action::Propose => {}
        Action::Review | Action::Return => {
            world.propose(id).await;
        }
        Action::Approve => {
            let content = world.propose(id).await;
            world.review(id, &content).await;
        }
        Action::Correct | Action::Withdraw => {
            world.publish(id).await;
        }
        Action::Publish => unreachable!("no person publishes"),
    }
    id
}

fn steps() -> impl Iterator<Item = Action> {
    Action::ALL.into_iter().filter(|action| *action != Action::Publish)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_by_every_person_is_allowed_as_the_table_says() {
    let world = World::founded().await;
    for action in steps() {
        for (name, who) in world.people.all() {
            let id = in_turn(&world, action).await;
            let before = world.disclosure(id).await;
            let done = act(&world, who, id, action).await;
            let duties = world.people.duties_in_a(who);
            match may_act(who, &duties, action, before.hands) {
                Ok(()) => assert!(done.is_ok(), "{name} {action:?}: {done:?}"),
                Err(refusal) => {
                    let refused = matches!(done, Err(FlowError::NotPermitted(r)) if r == refusal);
                    assert!(refused, "{name} {action:?}: {done:?}");
                    assert_eq!(world.disclosure(id).await, before, "{name} {action:?}");
                }
            }
        }
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_in_every_wrong_state_is_a_conflict() {
    let world = World::founded().await;
    let every = Actor(world.people.every_duty).0;
    for given in steps() {
        let id = in_turn(&world, given).await;
        let state = world.disclosure(id).await.state;
        for action in steps().filter(|a| domain::workflow::next(state, *a).is_none()) {
            let done = act(&world, every, id, action).await;
            assert!(matches!(done, Err(FlowError::Conflict(_))), "{state:?} {action:?}: {done:?}");
        }
        assert_eq!(world.disclosure(id).await.state, state);
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_every_duty_takes_one_step_of_three() {
    let world = World::founded().await;
    let every = world.people.every_duty;
    // given an edition that this person proposed
    let id = world.receive(TEXT).await;
    let content = world.propose_by(every, id).await.unwrap();
    // then this person neither reviews nor approves it
    let refused = |done, refusal| matches!(done, Err(FlowError::NotPermitted(r)) if r == refusal);
    let review = act(&world, every, id, Action::Review).await;
    assert!(refused(review, Refusal::SameAsProposer));
    world.review(id, &content).await;
    let approve = act(&world, every, id, Action::Approve).await;
    assert!(refused(approve, Refusal::SameAsProposer));
    // and one that this person reviewed is approved by another
    let id = world.receive(TEXT).await;
    world.propose(id).await;
    act(&world, every, id, Action::Review).await.unwrap();
    let approve = act(&world, every, id, Action::Approve).await;
    assert!(refused(approve, Refusal::SameAsReviewer));
    act(&world, world.people.approver_a, id, Action::Approve).await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Published);
    // and a return sets the hands free for the next attempt only
    let id = world.receive(TEXT).await;
    world.propose(id).await;
    act(&world, every, id, Action::Return).await.unwrap();
    let hands = world.disclosure(id).await.hands;
    assert_eq!(Hands { writers: [None; 2], ..hands }, Hands::default());
    let left = world.receive(TEXT).await;
    act(&world, every, left, Action::Propose).await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wrote_the_text_does_not_review_what_a_colleague_proposes() {
    let world = World::founded().await;
    let (every, clerk) = (world.people.every_duty, world.people.clerk_a);
    let opened = |who| {
        let receipt = world.receipt("公示.txt", TEXT.as_bytes());
        world.flow.receive(Actor(who), receipt)
    };
    // given a text that this person handed in, and one that this person changed
    let handed_in = opened(every).await.unwrap();
    let changed = opened(clerk).await.unwrap();
    act(&world, every, changed, Action::Edit).await.unwrap();
    for id in [handed_in, changed] {
        // when a colleague proposes it
        let content = world.propose_by(clerk, id).await.unwrap();
        // then this person neither reviews nor approves it
        for action in [Action::Review, Action::Approve] {
            let done = act(&world, every, id, action).await;
            let same = matches!(done, Err(FlowError::NotPermitted(Refusal::SameAsProposer)));
            assert!(same, "{action:?}: {done:?}");
            if action == Action::Review {
                world.review(id, &content).await;
            }
        }
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_clerk_of_the_organization_hands_in() {
    let world = World::founded().await;
    let clerks = [world.people.clerk_a, world.people.every_duty];
    for (name, who) in world.people.all() {
        let receipt = world.receipt("公示.txt", TEXT.as_bytes());
        let done = world.flow.receive(Actor(who), receipt).await;
        assert_eq!(done.is_ok(), clerks.contains(&who), "{name}: {done:?}");
        // and for nobody else a file is so much as read
        let unreadable = world.receipt("公示.docx", b"%PDF-1.7\n%\xe2\xe3");
        let done = world.flow.receive(Actor(who), unreadable).await;
        let read = matches!(done, Err(FlowError::Intake(_)));
        assert_eq!(read, clerks.contains(&who), "{name}: {done:?}");
    }
    world.finish().await;
}
