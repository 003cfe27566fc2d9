//! Every step by every person: who may is what `domain::permission` says, whatever else they are.

use domain::ids::{DisclosureId, PersonId};
use domain::permission::{Hands, Place, Refusal, may_act, place_of};
use domain::post::Duty;
use domain::workflow::{self, Action, State};
use flow::{Actor, Edit, FlowError, NoticeResult, Posting, Review};
use testkit::{TEXT, World, scan};

/// Takes a step as a person would, on the content that is current.
async fn act(
    world: &World,
    who: PersonId,
    id: DisclosureId,
    action: Action,
) -> Result<(), FlowError> {
    let (flow, actor) = (&world.flow, Actor(who));
    let (disclosure, content) = (world.disclosure(id).await, world.content(id).await);
    let done = match action {
        Action::Edit => {
            let (meta, draft) = (world.meta(id).await, world.draft(id).await);
            let scopes = draft.slices.iter().map(|s| (s.scope.clone(), s.ground)).collect();
            flow.edit(actor, id, disclosure.version, Edit::Save { meta: Box::new(meta), scopes })
                .await
        }
        Action::Propose => flow.propose(actor, id, disclosure.version).await.map(|_| ()),
        Action::Review => flow.review(actor, id, &content, Review::passed()).await.map(|_| ()),
        Action::Supervise => flow.supervise(actor, id, &content, "无异议").await.map(|_| ()),
        Action::Decide => {
            let record = (world.decision(id).await, scan());
            flow.decide(actor, id, &content, record).await.map(|_| ())
        }
        Action::Approve => flow.approve(actor, id, &content).await.map(|_| ()),
        Action::Concur => flow.concur(actor, id, &content, "同意").await.map(|_| ()),
        Action::Consent => flow.consent(actor, id, &content, "同意").await.map(|_| ()),
        Action::Refuse => flow.refuse(actor, id, &content, "不宜公开").await,
        Action::Return => flow.return_to_clerk(actor, id, &content, "数字不对").await,
        Action::Withhold => flow.withhold(actor, id, &content, world.withholding()).await,
        Action::Reexamine => flow.reexamine(actor, id, &content, world.withholding()).await,
        Action::Reopen => flow.reopen(actor, id, &content, "可以公开了").await,
        Action::Schedule => {
            let later = world.flow.now().plus_days(40);
            flow.schedule(actor, id, &content, later).await
        }
        Action::Release => flow.release(actor, id, &content, "汛情紧急").await.map(|_| ()),
        Action::Correct => flow.correct(actor, id, "更正数字").await,
        Action::Abandon => flow.abandon(actor, id, "原文无误").await,
        Action::Withdraw => flow.withdraw(actor, id, "涉及隐私").await.map(|_| ()),
        Action::Republish => flow.republish(actor, id, "已删去隐私").await,
        Action::Extend => flow.extend(actor, id, "2036-01-01", "节假日").await,
        Action::Conclude => {
            let result = NoticeResult { objections: 1, upheld: 0, result: "无变更".into() };
            flow.conclude(actor, id, &result).await
        }
        Action::Post => {
            let done_on = domain::calendar::day_of(flow.now());
            let posting = Posting { form: "BRD".into(), done_on, note: String::new(), photo: None };
            flow.post(actor, id, posting).await
        }
        Action::Publish => unreachable!("no person publishes"),
    };
    // What is not open there is a conflict of its own, after who may was asked.
    match done {
        Err(FlowError::Conflict("no_notice" | "nothing_public" | "nothing_corrected")) => Ok(()),
        done => done,
    }
}

/// The states in which an action is in turn, by the table.
fn turns(action: Action) -> impl Iterator<Item = State> {
    let rests = |state: &State| *state != State::Approved;
    let states = State::ALL.into_iter().filter(rests);
    states.filter(move |state| workflow::next(*state, action).is_some())
}

fn steps() -> impl Iterator<Item = Action> {
    Action::ALL.into_iter().filter(|action| *action != Action::Publish)
}

