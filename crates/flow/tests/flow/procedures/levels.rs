//! Every level of every shipped pack, and joint disclosure, the whole way.

use std::collections::BTreeSet;

use domain::act::{Details, Kind};
use domain::disclosure::NoticePlan;
use domain::ids::{DisclosureId, OrganizationId};
use domain::post::Duty;
use domain::procedure::{Procedure, StepKind};
use domain::regime::{DayKind, Item, Regime};
use domain::workflow::{Action, State};
use flow::{Actor, FlowError, Seen};
use testkit::World;

use super::{acts, article, count, is_public};

/// An item of each level that has one, with its procedure.
fn ways(regime: &Regime) -> Vec<(&Item, Procedure)> {
    let item = |level: &&domain::regime::Level| {
        let item = regime.items().iter().find(|item| item.approval == level.code)?;
        Some((item, regime.procedure(&item.id, None)?))
    };
    regime.levels.iter().filter_map(|level| item(&level)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_level_of_every_pack_goes_the_whole_way_by_different_hands() {
    let world = World::founded().await;
    let mut levels = 0;
    for regime in world.flow.regimes() {
        for (item, procedure) in ways(regime) {
            levels += 1;
            // given a text under an item of the level
            let what = format!("{} {} {}", regime.id, item.id, procedure.level);
            let id = world.receive_under((&regime.id, &item.id)).await;
            let mut meta = world.meta(id).await;
            meta.notice = Some(NoticePlan {
                days: 30,
                day_kind: DayKind::Natural,
                channel: "青石县柳溪镇政府一楼办公室".to_owned(),
            });
            world.save_meta(id, meta).await;
            // when every step is taken by whoever the procedure waits for
            world.go_the_whole_way(id).await;
            // then the record has each step in order, by posts that are named, each by another hand
            assert_eq!(world.disclosure(id).await.state, State::Published, "{what}");
            let record = acts(&world, id).await;
            let done: Vec<_> = record.iter().map(|act| act.act).collect();
            let steps = procedure.steps.iter();
            let expected: Vec<_> = steps
                .filter_map(|step| Kind::of(Action::doing(step.step)))
                .chain([Kind::Publish])
                .collect();
            assert_eq!(done, expected, "{what}");
            // Several meetings may be recorded by one approver; no hand takes two kinds of step.
            let hands: BTreeSet<_> = record.iter().map(|act| act.hand.as_str()).collect();
            let kinds: BTreeSet<_> = done.iter().map(|kind| kind.word()).collect();
            assert_eq!(hands.len(), kinds.len(), "{what}: one hand did two things");
            for act in &record {
                let program = act.act == Kind::Publish;
                assert_eq!(act.post.is_empty(), program, "{what} {:?}", act.act);
                let said = match act.act {
                    Kind::Decide => matches!(act.details, Some(Details::Decision { .. })),
                    Kind::Review => matches!(act.details, Some(Details::Review { .. })),
                    Kind::Publish => matches!(act.details, Some(Details::Publication { .. })),
                    _ => act.details.is_none(),
                };
                assert!(said, "{what} {:?}", act.details);
            }
            if procedure.steps.iter().any(|step| step.step == StepKind::Consent) {
                let consent = record.iter().find(|act| act.act == Kind::Consent).unwrap();
                assert_eq!(consent.organization, "柳溪镇人民政府", "{what}: in its own name");
            }
        }
    }
    assert!(levels >= 8, "{levels} levels");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_higher_level_may_be_chosen_and_goes_its_longer_way() {
    let world = World::founded().await;
    let id = world.receive_under(("village", "D33")).await;
    let mut meta = world.meta(id).await;
    meta.level = Some("V4".to_owned());
    world.save_meta(id, meta).await;
    world.go_the_whole_way(id).await;
    let record = acts(&world, id).await;
    assert!(record.iter().any(|act| act.act == Kind::Consent), "{record:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_disclosure_is_agreed_to_by_each_body_and_belongs_to_both() {
    // given a text that A and B disclose together
    let world = World::founded().await;
    let id = world.brought_to(State::ToConcur).await;
    // then it is on the desk of B and nowhere public
    let db = &world.database.store.reader;
    let asked =
        store::disclosures::asked(db.db(), world.authority, world.bodies.village_b, 10).await;
    assert_eq!(asked.unwrap().len(), 1);
    assert!(!is_public(&world, id).await);
    // when somebody of A agrees for B, it is refused
    let content = world.content(id).await;
    let own = world.flow.concur(Actor(world.people.approver_a), id, &content, "").await;
    assert!(matches!(own, Err(FlowError::NotPermitted(_))), "{own:?}");
    while world.disclosure(id).await.state != State::Published {
        world.pass(id).await;
    }
    // then the record names B, both own it, and it left the desk
    let record = acts(&world, id).await;
    let agreed = record.iter().find(|act| act.act == Kind::Concur).unwrap();
    assert_eq!(agreed.organization, "下坪村村民委员会");
    assert_eq!(article(&world, id).await.edition.facts.joint, [world.bodies.village_b]);
    let body = world.bodies.village_b;
    let listed =
        store::disclosures::of_joint_body(db.db(), world.authority, body, 10).await.unwrap();
    assert_eq!(listed.iter().map(|each| each.id).collect::<Vec<_>>(), [id]);
    let asked = store::disclosures::asked(db.db(), world.authority, body, 10).await.unwrap();
    assert!(asked.is_empty());
    world.finish().await;
}

async fn asked_bodies(world: &World, id: DisclosureId) -> Vec<OrganizationId> {
    let db = world.database.store.reader.db();
    flow::asked_bodies(db, world.authority, &world.disclosure(id).await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_body_that_is_dropped_reads_no_later_attempt() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let id = world.brought_to(State::ToConcur).await;
    let other = Actor(people.approver_b);
    assert_eq!(asked_bodies(&world, id).await, [bodies.village_b]);
    world.flow.comment(other, id, None, "附表缺页").await.unwrap();
    let content = world.content(id).await;
    world.flow.refuse(other, id, &content, "与我村无关").await.unwrap();
    // when the clerk goes on without it, to the superior and out
    let mut meta = world.meta(id).await;
    meta.joint.clear();
    world.save_meta(id, meta).await;
    world.propose(id).await;
    while world.disclosure(id).await.state != State::ToConsent {
        world.pass(id).await;
    }
    // then the superior alone reads and remarks
    assert_eq!(asked_bodies(&world, id).await, [bodies.township]);
    let remark = world.flow.comment(other, id, None, "再看一眼").await;
    assert!(matches!(remark, Err(FlowError::NotPermitted(_))), "{remark:?}");
    world.pass(id).await;
    assert_eq!(world.disclosure(id).await.state, State::Published);
    assert_eq!(asked_bodies(&world, id).await, [bodies.township]);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_agrees_for_two_bodies_in_two_steps_and_not_by_a_double_click() {
    let world = World::founded().await;
    let (bodies, who) = (world.bodies, Actor(world.people.approver_b));
    let post = world.new_post(bodies.county, Duty::Approver).await;
    world.appoint(post, who.0).await.unwrap();
    // given a text with two joint bodies, one of them entered twice
    let id = world.receive_under(testkit::FULL).await;
    let mut meta = world.meta(id).await;
    meta.joint = vec![bodies.village_b, bodies.county, bodies.village_b];
    world.save_meta(id, meta).await;
    world.propose(id).await;
    while world.disclosure(id).await.state != State::ToConcur {
        world.pass(id).await;
    }
    // when the form of the first is sent twice
    let (content, step) = (world.content(id).await, world.disclosure(id).await.step);
    let seen = Seen { content: &content, step: Some(step) };
    world.flow.concur(who, id, seen, "").await.unwrap();
    let again = world.flow.concur(who, id, seen, "").await;
    // then the second body has not agreed yet
    assert!(matches!(again, Err(FlowError::Conflict("step"))), "{again:?}");
    assert_eq!(count(&world, id, Kind::Concur).await, 1);
    let seen = Seen { step: Some(step + 1), ..seen };
    world.flow.concur(who, id, seen, "").await.unwrap();
    // and nobody is asked twice
    assert_eq!(world.disclosure(id).await.state, State::ToConsent);
    world.finish().await;
}
