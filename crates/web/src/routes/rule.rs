//! Who may open an address. A rule is what a route declares of itself; the decision is made where
//! the work is done, by the function of `domain` that the rule names. `docs/routes.md` shows every
//! route with its rule and what each role gets; a test compares that page with the site's answers.

use domain::workflow::Action;

/// Who may open an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everybody gets the same.
    Anyone,
    /// A form of those who are not in yet, with a secret in this browser's cookie.
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
    /// As [`Rule::Desk`], and `permission::may_act` allows the step.
    Step(Action),
    /// Whoever administers something (`permission::administered`).
    Administrator,
    /// Whoever administers the organization named in the address; to other administrators it is not
    /// found.
    Administered,
    /// Whoever administers everything that the person named in the address belongs to.
    AdministeredPerson,
    /// Whoever administers or supervises something.
    Watcher,
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
            Self::Step(action) => format!("step: {}", action.word()),
            Self::Administrator => "administrator".to_owned(),
            Self::Administered => "administered".to_owned(),
            Self::AdministeredPerson => "administered person".to_owned(),
            Self::Watcher => "watcher".to_owned(),
        }
    }
}
