//! An act: the immutable record that somebody did something. Its bytes are kept with their salt;
//! the log holds only the commitment (`entry`).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::decision::{Decision, Outcome};
use crate::ids::PersonId;
use crate::procedure::StepKind;
use crate::scope::Ground;
use crate::time::Micros;
use crate::workflow::Action;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Propose,
    Review,
    Supervise,
    Decide,
    Approve,
    Concur,
    Consent,
    Refuse,
    Return,
    Withhold,
    Reexamine,
    Reopen,
    Schedule,
    Publish,
    Release,
    Correct,
    Abandon,
    Withdraw,
    Republish,
    Extend,
    Conclude,
    Post,
    /// An organization's signing key begins to count.
    RegisterSeal,
    /// Organizations, posts, persons, accounts: an act of administration.
    Administer,
}

impl Kind {
    pub const ALL: [Self; 24] = [
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
        Self::RegisterSeal,
        Self::Administer,
    ];

    pub fn word(self) -> &'static str {
        match self {
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
            Self::RegisterSeal => "register_seal",
            Self::Administer => "administer",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The act that records a step; editing a draft leaves none.
    pub fn of(action: Action) -> Option<Self> {
        match action {
            Action::Edit => None,
            Action::Propose => Some(Self::Propose),
            Action::Review => Some(Self::Review),
            Action::Supervise => Some(Self::Supervise),
            Action::Decide => Some(Self::Decide),
            Action::Approve => Some(Self::Approve),
            Action::Concur => Some(Self::Concur),
            Action::Consent => Some(Self::Consent),
            Action::Refuse => Some(Self::Refuse),
            Action::Return => Some(Self::Return),
            Action::Withhold => Some(Self::Withhold),
            Action::Reexamine => Some(Self::Reexamine),
            Action::Reopen => Some(Self::Reopen),
            Action::Schedule => Some(Self::Schedule),
            Action::Publish => Some(Self::Publish),
            Action::Release => Some(Self::Release),
            Action::Correct => Some(Self::Correct),
            Action::Abandon => Some(Self::Abandon),
            Action::Withdraw => Some(Self::Withdraw),
            Action::Republish => Some(Self::Republish),
            Action::Extend => Some(Self::Extend),
            Action::Conclude => Some(Self::Conclude),
            Action::Post => Some(Self::Post),
        }
    }

    /// The action that such an act records; `None` where it is no step of a disclosure.
    pub fn action(self) -> Option<Action> {
        Action::ALL.into_iter().find(|action| Self::of(*action) == Some(self))
    }
}

/// The bytes of an act, as JSON. Names no person: `hand` tells one person from another within the
/// same disclosure and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub act: Kind,
    /// Pseudonym of the disclosure, 32 hex digits.
    pub doc: String,
    pub edition: u32,
    /// Hash of the content acted on, 64 hex digits; empty for a key.
    pub content: String,
    /// Name of the organization that acted.
    pub organization: String,
    /// Title of the post that acted; empty when the program did.
    pub post: String,
    /// See [`hand`]; empty when the program did.
    pub hand: String,
    /// Reason of a return, correction or withdrawal; opinion of a supervisor or superior.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What the act established, by its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
    /// Thumbprint and public key of a registered seal, hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealKey>,
    /// The machine's time. Informative: what counts is the checkpoint that covers the entry.
    pub at: Micros,
}

/// What an act established.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Details {
    /// 审核: the remark to each check, empty where there was nothing to say.
    Review {
        secrecy: String,
        privacy: String,
        necessity: String,
        accuracy: String,
    },
    Decision {
        decision: Decision,
        outcome: Outcome,
    },
    /// For when the publication was set anew.
    Schedule {
        publish_at: Micros,
    },
    /// For when the publication had been set, and the last day for objections.
    Publication {
        scheduled_for: Option<Micros>,
        notice_until: Option<String>,
    },
    /// 不予公开. `listed`: shown as withheld to the public, without its title.
    Withholding {
        ground: Ground,
        reexamine_on: String,
        listed: bool,
    },
    /// 紧急公开: the steps that were still missing.
    Release {
        missing: Vec<StepKind>,
    },
    /// 公示期: its last day, `YYYY-MM-DD`.
    Notice {
        until: String,
    },
    /// 公示结果: how many objected, and how many of these were found right.
    Result {
        objections: u32,
        upheld: u32,
    },
    /// Done in a form of the pack (`BRD`, `MTG`, `VST`) on a day; SHA-256 of the photo, if any.
    Posting {
        form: String,
        done_on: String,
        photo: Option<String>,
    },
    /// What was administered: a word, whom or what it concerned, and what it is now.
    Administration {
        what: String,
        subject: String,
        now: String,
    },
}

/// A signing key of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealKey {
    pub kid: String,
    /// Ed25519 public key, 64 hex digits.
    pub key: String,
}

impl Act {
    /// Why a draft came back by this act; `None` for an act that sends nothing back. A meeting that
    /// did not carry it gives its resolution.
    pub fn sent_back(&self) -> Option<&str> {
        match &self.details {
            Some(Details::Decision { decision, outcome: Outcome::NotCarried }) => {
                Some(&decision.resolution)
            }
            _ => matches!(self.act, Kind::Return | Kind::Refuse | Kind::Reopen)
                .then_some(self.note.as_str()),
        }
    }

    /// The exact bytes to keep and to commit to.
    ///
    /// # Panics
    /// Never: every field is a string, a number or an enum without content.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an act has only string keys and plain values")
    }

    /// # Errors
    /// The bytes are no act, or name a field that is not known.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

/// Pseudonym of a person within one disclosure: the first 8 bytes of
/// SHA-256(32-byte secret of the disclosure ‖ person id), in hex. Two acts of the same person in
/// the same disclosure show the same hand; two disclosures cannot be joined by it.
pub fn hand(secret: &[u8; 32], person: PersonId) -> String {
    let mut hasher = Sha256::new();
    hasher.update(secret);
    hasher.update(person.0.as_bytes());
    hex::encode(&hasher.finalize()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_tells_persons_apart_within_one_disclosure_only() {
        let (ann, bob) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        assert_eq!(hand(&[1; 32], ann), hand(&[1; 32], ann));
        assert_ne!(hand(&[1; 32], ann), hand(&[1; 32], bob));
        assert_ne!(hand(&[1; 32], ann), hand(&[2; 32], ann));
    }

    #[test]
    fn an_act_with_an_unknown_field_is_refused() {
        assert!(Act::parse(br#"{"act":"propose","extra":1}"#).is_err());
    }
}
