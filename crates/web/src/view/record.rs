//! The public record of steps, and the proof of publication.

use domain::act::{Details, Kind};
use domain::decision::{Decision, Outcome};
use domain::time::Micros;

use super::frame::Frame;

/// One act of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub kind: Kind,
    pub edition: u32,
    pub organization: String,
    /// Title of the post; empty when the program acted.
    pub post: String,
    /// Pseudonym within this disclosure; empty when the program acted. The page shows 8 digits.
    pub hand: String,
    /// The person's name: only ever filled at the desk, never on a public page.
    pub name: String,
    pub at: Micros,
    /// Place in the log, from 0; `None` while no checkpoint covers it.
    pub index: Option<u64>,
    /// Reason of a return, correction or withdrawal; an opinion.
    pub note: String,
    pub details: Option<Details>,
    /// The photo of a board; its small form is under `/thumbnail`.
    pub photo_href: Option<String>,
}

impl Recorded {
    pub fn short_hand(&self) -> &str {
        self.hand.get(..8).unwrap_or(&self.hand)
    }

    /// What the act established, a line each, in the language of the page.
    pub fn lines(&self, frame: &Frame) -> Vec<String> {
        let Some(details) = &self.details else { return Vec::new() };
        match details {
            Details::Review { secrecy, privacy, necessity, accuracy } => {
                let checks = [
                    ("secrecy", secrecy),
                    ("privacy", privacy),
                    ("necessity", necessity),
                    ("accuracy", accuracy),
                ];
                let said = checks.iter().filter(|(_, remark)| !remark.is_empty());
                let said = said.map(|(check, remark)| checked(frame, check, remark));
                let made = checks.map(|(check, _)| frame.word("checked", check)).join(" · ");
                std::iter::once(frame.t1("record.checked", made)).chain(said).collect()
            }
            Details::Decision { decision, outcome } => decided(frame, decision, *outcome),
            Details::Schedule { publish_at } => {
                vec![frame.t1("record.scheduled", frame.moment(publish_at))]
            }
            Details::Publication { scheduled_for, notice_until } => {
                let set = scheduled_for.map(|set| {
                    // More than a few minutes after the time set is late.
                    let late = self.at.0 - set.0 > 300 * 1_000_000;
                    let key = if late { "record.ran_late" } else { "record.scheduled" };
                    frame.t1(key, frame.moment(&set))
                });
                let until = notice_until.as_ref();
                let until = until.map(|day| frame.t1("record.notice_until", frame.date(day)));
                set.into_iter().chain(until).collect()
            }
            Details::Withholding { ground, reexamine_on, .. } => vec![
                frame.word("ground", ground.word()),
                frame.t1("record.reexamine_on", frame.date(reexamine_on)),
            ],
            Details::Release { missing } => {
                let missing: Vec<_> =
                    missing.iter().map(|step| frame.word("act", step.word())).collect();
                vec![frame.t1("record.missing", missing.join(&frame.t("record.between")))]
            }
            Details::Notice { until } => vec![frame.t1("record.notice_until", frame.date(until))],
            Details::Result { objections, upheld } => {
                vec![frame.t2("record.objections", objections, upheld)]
            }
            Details::Posting { form, done_on, photo } => {
                let key = if photo.is_some() { "record.posted_photo" } else { "record.posted" };
                vec![frame.t2(
                    key,
                    frame.date(done_on),
                    frame.word("form_of", &form.to_lowercase()),
                )]
            }
            Details::Administration { what, subject, now } => {
                vec![format!("{} {subject} {now}", frame.word("administration", what))]
            }
        }
    }
}

fn checked(frame: &Frame, check: &str, remark: &str) -> String {
    format!("{}: {remark}", frame.word("checked", check))
}

fn decided(frame: &Frame, decision: &Decision, outcome: Outcome) -> Vec<String> {
    let carried = match outcome {
        Outcome::Carried => "record.carried",
        Outcome::NotCarried => "record.not_carried",
    };
    let attended = frame.t2("record.attended", decision.called, decision.present);
    let (yes, no, blank) = (decision.votes_for, decision.votes_against, decision.abstained);
    let votes = frame.lang.filled("record.votes", &[&yes, &no, &blank]);
    vec![
        format!("{} {attended} {votes} {}", frame.date(&decision.held_on), frame.t(carried)),
        frame.t1("record.resolution", &decision.resolution),
        frame.t1("record.minutes", decision.minutes.get(..16).unwrap_or_default()),
    ]
}

/// A remark on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub by: String,
    pub at: Micros,
    pub edition: u32,
    /// Number of the slice that it is about, from 1; `None`: the whole.
    pub slice: Option<u32>,
    pub text: String,
}

/// What an outsider needs to check the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Absolute address of this page, printed on paper.
    pub address: String,
    /// `/d/{code}/document.sd-jwt`
    pub document_href: String,
    /// `/d/{code}/document.tlog-proof`
    pub proof_href: String,
    /// `/log/key`
    pub key_href: String,
    /// The log's public key as a verifier key of signed notes.
    pub verifier_key: String,
    /// Place of the publication in the log, from 0.
    pub index: u64,
    /// Size and time of the checkpoint that covers it.
    pub tree_size: u64,
    pub checkpoint_at: Micros,
    /// Hash of the content that was approved, 64 hex digits.
    pub content: String,
    /// Command that checks the three files without a network.
    pub command: String,
}
