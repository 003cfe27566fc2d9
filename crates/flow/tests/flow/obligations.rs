//! Duties from the catalogue to what is kept and late: adopted, reported, met, voided, excused,
//! turned; and the day on which each may be done.

use domain::calendar::{Day, HolidayYear};
use domain::catalogue::Adjustment;
use domain::deadline::{Turn, Turned};
use domain::disclosure::Meets;
use domain::ids::{DisclosureId, FactId, OrganizationId};
use domain::obligation::{FactKind, Observance, Occasion};
use flow::obligations::{State, board};
use flow::{FlowError, Touch};
use store::excuses::Named;
use testkit::World;

const VILLAGE: &str = "village";

async fn bound() -> World {
    let world = World::founded().await;
    world.adopt(world.bodies.village_a, VILLAGE, "2025-01-01").await;
    world
}

fn today(world: &World) -> Day {
    Day::of(world.flow.now())
}

/// How one obligation of A stands today.
async fn observed(world: &World, entry: &str, occasion: Occasion) -> Option<Observance> {
    let (binding, today) = (world.binding(world.bodies.village_a, VILLAGE).await, today(world));
    let at = binding.catalogue.entry(entry).unwrap().0;
    let duties = binding.duties(&world.flow, (today.plus_years(-2), today.plus(400)), today);
    let of = |duty: &&flow::obligations::Duty| {
        duty.obligation.item == at && duty.obligation.occasion == occasion
    };
    duties.iter().find(of).map(|duty| duty.observance)
}

fn period(text: &str) -> Occasion {
    Occasion::Period(text.parse().unwrap())
}

/// The month before the one before the world's day: its account is late.
fn late_month(world: &World) -> Occasion {
    use domain::obligation::{Length, Period};
    let month = Period::of(Length::Month, today(world)).previous().previous();
    Occasion::Period(month)
}

fn report(at: OrganizationId, entry: &str, kind: FactKind, on_day: &str) -> Touch {
    Touch::Report {
        organization: at,
        regime: VILLAGE.to_owned(),
        entry: entry.to_owned(),
        kind,
        clock: None,
        on_day: on_day.to_owned(),
        name: "修路会议".to_owned(),
    }
}

fn named(entry: &str, occasion: Occasion) -> Named {
    Named { regime: VILLAGE.to_owned(), entry: entry.to_owned(), occasion }
}

async fn only_fact(world: &World) -> FactId {
    let (db, at) = (world.database.store.reader.db(), world.authority);
    let facts = store::facts::of_organization(db, at, world.bodies.village_a).await.unwrap();
    facts.first().unwrap().id
}

