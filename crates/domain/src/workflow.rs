//! States of an edition and the steps between them. An exhaustive table: what is not listed is
//! refused. `docs/workflow.md` prints it and a test compares the two.
//!
//! Which steps lie between a proposal and its publication is data (`procedure`): where the table
//! says *onward*, the procedure of the edition names what is waited for next.

use serde::{Deserialize, Serialize};

use crate::procedure::StepKind;

/// Where the current edition of a disclosure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On the clerk's desk; may change.
    Draft,
    /// Frozen; waits for its review.
    ToReview,
    /// Waits for the supervision body.
    ToSupervise,
    /// Waits for a collective decision.
    ToDecide,
    /// Waits for its approval.
    ToApprove,
    /// Waits for a body that discloses jointly.
    ToConcur,
    /// Waits for the superior's consent.
    ToConsent,
    /// Every step is done; being sealed and logged.
    Approved,
    /// Every step is done; goes out at the time set.
    Scheduled,
    /// Public in an emergency, before every hand was put to it; the missing ones follow.
    Released,
    /// Public as far as its scopes allow.
    Published,
    /// Approved, and not disclosed, on a ground of the law; looked at again on a date.
    Withheld,
    /// Taken back with a reason; the notice of it stays.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 13] = [
        Self::Draft,
        Self::ToReview,
        Self::ToSupervise,
        Self::ToDecide,
        Self::ToApprove,
        Self::ToConcur,
        Self::ToConsent,
        Self::Approved,
        Self::Scheduled,
        Self::Released,
        Self::Published,
        Self::Withheld,
        Self::Withdrawn,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::ToReview => "to_review",
            Self::ToSupervise => "to_supervise",
            Self::ToDecide => "to_decide",
            Self::ToApprove => "to_approve",
            Self::ToConcur => "to_concur",
            Self::ToConsent => "to_consent",
            Self::Approved => "approved",
            Self::Scheduled => "scheduled",
            Self::Released => "released",
            Self::Published => "published",
            Self::Withheld => "withheld",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The state in which a step is waited for.
    pub fn awaiting(step: StepKind) -> Self {
        match step {
            StepKind::Propose => Self::Draft,
            StepKind::Review => Self::ToReview,
            StepKind::Supervise => Self::ToSupervise,
            StepKind::Decide => Self::ToDecide,
            StepKind::Approve => Self::ToApprove,
            StepKind::Concur => Self::ToConcur,
            StepKind::Consent => Self::ToConsent,
        }
    }

    /// Whether the bodies that were asked to agree read the edition: once it has come to them, and
    /// not what the clerk makes of it after they refused.
    pub fn has_come_to_the_asked(self) -> bool {
        match self {
            Self::ToConcur
            | Self::ToConsent
            | Self::Approved
            | Self::Scheduled
            | Self::Released
            | Self::Published
            | Self::Withheld
            | Self::Withdrawn => true,
            Self::Draft | Self::ToReview | Self::ToSupervise | Self::ToDecide | Self::ToApprove => {
                false
            }
        }
    }

    /// Whether somebody's step is waited for between proposal and publication.
    pub fn is_under_way(self) -> bool {
        match self {
            Self::ToReview
            | Self::ToSupervise
            | Self::ToDecide
            | Self::ToApprove
            | Self::ToConcur
            | Self::ToConsent => true,
            Self::Draft
            | Self::Approved
            | Self::Scheduled
            | Self::Released
            | Self::Published
            | Self::Withheld
            | Self::Withdrawn => false,
        }
    }
}

