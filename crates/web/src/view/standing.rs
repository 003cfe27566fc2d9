//! What stands above a text: an emergency release, a notice period, an earlier withdrawal.

use domain::procedure::StepKind;
use domain::time::Micros;

use super::frame::{Frame, Link};

/// How an edition stands before the public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Public in an emergency while hands are missing.
    pub emergency: Option<Emergency>,
    pub notice: Option<NoticeBox>,
    /// Bodies that disclose it jointly.
    pub joint: Vec<Link>,
    /// The time it had been set for, where it went out late.
    pub late: Option<Micros>,
    /// Earlier withdrawals of this text: when, and why.
    pub withdrawals: Vec<(Micros, String)>,
}

/// 紧急公开.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    pub reason: String,
    /// Steps that are still missing, in their order.
    pub missing: Vec<StepKind>,
}

impl Emergency {
    pub fn missing_words(&self, frame: &Frame) -> String {
        let words: Vec<_> =
            self.missing.iter().map(|step| frame.word("act", step.word())).collect();
        words.join("、")
    }
}

/// 公示期.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeBox {
    /// First and last day, `YYYY-MM-DD`.
    pub from: String,
    pub until: String,
    /// Where objections go.
    pub channel: String,
    pub stands: NoticeStands,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeStands {
    /// Objections are taken.
    Runs,
    /// The last day is over; nobody has said yet what came of it.
    Over,
    /// Objections, how many were upheld, and the result in words.
    Concluded { objections: u32, upheld: u32, result: String },
}
