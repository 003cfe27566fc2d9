//! Working days by the calendar, and the obligations of a county's year: 500 organizations × 34
//! items.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use domain::calendar::{Calendar, Day, DayKind};
use domain::ids::FactId;
use domain::obligation::{Fact, FactKind, Owed, Touched, clocks_of, derive, observe};
use domain::regime::{Regime, VILLAGE};

/// The slow and obvious way, for comparison: look at each day.
fn walk(calendar: &Calendar, from: Day, days: u16) -> Day {
    let (mut at, mut left) = (from, days);
    while left > 0 {
        at = at.next();
        left -= u16::from(calendar.is_working(at));
    }
    at
}

fn working_days(criterion: &mut Criterion) {
    let calendar = Calendar::shipped().expect("the calendar of the release is well formed");
    let days: Vec<Day> = (13_514..20_818).map(Day).collect();
    let mut group = criterion.benchmark_group("twenty working days after each day of 2007-2026");
    group.throughput(Throughput::Elements(days.len() as u64));
    group.bench_function("calendar", |bench| {
        bench.iter(|| {
            for day in &days {
                black_box(calendar.after(black_box(*day), 20, DayKind::Working));
            }
        });
    });
    group.bench_function("each day looked at", |bench| {
        bench.iter(|| {
            for day in &days {
                black_box(walk(&calendar, black_box(*day), 20));
            }
        });
    });
    group.finish();
}

fn county(criterion: &mut Criterion) {
    let calendar = Calendar::shipped().expect("the calendar of the release is well formed");
    let village = Regime::parse(VILLAGE).expect("the pack of the release is well formed");
    let items: Vec<_> = village.items().iter().collect();
    let clocks = clocks_of(items.iter().copied());
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let (from, to, today) = (day("2026-01-01"), day("2026-12-31"), day("2026-11-24"));
    let since = vec![day("2020-01-01"); items.len()];
    // Each item with facts has had one each month.
    let facts: Vec<_> = (0..).zip(&items).flat_map(|(at, item)| monthly(at, item, from)).collect();
    let owed = Owed { clocks: &clocks, since: &since, until: None, facts: &facts, turns: &[] };
    let touched = Touched { fulfilments: &[], excuses: &[] };
    let mut group = criterion.benchmark_group("a county's year");
    group.throughput(Throughput::Elements(500));
    group.bench_function("500 organizations of 34 items, each with monthly facts", |bench| {
        bench.iter(|| {
            let mut late = 0_u32;
            for _ in 0..500 {
                for each in derive(&calendar, black_box(&owed), from, to) {
                    late += u32::from(observe(&each, &touched, today).is_late());
                }
            }
            black_box(late)
        });
    });
    group.finish();
}

fn monthly(at: u16, item: &domain::regime::Item, from: Day) -> Vec<(u16, Fact)> {
    let kinds = FactKind::of(item.clocks());
    let fact = |kind, month: i32| Fact {
        id: FactId(uuid::Uuid::from_u128(u128::from(at) * 100 + month.unsigned_abs() as u128)),
        item: item.id.clone(),
        kind,
        clock: None,
        on: from.plus(month * 30 + 5),
        name: String::new(),
    };
    kinds.flat_map(|kind| (0..12).map(move |month| (at, fact(kind, month)))).collect()
}

criterion_group!(benches, working_days, county);
criterion_main!(benches);
