//! The levels of all packs as the page `docs/procedures.md`; a test compares the two.

use std::fmt::Write;

use super::{DayKind, Level, Regime, Text};
use crate::procedure::{Meeting, ProcedureStep};

/// A table for each pack: level, steps in order with who, how long and by which rule.
pub fn procedures(regimes: &[Regime]) -> String {
    let mut page = String::new();
    for regime in regimes {
        let _ = writeln!(page, "## {} ({})\n", regime.id, regime.name.zh);
        page.push_str("| level | step | by whom | within | meeting: quorum, majority |\n");
        page.push_str("|---|---|---|---|---|\n");
        for level in &regime.levels {
            rows(&mut page, level);
        }
        for fixed in &regime.fixed {
            let levels = fixed.levels.join(", ");
            let levels = if levels.is_empty() { "every level" } else { levels.as_str() };
            let (step, why) = (fixed.step.word(), &fixed.why);
            let _ = writeln!(page, "\n*{step}* is fixed in {levels}: {} / {}.", why.zh, why.en);
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page
}

fn rows(page: &mut String, level: &Level) {
    let mark = if level.verified { "" } else { " (proposal)" };
    for (nth, step) in level.steps.iter().enumerate() {
        let code = match nth {
            0 => format!("**{}** {}{mark}", level.code, both(&level.name)),
            _ => String::new(),
        };
        let (number, word, by) = (nth + 1, step.step.word(), both(&step.by));
        let (days, rule) = (within(step), rules(step));
        let _ = writeln!(page, "| {code} | {number} {word} | {by} | {days} | {rule} |");
    }
}

fn both(text: &Text) -> String {
    format!("{} / {}", text.zh, text.en)
}

fn within(step: &ProcedureStep) -> String {
    let kind = match step.day_kind {
        Some(DayKind::Working) => "working days",
        Some(DayKind::Natural) | None => "days",
    };
    step.days.map_or_else(|| "—".to_owned(), |days| format!("{days} {kind}"))
}

fn rules(step: &ProcedureStep) -> String {
    let rule = |meeting: &Meeting| {
        let basis = match meeting.basis.is_empty() {
            true => "unverified".to_owned(),
            false => meeting.basis.join("; "),
        };
        let (name, quorum, majority) = (both(&meeting.name), meeting.quorum, meeting.majority);
        format!("{name}: {quorum}, {majority} ({basis})")
    };
    let meetings = step.meeting.iter().flat_map(Meeting::choices);
    let rules = meetings.map(rule).collect::<Vec<_>>().join("; or ");
    if rules.is_empty() { "—".to_owned() } else { rules }
}
