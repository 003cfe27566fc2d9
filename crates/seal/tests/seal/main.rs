//! The crate from outside: one module for each kind of promise.

#![expect(clippy::unwrap_used, reason = "a failing step is a failing test")]

mod laws;
mod mutated;
mod outcomes;
mod rules;
mod support;
