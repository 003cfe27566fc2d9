//! What is wrong with a document or its receipt: one variant for each rule.

use serde::Serialize;

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    /// The checkpoint is not signed by the log's key, or is another log's.
    Checkpoint(String),
    /// The entry is not at its place under the checkpoint.
    EntryNotInLog,
    /// The entry has not the form of an act's.
    EntryForm,
    /// The entry seals another document than this one.
    EntryOfAnotherDocument,
    /// The act is not the one that the entry commits to.
    ActNotCommitted,
    /// The act is not a publication.
    NoPublication,
    /// Act and document do not name the same thing.
    ActOfAnotherEdition,
    /// The key's registration is not at its place under the checkpoint.
    KeyNotInLog,
    /// The registration's entry has not the form of an act's.
    KeyEntryForm,
    /// The registration is not the one that its entry commits to.
    KeyNotCommitted,
    /// The act that should register the key registers none.
    NoRegistration,
    /// The key was registered only after the publication.
    KeyRegisteredLater,
    /// The key is registered for another organization than the one that the document names.
    KeyOfAnotherOrganization,
    /// The document names another log.
    AnotherLog,
    /// The signed part was refused; why.
    Sealed(String),
    /// The slices were refused; why.
    Slices(String),
}

/// There is nothing to check.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    #[error("the document is no sealed document: it has no `~`")]
    Document,
    #[error("the proof is no receipt of a log: {0}")]
    Proof(#[from] tlog::TlogError),
    #[error("the proof does not carry what is needed offline: {0}")]
    Extra(String),
}
