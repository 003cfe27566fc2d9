//! Packs, overlays and their faults in plain words, Chinese and English.

use std::fmt::Write;

use domain::procedure::{ProcedureStep, StepKind};
use domain::regime::{Change, DayKind, Fault, Level, Regime, Text, Written};

/// Every fault of a file on two lines: where and what, and what to write instead.
pub(crate) fn faults(name: &str, faults: &[Fault], zh: bool) -> String {
    let count = faults.len();
    let mut said = match zh {
        true => format!("{name}：{count} 处有误\n"),
        false => format!("{name}: {count} {}\n", if count == 1 { "fault" } else { "faults" }),
    };
    for fault in faults {
        let (cause, mend) = (fault.kind.cause(), fault.kind.mend());
        let _ = match zh {
            true => writeln!(said, "  第 {} 行：{}\n    改法：{}", fault.line, cause.zh, mend.zh),
            false => writeln!(said, "  line {}: {}\n    mend: {}", fault.line, cause.en, mend.en),
        };
    }
    said
}

pub(crate) fn unreadable(name: &str, why: &std::io::Error, zh: bool) -> String {
    match zh {
        true => format!("{name}：读不出来（{why}）\n"),
        false => format!("{name}: cannot be read ({why})\n"),
    }
}

/// What a sound file holds.
pub(crate) fn written(name: &str, written: &Written, zh: bool) -> String {
    match written {
        Written::Pack(regime) => pack(name, regime, zh),
        Written::Overlay { regime, changes } => overlay(name, regime, changes, zh),
    }
}

fn pack(name: &str, regime: &Regime, zh: bool) -> String {
    let (id, version, title) = (&regime.id, &regime.version, of(&regime.name, zh));
    let (items, levels) = (regime.items().len(), regime.levels.len());
    let mut said = match zh {
        true => {
            format!("{name}：正确。{id} {version}“{title}”，{items} 个事项，{levels} 个审批层级\n")
        }
        false => format!(
            "{name}: sound. {id} {version} \"{title}\", {items} items, {levels} levels of approval\n"
        ),
    };
    for each in &regime.levels {
        said.push_str(&level(each, zh));
    }
    said
}

fn overlay(name: &str, regime: &Regime, changes: &[Change], zh: bool) -> String {
    let (id, version) = (&regime.id, &regime.version);
    let mut said = match zh {
        true => format!("{name}：正确。叠加后为 {id} {version}，改动如下\n"),
        false => format!("{name}: sound. It makes {id} {version} and changes\n"),
    };
    for change in changes {
        let _ = writeln!(said, "  {}", changed(change, zh));
        let (Change::LevelReplaced { code } | Change::LevelAdded { code }) = change else {
            continue;
        };
        if let Some(each) = regime.level(code) {
            let _ = write!(said, "  {}", level(each, zh));
        }
    }
    said
}

fn changed(change: &Change, zh: bool) -> String {
    match (change, zh) {
        (Change::LevelReplaced { code }, true) => format!("层级 {code}：整体替换"),
        (Change::LevelReplaced { code }, false) => format!("level {code}: replaced"),
        (Change::LevelAdded { code }, true) => format!("层级 {code}：新增"),
        (Change::LevelAdded { code }, false) => format!("level {code}: new"),
        (Change::ItemChanged { id, fields, lowered }, true) => {
            let low = if *lowered { "（审批层级低于原定，请确认）" } else { "" };
            match fields.is_empty() {
                true => format!("事项 {id}：与原来相同，没有改动"),
                false => format!("事项 {id}：改动 {}{low}", fields.join("、")),
            }
        }
        (Change::ItemChanged { id, fields, lowered }, false) => {
            let low = if *lowered { " (approval lower than the pack's: confirm it)" } else { "" };
            match fields.is_empty() {
                true => format!("item {id}: as it was, nothing changes"),
                false => format!("item {id}: {}{low}", fields.join(", ")),
            }
        }
        (Change::ItemAdded { id }, true) => format!("事项 {id}：新增"),
        (Change::ItemAdded { id }, false) => format!("item {id}: new"),
        (Change::ItemWithout { id, reason }, true) => format!("事项 {id}：去掉，{}", reason.zh),
        (Change::ItemWithout { id, reason }, false) => format!("item {id}: gone, {}", reason.en),
    }
}

/// A level with its steps on one line.
fn level(level: &Level, zh: bool) -> String {
    let steps: Vec<_> = level.steps.iter().map(|each| step(each, zh)).collect();
    let colon = if zh { "：" } else { ": " };
    format!("  {} {}{colon}{}\n", level.code, of(&level.name, zh), steps.join(" → "))
}

fn step(step: &ProcedureStep, zh: bool) -> String {
    let (word, by) = (if zh { in_chinese(step.step) } else { step.step.word() }, of(&step.by, zh));
    let days = match (step.days, step.day_kind, zh) {
        (None, _, _) => String::new(),
        (Some(days), Some(DayKind::Working), true) => format!("，{days} 个工作日"),
        (Some(days), _, true) => format!("，{days} 日"),
        (Some(days), Some(DayKind::Working), false) => format!(", {days} working days"),
        (Some(days), _, false) => format!(", {days} days"),
    };
    if zh { format!("{word}（{by}{days}）") } else { format!("{word} ({by}{days})") }
}

fn in_chinese(step: StepKind) -> &'static str {
    match step {
        StepKind::Propose => "提出",
        StepKind::Review => "审核",
        StepKind::Supervise => "监督审查",
        StepKind::Decide => "集体决定",
        StepKind::Approve => "审批",
        StepKind::Concur => "联合机构同意",
        StepKind::Consent => "上级同意",
    }
}

fn of(text: &Text, zh: bool) -> &str {
    if zh { &text.zh } else { &text.en }
}
