//! How anybody can check what stands here (`GET /about/verify`).

use askama::Template;

use super::frame::Frame;

/// Explains it to somebody who is no expert.
#[derive(Clone, Debug, Template)]
#[template(path = "about_verify.html")]
pub struct AboutVerify {
    pub frame: Frame,
    /// The log's name, as its checkpoints state it.
    pub origin: String,
    pub verifier_key: String,
    /// `/log/key`
    pub key_href: String,
    /// Command that checks the saved files, with example names.
    pub command: String,
}
