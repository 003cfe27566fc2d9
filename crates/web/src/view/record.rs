//! The public record of steps, and the proof of publication.

use domain::act::Kind;
use domain::time::Micros;

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
    /// Reason of a return, correction or withdrawal; what was checked in a review.
    pub note: String,
}

impl Recorded {
    pub fn short_hand(&self) -> &str {
        self.hand.get(..8).unwrap_or(&self.hand)
    }

    /// What a review looked at, by the words of its note; each has a message key `checked.*`.
    pub fn checked(&self) -> Vec<&str> {
        const CHECKS: [&str; 4] = ["secrecy", "privacy", "necessity", "accuracy"];
        if self.kind != Kind::Review {
            return Vec::new();
        }
        let words: Vec<_> = self.note.split_whitespace().collect();
        if words.iter().all(|word| CHECKS.contains(word)) { words } else { Vec::new() }
    }
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
