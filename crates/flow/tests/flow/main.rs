//! Every step, by every person, and what follows it, on the database that the environment names.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

mod appoint;
mod attachments;
mod batches;
mod broken;
mod contacts;
mod content;
mod contributions;
mod correct;
mod crash;
mod crowd;
mod deputies;
mod docx;
mod hands;
mod keys;
mod kin;
mod leave;
mod library;
mod obligations;
mod outbox;
mod procedures;
mod processes;
mod receipts;
mod reorganise;
mod rollback;
mod roster;
mod scopes;
mod story;
mod tamper;
