//! What is wrong with a pack or an overlay, in words that let its author mend it. The author is no programmer: each
//! fault says in Chinese and English what is wrong and what to write instead.

use std::fmt;

use super::{Part, Text};
use crate::procedure::StepKind;

/// A fault of a pack: where, and what. [`FaultKind::cause`] and [`FaultKind::mend`] are the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cause, mend) = (self.kind.cause(), self.kind.mend());
        write!(out, "line {}: {}; {}", self.line, cause.en, mend.en)
    }
}

/// At least one fault, one on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(out, "{end}{fault}")?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegimeError {
    #[error("the regime pack can't be read\n{0}")]
    Unreadable(Fault),
    #[error("the regime pack contradicts itself\n{0}")]
    Inconsistent(Faults),
}

impl RegimeError {
    pub(super) fn unreadable(text: &str, error: &toml::de::Error) -> Self {
        let line = line_at(text, error.span().map_or(0, |span| span.start));
        Self::Unreadable(Fault { line, kind: FaultKind::Toml { said: error.message().to_owned() } })
    }

    /// Every fault, in the order of the file.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Unreadable(fault) => std::slice::from_ref(fault),
            Self::Inconsistent(Faults(faults)) => faults,
        }
    }
}

/// The line, counted from 1, of a byte.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// What is wrong. `item`, `level` and `id` name whose fault it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Not TOML, or not of the shape of a pack or an overlay.
    Toml {
        said: String,
    },
    HeadEmpty {
        field: &'static str,
    },
    DefinedTwice {
        code: String,
    },
    NoItems,
    PackTwice {
        id: String,
    },
    FirstSteps {
        level: String,
    },
    NobodyDecides {
        level: String,
    },
    StepRepeated {
        level: String,
        step: StepKind,
    },
    AfterConsent {
        level: String,
    },
    /// A step that the law asks for is not there.
    FixedStep {
        level: String,
        step: StepKind,
        why: Text,
    },
    FixedLevel {
        level: String,
    },
    JointBody {
        level: String,
        step: StepKind,
    },
    MeetingMisfit {
        level: String,
        step: StepKind,
    },
    MeetingChoice {
        level: String,
        kind: String,
    },
    StepDays {
        level: String,
        step: StepKind,
    },
    /// Says that it is verified and cites no verified source.
    LevelUnfounded {
        level: String,
    },
    /// A reference outside the items that names no source.
    LevelReference {
        level: String,
        reference: String,
    },
    ItemIdEmpty,
    ItemTwice {
        id: String,
    },
    CodeUnknown {
        item: String,
        field: &'static str,
        code: String,
        known: String,
    },
    ListEmpty {
        item: String,
        field: &'static str,
    },
    DaysZero {
        item: String,
    },
    DaysAlone {
        item: String,
    },
    BoardZero {
        item: String,
    },
    NoBoard {
        item: String,
    },
    NoNotice {
        item: String,
    },
    /// The notice is shorter than a `pre_notice` clock of the item.
    NoticeShort {
        item: String,
        days: u16,
        least: u16,
    },
    FieldTwice {
        item: String,
        word: &'static str,
    },
    /// A field that no pack may allow to be shown whole.
    FieldNever {
        item: String,
        word: &'static str,
    },
    BasisEmpty {
        item: String,
    },
    Reference {
        item: String,
        reference: String,
    },
    Unmarked {
        item: String,
        part: Part,
    },
    VerifiedContradicts {
        item: String,
    },
    /// An overlay of a pack that is not there.
    NoSuchPack {
        of: String,
        known: String,
    },
    ChangesNothing,
    AfterUnknown {
        level: String,
        after: String,
        known: String,
    },
    AfterKnown {
        level: String,
    },
    NewItemLacks {
        item: String,
        fields: String,
    },
    /// An overlay loosens what national law says.
    BelowLaw {
        item: String,
        rule: Text,
    },
    WithoutUnknown {
        id: String,
    },
    WithoutNoReason {
        id: String,
    },
}
