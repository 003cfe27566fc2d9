//! The levels: steps in a possible order, meetings with a rule, nothing missing that the law asks for.

use std::collections::BTreeSet;

use super::super::{FaultKind, FixedStep, Footing, Level, footing_of};
use super::{Check, lines};
use crate::procedure::{Meeting, ProcedureStep, StepKind};

impl Check<'_> {
    pub(super) fn level(&mut self, level: &Level) {
        let line = lines::value_line(self.text, "code", &level.code);
        self.order(line, level);
        self.fixed(line, level);
        for (nth, step) in level.steps.iter().enumerate() {
            let line = lines::step_line(self.text, line, nth);
            self.step(line, level, step);
        }
        let meetings = level.steps.iter().filter_map(|step| step.meeting.as_ref());
        let meetings = meetings.flat_map(|meeting| meeting.choices().flat_map(|one| &one.basis));
        for reference in level.basis.iter().chain(meetings) {
            if !self.is_source(reference) {
                let (level, reference) = (level.code.clone(), reference.clone());
                self.fault(line, FaultKind::LevelReference { level, reference });
            }
        }
        let founded = footing_of(&self.regime.sources, &level.basis) != Footing::Unverified;
        if level.verified && !founded {
            self.fault(line, FaultKind::LevelUnfounded { level: level.code.clone() });
        }
    }

    fn order(&mut self, line: usize, level: &Level) {
        let steps: Vec<StepKind> = level.steps.iter().map(|step| step.step).collect();
        let code = || level.code.clone();
        if steps.get(..2) != Some(&[StepKind::Propose, StepKind::Review]) {
            self.fault(line, FaultKind::FirstSteps { level: code() });
        }
        if !steps.iter().any(|step| matches!(step, StepKind::Decide | StepKind::Approve)) {
            self.fault(line, FaultKind::NobodyDecides { level: code() });
        }
        for step in StepKind::ALL {
            let may_repeat = matches!(step, StepKind::Decide | StepKind::Concur);
            if !may_repeat && steps.iter().filter(|each| **each == step).count() > 1 {
                self.fault(line, FaultKind::StepRepeated { level: code(), step });
            }
        }
        let consent = steps.iter().position(|step| *step == StepKind::Consent);
        if consent.is_some_and(|at| at + 1 < steps.len()) {
            self.fault(line, FaultKind::AfterConsent { level: code() });
        }
    }

    fn fixed(&mut self, line: usize, level: &Level) {
        let regime = self.regime;
        let concerns =
            |fixed: &&FixedStep| fixed.levels.is_empty() || fixed.levels.contains(&level.code);
        for fixed in regime.fixed.iter().filter(concerns) {
            if !level.steps.iter().any(|step| step.step == fixed.step) {
                let (step, why) = (fixed.step, fixed.why.clone());
                self.fault(line, FaultKind::FixedStep { level: level.code.clone(), step, why });
            }
        }
    }

    fn step(&mut self, line: usize, level: &Level, step: &ProcedureStep) {
        let code = || level.code.clone();
        if step.step == StepKind::Concur || step.asked.is_some() {
            self.fault(line, FaultKind::JointBody { level: code(), step: step.step });
        }
        if (step.step == StepKind::Decide) != step.meeting.is_some() {
            self.fault(line, FaultKind::MeetingMisfit { level: code(), step: step.step });
        }
        if step.days.is_some() != step.day_kind.is_some() || step.days == Some(0) {
            self.fault(line, FaultKind::StepDays { level: code(), step: step.step });
        }
        let mut seen = BTreeSet::new();
        for meeting in step.meeting.iter().flat_map(Meeting::choices) {
            let nested = step.meeting.as_ref() != Some(meeting) && !meeting.or.is_empty();
            if !seen.insert(meeting.kind.as_str()) || nested {
                let kind = meeting.kind.clone();
                self.fault(line, FaultKind::MeetingChoice { level: code(), kind });
            }
        }
    }
}