/// A text of A that meets an occasion, brought to the public.
async fn publish(world: &World, item: &str, occasion: Occasion) -> DisclosureId {
    let id = world.receive_under((VILLAGE, item)).await;
    let mut meta = world.meta(id).await;
    let meets = Meets { entry: item.to_owned(), occasion: occasion.to_string(), nil: false };
    meta.meets = Some(meets);
    world.save_meta(id, meta).await;
    world.go_the_whole_way(id).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_is_late_is_met_late_by_its_publication_and_late_again_when_withdrawn() {
    let world = bound().await;
    let month = late_month(&world);
    assert!(matches!(observed(&world, "D15", month).await, Some(Observance::Late { .. })));
    let id = publish(&world, "D15", month).await;
    let met = observed(&world, "D15", month).await.unwrap();
    assert!(matches!(met, Observance::Met { late, is_nil: false, .. } if late > 0), "{met:?}");
    // the correction meets the same since the first publication
    let (db, at) = (world.database.store.reader.db(), world.authority);
    let rows = store::fulfilments::of_disclosure(db, at, id).await.unwrap();
    assert_eq!(rows.len(), 1);
    world.clock.advance_days(1);
    let approver = flow::Actor(world.people.approver_a);
    world.flow.withdraw(approver, id, "数字有误").await.unwrap();
    assert!(matches!(observed(&world, "D15", month).await, Some(Observance::Late { .. })));
    assert_eq!(world.faults().await, [""; 0]);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_to_be_met_is_an_occasion_of_the_item() {
    let world = bound().await;
    let id = world.receive_under((VILLAGE, "D15")).await;
    let meta = world.meta(id).await;
    let half = period("2026-H1").to_string();
    let none = FactId::from_slice(&[0; 16]).unwrap();
    let fact = Occasion::Fact(none, 0).to_string();
    for (entry, occasion) in [
        ("D15", half.as_str()),
        ("D15", "2026-Q1"),
        ("D16", "2026-01"),
        ("D15", &fact),
        ("D15", "x"),
    ] {
        let meets = Meets { entry: entry.to_owned(), occasion: occasion.to_owned(), nil: false };
        let meta = flow::Meta { meets: Some(meets), ..meta.clone() };
        let scopes = world.draft(id).await.slices.into_iter().map(|s| (s.scope, s.ground));
        let done = world.save(id, meta, scopes.collect()).await;
        assert!(matches!(done, Err(FlowError::Invalid("meets"))), "{entry} {occasion} {done:?}");
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_is_reported_by_those_inside_and_above_and_starts_its_clock() {
    let world = bound().await;
    let (people, a) = (world.people, world.bodies.village_a);
    let fact = || report(a, "D04", FactKind::Event, &world.today());
    for stranger in [people.member_a, people.clerk_b, people.approver_b, people.administrator] {
        let done = world.touch(stranger, fact()).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(_))), "{done:?}");
    }
    for who in [people.clerk_a, people.overseer_a, people.approver_t, people.supervisor] {
        world.touch(who, fact()).await.unwrap();
    }
    let id = only_fact(&world).await;
    let due = observed(&world, "D04", Occasion::Fact(id, 0)).await.unwrap();
    assert!(matches!(due, Observance::Open | Observance::Soon { .. }), "{due:?}");
    world.clock.advance_days(20);
    let due = observed(&world, "D04", Occasion::Fact(id, 0)).await.unwrap();
    assert!(matches!(due, Observance::Late { .. }), "{due:?}");
    // what did not happen yet is no event, and a periodic item has no facts
    let ahead = report(a, "D04", FactKind::Event, &world.day(1));
    assert!(matches!(
        world.touch(people.clerk_a, ahead).await,
        Err(FlowError::Invalid("fact_ahead"))
    ));
    let idle = report(a, "D15", FactKind::Event, &world.today());
    assert!(matches!(
        world.touch(people.clerk_a, idle).await,
        Err(FlowError::Invalid("fact_kind"))
    ));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistaken_fact_is_voided_by_another_hand_and_stays_on_record() {
    let world = bound().await;
    let (people, a) = (world.people, world.bodies.village_a);
    let fact = report(a, "D04", FactKind::Event, &world.today());
    world.touch(people.approver_a, fact).await.unwrap();
    let id = only_fact(&world).await;
    let void = |reason: &str| Touch::Void { organization: a, fact: id, reason: reason.to_owned() };
    for who in [people.approver_a, people.clerk_a] {
        let done = world.touch(who, void("写错了日期")).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(_))), "{done:?}");
    }
    let done = world.touch(people.approver_t, void(" ")).await;
    assert!(matches!(done, Err(FlowError::Invalid("reason"))), "{done:?}");
    world.touch(people.approver_t, void("写错了日期")).await.unwrap();
    assert_eq!(observed(&world, "D04", Occasion::Fact(id, 0)).await, None);
    let again = world.touch(people.approver_t, void("写错了日期")).await;
    assert!(matches!(again, Err(FlowError::NotFound)), "{again:?}");
    let (db, at) = (world.database.store.reader.db(), world.authority);
    let kept = store::facts::of_organization(db, at, a).await.unwrap();
    assert_eq!(kept[0].voided.as_ref().unwrap().1, "写错了日期");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_body_above_releases_from_an_obligation_and_once() {
    let world = bound().await;
    let (people, a, month) = (world.people, world.bodies.village_a, late_month(&world));
    let excuse = || Touch::Excuse {
        organization: a,
        from: named("D15", month),
        reason: "村账由镇里代管,当月没有发生".to_owned(),
    };
    for own in [people.approver_a, people.every_duty, people.overseer_a, people.clerk_b] {
        let done = world.touch(own, excuse()).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(_))), "{done:?}");
    }
    world.touch(people.approver_t, excuse()).await.unwrap();
    let observed = observed(&world, "D15", month).await.unwrap();
    assert_eq!(observed, Observance::Excused { on: today(&world) });
    let again = world.touch(people.supervisor, excuse()).await;
    assert!(matches!(again, Err(FlowError::Conflict("excused"))), "{again:?}");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_paused_resumed_and_extended_by_an_article() {
    let world = bound().await;
    let (people, a) = (world.people, world.bodies.village_a);
    let fact = report(a, "D04", FactKind::Event, &world.today());
    world.touch(people.clerk_a, fact).await.unwrap();
    let occasion = Occasion::Fact(only_fact(&world).await, 0);
    let turn = |turn: Turn, article: &str| Touch::Turn {
        organization: a,
        of: named("D04", occasion),
        turned: Turned {
            turn, article: article.to_owned(), reason: "等待上级答复".to_owned()
        },
    };
    let now = today(&world);
    let open = Turn::Pause { from: now, until: None };
    let done = world.touch(people.clerk_a, turn(open, "第33条")).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(_))), "{done:?}");
    let done = world.touch(people.approver_a, turn(open, "")).await;
    assert!(matches!(done, Err(FlowError::Invalid("article"))), "{done:?}");
    let back = Turn::Pause { from: now.plus(-9), until: Some(now) };
    let done = world.touch(people.approver_a, turn(back, "第33条")).await;
    assert!(matches!(done, Err(FlowError::Invalid("turn"))), "{done:?}");
    world.touch(people.approver_a, turn(open, "第33条")).await.unwrap();
    world.clock.advance_days(30);
    assert_eq!(observed(&world, "D04", occasion).await, Some(Observance::Stopped));
    let resumed = Turn::Pause { from: now, until: Some(today(&world).previous()) };
    world.touch(people.approver_a, turn(resumed, "第33条")).await.unwrap();
    let due = observed(&world, "D04", occasion).await.unwrap();
    assert!(matches!(due, Observance::Open | Observance::Soon { .. }), "{due:?}");
    world.clock.advance_days(20);
    assert!(matches!(observed(&world, "D04", occasion).await, Some(Observance::Late { .. })));
    let longer = Turn::Extend { on: today(&world), days: 60 };
    world.touch(people.approver_a, turn(longer, "第33条")).await.unwrap();
    assert!(matches!(observed(&world, "D04", occasion).await, Some(Observance::Open)));
    world.finish().await;
}

