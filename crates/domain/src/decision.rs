//! 集体研究: what a meeting resolved, and whether its record stands up to the rule of the meeting.

use serde::{Deserialize, Serialize};

use crate::disclosure::is_date;
use crate::procedure::Meeting;

/// The record of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// [`Meeting::kind`] of the procedure's step.
    pub meeting: String,
    /// `YYYY-MM-DD`.
    pub held_on: String,
    /// 应到.
    pub called: u32,
    /// 实到.
    pub present: u32,
    /// 赞成, 反对, 弃权.
    pub votes_for: u32,
    pub votes_against: u32,
    pub abstained: u32,
    /// What was resolved, in words; public.
    pub resolution: String,
    /// SHA-256 of the scan of the signed record, 64 hex digits.
    pub minutes: String,
}

/// What the votes come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Carried,
    NotCarried,
}

/// Why a record is no record of a decision. Each has a message key `decision.*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionFault {
    #[error("another kind of meeting than the procedure names")]
    Meeting,
    #[error("no day, or one that has not come")]
    Day,
    #[error("more came than were called, or nobody")]
    Attendance,
    #[error("the votes do not add up to those who came")]
    Votes,
    #[error("too few came for a decision")]
    Quorum,
    #[error("no resolution in words")]
    Resolution,
    #[error("no scan of the signed record")]
    Minutes,
}

impl DecisionFault {
    pub const ALL: [Self; 7] = [
        Self::Meeting,
        Self::Day,
        Self::Attendance,
        Self::Votes,
        Self::Quorum,
        Self::Resolution,
        Self::Minutes,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Day => "day",
            Self::Attendance => "attendance",
            Self::Votes => "votes",
            Self::Quorum => "quorum",
            Self::Resolution => "resolution",
            Self::Minutes => "minutes",
        }
    }
}

impl Decision {
    /// What the record comes to under the `rule` of its meeting, or of the one that may resolve in
    /// its place; `today` as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn examine(&self, rule: &Meeting, today: &str) -> Result<Outcome, DecisionFault> {
        let rule = rule.of_kind(&self.meeting).ok_or(DecisionFault::Meeting)?;
        let votes = [self.votes_for, self.votes_against, self.abstained];
        let cast: u64 = votes.iter().map(|count| u64::from(*count)).sum();
        let faults = [
            (!is_date(&self.held_on) || self.held_on.as_str() > today, DecisionFault::Day),
            (self.present == 0 || self.present > self.called, DecisionFault::Attendance),
            (cast != u64::from(self.present), DecisionFault::Votes),
            (
                !rule.quorum.is_reached(self.present, self.called, self.present),
                DecisionFault::Quorum,
            ),
            (self.resolution.trim().is_empty(), DecisionFault::Resolution),
            (self.minutes.len() != 64, DecisionFault::Minutes),
        ];
        if let Some((_, fault)) = faults.into_iter().find(|(is_wrong, _)| *is_wrong) {
            return Err(fault);
        }
        let carried = rule.majority.is_reached(self.votes_for, self.called, self.present);
        Ok(if carried { Outcome::Carried } else { Outcome::NotCarried })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedure::Share;
    use crate::regime::Text;

    fn rule() -> Meeting {
        Meeting {
            kind: "villagers_assembly".into(),
            name: Text { zh: "村民会议".into(), en: "villagers' assembly".into() },
            quorum: Share::parse(">= 2/3 called").unwrap(),
            majority: Share::parse("> 1/2 present").unwrap(),
            basis: Vec::new(),
            or: vec![Meeting {
                kind: "members_assembly".into(),
                name: Text { zh: "成员大会".into(), en: "members' assembly".into() },
                quorum: Share::parse(">= 2/3 called").unwrap(),
                majority: Share::parse(">= 2/3 called").unwrap(),
                basis: Vec::new(),
                or: Vec::new(),
            }],
        }
    }

    fn decision() -> Decision {
        Decision {
            meeting: "villagers_assembly".into(),
            held_on: "2026-03-01".into(),
            called: 30,
            present: 20,
            votes_for: 11,
            votes_against: 5,
            abstained: 4,
            resolution: "同意".into(),
            minutes: "0".repeat(64),
        }
    }

    fn with(change: impl FnOnce(&mut Decision)) -> Result<Outcome, DecisionFault> {
        let mut decision = decision();
        change(&mut decision);
        decision.examine(&rule(), "2026-03-01")
    }

    #[test]
    fn more_than_half_of_two_thirds_carry() {
        assert_eq!(with(|_| {}), Ok(Outcome::Carried));
        let tie = |d: &mut Decision| (d.votes_for, d.votes_against) = (10, 6);
        assert_eq!(with(tie), Ok(Outcome::NotCarried));
    }

    #[test]
    fn each_kind_of_meeting_has_its_own_majority() {
        let votes = |count| {
            with(move |d| {
                d.meeting = "members_assembly".into();
                (d.votes_for, d.votes_against, d.abstained) = (count, 20 - count, 0);
            })
        };
        assert_eq!(votes(19), Ok(Outcome::NotCarried));
        assert_eq!(votes(20), Ok(Outcome::Carried));
    }

    #[test]
    fn a_record_that_cannot_be_is_refused_with_what_is_wrong() {
        assert_eq!(with(|d| d.meeting = "branch".into()), Err(DecisionFault::Meeting));
        assert_eq!(with(|d| d.held_on = "2026-03-02".into()), Err(DecisionFault::Day));
        assert_eq!(with(|d| d.held_on = "2026-02-30".into()), Err(DecisionFault::Day));
        assert_eq!(with(|d| d.present = 31), Err(DecisionFault::Attendance));
        assert_eq!(with(|d| d.votes_for = 12), Err(DecisionFault::Votes));
        assert_eq!(with(|d| d.called = 31), Err(DecisionFault::Quorum));
        assert_eq!(with(|d| d.resolution = " ".into()), Err(DecisionFault::Resolution));
        assert_eq!(with(|d| d.minutes = String::new()), Err(DecisionFault::Minutes));
        let many = |d: &mut Decision| (d.votes_for, d.votes_against) = (u32::MAX, u32::MAX);
        assert_eq!(with(many), Err(DecisionFault::Votes), "nothing overflows");
    }
}
