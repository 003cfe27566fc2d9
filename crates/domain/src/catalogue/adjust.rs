//! Adjusting a regime's items, and what changed between two versions.

use std::collections::BTreeSet;

use super::{Adjustment, Catalogue, Entry, OwnEntry};
use crate::obligation::Length;
use crate::organization::Kind;
use crate::regime::{Cadence, CadenceKind, Regime, Text};

/// Why an adjustment does not fit. Each has a message key `adjust.*`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdjustFault {
    #[error("{0} is no item of this catalogue")]
    NoItem(String),
    #[error("{0} needs a reason")]
    NoReason(String),
    #[error("{0} is named twice, or is an id of the pack")]
    Twice(String),
    #[error("{0} has no name")]
    NoName(String),
    #[error("{0}: a number and its kind of days go together, and the number is between 1 and 366")]
    Days(String),
    #[error("{0} names a form that the pack does not know")]
    NoForm(String),
}

impl AdjustFault {
    /// The word of its message.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoItem(_) => "no_item",
            Self::NoReason(_) => "no_reason",
            Self::Twice(_) => "twice",
            Self::NoName(_) => "no_name",
            Self::Days(_) => "days",
            Self::NoForm(_) => "no_form",
        }
    }

    /// What is at fault.
    pub fn subject(&self) -> &str {
        let (Self::NoItem(what)
        | Self::NoReason(what)
        | Self::Twice(what)
        | Self::NoName(what)
        | Self::Days(what)
        | Self::NoForm(what)) = self;
        what
    }
}

/// The most entries of a catalogue, and the most letters of a text in one.
const MOST: usize = 2_000;
const LETTERS: usize = 4_000;

/// The catalogue with all adjustments, or everything that stands against them.
///
/// # Errors
/// Every [`AdjustFault`], in the order of the adjustments.
pub fn adjusted(
    regime: &Regime,
    kind: Kind,
    adjustments: &[Adjustment],
) -> Result<Catalogue, Vec<AdjustFault>> {
    let mut entries: Vec<_> = regime.items_for(kind).map(Entry::of_item).collect();
    let of_pack: BTreeSet<_> = regime.items().iter().map(|item| item.id.clone()).collect();
    let mut faults = Vec::new();
    if adjustments.len() > MOST {
        return Err(vec![AdjustFault::Twice(format!("> {MOST}"))]);
    }
    for adjustment in adjustments {
        if let Err(fault) = apply(regime, &of_pack, &mut entries, adjustment) {
            faults.push(fault);
        }
    }
    if faults.is_empty() { Ok(Catalogue::with(regime, entries)) } else { Err(faults) }
}

fn apply(
    regime: &Regime,
    of_pack: &BTreeSet<String>,
    entries: &mut Vec<Entry>,
    adjustment: &Adjustment,
) -> Result<(), AdjustFault> {
    match adjustment {
        Adjustment::Remove { item, reason } => {
            let at = place(entries, item)?;
            reasoned(item, reason)?;
            entries.remove(at);
        }
        Adjustment::Term { item, days, day_kind, reason } => {
            let at = place(entries, item)?;
            reasoned(item, reason)?;
            if !(1..=366).contains(days) {
                return Err(AdjustFault::Days(item.clone()));
            }
            let clock = entries[at].clocks.first_mut();
            let clock = clock.ok_or_else(|| AdjustFault::NoItem(item.clone()))?;
            (clock.days, clock.day_kind) = (Some(*days), Some(*day_kind));
            clock.text = Text { zh: reason.clone(), en: reason.clone() };
            clock.basis.clear();
        }
        Adjustment::Choose { item, clock, reason } => {
            let at = place(entries, item)?;
            reasoned(item, reason)?;
            choose(&mut entries[at], *clock)?;
        }
        Adjustment::Add { entry } => entries.push(own(regime, of_pack, entries, entry)?),
    }
    Ok(())
}

