//! Every level of every shipped pack, and joint disclosure, the whole way.

use std::collections::BTreeSet;

use domain::act::{Details, Kind};
use domain::disclosure::NoticePlan;
use domain::procedure::{Procedure, StepKind};
use domain::regime::{DayKind, Item, Regime};
use domain::workflow::{Action, State};
use flow::{Actor, FlowError};
use testkit::World;

use super::{acts, article, is_public};

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
