//! What pages show, and nothing else: plain structs bound to the templates in `templates/`.
//! Handlers fill them and call [`Page::render`]; no struct here reads a store or decides who may
//! read. Every text is escaped by the template engine.
//!
//! Forms and their fields are described at the struct of the page that shows them. Every POST
//! carries `csrf`, taken from [`Who`] (or from the page where nobody is logged in).

pub mod about;
pub mod account;
pub mod administration;
pub mod article;
pub mod board;
pub mod choice;
pub mod compare;
pub mod contacts;
pub mod contribute;
pub mod desk;
pub mod disclosure;
pub mod draft;
pub mod files;
pub mod frame;
pub mod home;
pub mod list;
pub mod login;
pub mod obligations;
pub mod paper;
pub mod preview;
pub mod problem;
pub mod record;
pub mod roster;
pub mod standing;
pub mod step;
pub mod upload;
pub mod withdrawn;

pub use askama::{Error as PageError, Template as Page};
pub use frame::{Flash, Foot, Frame, Link, Message, Tone, Who};
