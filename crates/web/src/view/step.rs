//! A step that is waited for (`GET /desk/{id}/step`).

use std::collections::HashMap;

use askama::Template;
use domain::disclosure::NoticePlan;
use domain::finding::{Finding, Strength};
use domain::permission::Refusal;
use domain::procedure::{Share, StepKind};
use domain::regime::DayKind;
use domain::scope::Ground;
use domain::time::Micros;

use super::disclosure::{LineStep, StepStatus};
use super::files::DeskFile;
use super::frame::{Frame, Link, Message};
use super::paper::{Part, PartKind};
use super::record::{Recorded, Remark};

/// The whole text with every scope visible, for whoever takes the awaited step.
///
/// `POST /desk/{id}/{step}`: `csrf`; `content`: the hash that is decided on; `step`: how many steps
/// were done; and
/// - review: `secrecy`, `privacy`, `necessity`, `accuracy` = `checked` (all required), each with
///   `<check>-remark`; `overrides` = `checked` where the clerk let findings stand;
/// - supervise, concur, consent: `opinion`, may be empty;
/// - decide (multipart): `meeting`, `held_on`, `called`, `present`, `votes_for`, `votes_against`,
///   `abstained`, `resolution`, `file`.
///
/// `POST /desk/{id}/return`, `/refuse`, `/release`: `csrf`, `content`, `reason` (required).
/// `POST /desk/{id}/withhold`: besides, `ground`, `reexamine_on`.
/// `POST /desk/{id}/claim`: `csrf`, `action`, `claim` = `take`, `take_over` or `leave`.
#[derive(Clone, Debug, Template)]
#[template(path = "step.html")]
pub struct StepPage {
    pub frame: Frame,
    /// A form that was refused, to be mended without typing it again.
    pub sent: Sent,
    pub id: String,
    pub code: Option<String>,
    pub edition: u32,
    pub title: String,
    pub organization: Link,
    pub item: String,
    /// Code of the approval level.
    pub level: String,
    /// Whose step it is, in the words of the procedure.
    pub by: String,
    pub contributor: String,
    pub fact_on: Option<String>,
    /// Reason of a correction; empty for a first edition.
    pub reason: String,
    /// The edition laid over the published one; `None` where it follows none.
    pub compare_href: Option<String>,
    pub step: StepKind,
    /// Steps that were done when it was shown.
    pub done: u32,
    /// The meetings of which one resolves; empty where the step is no decision.
    pub meetings: Vec<MeetingRule>,
    /// Public already, in an emergency: the step confirms.
    pub is_released: bool,
    /// Why this viewer may not; the page shows it in the place of the form.
    pub refusal: Option<Refusal>,
    /// Name of the relative for whose sake the step is somebody else's; empty where there is none.
    pub kin: String,
    pub may_return: bool,
    pub may_refuse: bool,
    pub may_withhold: bool,
    pub may_release: bool,
    pub since: Micros,
    pub due: Option<Micros>,
    pub is_late: bool,
    /// Name of somebody else who is at it; empty when nobody is.
    pub claimed: String,
    pub claimed_by_me: bool,
    /// Hash of the content, 64 hex digits.
    pub content: String,
    pub characters: u64,
    pub slices: Vec<ScopedPart>,
    pub files: Vec<DeskFile>,
    pub publish_at: Option<Micros>,
    pub notice: Option<NoticePlan>,
    /// Names of the bodies that disclose jointly.
    pub joint: Vec<String>,
    pub overrides: Vec<Overridden>,
    /// Numbers and addresses in the text that are no findings, being published contacts.
    pub contacts: Vec<PublishedNumber>,
    pub findings: Vec<Finding>,
    pub line: Vec<LineStep>,
    pub comments: Vec<Remark>,
    pub record: Vec<Recorded>,
    /// `YYYY-MM-DD`.
    pub today: String,
}

/// A refused form: what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Word of the action; empty when nothing was sent.
    pub action: &'static str,
    pub fields: HashMap<String, String>,
    pub problem: Option<Message>,
}

/// The rule of a meeting.
#[derive(Clone, Debug)]
pub struct MeetingRule {
    pub kind: String,
    pub name: String,
    pub quorum: Share,
    pub majority: Share,
}

/// A finding that the clerk let stand.
#[derive(Clone, Debug)]
pub struct Overridden {
    pub check: String,
    pub found: String,
    pub reason: String,
}

/// A number or an address that passes as a body's own.
#[derive(Clone, Debug)]
pub struct PublishedNumber {
    pub contact: String,
    /// Name of the body that published it.
    pub organization: String,
    pub since: Micros,
    /// Since when it is published no more.
    pub until: Option<Micros>,
}

/// A slice with its scope.
#[derive(Clone, Debug)]
pub struct ScopedPart {
    /// `None` for the title.
    pub part: Option<Part>,
    /// `domain::scope::Scope::word`.
    pub scope: &'static str,
    /// Whom the scope names (an organization, persons); empty otherwise.
    pub circle: String,
    pub ground: Option<Ground>,
}

impl StepPage {
    /// What was typed into a field of the awaited step's form.
    pub fn typed(&self, name: &str) -> &str {
        let own = self.sent.action == self.step.word();
        let value = self.sent.fields.get(name).filter(|_| own);
        value.map_or("", String::as_str)
    }

    /// The remark that was typed to a check.
    pub fn remark(&self, check: &str) -> &str {
        self.typed(&format!("{check}-remark"))
    }

    /// What was typed as the reason of the form of `verb`.
    pub fn reason_of(&self, verb: &str) -> &str {
        let value = self.sent.fields.get("reason").filter(|_| self.sent.action == verb);
        value.map_or("", String::as_str)
    }

    /// What a reviewer answers for: fields and `check.<word>` of the messages.
    pub fn checks(&self) -> [&'static str; 4] {
        ["secrecy", "privacy", "necessity", "accuracy"]
    }

    /// Nothing is let stand here: the reviewer accepts or returns.
    pub fn override_for(&self, _: &Finding) -> &str {
        ""
    }

    /// Grounds of the law for withholding the whole.
    pub fn grounds(&self) -> Vec<Ground> {
        Ground::ALL.into_iter().filter(|ground| *ground != Ground::ItemScope).collect()
    }

    pub fn share(&self, share: &Share) -> String {
        crate::workbench::step::share_words(self.frame.lang, *share)
    }

    pub fn withheld(&self) -> usize {
        self.slices.iter().filter(|slice| slice.scope != "public").count()
    }
}
