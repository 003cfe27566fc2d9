//! What the public reads. Pages for those who have not logged in are kept in the cache.

pub(crate) mod about;
pub(crate) mod article;
pub(crate) mod board;
pub(crate) mod compare;
pub(crate) mod contribute;
pub(crate) mod files;
pub(crate) mod home;
pub(crate) mod list;
pub(crate) mod login;
mod record;
mod shared;
mod standing;
