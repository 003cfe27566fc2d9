//! Who may take which step. Two rules, both asked for every action: the duty of the post, and
//! different hands for the person whatever posts they hold.

use crate::ids::PersonId;
use crate::post::Duty;
use crate::workflow::Action;

/// Why a step is refused. Each has a message key `refusal.*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No post in this organization with the duty that the step needs.
    #[error("no post with this duty here")]
    NoDuty,
    /// The same person wrote or proposed this edition.
    #[error("whoever wrote or proposed an edition does not review or approve it")]
    SameAsProposer,
    /// The same person reviewed this edition.
    #[error("whoever reviewed an edition does not approve it")]
    SameAsReviewer,
}

impl Refusal {
    pub const ALL: [Self; 3] = [Self::NoDuty, Self::SameAsProposer, Self::SameAsReviewer];

    pub fn word(self) -> &'static str {
        match self {
            Self::NoDuty => "no_duty",
            Self::SameAsProposer => "same_as_proposer",
            Self::SameAsReviewer => "same_as_reviewer",
        }
    }
}

/// Who has already put a hand to the edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Who opened the disclosure and who saved its text last: they count as the proposer does.
    pub writers: [Option<PersonId>; 2],
    pub proposer: Option<PersonId>,
    pub reviewer: Option<PersonId>,
}

/// Whether a post with `duty` is one for `action`. No duty publishes: the program does.
pub fn duty_allows(duty: Duty, action: Action) -> bool {
    match (duty, action) {
        (Duty::Clerk, Action::Edit | Action::Propose | Action::Correct) => true,
        (Duty::Reviewer, Action::Review | Action::Return) => true,
        (Duty::Approver, Action::Approve | Action::Return | Action::Withdraw) => true,
        (
            Duty::Clerk,
            Action::Review | Action::Approve | Action::Publish | Action::Return | Action::Withdraw,
        )
        | (
            Duty::Reviewer,
            Action::Edit
            | Action::Propose
            | Action::Approve
            | Action::Publish
            | Action::Correct
            | Action::Withdraw,
        )
        | (
            Duty::Approver,
            Action::Edit | Action::Propose | Action::Review | Action::Publish | Action::Correct,
        )
        | (
            Duty::Supervisor | Duty::Administrator,
            Action::Edit
            | Action::Propose
            | Action::Review
            | Action::Approve
            | Action::Publish
            | Action::Return
            | Action::Correct
            | Action::Withdraw,
        ) => false,
    }
}

/// Whether `person`, holding `duties` in the organization of the edition, may take `action`.
///
/// # Errors
/// The first rule that stands against it.
pub fn may_act(
    person: PersonId,
    duties: &[Duty],
    action: Action,
    hands: Hands,
) -> Result<(), Refusal> {
    if !duties.iter().any(|duty| duty_allows(*duty, action)) {
        return Err(Refusal::NoDuty);
    }
    different_hands(person, action, hands)
}

fn different_hands(person: PersonId, action: Action, hands: Hands) -> Result<(), Refusal> {
    let proposed = hands.proposer == Some(person) || hands.writers.contains(&Some(person));
    let reviewed = hands.reviewer == Some(person);
    match action {
        Action::Review | Action::Approve if proposed => Err(Refusal::SameAsProposer),
        Action::Approve if reviewed => Err(Refusal::SameAsReviewer),
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Approve
        | Action::Publish
        | Action::Return
        | Action::Correct
        | Action::Withdraw => Ok(()),
    }
}

/// The table as the page `docs/permission.md` shows it.
pub fn table() -> String {
    let mut page = String::from("| duty |");
    for action in Action::ALL {
        page += &format!(" {} |", action.word());
    }
    page += "\n|---|";
    page += &"---|".repeat(Action::ALL.len());
    for duty in Duty::ALL {
        page += &format!("\n| **{}** |", duty.word());
        for action in Action::ALL {
            page += if duty_allows(duty, action) { " yes |" } else { " — |" };
        }
    }
    page + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_golden_page_shows_this_table() {
        let page = include_str!("../../../docs/permission.md");
        assert!(page.contains(&table()), "docs/permission.md must show:\n{}", table());
    }

    #[test]
    fn one_person_with_every_post_takes_only_one_of_the_three_steps() {
        let ann = PersonId(uuid::Uuid::from_u128(1));
        let hands = Hands { proposer: Some(ann), ..Hands::default() };
        let may = |action, hands| may_act(ann, &Duty::ALL, action, hands);
        assert_eq!(may(Action::Review, hands), Err(Refusal::SameAsProposer));
        assert_eq!(may(Action::Approve, hands), Err(Refusal::SameAsProposer));
        let hands = Hands { reviewer: Some(ann), ..Hands::default() };
        assert_eq!(may(Action::Approve, hands), Err(Refusal::SameAsReviewer));
        assert_eq!(may(Action::Publish, Hands::default()), Err(Refusal::NoDuty));
    }

    #[test]
    fn whoever_wrote_the_text_neither_reviews_nor_approves_it() {
        let [ann, ben] = [1, 2].map(|n| PersonId(uuid::Uuid::from_u128(n)));
        for writers in [[Some(ann), None], [Some(ben), Some(ann)]] {
            let hands = Hands { writers, proposer: Some(ben), reviewer: None };
            for action in [Action::Review, Action::Approve] {
                let done = may_act(ann, &Duty::ALL, action, hands);
                assert_eq!(done, Err(Refusal::SameAsProposer));
            }
            assert_eq!(may_act(ann, &Duty::ALL, Action::Propose, hands), Ok(()));
        }
    }
}