/// What can be done to an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Change slices, scopes, title.
    Edit,
    /// 提出.
    Propose,
    /// 审核, passed.
    Review,
    /// 监督审查, passed.
    Supervise,
    /// 集体研究: what a meeting resolved.
    Decide,
    /// 审批, passed.
    Approve,
    /// 会签: a body that discloses jointly agrees.
    Concur,
    /// 上级同意.
    Consent,
    /// A superior or a joint body does not agree, with a reason.
    Refuse,
    /// Sent back to the clerk with a reason.
    Return,
    /// 不予公开: approved, and not disclosed.
    Withhold,
    /// A withheld edition was looked at again and stays withheld.
    Reexamine,
    /// A withheld edition is taken up again.
    Reopen,
    /// Another time for what is scheduled.
    Schedule,
    /// 公开: done by the program after the last step, never by hand.
    Publish,
    /// 紧急公开: public at once; the missing hands confirm afterwards.
    Release,
    /// 更正: a new edition starts from the published one.
    Correct,
    /// The correction is given up; the published edition stays.
    Abandon,
    /// 撤回, with a reason.
    Withdraw,
    /// 重新公开: a new edition after a withdrawal.
    Republish,
    /// 公示期 is made longer.
    Extend,
    /// 公示结果: what came of the objections.
    Conclude,
    /// Done in another form: wall board, meeting, visit.
    Post,
}

impl Action {
    pub const ALL: [Self; 23] = [
        Self::Edit,
        Self::Propose,
        Self::Review,
        Self::Supervise,
        Self::Decide,
        Self::Approve,
        Self::Concur,
        Self::Consent,
        Self::Refuse,
        Self::Return,
        Self::Withhold,
        Self::Reexamine,
        Self::Reopen,
        Self::Schedule,
        Self::Publish,
        Self::Release,
        Self::Correct,
        Self::Abandon,
        Self::Withdraw,
        Self::Republish,
        Self::Extend,
        Self::Conclude,
        Self::Post,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Propose => "propose",
            Self::Review => "review",
            Self::Supervise => "supervise",
            Self::Decide => "decide",
            Self::Approve => "approve",
            Self::Concur => "concur",
            Self::Consent => "consent",
            Self::Refuse => "refuse",
            Self::Return => "return",
            Self::Withhold => "withhold",
            Self::Reexamine => "reexamine",
            Self::Reopen => "reopen",
            Self::Schedule => "schedule",
            Self::Publish => "publish",
            Self::Release => "release",
            Self::Correct => "correct",
            Self::Abandon => "abandon",
            Self::Withdraw => "withdraw",
            Self::Republish => "republish",
            Self::Extend => "extend",
            Self::Conclude => "conclude",
            Self::Post => "post",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }

    /// The action that does a step of a procedure.
    pub fn doing(step: StepKind) -> Self {
        match step {
            StepKind::Propose => Self::Propose,
            StepKind::Review => Self::Review,
            StepKind::Supervise => Self::Supervise,
            StepKind::Decide => Self::Decide,
            StepKind::Approve => Self::Approve,
            StepKind::Concur => Self::Concur,
            StepKind::Consent => Self::Consent,
        }
    }
}

/// Where an action leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// To this state.
    To(State),
    /// To whatever the procedure names next; after its last step, out.
    Onward,
}

impl Next {
    fn word(self) -> &'static str {
        match self {
            Self::To(state) => state.word(),
            Self::Onward => "onward",
        }
    }
}

/// Where `action` leads from `state`; `None` refuses it.
pub fn next(state: State, action: Action) -> Option<Next> {
    match state {
        State::Draft => draft(action),
        State::ToReview => under_way(action, Action::Review, None),
        State::ToSupervise => under_way(action, Action::Supervise, None),
        State::ToDecide => under_way(action, Action::Decide, Some(Action::Withhold)),
        State::ToApprove => under_way(action, Action::Approve, Some(Action::Withhold)),
        State::ToConcur => asked(action, Action::Concur),
        State::ToConsent => asked(action, Action::Consent),
        State::Approved => approved(action),
        State::Scheduled => scheduled(action),
        State::Released => released(action),
        State::Published => published(action),
        State::Withheld => withheld(action),
        State::Withdrawn => withdrawn(action),
    }
}

