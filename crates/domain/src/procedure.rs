//! A procedure: the steps between a draft and its publication, as data from a regime pack. It is
//! frozen with the edition, so that a later pack changes nothing under way.
//!
//! Knows neither persons nor dates. `workflow` says what each state allows, `permission` who.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ids::OrganizationId;
use crate::regime::{DayKind, Text};
use crate::workflow::State;

/// A step of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Propose,
    Review,
    /// The supervision body examines and signs (村务监督委员会).
    Supervise,
    /// A meeting resolves (集体研究).
    Decide,
    Approve,
    /// A body that discloses jointly agrees. Never in a pack: the joint bodies are the clerk's entry.
    Concur,
    /// The superior organization agrees.
    Consent,
}

impl StepKind {
    pub const ALL: [Self; 7] = [
        Self::Propose,
        Self::Review,
        Self::Supervise,
        Self::Decide,
        Self::Approve,
        Self::Concur,
        Self::Consent,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Review => "review",
            Self::Supervise => "supervise",
            Self::Decide => "decide",
            Self::Approve => "approve",
            Self::Concur => "concur",
            Self::Consent => "consent",
        }
    }
}

/// One step: what, by whom, within how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureStep {
    pub step: StepKind,
    /// The post or body in words.
    pub by: Text,
    /// Time limit, counted from when the step is asked for. None: no number is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// Present exactly when `days` is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_kind: Option<DayKind>,
    /// The meeting that resolves; exactly for [`StepKind::Decide`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Meeting>,
    /// What the record of the step has to hold, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Text>,
    /// The body asked; exactly for [`StepKind::Concur`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<OrganizationId>,
}

/// A kind of meeting and when its resolution counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Word of the kind: `branch_committee`, `villagers_assembly` ...
    pub kind: String,
    pub name: Text,
    /// How many of those called must come.
    pub quorum: Share,
    /// How many votes carry it.
    pub majority: Share,
    /// The article that says so, as in the items of the pack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<String>,
    /// Meetings that may resolve in its place, each under its own rule: the villagers' assembly
    /// (村民会议) beside their representatives'. They have no further ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub or: Vec<Meeting>,
}

impl Meeting {
    /// This meeting, then those that may resolve in its place.
    pub fn choices(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.or)
    }

    /// The one of [`Self::choices`] whose kind it is.
    pub fn of_kind(&self, kind: &str) -> Option<&Self> {
        self.choices().find(|meeting| meeting.kind == kind)
    }
}

/// Of what a share is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Everybody who belongs to the meeting (应到).
    Called,
    /// Everybody who came (实到).
    Present,
}

/// A share of the persons: `"> 1/2 called"`, `">= 2/3 present"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Whether the share itself is not enough (过半数, against 三分之二以上).
    pub strictly: bool,
    pub numerator: u32,
    /// Never 0.
    pub denominator: u32,
    pub of: Whole,
}

impl Share {
    /// Whether `count` of the persons reach the share.
    pub fn is_reached(self, count: u32, called: u32, present: u32) -> bool {
        let whole = match self.of {
            Whole::Called => called,
            Whole::Present => present,
        };
        let has = u64::from(count) * u64::from(self.denominator);
        let needs = u64::from(whole) * u64::from(self.numerator);
        if self.strictly { has > needs } else { has >= needs && count > 0 }
    }

    /// From the form in which packs write it.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = text.trim().split_once(' ')?;
        let strictly = match sign {
            ">" => true,
            ">=" => false,
            _ => return None,
        };
        let (fraction, of) = rest.trim().split_once(' ')?;
        let (numerator, denominator) = fraction.split_once('/')?;
        let (numerator, denominator) = (numerator.parse().ok()?, denominator.parse().ok()?);
        let of = match of.trim() {
            "called" => Whole::Called,
            "present" => Whole::Present,
            _ => return None,
        };
        let fits = 0 < numerator && numerator <= denominator;
        fits.then_some(Self { strictly, numerator, denominator, of })
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.strictly { ">" } else { ">=" };
        let of = match self.of {
            Whole::Called => "called",
            Whole::Present => "present",
        };
        write!(f, "{sign} {}/{} {of}", self.numerator, self.denominator)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            let expected = "a share such as \"> 1/2 called\" or \">= 2/3 present\"";
            de::Error::custom(format!("invalid value: \"{text}\", expected {expected}"))
        })
    }
}

/// The steps of one edition in order. The first is always the proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Code of the approval level it was made from (`A3`).
    pub level: String,
    pub steps: Vec<ProcedureStep>,
}

impl Procedure {
    /// Propose, review, approve, of no level and with no words: what there was before packs had
    /// procedures.
    pub fn plain() -> Self {
        let step = |step| ProcedureStep {
            step,
            by: Text { zh: String::new(), en: String::new() },
            days: None,
            day_kind: None,
            meeting: None,
            record: None,
            asked: None,
        };
        let steps = [StepKind::Propose, StepKind::Review, StepKind::Approve].map(step);
        Self { level: String::new(), steps: steps.into() }
    }

    pub fn is_plain(&self) -> bool {
        *self == Self::plain()
    }

    /// What is waited for after `done` steps; [`State::Approved`] after the last.
    pub fn state_after(&self, done: usize) -> State {
        self.steps.get(done).map_or(State::Approved, |step| State::awaiting(step.step))
    }

    /// The step waited for after `done` steps.
    pub fn awaited(&self, done: usize) -> Option<&ProcedureStep> {
        self.steps.get(done)
    }

    /// Joint bodies agree after the organization's own steps and before the superior.
    pub fn with_joint(mut self, bodies: &[OrganizationId], by: &Text) -> Self {
        let at = self.steps.iter().position(|step| step.step == StepKind::Consent);
        let at = at.unwrap_or(self.steps.len());
        let concur = |body: &OrganizationId| ProcedureStep {
            step: StepKind::Concur,
            by: by.clone(),
            days: None,
            day_kind: None,
            meeting: None,
            record: None,
            asked: Some(*body),
        };
        self.steps.splice(at..at, bodies.iter().map(concur));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_reads_back_and_counts_as_the_law_does() {
        for text in ["> 1/2 called", ">= 2/3 present"] {
            assert_eq!(Share::parse(text).map(|share| share.to_string()).as_deref(), Some(text));
        }
        for text in
            ["1/2", "> 1/0 called", "> 3/2 called", "> 1/2 of", ">1/2 called", "< 1/2 called"]
        {
            assert_eq!(Share::parse(text), None, "{text}");
        }
        let half = Share::parse("> 1/2 called").unwrap();
        assert!(!half.is_reached(5, 10, 8) && half.is_reached(6, 10, 8));
        let two_thirds = Share::parse(">= 2/3 present").unwrap();
        assert!(two_thirds.is_reached(6, 20, 9) && !two_thirds.is_reached(5, 20, 9));
        assert!(!two_thirds.is_reached(0, 0, 0), "nobody decides nothing");
    }
}
