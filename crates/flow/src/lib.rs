//! The steps, one file per verb, and what follows publication.
//!
//! Every step has one shape: load, permit, check, move, record the act, leave work in the outbox;
//! one transaction, nothing remote inside. Must never know HTTP. Called by `web` and the binary.

pub mod accounts;
mod approve;
pub mod article;
pub mod check;
mod claim;
mod comment;
mod consent;
mod context;
mod correct;
mod decide;
mod deliver;
mod drive;
mod edit;
mod error;
mod found;
mod import;
pub mod log;
mod notice;
mod onward;
mod post;
mod propose;
mod publish;
mod readings;
mod rebuild;
mod receive;
mod record;
mod release;
mod return_;
mod review;
mod schedule;
mod signer;
mod step;
mod supervise;
mod withdraw;
mod withhold;

pub use claim::Claim;
pub use context::{Flow, Opening};
pub use decide::Scan;
pub use edit::{Edit, Meta};
pub use error::FlowError;
pub use found::{Founding, NewAppointment, NewOrganization, NewPerson};
pub use notice::NoticeResult;
pub use onward::Passed;
pub use post::Posting;
pub use propose::findings;
pub use rebuild::Rebuilt;
pub use receive::Receipt;
pub use review::{Checks, Remarks, Review};
pub use signer::SignerState;
pub use step::{Actor, asked_body, supervision_of};
pub use withdraw::edition_in_public;
pub use withhold::Withholding;
