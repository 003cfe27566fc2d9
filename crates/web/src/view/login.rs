//! Logging in (`GET /login?next=`).

use askama::Template;

use super::frame::{Frame, Message};

/// `POST /login` with
/// - `csrf`: [`Login::csrf`], also in a cookie, since nobody is logged in;
/// - `next`: path to lead to afterwards; accept local paths only;
/// - `name`, `password`.
///
/// The form for a passkey (`POST /login/passkey/begin`) is shown by the script alone.
///
/// Logging out is `POST /logout` with `csrf`, a button on every page.
#[derive(Clone, Debug, Template)]
#[template(path = "login.html")]
pub struct Login {
    pub frame: Frame,
    pub csrf: String,
    pub next: String,
    /// As typed before; empty at first.
    pub name: String,
    /// `error.login`, `error.too_many` (figure: seconds to wait).
    pub problem: Option<Message>,
    /// What the provider of logins is called; its link is `/login/oidc?next=`.
    pub provider: Option<String>,
}