fn adopt(at: OrganizationId, regime: &str, from_day: &str, adjust: Vec<Adjustment>) -> Touch {
    let (regime, from_day) = (regime.to_owned(), from_day.to_owned());
    Touch::Adopt { organization: at, regime, from_day, adjustments: adjust }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_is_made_by_whom_the_regime_names_and_never_bound_backwards() {
    let world = World::founded().await;
    let (people, a) = (world.people, world.bodies.village_a);
    // the county issues a village's catalogue; nobody of the village or township does
    let first = || adopt(a, VILLAGE, "2025-01-01", Vec::new());
    for who in [people.approver_a, people.approver_t, people.administrator] {
        let done = world.touch(who, first()).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(_))), "{done:?}");
    }
    // under the Party's rule of 2010 the body directly above does
    if world.flow.regime("party-2010").unwrap().items_for(kind_of(&world, a).await).count() > 0 {
        let party = adopt(a, "party-2010", "2025-01-01", Vec::new());
        world.touch(people.approver_t, party).await.unwrap();
    }
    world.flow.touch(None, &first()).await.unwrap();
    let remove =
        |reason: &str| vec![Adjustment::Remove { item: "D24".into(), reason: reason.into() }];
    let back = adopt(a, VILLAGE, "2025-06-01", remove("本村没有"));
    let done = world.flow.touch(None, &back).await;
    assert!(matches!(done, Err(FlowError::Invalid("from_day"))), "{done:?}");
    let done = world.flow.touch(None, &adopt(a, VILLAGE, &world.today(), remove(""))).await;
    assert!(matches!(done, Err(FlowError::Adjustments(faults)) if faults.len() == 1));
    world.flow.touch(None, &adopt(a, VILLAGE, &world.day(1), remove("本村没有"))).await.unwrap();
    assert_eq!(world.binding(a, VILLAGE).await.version, 1);
    world.clock.advance_days(1);
    let binding = world.binding(a, VILLAGE).await;
    assert_eq!(binding.version, 2);
    assert!(binding.catalogue.entry("D24").is_none());
    world.finish().await;
}

