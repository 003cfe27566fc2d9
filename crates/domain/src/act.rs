//! An act: the immutable record that somebody did something. Its bytes are kept with their salt;
//! the log holds only the commitment (`entry`).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::PersonId;
use crate::time::Micros;
use crate::workflow::Action;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Propose,
    Review,
    Approve,
    Publish,
    Return,
    Correct,
    Withdraw,
    /// An organization's signing key begins to count.
    RegisterSeal,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::Propose,
        Self::Review,
        Self::Approve,
        Self::Publish,
        Self::Return,
        Self::Correct,
        Self::Withdraw,
        Self::RegisterSeal,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Review => "review",
            Self::Approve => "approve",
            Self::Publish => "publish",
            Self::Return => "return",
            Self::Correct => "correct",
            Self::Withdraw => "withdraw",
            Self::RegisterSeal => "register_seal",
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
            Action::Approve => Some(Self::Approve),
            Action::Publish => Some(Self::Publish),
            Action::Return => Some(Self::Return),
            Action::Correct => Some(Self::Correct),
            Action::Withdraw => Some(Self::Withdraw),
        }
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
    /// Reason of a return, correction or withdrawal; what was checked in a review.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Thumbprint and public key of a registered seal, hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<SealKey>,
    /// The machine's time. Informative: what counts is the checkpoint that covers the entry.
    pub at: Micros,
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