/// A withdrawal does not wait for the correction under way: what is wrong in public comes first.
/// Where nothing is public yet, the step itself refuses.
fn draft(action: Action) -> Option<Next> {
    match action {
        Action::Edit => Some(Next::To(State::Draft)),
        Action::Propose => Some(Next::Onward),
        Action::Abandon => Some(Next::To(State::Published)),
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Return
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Publish
        | Action::Release
        | Action::Correct
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

/// A frozen edition: its step `awaited`, what may be done `instead` of it, or back.
fn under_way(action: Action, awaited: Action, instead: Option<Action>) -> Option<Next> {
    if action == awaited {
        return Some(Next::Onward);
    }
    if instead == Some(action) {
        return Some(Next::To(State::Withheld));
    }
    match action {
        Action::Return => Some(Next::To(State::Draft)),
        Action::Release => Some(Next::To(State::Released)),
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Publish
        | Action::Correct
        | Action::Abandon
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

/// Another body is asked: it agrees or refuses.
fn asked(action: Action, awaited: Action) -> Option<Next> {
    if action == Action::Refuse {
        return Some(Next::To(State::Draft));
    }
    under_way(action, awaited, Some(Action::Withhold))
}

fn approved(action: Action) -> Option<Next> {
    match action {
        Action::Publish => Some(Next::To(State::Published)),
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Return
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Release
        | Action::Correct
        | Action::Abandon
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

fn scheduled(action: Action) -> Option<Next> {
    match action {
        Action::Publish => Some(Next::To(State::Published)),
        Action::Schedule => Some(Next::To(State::Scheduled)),
        Action::Return => Some(Next::To(State::Draft)),
        Action::Withhold => Some(Next::To(State::Withheld)),
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Reexamine
        | Action::Reopen
        | Action::Release
        | Action::Correct
        | Action::Abandon
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

/// The missing hands come one after the other, as the procedure orders them.
fn released(action: Action) -> Option<Next> {
    match action {
        Action::Publish | Action::Post | Action::Extend | Action::Conclude => {
            Some(Next::To(State::Released))
        }
        Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent => Some(Next::Onward),
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Edit
        | Action::Propose
        | Action::Refuse
        | Action::Return
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Release
        | Action::Correct
        | Action::Abandon
        | Action::Republish => None,
    }
}

fn published(action: Action) -> Option<Next> {
    match action {
        Action::Correct => Some(Next::To(State::Draft)),
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Extend | Action::Conclude | Action::Post => Some(Next::To(State::Published)),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Return
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Publish
        | Action::Release
        | Action::Abandon
        | Action::Republish => None,
    }
}

fn withheld(action: Action) -> Option<Next> {
    match action {
        Action::Reexamine => Some(Next::To(State::Withheld)),
        Action::Reopen => Some(Next::To(State::Draft)),
        // What is withheld may be the correction of something public.
        Action::Withdraw => Some(Next::To(State::Withdrawn)),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Return
        | Action::Withhold
        | Action::Schedule
        | Action::Publish
        | Action::Release
        | Action::Correct
        | Action::Abandon
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

fn withdrawn(action: Action) -> Option<Next> {
    match action {
        Action::Republish => Some(Next::To(State::Draft)),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Supervise
        | Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Return
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Publish
        | Action::Release
        | Action::Correct
        | Action::Abandon
        | Action::Withdraw
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

/// The table as the page `docs/workflow.md` shows it: a row for each action, a column for each
/// state.
pub fn table() -> String {
    let mut page = String::from("| action |");
    for state in State::ALL {
        page += &format!(" {} |", state.word());
    }
    page += "\n|---|";
    page += &"---|".repeat(State::ALL.len());
    for action in Action::ALL {
        page += &format!("\n| **{}** |", action.word());
        for state in State::ALL {
            page += &format!(" {} |", next(state, action).map_or("—", Next::word));
        }
    }
    page + "\n"
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_golden_page_shows_this_table() {
        let page = include_str!("../../../docs/workflow.md");
        assert!(page.contains(&super::table()), "docs/workflow.md must show:\n{}", super::table());
    }
}
