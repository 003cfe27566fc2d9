//! Who may take which step. Two rules, both asked for every action: the duty of the post, and
//! different hands for the person whatever posts, deputies or keys they use.

use crate::ids::PersonId;
use crate::post::Duty;
use crate::workflow::{Action, State};

mod obligations;
mod reach;

pub use obligations::{above_of, corrector_of, maker_of, reporter_of};
pub use reach::{
    administered, administrator_of, giver, kin_hinders, kin_that_hinders, may_stand_beside,
};

/// Why a step is refused. Each has a message key `refusal.*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No post in the organization concerned with the duty that the step needs.
    #[error("no post with this duty here")]
    NoDuty,
    /// The same person wrote or proposed this edition.
    #[error("whoever wrote or proposed an edition does not judge it")]
    SameAsProposer,
    /// The same person reviewed this edition.
    #[error("whoever reviewed an edition does not decide on it")]
    SameAsReviewer,
    /// The same person examined this edition for the supervision body.
    #[error("whoever supervised an edition takes no other part in it")]
    SameAsSupervisor,
    /// The same person decided on, approved or released this edition.
    #[error("whoever decided on an edition takes no other part in it")]
    SameAsApprover,
    /// A near relative has put a hand to this edition (村民委员会组织法 art. 32).
    #[error("a near relative has put a hand to this edition")]
    Kin,
}

impl Refusal {
    pub const ALL: [Self; 6] = [
        Self::NoDuty,
        Self::SameAsProposer,
        Self::SameAsReviewer,
        Self::SameAsSupervisor,
        Self::SameAsApprover,
        Self::Kin,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::NoDuty => "no_duty",
            Self::SameAsProposer => "same_as_proposer",
            Self::SameAsReviewer => "same_as_reviewer",
            Self::SameAsSupervisor => "same_as_supervisor",
            Self::SameAsApprover => "same_as_approver",
            Self::Kin => "kin",
        }
    }
}

/// Who has already put a hand to the edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Everybody who opened the disclosure or saved its text: they count as the proposer does.
    pub writers: Vec<PersonId>,
    pub proposer: Option<PersonId>,
    pub reviewer: Option<PersonId>,
    pub supervisor: Option<PersonId>,
    /// Who recorded a decision, approved, or released it in an emergency: the last of them.
    pub approver: Option<PersonId>,
    /// Everybody who did since it was proposed: a procedure may have several meetings.
    pub deciders: Vec<PersonId>,
}

impl Hands {
    /// The hands of an edition that begins anew: its writers stay.
    pub fn reset(&self) -> Self {
        Self { writers: self.writers.clone(), ..Self::default() }
    }

    /// Everybody, each once.
    pub fn everybody(&self) -> Vec<PersonId> {
        let others = [self.proposer, self.reviewer, self.supervisor, self.approver];
        let mut all: Vec<_> = self
            .writers
            .iter()
            .chain(&self.deciders)
            .copied()
            .chain(others.into_iter().flatten())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What a person can be to one edition. Nobody is two of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Writer,
    Reviewer,
    Supervisor,
    Approver,
    /// Of a joint or the superior body.
    Asked,
}

/// The part that an action makes of whoever takes it; `None`: the action judges nothing.
pub fn part_of(action: Action) -> Option<Part> {
    match action {
        Action::Review => Some(Part::Reviewer),
        Action::Supervise => Some(Part::Supervisor),
        Action::Decide
        | Action::Approve
        | Action::Withhold
        | Action::Release
        | Action::Schedule => Some(Part::Approver),
        Action::Concur | Action::Consent => Some(Part::Asked),
        Action::Edit
        | Action::Propose
        | Action::Refuse
        | Action::Return
        | Action::Reexamine
        | Action::Reopen
        | Action::Publish
        | Action::Correct
        | Action::Abandon
        | Action::Withdraw
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => None,
    }
}

/// In which organization the post of an action has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The organization that discloses.
    Own,
    /// The organization that discloses, or the supervision body directly below it.
    Supervision,
    /// The organization that discloses; while its supervision is waited for, for a supervisor also
    /// the supervision body directly below it.
    Examined,
    /// The body asked: a joint one, or the superior.
    Asked,
}

/// Where the post for `action` has to be.
pub fn place_of(action: Action) -> Place {
    match action {
        Action::Supervise => Place::Supervision,
        Action::Concur | Action::Consent | Action::Refuse => Place::Asked,
        Action::Return => Place::Examined,
        Action::Edit
        | Action::Propose
        | Action::Review
        | Action::Decide
        | Action::Approve
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Publish
        | Action::Release
        | Action::Correct
        | Action::Abandon
        | Action::Withdraw
        | Action::Republish
        | Action::Extend
        | Action::Conclude
        | Action::Post => Place::Own,
    }
}

impl Place {
    /// Whether posts in the supervision body count, too, for what stands as `state`.
    pub fn is_supervision(self, state: State) -> bool {
        match self {
            Self::Supervision => true,
            Self::Examined => state == State::ToSupervise,
            Self::Own | Self::Asked => false,
        }
    }
}

