//! 集体研究: what a meeting resolved, and what is no resolution.

use domain::act::{Details, Kind};
use domain::decision::{Decision, DecisionFault, Outcome};
use domain::workflow::State;
use flow::{Actor, FlowError, Passed, Scan};
use testkit::{World, scan};

use super::{acts, count, is_public};

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_decides_nothing() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToDecide).await;
    let (content, right) = (world.content(id).await, world.decision(id).await);
    let before = world.disclosure(id).await;
    let tomorrow = domain::calendar::day_of(world.flow.now().plus_days(1));
    let with = |change: &dyn Fn(&mut Decision)| {
        let mut decision = right.clone();
        change(&mut decision);
        decision
    };
    let wrong = [
        (with(&|d| d.meeting = "branch".into()), DecisionFault::Meeting),
        (with(&|d| d.held_on.clone_from(&tomorrow)), DecisionFault::Day),
        (with(&|d| d.present = 21), DecisionFault::Attendance),
        (with(&|d| d.votes_for = 19), DecisionFault::Votes),
        (with(&|d| (d.present, d.votes_for) = (13, 13)), DecisionFault::Quorum),
        (with(&|d| d.resolution = String::new()), DecisionFault::Resolution),
    ];
    for (decision, fault) in wrong {
        let approver = Actor(world.people.approver_a);
        let done = world.flow.decide(approver, id, &content, (decision, scan())).await;
        assert!(matches!(done, Err(FlowError::Decision(f)) if f == fault), "{fault}: {done:?}");
    }
    let no_scan = Scan { file_name: "记录.docx".to_owned(), bytes: b"PK".to_vec() };
    let approver = Actor(world.people.approver_a);
    let done = world.flow.decide(approver, id, &content, (right, no_scan)).await;
    assert!(matches!(done, Err(FlowError::Invalid("scan"))), "{done:?}");
    assert_eq!(world.disclosure(id).await, before, "nothing moved");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_meeting_votes_down_goes_back_to_the_clerk_and_stays_on_record() {
    let world = World::founded().await;
    let id = world.brought_to(State::ToDecide).await;
    // when exactly half vote for it
    let mut decision = world.decision(id).await;
    (decision.votes_for, decision.votes_against) = (10, 10);
    let (content, approver) = (world.content(id).await, Actor(world.people.approver_a));
    let done = world.flow.decide(approver, id, &content, (decision, scan())).await.unwrap();
    // then it is a draft again, the vote is on record, and the scan is kept
    assert_eq!(done, Passed::NotCarried);
    assert_eq!(world.disclosure(id).await.state, State::Draft);
    let record = acts(&world, id).await;
    let last = record.last().unwrap();
    let lost = matches!(&last.details, Some(Details::Decision { outcome, decision })
        if *outcome == Outcome::NotCarried && decision.minutes.len() == 64);
    assert!(lost, "{last:?}");
    assert!(!is_public(&world, id).await);
    // and it may be tried again
    world.go_the_whole_way(id).await;
    assert_eq!(count(&world, id, Kind::Decide).await, 2);
    world.finish().await;
}
