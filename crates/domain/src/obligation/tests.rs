use super::*;
use crate::calendar::{Calendar, DayKind};
use crate::organization::Kind;
use crate::regime::{Regime, VILLAGE};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::shipped().unwrap()
}

fn clock(kind: CadenceKind, term: Option<(u16, DayKind)>) -> ItemClock {
    let side = if kind == CadenceKind::PreNotice { Side::Before } else { Side::After };
    let term = term.map(|(days, kind)| Term { days, kind, side, at_end: AtEnd::Stays });
    ItemClock { item: 0, clock: 0, kind, term }
}

fn fact(kind: FactKind, on: &str) -> (u16, Fact) {
    let id = FactId(uuid::Uuid::from_u128(u128::from(on.len() as u64) + kind as u128));
    (0, Fact { id, item: "D15".into(), kind, clock: None, on: day(on), name: "会议".into() })
}

struct Given {
    clock: ItemClock,
    since: &'static str,
    until: Option<&'static str>,
    facts: Vec<(u16, Fact)>,
}

fn list(given: &Given, from: &str, to: &str) -> Vec<(String, String)> {
    let owed = Owed {
        clocks: &[given.clock],
        since: &[day(given.since)],
        until: given.until.map(day),
        facts: &given.facts,
        turns: &[],
    };
    let derived = derive(&calendar(), &owed, day(from), day(to));
    let line = |each: &Obligation| {
        let due = match each.due {
            Due::On(day) => day.to_string(),
            Due::Within(day) => format!("within {day}"),
            Due::Promptly(day) => format!("promptly {day}"),
            Due::Stopped => "stopped".to_owned(),
        };
        (each.occasion.to_string().chars().take(7).collect(), due)
    };
    derived.iter().map(line).collect()
}

fn periodic(kind: CadenceKind, days: Option<u16>) -> Given {
    let clock = clock(kind, days.map(|days| (days, DayKind::Natural)));
    Given { clock, since: "2020-01-01", until: None, facts: Vec::new() }
}