/// The clock chosen binds; where it is periodic, the other periodic ones do not, and a notice takes the
/// place of the other notices.
fn choose(entry: &mut Entry, chosen: u8) -> Result<(), AdjustFault> {
    let id = entry.id.clone();
    let fault = || AdjustFault::NoItem(id.clone());
    let kind = entry.clocks.get(usize::from(chosen)).map(|clock| clock.kind).ok_or_else(fault)?;
    let replaces = |other: CadenceKind| match Length::of(kind) {
        Some(_) => Length::of(other).is_some(),
        None => kind == CadenceKind::PreNotice && other == kind,
    };
    for (at, clock) in (0..).zip(&mut entry.clocks) {
        if at == chosen {
            clock.alternative = false;
        } else if replaces(clock.kind) {
            clock.alternative = true;
        }
    }
    Ok(())
}

fn place(entries: &[Entry], item: &str) -> Result<usize, AdjustFault> {
    let at = entries.iter().position(|entry| entry.id == item);
    at.ok_or_else(|| AdjustFault::NoItem(item.to_owned()))
}

fn reasoned(item: &str, reason: &str) -> Result<(), AdjustFault> {
    let fits = !reason.trim().is_empty() && reason.chars().count() <= LETTERS;
    if fits { Ok(()) } else { Err(AdjustFault::NoReason(item.to_owned())) }
}

fn own(
    regime: &Regime,
    of_pack: &BTreeSet<String>,
    entries: &[Entry],
    new: &OwnEntry,
) -> Result<Entry, AdjustFault> {
    let id = || new.id.clone();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let is_id = (1..=24).contains(&new.id.len()) && new.id.bytes().all(is_word);
    let is_known = of_pack.contains(&new.id) || entries.iter().any(|entry| entry.id == new.id);
    if !is_id || is_known {
        return Err(AdjustFault::Twice(id()));
    }
    let item = regime.item(&new.under).ok_or_else(|| AdjustFault::NoItem(new.under.clone()))?;
    let texts = [&new.name, &new.category, &new.elements, &new.basis, &new.rule, &new.channels];
    if new.name.trim().is_empty() || texts.iter().any(|text| text.chars().count() > LETTERS) {
        return Err(AdjustFault::NoName(id()));
    }
    let paired = new.days.is_some() == new.day_kind.is_some();
    if !paired || new.days.is_some_and(|days| !(1..=366).contains(&days)) {
        return Err(AdjustFault::Days(id()));
    }
    if new.forms.iter().any(|form| regime.form(form).is_none()) {
        return Err(AdjustFault::NoForm(id()));
    }
    let both = |text: &str| Text { zh: text.to_owned(), en: text.to_owned() };
    let cadence = Cadence {
        kind: new.kind,
        days: new.days,
        day_kind: new.day_kind,
        moves_on: None,
        alternative: false,
        text: both(&new.rule),
        basis: Vec::new(),
    };
    Ok(Entry {
        id: id(),
        item: item.id.clone(),
        category: both(&new.category),
        name: both(&new.name),
        clocks: vec![cadence],
        forms: if new.forms.is_empty() { item.forms.clone() } else { new.forms.clone() },
        scope: item.scope.clone(),
        board_days: item.board_days,
        basis: Vec::new(),
        own: Some(new.clone()),
    })
}

/// What changed from one version to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    Added(Entry),
    Removed(Entry),
    /// Before and after.
    Changed(Box<(Entry, Entry)>),
}

/// Entry by entry, in the order of the later version; what went comes last.
pub fn compare(before: &Catalogue, after: &Catalogue) -> Vec<Difference> {
    let mut differences = Vec::new();
    for entry in after.entries.iter() {
        match before.entry(&entry.id) {
            None => differences.push(Difference::Added(entry.clone())),
            Some((_, old)) if old != entry => {
                differences.push(Difference::Changed(Box::new((old.clone(), entry.clone()))));
            }
            Some(_) => {}
        }
    }
    let gone = before.entries.iter().filter(|old| after.entry(&old.id).is_none());
    differences.extend(gone.cloned().map(Difference::Removed));
    differences
}
