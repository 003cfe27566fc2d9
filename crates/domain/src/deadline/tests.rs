use super::*;
use crate::regime::Text;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn term(days: u16, kind: DayKind) -> Term {
    Term { days, kind, side: Side::After, at_end: AtEnd::Stays }
}

fn due(fact: &str, term: Term, turns: &[Turn]) -> Option<String> {
    let calendar = Calendar::shipped().unwrap();
    let turned =
        |turn: &Turn| Turned { turn: *turn, article: "第33条".into(), reason: "".into() };
    let turns: Vec<_> = turns.iter().map(turned).collect();
    let deadline = Count { fact: day(fact), term, turns: &turns }.deadline(&calendar);
    deadline.due.map(|due| due.to_string())
}

#[test]
fn the_last_day_moves_on_only_where_the_law_says_so() {
    let ten = Term { at_end: AtEnd::MovesOn, ..term(10, DayKind::Natural) };
    assert_eq!(due("2026-09-24", ten, &[]).unwrap(), "2026-10-08");
    assert_eq!(due("2026-09-24", term(10, DayKind::Natural), &[]).unwrap(), "2026-10-04");
    // a make-up Saturday is a working day, so the term ends on it
    assert_eq!(due("2026-09-30", ten, &[]).unwrap(), "2026-10-10");
}

#[test]
fn twenty_working_days_over_the_spring_festival() {
    assert_eq!(due("2026-02-03", term(20, DayKind::Working), &[]).unwrap(), "2026-03-09");
}

#[test]
fn pauses_extensions_and_restarts_turn_the_term() {
    let five = term(5, DayKind::Working);
    assert_eq!(due("2026-11-02", five, &[]).unwrap(), "2026-11-09");
    let pause = |from, until: Option<&str>| Turn::Pause { from: day(from), until: until.map(day) };
    // Wednesday to Friday stop: three working days more
    let stopped = pause("2026-11-04", Some("2026-11-06"));
    assert_eq!(due("2026-11-02", five, &[stopped]).unwrap(), "2026-11-12");
    // a weekend stops nothing of working days
    let idle = pause("2026-11-07", Some("2026-11-08"));
    assert_eq!(due("2026-11-02", five, &[idle]).unwrap(), "2026-11-09");
    // without an end it stands
    assert_eq!(due("2026-11-02", five, &[pause("2026-11-04", None)]), None);
    // what comes after the end is too late to stop anything
    let late = pause("2026-11-10", Some("2026-11-12"));
    assert_eq!(due("2026-11-02", five, &[late]).unwrap(), "2026-11-09");
    let longer = Turn::Extend { on: day("2026-11-09"), days: 20 };
    assert_eq!(due("2026-11-02", five, &[longer]).unwrap(), "2026-12-07");
    let anew = Turn::Restart { on: day("2026-11-16") };
    assert_eq!(due("2026-11-02", five, &[stopped, anew]).unwrap(), "2026-11-23");
}

#[test]
fn before_a_decision_the_whole_notice_is_over() {
    let notice = Term { side: Side::Before, ..term(5, DayKind::Working) };
    // 8, 9, 10 (made up), 12, 13 October are five working days before the 14th
    assert_eq!(due("2026-10-14", notice, &[]).unwrap(), "2026-10-07");
    let notice = Term { side: Side::Before, ..term(7, DayKind::Natural) };
    assert_eq!(due("2026-10-14", notice, &[]).unwrap(), "2026-10-06");
}

#[test]
fn the_explanation_names_fact_rule_article_skipped_and_swapped_days() {
    let calendar = Calendar::shipped().unwrap();
    let text = |zh: &str| Text { zh: zh.into(), en: zh.into() };
    let reasons = Reasons {
        fact: text("决定"),
        rule: text("决定后5个工作日内"),
        basis: vec![text("《某办法》第3条")],
    };
    let count = Count { fact: day("2026-09-30"), term: term(5, DayKind::Working), turns: &[] };
    let explanation = explain(&calendar, &count, &reasons);
    let lines: Vec<_> = explanation.lines.iter().map(|line| line.zh.as_str()).collect();
    assert_eq!(
        lines,
        [
            "起因:2026年9月30日(星期三),决定。",
            "规定:决定后5个工作日内。",
            "依据:《某办法》第3条。",
            "当天不算(《民法典》第201条),从2026年10月1日起数5个工作日。",
            "跳过周末1天。",
            "跳过放假:10月1日至10月7日国庆节。",
            "调休上班的照算:10月10日国庆节调休。",
            "所以最迟是2026年10月13日(星期二)当天。",
        ]
    );
    let marks = |day: Day| {
        let cells = explanation.months.iter().flat_map(|month| month.weeks.iter().flatten());
        cells.flatten().find(|cell| cell.day == day).map(|cell| cell.mark)
    };
    assert_eq!(explanation.months.len(), 2);
    assert_eq!(marks(day("2026-09-30")), Some(Mark::Fact));
    assert_eq!(marks(day("2026-10-05")), Some(Mark::Holiday));
    assert_eq!(marks(day("2026-10-08")), Some(Mark::Counted(1)));
    assert_eq!(marks(day("2026-10-10")), Some(Mark::MadeUp(3)));
    assert_eq!(marks(day("2026-10-11")), Some(Mark::Weekend));
    assert_eq!(marks(day("2026-10-13")), Some(Mark::Due));
    assert_eq!(marks(day("2026-10-14")), Some(Mark::Outside));
}

#[test]
fn a_year_not_announced_yet_is_marked_as_provisional() {
    let calendar = Calendar::shipped().unwrap();
    let count = |fact: &str, kind| {
        Count { fact: day(fact), term: term(10, kind), turns: &[] }.deadline(&calendar)
    };
    assert!(count("2027-02-01", DayKind::Working).is_provisional);
    assert!(!count("2027-02-01", DayKind::Natural).is_provisional);
    assert!(!count("2026-11-02", DayKind::Working).is_provisional);
    assert!(count("2026-12-20", DayKind::Working).is_provisional);
}
