//! What can go wrong in a step, by what the caller can do about it.

use domain::catalogue::AdjustFault;
use domain::decision::DecisionFault;
use domain::finding::Finding;
use domain::permission::Refusal;
use store::{Retryable, StoreError};

/// An error of a step.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    #[error("not found")]
    NotFound,
    #[error("not permitted: {0}")]
    NotPermitted(Refusal),
    /// The state has moved on, or somebody else was first: load again.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Findings block the proposal.
    #[error("{} findings block", .0.len())]
    Blocked(Vec<Finding>),
    /// The record of a meeting does not stand up to its rule.
    #[error("decision: {0}")]
    Decision(DecisionFault),
    /// Adjustments of a catalogue do not fit.
    #[error("{} adjustments do not fit", .0.len())]
    Adjustments(Vec<AdjustFault>),
    /// What was given cannot be taken; the word is the last part of the message key `error.*`.
    #[error("invalid: {0}")]
    Invalid(&'static str),
    /// The file cannot be read.
    #[error(transparent)]
    Intake(#[from] intake::IntakeError),
    /// Nothing is signed at present; the text says why and what to do.
    #[error("{0}")]
    Unavailable(String),
    #[error(transparent)]
    Store(StoreError),
    #[error("sealing: {0}")]
    Seal(#[from] seal::SealError),
    #[error("log: {0}")]
    Log(#[from] tlog::TlogError),
}

impl From<StoreError> for FlowError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            StoreError::Conflict(what) => Self::Conflict(what),
            StoreError::Unavailable(why) => Self::Unavailable(why),
            other => Self::Store(other),
        }
    }
}

impl Retryable for FlowError {
    fn asks_to_retry(&self) -> bool {
        matches!(self, Self::Store(error) if error.asks_to_retry())
    }
}
