//! Every clock of the packs reckoned and explained, as the page `docs/deadlines.md`; a test
//! compares the two.

use std::fmt::Write;

use super::{ItemClock, Length, Occasion, Period, count_of, fact_text, term_of};
use crate::calendar::{Calendar, Day};
use crate::deadline::{Reasons, explain};
use crate::ids::FactId;
use crate::regime::{Cadence, CadenceKind, Footing, Item, Regime, Text};

/// The articles of a clock as they are printed, marked where they bind only their own place or
/// were not read.
pub fn basis_of(regime: &Regime, cadence: &Cadence) -> Vec<Text> {
    let cited = regime.cited(&cadence.basis);
    let mark = match regime.footing(cadence) {
        Footing::National => Text { zh: String::new(), en: String::new() },
        Footing::Local => Text { zh: "(地方规定)".to_owned(), en: " (local rule)".to_owned() },
        Footing::Unverified => {
            Text { zh: "(未核实)".to_owned(), en: " (not verified)".to_owned() }
        }
    };
    let print = |cited: crate::regime::Cited<'_>| {
        let title = &cited.source.title;
        let (zh, en) = match cited.at {
            Some(at) if at.bytes().all(|byte| byte.is_ascii_digit()) => {
                (format!("第{at}条"), format!(", art. {at}"))
            }
            Some(at) => (at.to_owned(), format!(", {at}")),
            None => (String::new(), String::new()),
        };
        Text {
            zh: format!("{}{zh}{}", title.zh, mark.zh),
            en: format!("{}{en}{}", title.en, mark.en),
        }
    };
    cited.map(print).collect()
}

/// What the explanation of a clock says beside its numbers.
pub fn reasons_of(
    regime: &Regime,
    cadence: &Cadence,
    occasion: Occasion,
    fact_name: &str,
) -> Reasons {
    Reasons {
        fact: fact_text(occasion, cadence.kind, fact_name),
        rule: cadence.text.clone(),
        basis: basis_of(regime, cadence),
    }
}

/// The page: each clock with a number, from a day that lies before holidays or at a period's end.
pub fn deadlines(regimes: &[Regime], calendar: &Calendar) -> String {
    let mut page = String::new();
    for regime in regimes {
        let _ = writeln!(page, "## {} ({})\n", regime.id, regime.name.zh);
        for item in regime.items() {
            for (nth, cadence) in (0..).zip(item.clocks()) {
                example(&mut page, calendar, (regime, item), (nth, cadence));
            }
        }
    }
    page.truncate(page.trim_end().len());
    page
}

/// The eve of the Spring Festival's make-up days, and of the national holiday.
const FACTS: [Day; 2] = [Day(20_497), Day(20_726)];

fn example(
    page: &mut String,
    calendar: &Calendar,
    (regime, item): (&Regime, &Item),
    (nth, cadence): (u8, &Cadence),
) {
    let clock = ItemClock { item: 0, clock: nth, kind: cadence.kind, term: term_of(cadence) };
    let (occasion, fact) = match Length::of(cadence.kind) {
        Some(length) => {
            let period = Period::of(length, FACTS[1]);
            (Occasion::Period(period), period.last_day())
        }
        None if cadence.kind == CadenceKind::LongTerm => (Occasion::Shown(nth), FACTS[0]),
        None => {
            let fact = FactId(uuid::Uuid::nil());
            (Occasion::Fact(fact, nth), FACTS[usize::from(nth % 2)])
        }
    };
    let Some(count) = count_of(&clock, fact, &[]) else { return };
    let reasons = reasons_of(regime, cadence, occasion, &item.name.zh);
    let explanation = explain(calendar, &count, &reasons);
    let _ = writeln!(page, "**{} {}**\n", item.id, item.name.zh);
    for line in &explanation.lines {
        let _ = writeln!(page, "- {}", line.zh);
    }
    page.push('\n');
}
