//! Who may open an address. A rule is what a route declares of itself; the decision is made where
//! the work is done, by the function of `domain` that the rule names. `docs/routes.md` shows every
//! route with its rule and what each role gets; a test compares that page with the site's answers.

use domain::workflow::Action;

/// Who may open an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everybody.
    Anyone,
    /// Everybody, for coming in: the answer is by what this browser has begun. A form has a secret in
    /// this browser's cookie.
    Entering,
    /// Whatever `access::may_read` allows; the rest is not found.
    Readers,
    /// Whoever is logged in, for what is the own.
    Person,
    /// The person who handed in the contribution named in the address.
    Contributor,
    /// Whoever holds a post.
    Post,
    /// Whoever holds a post that may do this somewhere (`permission::duty_allows`).
    Duty(Action),
    /// Whoever holds a post that may do this in the body to which the contribution was sent.
    Receiver(Action),
    /// Whoever takes part in the disclosure, `access::may_read_desk`; to others it is not found.
    Desk,
    /// As [`Rule::Desk`], with a duty in its steps there or in its supervision body.
    Participant,
    /// As [`Rule::Desk`], and `permission::may_act` allows the step.
    Step(Action),
    /// As [`Rule::Desk`], and `permission::may_act` allows the step that the form names.
    NamedStep,
    /// Whoever administers something (`permission::administered`).
    Administrator,
    /// Whoever administers the organization named in the address; to other administrators it is not
    /// found.
    Administered,
    /// As [`Rule::Administered`], and the body above it too.
    AdministeredAbove,
    /// Whoever administers everything that the person named in the address belongs to; to other
    /// administrators there is no such person.
    AdministeredPerson,
    /// Whoever administers or supervises something.
    Watcher,
    /// Whoever may report facts of the body named in the address (`permission::reporter_of`); to others it
    /// is not found. What a form does asks the permission of its own.
    Reporter,
}

impl Rule {
    /// The word of `docs/routes.md`.
    pub fn word(self) -> String {
        match self {
            Self::Anyone => "anyone".to_owned(),
            Self::Entering => "entering".to_owned(),
            Self::Readers => "readers".to_owned(),
            Self::Person => "person".to_owned(),
            Self::Contributor => "contributor".to_owned(),
            Self::Post => "post".to_owned(),
            Self::Duty(action) => format!("duty: {}", action.word()),
            Self::Receiver(action) => format!("receiver: {}", action.word()),
            Self::Desk => "desk".to_owned(),
            Self::Participant => "participant".to_owned(),
            Self::Step(action) => format!("step: {}", action.word()),
            Self::NamedStep => "named step".to_owned(),
            Self::Administrator => "administrator".to_owned(),
            Self::Administered => "administered".to_owned(),
            Self::AdministeredAbove => "administered above".to_owned(),
            Self::AdministeredPerson => "administered person".to_owned(),
            Self::Watcher => "watcher".to_owned(),
            Self::Reporter => "reporter".to_owned(),
        }
    }
}
