//! The numbers that no overlay loosens: those that rest on verified national law alone. A local number or a proposal of
//! the pack is there to be replaced.

use super::super::{Cadence, CadenceKind, DayKind, Footing, Item, NoticeRule, Source, footing_of};

/// The field, and in words the rule, that `new` loosens against `old`.
pub(super) fn loosened<'a>(
    sources: &[Source],
    old: &'a Item,
    new: &Item,
) -> Vec<(&'static str, &'a super::Text)> {
    let is_law = |basis: &[String]| footing_of(sources, basis) == Footing::National;
    let mut found = Vec::new();
    for clock in old.clocks().filter(|clock| is_law(&clock.basis)) {
        if !new.clocks().any(|other| keeps(other, clock)) {
            found.push(("cadence", &clock.text));
        }
    }
    if let Some(notice) = old.notice.as_ref().filter(|notice| is_law(&notice.basis))
        && !new.notice.as_ref().is_some_and(|other| lasts(other, notice))
    {
        found.push(("notice", &notice.text));
    }
    found
}

/// Whether `new` is met only by who meets `old`.
fn keeps(new: &Cadence, old: &Cadence) -> bool {
    let as_often = match (period(new.kind), period(old.kind)) {
        (Some(new), Some(old)) => new <= old,
        _ => new.kind == old.kind,
    };
    let Some(old_days) = old.days else { return as_often };
    let in_time = new.days.is_some_and(|days| match old.kind {
        CadenceKind::PreNotice => days >= old_days && is_no_shorter(new.day_kind, old.day_kind),
        _ => days <= old_days && is_no_shorter(old.day_kind, new.day_kind),
    });
    as_often && in_time
}

fn lasts(new: &NoticeRule, old: &NoticeRule) -> bool {
    new.days >= old.days && is_no_shorter(Some(new.day_kind), Some(old.day_kind))
}

/// Whether as many days of the one kind last at least as long as of the other.
fn is_no_shorter(one: Option<DayKind>, other: Option<DayKind>) -> bool {
    one == other || one == Some(DayKind::Working)
}

/// Months of a period, for those that come round.
fn period(kind: CadenceKind) -> Option<u8> {
    match kind {
        CadenceKind::Monthly => Some(1),
        CadenceKind::Quarterly => Some(3),
        CadenceKind::HalfYearly => Some(6),
        CadenceKind::Yearly => Some(12),
        CadenceKind::LongTerm
        | CadenceKind::Staged
        | CadenceKind::Event
        | CadenceKind::PreNotice => None,
    }
}
