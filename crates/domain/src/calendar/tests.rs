use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::shipped().unwrap()
}

/// The slow and obvious way: look at each day.
fn walk(calendar: &Calendar, from: Day, days: u16) -> Day {
    let (mut at, mut left) = (from, days);
    while left > 0 {
        at = at.next();
        let is_worked = match calendar.years().find_map(|year| year.days.get(&at)) {
            Some(named) => !named.is_off,
            None => !at.is_weekend(),
        };
        left -= u16::from(is_worked);
    }
    at
}

#[test]
fn every_day_of_twenty_years_agrees_with_looking_at_each_day() {
    let calendar = calendar();
    for from in (day("2007-01-01").0..=day("2026-12-31").0).map(Day) {
        for days in [0, 1, 2, 3, 5, 7, 10, 15, 20, 22] {
            let (fast, slow) =
                (calendar.after(from, days, DayKind::Working), walk(&calendar, from, days));
            assert_eq!(fast, slow, "{days} working days after {from}");
            assert_eq!(calendar.between(from, slow, DayKind::Working), u32::from(days));
        }
    }
}

#[test]
fn a_notice_of_so_many_days_is_over_before_the_decision() {
    let calendar = calendar();
    for decision in (day("2025-12-01").0..=day("2026-12-31").0).map(Day) {
        for days in [1, 3, 5, 7, 15] {
            for kind in [DayKind::Working, DayKind::Natural] {
                let start = calendar.before(decision, days, kind);
                assert!(calendar.after(start, days, kind) < decision, "{start} {decision}");
                assert!(calendar.after(start.next(), days, kind) >= decision, "{start} {decision}");
            }
        }
    }
}

#[test]
fn swaps_around_spring_festival_are_worked_and_off() {
    let calendar = calendar();
    assert_eq!(calendar.nature(day("2026-02-14")), DayNature::MadeUp("春节"));
    assert_eq!(calendar.nature(day("2026-02-16")), DayNature::Holiday("春节"));
    assert_eq!(calendar.nature(day("2026-02-24")), DayNature::Working);
    assert_eq!(calendar.after(day("2026-02-13"), 1, DayKind::Working), day("2026-02-14"));
    assert_eq!(calendar.after(day("2026-02-13"), 2, DayKind::Working), day("2026-02-24"));
    assert_eq!(calendar.moved_on(day("2026-02-15")), day("2026-02-24"));
    assert_eq!(calendar.moved_on(day("2026-02-14")), day("2026-02-14"));
}

/// 2020: the Monday after a holiday that had been made longer was named as worked.
#[test]
fn a_weekday_named_as_worked_is_a_plain_working_day() {
    assert_eq!(calendar().nature(day("2020-02-03")), DayNature::Working);
}

#[test]
fn the_last_days_of_a_year_wait_for_the_next_notice() {
    let calendar = calendar();
    assert!(!calendar.is_provisional(day("2026-11-24")));
    assert!(calendar.is_provisional(day("2026-12-31")));
    assert!(calendar.is_provisional(day("2027-03-01")));
    assert!(!calendar.is_provisional(day("2025-12-31")));
}

const NEXT_YEAR: &str = r#"{"year": 2027, "papers": ["https://example.org/2027"], "days": [
  {"name": "元旦", "date": "2026-12-31", "isOffDay": true},
  {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
  {"name": "元旦", "date": "2027-01-02", "isOffDay": true},
  {"name": "元旦", "date": "2027-01-03", "isOffDay": true},
  {"name": "春节", "date": "2027-02-05", "isOffDay": true},
  {"name": "春节", "date": "2027-02-08", "isOffDay": true},
  {"name": "春节", "date": "2027-02-09", "isOffDay": true},
  {"name": "春节", "date": "2027-02-10", "isOffDay": true},
  {"name": "春节", "date": "2027-02-20", "isOffDay": false}]}"#;

#[test]
fn a_year_loaded_later_changes_its_days_and_the_end_of_the_year_before() {
    let before = calendar();
    let after = before.with(HolidayYear::from_json(NEXT_YEAR).unwrap());
    assert!(before.is_working(day("2026-12-31")) && !after.is_working(day("2026-12-31")));
    assert_eq!(after.after(day("2026-12-30"), 1, DayKind::Working), day("2027-01-04"));
    assert!(!after.is_provisional(day("2026-12-31")));
    assert_eq!(after.nature(day("2027-02-20")), DayNature::MadeUp("春节"));
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let read = |text: &str| HolidayYear::from_json(text);
    assert!(matches!(read("{"), Err(HolidayError::Form(_))));
    let twice = NEXT_YEAR.replace("2027-02-09", "2027-02-08");
    assert!(matches!(read(&twice), Err(HolidayError::Twice(_))));
    let outside = NEXT_YEAR.replace("2027-02-20", "2028-02-20");
    assert!(matches!(read(&outside), Err(HolidayError::Outside { .. })));
    let few =
        r#"{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#;
    assert!(matches!(read(few), Err(HolidayError::Count(2027, 1))));
}

proptest! {
    #[test]
    fn more_days_never_end_earlier(from in 0_i32..40_000, few in 0_u16..400, more in 0_u16..400) {
        let calendar = Calendar::new([]);
        let after = |days| calendar.after(Day(from), days, DayKind::Working);
        prop_assert!(after(few.min(more)) <= after(few.max(more)));
    }
}
