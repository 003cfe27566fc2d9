//! Counts what the text leaves out, and turns the counts into warnings.

use std::collections::BTreeSet;

use crate::Warning;

#[derive(Default)]
pub(super) struct Losses {
    pub(super) macros: bool,
    pub(super) external: u64,
    pub(super) links: u64,
    pub(super) objects: u64,
    pub(super) insertions: u64,
    pub(super) deletions: u64,
    pub(super) comments: u64,
    pub(super) hidden: u64,
    pub(super) alt_chunks: u64,
    pub(super) fields: u64,
    pub(super) images: u64,
    pub(super) formulas: u64,
    pub(super) symbols: u64,
    pub(super) controls: u64,
    pub(super) formats: BTreeSet<String>,
}

impl Losses {
    pub(super) fn warnings(self) -> Vec<Warning> {
        let counted = |count: u64, warning: fn(u64) -> Warning| (count > 0).then(|| warning(count));
        let (insertions, deletions) = (self.insertions, self.deletions);
        let changed = insertions + deletions > 0;
        let formats: Vec<String> = self.formats.into_iter().collect();
        [
            self.macros.then_some(Warning::Macros),
            counted(self.external, |count| Warning::ExternalRelationship { count }),
            counted(self.links, |count| Warning::Links { count }),
            counted(self.objects, |count| Warning::OleObject { count }),
            changed.then_some(Warning::TrackedChanges { insertions, deletions }),
            counted(self.comments, |count| Warning::Comments { count }),
            counted(self.hidden, |count| Warning::HiddenText { count }),
            counted(self.alt_chunks, |count| Warning::AltChunk { count }),
            counted(self.fields, |count| Warning::Fields { count }),
            counted(self.images, |count| Warning::Images { count }),
            counted(self.formulas, |count| Warning::Formulas { count }),
            counted(self.symbols, |count| Warning::Symbols { count }),
            counted(self.controls, |count| Warning::ControlCharacters { count }),
            (!formats.is_empty()).then_some(Warning::UnsupportedNumbering { formats }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
