//! The words and the rules of disclosure: pure, with no clock, no input or output, no database.
//!
//! Called by every other crate. Must never know where a value is stored, how it is shown or who
//! asked over which protocol. Time and randomness are handed in (`time::Clock`, `time::Random`).

pub mod access;
pub mod act;
pub mod attachment;
pub mod calendar;
pub mod catalogue;
pub mod code;
pub mod compare;
pub mod contact;
pub mod deadline;
pub mod decision;
pub mod disclosure;
pub mod entry;
pub mod finding;
pub mod ids;
pub mod obligation;
pub mod organization;
pub mod permission;
pub mod post;
pub mod procedure;
pub mod regime;
pub mod scope;
pub mod slice;
pub mod time;
pub mod workflow;