async fn kind_of(world: &World, id: OrganizationId) -> domain::organization::Kind {
    world.tree().await.get(id).unwrap().kind
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wall_shows_what_is_missing_and_the_count_follows() {
    let world = bound().await;
    let a = world.bodies.village_a;
    let wall = board(&world.flow, world.binding(a, VILLAGE).await, today(&world));
    let line = |wall: &flow::obligations::Board, id: &str| {
        let at = wall.binding.catalogue.entry(id).unwrap().0;
        wall.lines[usize::from(at)].clone()
    };
    let finance = line(&wall, "D15");
    assert_eq!(finance.state, State::Late);
    assert!(finance.late >= 10, "{}", finance.late);
    assert_eq!(line(&wall, "D04").state, State::Late, "its quarterly account");
    // counted as it is derived, kept once it was counted, and stale when something is touched
    assert!(world.flow.count_standings().await.unwrap() > 0);
    assert_eq!(world.flow.count_standings().await.unwrap(), 0);
    let before = world.flow.coverage().await.unwrap().counted[&a];
    let derived: u32 = wall.lines.iter().map(|line| line.late).sum();
    assert_eq!(before.late, derived);
    publish(&world, "D15", late_month(&world)).await;
    let after = world.flow.coverage().await.unwrap().counted[&a];
    assert_eq!(after.late, before.late - 1);
    assert_eq!(world.flow.count_standings().await.unwrap(), 1);
    assert_eq!(world.flow.coverage().await.unwrap().counted[&a], after);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_body_owes_until_then_and_its_successor_answers_for_what_is_left() {
    let world = bound().await;
    let bodies = world.bodies;
    for organization in [bodies.oversight_a, bodies.village_a] {
        let into = bodies.village_b;
        world.at_the_machine(flow::Change::Merge { organization, into }).await;
    }
    world.clock.advance_days(60);
    let inherited = world.flow.bindings(bodies.village_b).await.unwrap();
    let of_a = inherited.iter().find(|binding| binding.organization == bodies.village_a).unwrap();
    let until = of_a.until.unwrap();
    let now = today(&world);
    let duties = of_a.duties(&world.flow, (now.plus_years(-2), now), now);
    assert!(!duties.is_empty());
    assert!(duties.iter().all(|duty| duty.obligation.fact <= until));
    assert!(duties.iter().any(|duty| duty.observance.is_late()));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_loaded_late_moves_running_terms_and_says_so() {
    let world = bound().await;
    // the last working days of the year, whose notice is not known: weekends only
    let start: Day = "2027-02-03".parse().unwrap();
    let days = start.since(today(&world));
    world.clock.advance_days(i64::from(days));
    let id = world.brought_to(domain::workflow::State::ToReview).await;
    let before = world.disclosure(id).await.due.unwrap();
    let notice = HolidayYear::from_json(
        r#"{"year": 2027, "papers": [], "days": [
        {"name": "春节", "date": "2027-02-04", "isOffDay": true},
        {"name": "春节", "date": "2027-02-05", "isOffDay": true},
        {"name": "春节", "date": "2027-02-06", "isOffDay": true},
        {"name": "春节", "date": "2027-02-07", "isOffDay": true},
        {"name": "春节", "date": "2027-02-08", "isOffDay": true},
        {"name": "春节", "date": "2027-02-09", "isOffDay": true},
        {"name": "春节", "date": "2027-02-10", "isOffDay": true},
        {"name": "春节", "date": "2027-02-20", "isOffDay": false}]}"#,
    )
    .unwrap();
    let touch = Touch::LoadYear { notice };
    for below in [world.people.administrator, world.people.administrator_t] {
        let done = world.touch(below, touch.clone()).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(_))), "{done:?}");
    }
    world.flow.touch(None, &touch).await.unwrap();
    let after = world.disclosure(id).await.due.unwrap();
    assert!(after > before, "{before:?} {after:?}");
    assert!(!world.flow.calendar().is_provisional("2027-02-10".parse().unwrap()));
    assert_eq!(world.faults().await, [""; 0]);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_or_forward_changes_no_recorded_fact() {
    let world = bound().await;
    let a = world.bodies.village_a;
    let fact = report(a, "D04", FactKind::Event, &world.today());
    world.touch(world.people.clerk_a, fact).await.unwrap();
    let occasion = Occasion::Fact(only_fact(&world).await, 0);
    let due = async || {
        let binding = world.binding(a, VILLAGE).await;
        let now = today(&world);
        let all = binding.duties(&world.flow, (now.plus_years(-3), now.plus(800)), now);
        let found = all.into_iter().find(|duty| duty.obligation.occasion == occasion);
        found.map(|duty| (duty.obligation.fact, duty.obligation.due))
    };
    let before = due().await.unwrap();
    world.clock.advance_days(365);
    assert_eq!(due().await.unwrap(), before);
    world.clock.advance_days(-600);
    let (db, at) = (world.database.store.reader.db(), world.authority);
    let kept = store::facts::of_organization(db, at, a).await.unwrap();
    assert_eq!(kept.len(), 1);
    world.clock.advance_days(235);
    assert_eq!(due().await.unwrap(), before);
    world.finish().await;
}
