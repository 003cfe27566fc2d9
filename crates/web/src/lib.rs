//! HTTP: portal, workbench and log. Parses a request, calls one step or one read, answers with a
//! page of `view`.
//!
//! Never writes except through `flow`, never decides who may read.

mod account;
mod administration;
pub mod assets;
mod cache;
mod compared;
mod cookie;
mod error;
mod form;
mod headers;
pub mod locale;
mod log;
mod portal;
mod readings;
mod routes;
mod serve;
mod site;
pub mod view;
mod visitor;
mod workbench;

pub use routes::{Route, Rule, router, routes};
pub use serve::{answer, serve};
pub use site::{Settings, Site};
