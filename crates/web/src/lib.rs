//! HTTP: portal, workbench and log. Parses a request, calls one step or one read, answers with a
//! page of `view`.
//!
//! Never writes except through `flow`, never decides who may read.

pub mod assets;
pub mod locale;
pub mod view;
