//! States of an edition and the steps between them. An exhaustive table: what is not listed is
//! refused. `docs/workflow.md` prints it and a test compares the two.

use serde::{Deserialize, Serialize};

/// Where the current edition of a disclosure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On the clerk's desk; may change.
    Draft,
    /// Frozen, waits for review.
    Proposed,
    /// Reviewed, waits for approval.
    Reviewed,
    /// Approved, being sealed and logged.
    Approved,
    /// Public as far as its scopes allow.
    Published,
    /// Taken back with a reason; the notice of it stays.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Proposed,
        Self::Reviewed,
        Self::Approved,
        Self::Published,
        Self::Withdrawn,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
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
    /// 审批, passed.
    Approve,
    /// 公开: done by the program after approval, never by hand.
    Publish,
    /// Sent back to the clerk with a reason.
    Return,
    /// 更正: a new edition starts from the published one.
    Correct,
    /// 撤回, with a reason.
    Withdraw,
}

impl Action {
    pub const ALL: [Self; 8] = [
        Self::Edit,
        Self::Propose,
        Self::Review,
        Self::Approve,
        Self::Publish,
        Self::Return,
        Self::Correct,
        Self::Withdraw,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Propose => "propose",
            Self::Review => "review",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Return => "return",
            Self::Correct => "correct",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}

/// Where `action` leads from `state`; `None` refuses it.
pub fn next(state: State, action: Action) -> Option<State> {
    match (state, action) {
        (State::Draft, Action::Edit) => Some(State::Draft),
        (State::Draft, Action::Propose) => Some(State::Proposed),
        (State::Proposed, Action::Review) => Some(State::Reviewed),
        (State::Proposed | State::Reviewed, Action::Return) => Some(State::Draft),
        (State::Reviewed, Action::Approve) => Some(State::Approved),
        (State::Approved, Action::Publish) => Some(State::Published),
        (State::Published, Action::Correct) => Some(State::Draft),
        // Also while a correction is under way: what is wrong in public does not wait for it. Where
        // nothing is public yet, the step itself refuses.
        (
            State::Draft | State::Proposed | State::Reviewed | State::Approved | State::Published,
            Action::Withdraw,
        ) => Some(State::Withdrawn),
        (
            State::Draft,
            Action::Review | Action::Approve | Action::Publish | Action::Return | Action::Correct,
        )
        | (
            State::Proposed,
            Action::Edit | Action::Propose | Action::Approve | Action::Publish | Action::Correct,
        )
        | (
            State::Reviewed,
            Action::Edit | Action::Propose | Action::Review | Action::Publish | Action::Correct,
        )
        | (
            State::Approved,
            Action::Edit
            | Action::Propose
            | Action::Review
            | Action::Approve
            | Action::Return
            | Action::Correct,
        )
        | (
            State::Published,
            Action::Edit
            | Action::Propose
            | Action::Review
            | Action::Approve
            | Action::Publish
            | Action::Return,
        )
        | (
            State::Withdrawn,
            Action::Edit
            | Action::Propose
            | Action::Review
            | Action::Approve
            | Action::Publish
            | Action::Return
            | Action::Correct
            | Action::Withdraw,
        ) => None,
    }
}

/// The table as the page `docs/workflow.md` shows it.
pub fn table() -> String {
    let mut page = String::from("| state |");
    for action in Action::ALL {
        page += &format!(" {} |", action.word());
    }
    page += "\n|---|";
    page += &"---|".repeat(Action::ALL.len());
    for state in State::ALL {
        page += &format!("\n| **{}** |", state.word());
        for action in Action::ALL {
            page += &format!(" {} |", next(state, action).map_or("—", State::word));
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
