//! 公开目录: what one organization must disclose: the items of a regime for its kind, as they were
//! adjusted, version by version.
//!
//! An [`Entry`] is an item of the pack, or one of the organization's own below such an item, whose
//! procedure, level and checks it takes over. A version says from which day it binds; duties are
//! reckoned from the day on which an entry came in.

mod adjust;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::calendar::{Day, DayKind};
use crate::obligation::{ItemClock, term_of};
use crate::organization::Kind;
use crate::regime::{Cadence, CadenceKind, Item, Regime, Text};

pub use adjust::{AdjustFault, Difference, adjusted, compare};

/// Who makes the catalogue under a regime.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// The organization itself (政府信息公开条例 art. 12).
    #[default]
    Own,
    /// The organization itself, and it is filed with the superior body.
    Filed,
    /// The body directly above.
    Superior,
    /// The county, for all below.
    County,
}

impl Maker {
    /// The word under which it is translated.
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Filed => "filed",
            Self::Superior => "superior",
            Self::County => "county",
        }
    }
}

/// An entry of the organization's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnEntry {
    /// Unique in the catalogue, not an id of the pack: `C13-02`.
    pub id: String,
    /// The item of the pack under which it is disclosed.
    pub under: String,
    /// 一级事项, 二级事项.
    pub category: String,
    pub name: String,
    /// 公开内容(要素).
    #[serde(default)]
    pub elements: String,
    /// 公开依据, as the table has it.
    #[serde(default)]
    pub basis: String,
    /// Codes of forms of the pack.
    #[serde(default)]
    pub forms: Vec<String>,
    /// 公开渠道和载体, 公开对象, 公开方式, 公开层级, 公开主体: as the table has them.
    #[serde(default)]
    pub channels: String,
    #[serde(default)]
    pub audience: String,
    #[serde(default)]
    pub way: String,
    #[serde(default)]
    pub tier: String,
    #[serde(default)]
    pub discloser: String,
    pub kind: CadenceKind,
    pub days: Option<u16>,
    pub day_kind: Option<DayKind>,
    /// 公开时限 in words.
    pub rule: String,
}

/// One adjustment of a regime's items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "adjust", rename_all = "snake_case", deny_unknown_fields)]
pub enum Adjustment {
    /// The organization has no such matter.
    Remove {
        item: String,
        reason: String,
    },
    /// Another number for the main clock of an item.
    Term {
        item: String,
        days: u16,
        day_kind: DayKind,
        reason: String,
    },
    /// Another clock of an item in place of those of its kind: monthly instead of quarterly.
    Choose {
        item: String,
        clock: u8,
        reason: String,
    },
    Add {
        entry: Box<OwnEntry>,
    },
}

/// One line of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    /// The item of the pack that gives procedure, level and checks.
    pub item: String,
    pub category: Text,
    pub name: Text,
    /// The main clock first.
    pub clocks: Vec<Cadence>,
    /// Codes of forms of the pack.
    pub forms: Vec<String>,
    /// Code of the first audience.
    pub scope: String,
    /// Least number of natural days on the wall board.
    pub board_days: Option<u16>,
    /// References as in [`Item::basis`]; empty for an own entry.
    pub basis: Vec<String>,
    /// What only an own entry has.
    pub own: Option<OwnEntry>,
}

impl Entry {
    fn of_item(item: &Item) -> Self {
        Self {
            id: item.id.clone(),
            item: item.id.clone(),
            category: item.category.clone(),
            name: item.name.clone(),
            clocks: item.clocks().cloned().collect(),
            forms: item.forms.clone(),
            scope: item.scope.clone(),
            board_days: item.board_days,
            basis: item.basis.clone(),
            own: None,
        }
    }
}

/// The entries that bind a kind of organization under a regime, with one version's adjustments.
#[derive(Clone, Debug)]
pub struct Catalogue {
    pub regime: String,
    pub entries: Arc<[Entry]>,
    /// The clocks of all entries, in their order.
    pub clocks: Arc<[ItemClock]>,
}

impl Catalogue {
    /// The items of the pack for this kind as they are.
    pub fn plain(regime: &Regime, kind: Kind) -> Self {
        Self::with(regime, regime.items_for(kind).map(Entry::of_item).collect())
    }

    pub(crate) fn with(regime: &Regime, entries: Vec<Entry>) -> Self {
        let mut clocks = Vec::new();
        for (item, entry) in (0..).zip(&entries) {
            for (clock, cadence) in (0..).zip(&entry.clocks) {
                if cadence.alternative {
                    continue;
                }
                let (kind, term) = (cadence.kind, term_of(cadence));
                clocks.push(ItemClock { item, clock, kind, term });
            }
        }
        Self { regime: regime.id.clone(), entries: entries.into(), clocks: clocks.into() }
    }

    pub fn entry(&self, id: &str) -> Option<(u16, &Entry)> {
        (0..).zip(self.entries.iter()).find(|(_, entry)| entry.id == id)
    }
}

/// A version of a catalogue.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: u32,
    /// The first day on which it binds.
    pub from: Day,
    pub catalogue: Catalogue,
}

/// Since when each entry of the version that binds on `today` does: the first day of the run of
/// versions that have it. `None` where no version binds yet.
pub fn binding(versions: &[Version], today: Day) -> Option<(&Version, Vec<Day>)> {
    let begun: Vec<_> = versions.iter().filter(|version| version.from <= today).collect();
    let last = begun.last().copied()?;
    let since = |id: &str| {
        let having = begun.iter().rev();
        let having = having.take_while(|version| version.catalogue.entry(id).is_some());
        having.map(|version| version.from).min().unwrap_or(last.from)
    };
    let since = last.catalogue.entries.iter().map(|entry| since(&entry.id)).collect();
    Some((last, since))
}

#[cfg(test)]
mod tests;
