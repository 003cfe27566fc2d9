//! 公示期: counted from the day it goes out, made longer, concluded.

use domain::calendar::Day;
use domain::disclosure::NoticePlan;
use domain::ids::DisclosureId;
use domain::regime::DayKind;
use flow::{Actor, FlowError, NoticeResult};
use testkit::{SHORT, World};

use super::article;

/// A text with seven days for objections, on the page.
async fn noticed(world: &World) -> DisclosureId {
    let id = world.receive_under(SHORT).await;
    let mut meta = world.meta(id).await;
    meta.notice = Some(NoticePlan {
        days: 7,
        day_kind: DayKind::Natural,
        channel: "青石县柳溪镇政府一楼办公室".to_owned(),
    });
    world.save_meta(id, meta).await;
    // Days of drafting do not count.
    world.clock.advance_days(3);
    world.go_the_whole_way(id).await;
    id
}

fn result() -> NoticeResult {
    NoticeResult { objections: 2, upheld: 1, result: "改正一处数字".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_period_runs_from_publication_and_ends_with_a_result() {
    let world = World::founded().await;
    let id = noticed(&world).await;
    let approver = Actor(world.people.approver_a);
    let today = Day::of(world.flow.now());
    let (until, longer) = (today.plus(7).to_string(), today.plus(10).to_string());
    let today = today.to_string();
    let notice = article(&world, id).await.notice.unwrap();
    assert_eq!((notice.from_day, notice.until_day), (today.clone(), until.clone()));
    // when somebody concludes before the last day is over, it is refused
    let done = world.flow.conclude(approver, id, &result()).await;
    assert!(matches!(done, Err(FlowError::Conflict("notice_runs"))), "{done:?}");
    // and the period is only ever made longer
    for day in [today.as_str(), until.as_str(), "2026-02-30"] {
        let done = world.flow.extend(approver, id, day, "节假日").await;
        assert!(matches!(done, Err(FlowError::Invalid("until"))), "{day} {done:?}");
    }
    world.flow.extend(approver, id, &longer, "节假日").await.unwrap();
    world.clock.advance_days(8);
    let done = world.flow.conclude(approver, id, &result()).await;
    assert!(matches!(done, Err(FlowError::Conflict("notice_runs"))), "{done:?}");
    // then after the new last day it is concluded, once
    world.clock.advance_days(3);
    let impossible = NoticeResult { upheld: 3, ..result() };
    let done = world.flow.conclude(approver, id, &impossible).await;
    assert!(matches!(done, Err(FlowError::Invalid("objections"))), "{done:?}");
    world.flow.conclude(approver, id, &result()).await.unwrap();
    let done = world.flow.conclude(approver, id, &result()).await;
    assert!(matches!(done, Err(FlowError::Conflict("no_notice"))), "{done:?}");
    let notice = article(&world, id).await.notice.unwrap();
    assert_eq!(notice.conclusion.map(|end| (end.objections, end.upheld)), Some((2, 1)));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn check_names_a_period_that_no_act_made() {
    let changes = [
        ("from_day = '2020-01-01'", "is not what its acts say"),
        ("until_day = '2020-01-01'", "is not what its acts say"),
        ("channel = '青石县别处'", "is not what its acts say"),
        ("objections = 0", "is not what its acts say"),
        ("upheld = 0", "is not what its acts say"),
        ("result = '没有异议'", "is not what its acts say"),
        ("concluded_us = concluded_us + 86400000000", "is not what its acts say"),
        ("concluded_us = NULL", "is not what its acts say"),
        ("edition = 7", "was opened by no act"),
    ];
    let world = World::founded().await;
    let id = noticed(&world).await;
    let approver = Actor(world.people.approver_a);
    let longer = Day::of(world.flow.now()).plus(9).to_string();
    world.flow.extend(approver, id, &longer, "节假日").await.unwrap();
    world.clock.advance_days(12);
    world.flow.conclude(approver, id, &result()).await.unwrap();
    assert_eq!(world.faults().await, [""; 0]);
    let code = world.disclosure(id).await.code;
    let columns = "edition, from_day, until_day, channel, concluded_us, objections, upheld, result";
    world.database.raw(&[&format!("CREATE TABLE kept AS SELECT {columns} FROM notices")]).await;
    for (change, fault) in changes {
        world.database.raw(&[&format!("UPDATE notices SET {change}")]).await;
        let faults = world.faults().await;
        let name = |number: u32| format!("{code} edition {number}: its notice period");
        let number = if change == "edition = 7" { 7 } else { 1 };
        assert!(faults.contains(&format!("{} {fault}", name(number))), "{change}: {faults:?}");
        let back: Vec<_> =
            columns.split(", ").map(|each| format!("{each} = (SELECT {each} FROM kept)")).collect();
        world.database.raw(&[&format!("UPDATE notices SET {}", back.join(", "))]).await;
        assert_eq!(world.faults().await, [""; 0], "{change}");
    }
    world.database.raw(&["DELETE FROM notices"]).await;
    assert_eq!(world.faults().await, [format!("{code} edition 1: its notice period is gone")]);
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_opens_a_period_of_its_own() {
    let world = World::founded().await;
    let id = noticed(&world).await;
    world.clock.advance_days(4);
    world.flow.correct(Actor(world.people.clerk_a), id, "数字有误").await.unwrap();
    world.go_the_whole_way(id).await;
    let shown = article(&world, id).await;
    let notice = shown.notice.unwrap();
    assert_eq!((shown.edition.number, notice.edition), (2, 2));
    assert_eq!(notice.from_day, Day::of(world.flow.now()).to_string());
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_without_a_result_goes_on_in_the_correction_and_ends_with_a_withdrawal() {
    let world = World::founded().await;
    let id = noticed(&world).await;
    let (a, people) = (world.bodies.village_a, world.people);
    assert_eq!(world.flow.unfinished(a).await.unwrap(), 1);
    // never up to a day that is past
    world.clock.advance_days(30);
    let past = Day::of(world.flow.now()).plus(-10).to_string();
    let done = world.flow.extend(Actor(people.approver_a), id, &past, "节假日").await;
    assert!(matches!(done, Err(FlowError::Invalid("until"))), "{done:?}");
    // a correction cannot leave the period out
    let clerk = Actor(people.clerk_a);
    world.flow.correct(clerk, id, "改错字").await.unwrap();
    let mut meta = world.meta(id).await;
    let plan = meta.notice.take();
    world.save_meta(id, meta).await;
    let version = world.disclosure(id).await.version;
    let done = world.flow.propose(clerk, id, version).await;
    assert!(matches!(done, Err(FlowError::Invalid("notice_kept"))), "{done:?}");
    let mut meta = world.meta(id).await;
    meta.notice = plan;
    world.save_meta(id, meta).await;
    world.go_the_whole_way(id).await;
    // the period of the first edition asks nobody any more, that of the second does
    assert_eq!(world.flow.unfinished(a).await.unwrap(), 1);
    world.flow.withdraw(Actor(people.approver_a), id, "程序有误").await.unwrap();
    assert_eq!(world.flow.unfinished(a).await.unwrap(), 0);
    world.finish().await;
}