/// Whether a post with `duty` is one for `action`. No duty publishes: the program does.
pub fn duty_allows(duty: Duty, action: Action) -> bool {
    match action {
        Action::Edit
        | Action::Propose
        | Action::Correct
        | Action::Abandon
        | Action::Republish
        | Action::Post => duty == Duty::Clerk,
        Action::Review => duty == Duty::Reviewer,
        Action::Supervise => duty == Duty::Supervisor,
        Action::Return => match duty {
            Duty::Reviewer | Duty::Approver | Duty::Supervisor => true,
            Duty::Clerk | Duty::Administrator => false,
        },
        Action::Decide
        | Action::Approve
        | Action::Concur
        | Action::Consent
        | Action::Refuse
        | Action::Withhold
        | Action::Reexamine
        | Action::Reopen
        | Action::Schedule
        | Action::Release
        | Action::Withdraw
        | Action::Extend
        | Action::Conclude => duty == Duty::Approver,
        Action::Publish => false,
    }
}

/// Whether `person`, holding `duties` in the organization concerned, may take `action`.
///
/// # Errors
/// The first rule that stands against it.
pub fn may_act(
    person: PersonId,
    duties: &[Duty],
    action: Action,
    hands: &Hands,
) -> Result<(), Refusal> {
    if !duties.iter().any(|duty| duty_allows(*duty, action)) {
        return Err(Refusal::NoDuty);
    }
    part_of(action).map_or(Ok(()), |part| different_hands(person, part, hands))
}

fn different_hands(person: PersonId, part: Part, hands: &Hands) -> Result<(), Refusal> {
    let wrote = hands.proposer == Some(person) || hands.writers.contains(&person);
    let decided = hands.approver == Some(person) || hands.deciders.contains(&person);
    let other_parts = [
        (Part::Writer, wrote, Refusal::SameAsProposer),
        (Part::Reviewer, hands.reviewer == Some(person), Refusal::SameAsReviewer),
        (Part::Supervisor, hands.supervisor == Some(person), Refusal::SameAsSupervisor),
        (Part::Approver, decided, Refusal::SameAsApprover),
    ];
    let clash = other_parts.into_iter().find(|(other, is_theirs, _)| *is_theirs && *other != part);
    clash.map_or(Ok(()), |(_, _, refusal)| Err(refusal))
}

/// The table as the page `docs/permission.md` shows it.
pub fn table() -> String {
    let mut page = String::from("| action |");
    for duty in Duty::ALL {
        page += &format!(" {} |", duty.word());
    }
    page += " post in | part |\n|---|";
    page += &"---|".repeat(Duty::ALL.len() + 2);
    for action in Action::ALL {
        page += &format!("\n| **{}** |", action.word());
        for duty in Duty::ALL {
            page += if duty_allows(duty, action) { " yes |" } else { " — |" };
        }
        let place = match place_of(action) {
            Place::Own => "own",
            Place::Supervision => "own, supervision body",
            Place::Examined => "own, supervision body when in turn",
            Place::Asked => "body asked",
        };
        let part = part_of(action).map_or("—", |part| match part {
            Part::Writer => "writer",
            Part::Reviewer => "reviewer",
            Part::Supervisor => "supervisor",
            Part::Approver => "approver",
            Part::Asked => "asked",
        });
        page += &format!(" {place} | {part} |");
    }
    page + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn the_golden_page_shows_this_table() {
        let page = include_str!("../../../docs/permission.md");
        assert!(page.contains(&table()), "docs/permission.md must show:\n{}", table());
    }

    #[test]
    fn one_person_with_every_post_takes_only_one_part() {
        let ann = person(1);
        let parts = [
            (
                Hands { proposer: Some(ann), ..Hands::default() },
                Part::Writer,
                Refusal::SameAsProposer,
            ),
            (
                Hands { writers: vec![person(2), ann], ..Hands::default() },
                Part::Writer,
                Refusal::SameAsProposer,
            ),
            (
                Hands { reviewer: Some(ann), ..Hands::default() },
                Part::Reviewer,
                Refusal::SameAsReviewer,
            ),
            (
                Hands { supervisor: Some(ann), ..Hands::default() },
                Part::Supervisor,
                Refusal::SameAsSupervisor,
            ),
            (
                Hands { approver: Some(ann), ..Hands::default() },
                Part::Approver,
                Refusal::SameAsApprover,
            ),
            (
                Hands {
                    approver: Some(person(2)),
                    deciders: vec![ann, person(2)],
                    ..Hands::default()
                },
                Part::Approver,
                Refusal::SameAsApprover,
            ),
        ];
        for (hands, theirs, refusal) in &parts {
            for action in Action::ALL {
                let expected = match part_of(action) {
                    _ if action == Action::Publish => Err(Refusal::NoDuty),
                    Some(part) if part != *theirs => Err(*refusal),
                    Some(_) | None => Ok(()),
                };
                assert_eq!(
                    may_act(ann, &Duty::ALL, action, hands),
                    expected,
                    "{action:?} {hands:?}"
                );
                if action != Action::Publish {
                    assert_eq!(may_act(person(9), &Duty::ALL, action, hands), Ok(()));
                }
            }
        }
    }
}
