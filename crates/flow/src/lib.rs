//! The steps, one file per verb, and what follows publication.
//!
//! Every step has one shape: load, permit, check, move, record the act, leave work in the outbox;
//! one transaction, nothing remote inside. Must never know HTTP. Called by `web` and the binary.

pub mod accounts;
mod approve;
pub mod article;
pub mod check;
mod context;
mod correct;
mod deliver;
mod drive;
mod edit;
mod error;
mod found;
mod import;
pub mod log;
mod propose;
mod publish;
mod readings;
mod rebuild;
mod receive;
mod record;
mod return_;
mod review;
mod signer;
mod step;
mod withdraw;

pub use approve::Approval;
pub use context::{Flow, Opening};
pub use edit::{Edit, Meta};
pub use error::FlowError;
pub use found::{Founding, NewAppointment, NewOrganization, NewPerson};
pub use propose::findings;
pub use rebuild::Rebuilt;
pub use receive::Receipt;
pub use review::Checks;
pub use signer::SignerState;
pub use step::Actor;
pub use withdraw::edition_in_public;
