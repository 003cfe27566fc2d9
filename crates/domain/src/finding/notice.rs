//! 公示: a notice that takes objections says how long and where they go. Without either nobody can
//! object.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finding, Ground, LeastNotice};
use crate::disclosure::{Draft, NoticePlan};
use crate::regime::DayKind;

pub(super) fn check(draft: &Draft, ground: &Ground<'_>) -> Vec<Finding> {
    let Some(plan) = &draft.notice else {
        let wanted = ground.notice.is_some() || is_titled_notice(&draft.title());
        return wanted.then(|| Finding::blocks("notice_missing", None, "")).into_iter().collect();
    };
    let mut findings = Vec::new();
    let least = ground.notice.unwrap_or_default();
    if plan.days == 0 || !is_long_enough(plan, least) {
        let found = format!("{} < {}", plan.days, least.days.max(1));
        findings.push(Finding::blocks("notice_too_short", None, found));
    }
    if !has_channel(&plan.channel) {
        findings.push(Finding::blocks("notice_no_channel", None, plan.channel.trim()));
    }
    findings
}

/// A title that announces a notice; one that reports the result of a notice takes no objections.
fn is_titled_notice(title: &str) -> bool {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let over = ["公示结果", "公示期满", "公示情况", "公示制度", "公示办法", "公示后", "公示牌"];
    title.contains("公示") && !over.iter().any(|word| title.contains(word))
}

/// Working days against natural ones: each five working days, begun ones too, span a weekend.
fn is_long_enough(plan: &NoticePlan, least: LeastNotice) -> bool {
    let needed = match (least.day_kind, plan.day_kind) {
        (DayKind::Working, DayKind::Natural) => {
            least.days.saturating_add(least.days.div_ceil(5).saturating_mul(2))
        }
        (DayKind::Natural, _) | (DayKind::Working, DayKind::Working) => least.days,
    };
    plan.days >= needed
}

/// A telephone number, a hotline, an e-mail or a postal address.
fn has_channel(channel: &str) -> bool {
    static WAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"\d[\d -]{5,}\d|(?:^|[^0-9])1\d{4}(?:$|[^0-9])|@[A-Za-z0-9]|[\u{4E00}-\u{9FFF}]{2}[路街巷道村镇乡区][\u{4E00}-\u{9FFF}0-9]{0,12}(?:号|楼|室|村|委会|中心|大厅|政府|办公室)",
        )
        .expect("a constant")
    });
    WAY.is_match(&super::normal::Normal::of(channel).text)
}