fn pairs(list: &[(String, String)]) -> Vec<(&str, &str)> {
    list.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

#[test]
fn a_month_is_due_by_the_fifteenth_of_the_next_also_in_leap_years_and_over_the_year() {
    let given = periodic(CadenceKind::Monthly, Some(15));
    let year = list(&given, "2024-01-01", "2024-12-31");
    // what the last December owed is due in this year; this December is owed but due in the next
    assert_eq!(year.len(), 13);
    let ends = [year[0].clone(), year[2].clone(), year[12].clone()];
    assert_eq!(
        pairs(&ends),
        [("2023-12", "2024-01-15"), ("2024-02", "2024-03-15"), ("2024-12", "2025-01-15")]
    );
}

#[test]
fn quarters_half_years_and_years_end_where_they_end() {
    let quarters = list(&periodic(CadenceKind::Quarterly, Some(15)), "2026-04-01", "2026-06-30");
    assert_eq!(pairs(&quarters), [("2026-Q1", "2026-04-15"), ("2026-Q2", "2026-07-15")]);
    let halves = list(&periodic(CadenceKind::HalfYearly, None), "2026-01-01", "2026-12-31");
    assert_eq!(
        pairs(&halves),
        [("2026-H1", "within 2026-06-30"), ("2026-H2", "within 2026-12-31")]
    );
    let years = list(&periodic(CadenceKind::Yearly, Some(31)), "2026-01-01", "2026-01-31");
    assert_eq!(pairs(&years), [("2025", "2026-01-31"), ("2026", "2027-01-31")]);
}

#[test]
fn a_new_body_owes_the_period_it_sees_the_end_of_and_a_dissolved_one_none_that_ends_later() {
    let new = Given { since: "2026-03-31", ..periodic(CadenceKind::Quarterly, Some(15)) };
    assert_eq!(list(&new, "2026-01-01", "2026-06-30")[0].0, "2026-Q1");
    let later = Given { since: "2026-04-01", ..periodic(CadenceKind::Quarterly, Some(15)) };
    assert_eq!(list(&later, "2026-01-01", "2026-06-30")[0].0, "2026-Q2");
    let merged = Given { until: Some("2026-05-20"), ..periodic(CadenceKind::Quarterly, Some(15)) };
    assert_eq!(pairs(&list(&merged, "2026-04-01", "2026-12-31")), [("2026-Q1", "2026-04-15")]);
}

#[test]
fn facts_start_the_clocks_they_belong_to() {
    let event = Given {
        clock: clock(CadenceKind::Event, Some((3, DayKind::Working))),
        facts: vec![fact(FactKind::Event, "2026-09-30"), fact(FactKind::Stage, "2026-09-30")],
        ..periodic(CadenceKind::Event, None)
    };
    // 8 and 9 October and the make-up Saturday
    assert_eq!(list(&event, "2026-09-01", "2026-12-31")[0].1, "2026-10-10");
    assert_eq!(list(&event, "2026-09-01", "2026-12-31").len(), 1);
    let notice = Given {
        clock: clock(CadenceKind::PreNotice, Some((5, DayKind::Working))),
        facts: vec![fact(FactKind::Decision, "2026-10-14")],
        ..periodic(CadenceKind::PreNotice, None)
    };
    assert_eq!(list(&notice, "2026-09-01", "2026-12-31")[0].1, "2026-10-07");
    let promptly = Given {
        clock: clock(CadenceKind::Event, None),
        facts: vec![fact(FactKind::Event, "2026-09-30")],
        ..periodic(CadenceKind::Event, None)
    };
    assert_eq!(list(&promptly, "2026-12-01", "2026-12-31")[0].1, "promptly 2026-09-30");
    // what arose before the item bound is not owed
    let early = Given { since: "2026-10-01", ..promptly };
    assert!(list(&early, "2026-12-01", "2026-12-31").is_empty());
}

fn observed_of(due: Due, occasion: Occasion, touched: &[Fulfilment], today: &str) -> Observance {
    let obligation = Obligation {
        item: 0,
        clock: 0,
        occasion,
        opens: day("2026-07-01"),
        fact: day("2026-09-30"),
        due,
    };
    let touched = Touched { fulfilments: touched, excuses: &[] };
    observe(&obligation, &touched, day(today))
}

#[test]
fn a_quarter_is_open_then_soon_then_late_and_met_in_time_or_late() {
    let quarter = Occasion::Period("2026-Q3".parse().unwrap());
    let due = Due::On(day("2026-10-15"));
    let on = |today| observed_of(due, quarter, &[], today);
    assert_eq!(on("2026-09-30"), Observance::Open);
    assert_eq!(on("2026-10-12"), Observance::Soon { days: 3 });
    assert_eq!(on("2026-10-15"), Observance::Soon { days: 0 });
    assert_eq!(on("2026-10-16"), Observance::Late { days: 1 });
    let published = |on: &str, ended: Option<&str>, is_nil| Fulfilment {
        item: 0,
        occasion: quarter,
        on: day(on),
        ended: ended.map(day),
        is_nil,
    };
    let met = |touched: &[Fulfilment]| observed_of(due, quarter, touched, "2026-11-01");
    let in_time = published("2026-10-15", None, false);
    assert_eq!(met(&[in_time]), Observance::Met { on: in_time.on, late: 0, is_nil: false });
    assert_eq!(met(&[published("2026-10-18", None, true)]).word(), "met_late");
    // what was withdrawn meets nothing any more; what is to come not yet
    assert_eq!(met(&[published("2026-10-10", Some("2026-10-20"), false)]).word(), "late");
    assert_eq!(met(&[published("2026-11-02", None, false)]).word(), "late");
    // another period is another matter
    let other = Fulfilment { occasion: Occasion::Period("2026-Q2".parse().unwrap()), ..in_time };
    assert_eq!(met(&[other]).word(), "late");
}

#[test]
fn what_has_to_stay_up_is_late_from_the_day_it_was_taken_down() {
    let (shown, due) = (Occasion::Shown(0), Due::On(day("2026-10-15")));
    let up = |on: &str, ended: Option<&str>| Fulfilment {
        item: 0,
        occasion: shown,
        on: day(on),
        ended: ended.map(day),
        is_nil: false,
    };
    let at = |touched: &[Fulfilment], today| observed_of(due, shown, touched, today);
    let gone = up("2026-10-10", Some("2026-11-01"));
    assert_eq!(at(&[gone], "2026-10-31").word(), "met");
    assert_eq!(at(&[gone], "2026-11-04"), Observance::Late { days: 3 });
    assert_eq!(at(&[gone, up("2026-11-03", None)], "2026-11-04").word(), "met_late");
    let changed = Fulfilment { occasion: fact_occasion(), ..up("2026-11-03", None) };
    assert_eq!(at(&[gone, changed], "2026-11-04").word(), "met_late");
}

fn fact_occasion() -> Occasion {
    Occasion::Fact(FactId(uuid::Uuid::from_u128(7)), 0)
}

#[test]
fn an_occasion_is_read_as_it_is_written() {
    let all = [Occasion::Period("2026-H1".parse().unwrap()), fact_occasion(), Occasion::Shown(1)];
    for occasion in all {
        assert_eq!(occasion.to_string().parse(), Ok(occasion));
    }
    for text in ["", "shown-", "shown-12", "fact-1", "fact-xx-0", "2026-Q9"] {
        assert_eq!(text.parse::<Occasion>(), Err(NoOccasion), "{text}");
    }
}

#[test]
fn every_shipped_item_says_which_facts_make_it_due() {
    let village = Regime::parse(VILLAGE).unwrap();
    let facts = |id: &str| FactKind::of(village.item(id).unwrap().clocks()).collect::<Vec<_>>();
    assert_eq!(facts("D15"), []);
    assert_eq!(facts("D01"), [FactKind::Change]);
    assert!(village.items_for(Kind::VillageCommittee).count() > 20);
    for regime in crate::regime::shipped().unwrap() {
        for item in regime.items() {
            for clock in item.clocks().filter(|clock| !clock.alternative) {
                let started = FactKind::of(item.clocks()).any(|fact| fact.starts(clock.kind));
                assert!(started || Length::of(clock.kind).is_some(), "{} {clock:?}", item.id);
            }
        }
    }
}

/// `docs/deadlines.md`: more than sixty rules with a number, each explained to its day.
#[test]
fn every_rule_explains_its_day_on_the_page() {
    let page = include_str!("../../../../docs/deadlines.md");
    let wanted = deadlines(&crate::regime::shipped().unwrap(), &calendar());
    assert!(page.contains(&wanted), "docs/deadlines.md must end with:\n{wanted}");
    assert!(wanted.matches("所以最迟").count() >= 60);
}

#[test]
fn the_english_explanation_has_as_many_sentences() {
    let village = Regime::parse(VILLAGE).unwrap();
    let item = village.item("D15").unwrap();
    let clock = clocks_of([item])[0];
    let period: Period = "2026-09".parse().unwrap();
    let count = count_of(&clock, period.last_day(), &[]).unwrap();
    let reasons = reasons_of(&village, &item.cadence, Occasion::Period(period), "");
    let explanation = crate::deadline::explain(&calendar(), &count, &reasons);
    let english: Vec<_> = explanation.lines.iter().map(|line| line.en.as_str()).collect();
    assert_eq!(english.len(), explanation.lines.len());
    assert_eq!(english.first(), Some(&"Fact: Wednesday 2026-09-30, last day of 2026-09."));
    assert_eq!(english.last(), Some(&"So the last day in time is Thursday 2026-10-15."));
}
