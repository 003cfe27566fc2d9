//! Bytes of a document in; paragraphs, tables, pieces and warnings out.
//!
//! Everything that arrives is hostile until read: each reader is bounded by [`Limits`], refuses what
//! it can't read whole with an [`IntakeError`] that carries figures, and never panics. Nothing of a
//! comment, of hidden or of deleted text reaches a [`Document`].
//!
//! The crate knows no file, no network, no clock, no database and no organisation: the caller gives
//! bytes and the time elapsed so far, and decides what to keep.

pub mod columns;
pub mod count;
pub mod cut;
mod document;
mod docx;
mod error;
mod heading;
pub mod inspect;
pub mod library;
mod limits;
mod markdown;
mod read;
pub mod roster;
mod sentence;
mod text;
mod title;
mod warning;

pub use document::{Block, Document};
pub use docx::read_docx;
pub use error::IntakeError;
pub use limits::{Elapsed, Limits};
pub use markdown::read_markdown;
pub use read::{Format, detect, read};
pub use text::{is_deceptive, read_text};
pub use warning::Warning;

/// What a reader gives: the document, and what of the original isn't in it.
pub type Reading = Result<(Document, Vec<Warning>), IntakeError>;