/// The duties of a person where `action` needs them, for a disclosure of A.
fn duties(world: &World, who: PersonId, action: Action, state: State) -> Vec<Duty> {
    let bodies = &world.bodies;
    let held_in = |organization| world.people.duties_in(who, organization, bodies);
    match place_of(action) {
        Place::Own => held_in(bodies.village_a),
        place if place.is_supervision(state) => {
            let mut watching = held_in(bodies.oversight_a);
            watching.retain(|duty| *duty == Duty::Supervisor);
            [held_in(bodies.village_a), watching].concat()
        }
        Place::Supervision | Place::Examined => held_in(bodies.village_a),
        // Concurrence is asked of B, consent of the township.
        Place::Asked if state == State::ToConcur => held_in(bodies.village_b),
        Place::Asked if state == State::ToConsent => held_in(bodies.township),
        // Nobody is asked in another state.
        Place::Asked => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_by_every_person_is_allowed_as_the_table_says() {
    let world = World::founded().await;
    for action in steps() {
        for state in turns(action).filter(|state| *state != State::Released) {
            for (name, who) in world.people.all() {
                let id = world.brought_to(state).await;
                let mut before = world.disclosure(id).await;
                before.hands.writers = world.writers(id).await;
                let done = act(&world, who, id, action).await;
                let what = format!("{name} {action:?} {state:?}");
                match may_act(who, &duties(&world, who, action, state), action, &before.hands) {
                    Ok(()) => assert!(done.is_ok(), "{what}: {done:?}"),
                    Err(refusal) => {
                        let refused =
                            matches!(done, Err(FlowError::NotPermitted(r)) if r == refusal);
                        assert!(refused, "{what}: {done:?}, not {refusal:?}");
                        assert_eq!(world.disclosure(id).await.version, before.version, "{what}");
                    }
                }
            }
        }
    }
    settle(world).await;
}

/// Scheduled publications are not due at the end of a test.
async fn settle(world: World) {
    world.clock.advance_days(60);
    world.flow.drive_all().await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_in_every_wrong_state_is_refused() {
    let world = World::founded().await;
    for state in State::ALL.into_iter().filter(|state| *state != State::Approved) {
        let id = world.brought_to(state).await;
        let before = world.disclosure(id).await;
        for action in steps().filter(|action| workflow::next(state, *action).is_none()) {
            // by whoever could take it in its own state
            for who in world.people.all().map(|(_, who)| who) {
                let done = act(&world, who, id, action).await;
                let refused =
                    matches!(done, Err(FlowError::Conflict(_) | FlowError::NotPermitted(_)));
                assert!(refused, "{state:?} {action:?}: {done:?}");
            }
        }
        assert_eq!(world.disclosure(id).await, before, "{state:?}");
    }
    settle(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_released_edition_takes_its_missing_hands_in_the_order_of_the_procedure() {
    let world = World::founded().await;
    let id = world.brought_to(State::Released).await;
    while world.disclosure(id).await.state == State::Released {
        let awaited = world.awaited(id).await.expect("a hand is missing");
        // whatever is not in turn is a conflict for whoever could take it
        for action in [Action::Review, Action::Supervise, Action::Decide, Action::Consent] {
            if action != Action::doing(awaited) {
                for who in world.people.all().map(|(_, who)| who) {
                    let done = act(&world, who, id, action).await;
                    assert!(done.is_err(), "{awaited:?} {action:?}");
                }
            }
        }
        world.pass(id).await;
    }
    assert_eq!(world.disclosure(id).await.state, State::Published);
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
    assert_eq!(Hands { writers: Vec::new(), ..hands }, Hands::default());
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

/// 四议两公开: three meetings, the supervision body, a fourth meeting.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_recorded_one_of_several_meetings_takes_no_other_part() {
    let world = World::founded().await;
    let (every, approver) = (world.people.every_duty, world.people.approver_a);
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = world.receive_under(("village", "D33")).await;
        let mut meta = world.meta(id).await;
        meta.level = Some("V5".to_owned());
        world.save_meta(id, meta).await;
        world.propose(id).await;
        world.pass(id).await;
        // given that one recorded the first meeting, and another the second and the third
        for who in [every, approver, approver] {
            act(&world, who, id, Action::Decide).await.unwrap();
        }
        assert_eq!(world.disclosure(id).await.state, State::ToSupervise);
        ids.push(id);
    }
    let refused = |done, refusal| matches!(done, Err(FlowError::NotPermitted(r)) if r == refusal);
    // then neither supervises
    let supervise = act(&world, every, ids[0], Action::Supervise).await;
    assert!(refused(supervise, Refusal::SameAsApprover));
    // and both may record the last meeting, too
    world.pass(ids[0]).await;
    act(&world, every, ids[0], Action::Decide).await.unwrap();
    // and a relative of the first does not supervise
    let kin = flow::Change::EnterKin {
        persons: [world.people.overseer_a, every],
        relation: "兄弟".to_owned(),
    };
    world.change(world.people.overseer_a, kin).await.unwrap();
    let supervise = act(&world, world.people.overseer_a, ids[1], Action::Supervise).await;
    assert!(refused(supervise, Refusal::Kin));
    // and after a return every hand is free for the next attempt
    act(&world, approver, ids[1], Action::Return).await.unwrap();
    world.propose(ids[1]).await;
    let before = world.disclosure(ids[1]).await;
    let db = world.database.store.reader.db();
    let hands = store::disclosures::hands(db, world.authority, &before).await.unwrap();
    assert!(hands.deciders.is_empty(), "{hands:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_supervision_body_returns_what_waits_for_it_and_nothing_else() {
    let world = World::founded().await;
    let overseer = world.people.overseer_a;
    let early = world.brought_to(State::ToReview).await;
    let done = act(&world, overseer, early, Action::Return).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    let id = world.brought_to(State::ToSupervise).await;
    // nobody else of the supervision body does
    let post = world.new_post(world.bodies.oversight_a, Duty::Approver).await;
    world.appoint(post, world.people.registered).await.unwrap();
    let done = act(&world, world.people.registered, id, Action::Return).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    act(&world, overseer, id, Action::Return).await.unwrap();
    assert_eq!(world.disclosure(id).await.state, State::Draft);
    world.finish().await;
}
