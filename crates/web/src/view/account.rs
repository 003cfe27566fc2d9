//! Accounts: the own one, the ways in beside the password, and the accounts that an office keeps.
//!
//! Every form of somebody who is in carries `csrf` of the frame; the forms of those who are not in
//! carry the `csrf` of the page, which is in a cookie too.

use askama::Template;
use domain::time::Micros;

use super::choice::Choice;
use super::frame::{Frame, Message};

/// A QR code as one path, drawn in a square of `size`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    pub size: i32,
    pub path: String,
}

/// `GET /account`. Its forms:
/// - `POST /account/password` with `old_password`, `new_password`,
///   `again_password`;
/// - `POST /account/code/begin` with `password`; `POST /account/code/renew` and `/account/code/remove` with `password`;
/// - `POST /account/passkeys/begin` with `name`, `password`;
///   `POST /account/passkeys/remove` with `passkey`;
/// - `POST /account/oidc/begin` with `password`; `POST /account/oidc/remove`;
/// - `POST /account/sessions/end` with `session`; `POST /account/sessions/end-others`.
#[derive(Clone, Debug, Template)]
#[template(path = "account.html")]
pub struct Account {
    pub frame: Frame,
    pub problem: Option<Message>,
    pub login_name: String,
    /// Whether there is one to confirm with: the forms that open another way in ask for it.
    pub has_password: bool,
    pub has_code: bool,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    pub passkeys: Vec<PasskeyRow>,
    /// What the provider of logins is called; `None` where there is none.
    pub provider: Option<String>,
    pub linked: bool,
    pub sessions: Vec<SessionRow>,
}

/// A passkey of the own account.
#[derive(Clone, Debug)]
pub struct PasskeyRow {
    pub id: String,
    pub name: String,
    pub created: Micros,
    pub used: Option<Micros>,
}

/// A session of the own account.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub id: String,
    /// Empty where the browser said nothing that is known.
    pub device: String,
    pub created: Micros,
    /// To the hour.
    pub seen: Micros,
    pub is_this: bool,
}

/// `GET /account/code`: the secret, until `POST /account/code/confirm` with `code`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_code.html")]
pub struct CodeSetUp {
    pub frame: Frame,
    pub problem: Option<Message>,
    pub qr: Option<Qr>,
    /// In groups of four letters.
    pub secret: String,
    pub uri: String,
}

/// The recovery codes, shown once.
#[derive(Clone, Debug, Template)]
#[template(path = "account_recovery.html")]
pub struct RecoveryCodes {
    pub frame: Frame,
    pub codes: Vec<String>,
}

/// `GET /login/code`: `POST /login/code` with `csrf`, `code`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_code_asked.html")]
pub struct CodeAsked {
    pub frame: Frame,
    pub csrf: String,
    pub problem: Option<Message>,
}

/// The answer to `POST /login/passkey/begin` with `csrf`, `next`: the script fills in the form
/// `POST /login/passkey` with `csrf`, `credential`, `client_data`, `authenticator_data`, `signature`,
/// `user_handle`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_passkey_asked.html")]
pub struct PasskeyAsked {
    pub frame: Frame,
    pub csrf: String,
    /// Base64url.
    pub challenge: String,
    /// The site's host.
    pub site: String,
}

/// The answer to `POST /account/passkeys/begin`: the script fills in the form
/// `POST /account/passkeys` with `name`, `client_data`, `attestation_object`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_passkey_made.html")]
pub struct PasskeyMade {
    pub frame: Frame,
    pub challenge: String,
    pub site: String,
    /// Base64url of the person's identifier.
    pub person: String,
    pub login_name: String,
    /// Passkeys that the account has, parted by spaces: none is made twice on one device.
    pub known: String,
    pub name: String,
}

/// Before a browser leaves for the provider to link an account there.
#[derive(Clone, Debug, Template)]
#[template(path = "account_leaving.html")]
pub struct Leaving {
    pub frame: Frame,
    pub name: String,
    pub url: String,
}

/// `GET /link`: `POST /link` with `csrf`, `password`, `again_password`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_link.html")]
pub struct LinkOpened {
    pub frame: Frame,
    pub csrf: String,
    pub problem: Option<Message>,
    /// `invite` or `reset`.
    pub purpose: &'static str,
    pub display_name: String,
    pub login_name: String,
}

/// The same for every link that cannot be used.
#[derive(Clone, Debug, Template)]
#[template(path = "account_link_dead.html")]
pub struct DeadLink {
    pub frame: Frame,
}

/// A link just made, shown once.
#[derive(Clone, Debug, Template)]
#[template(path = "account_link_made.html")]
pub struct LinkMade {
    pub frame: Frame,
    pub purpose: &'static str,
    pub display_name: String,
    pub login_name: String,
    pub link: String,
    pub qr: Option<Qr>,
    pub until: Micros,
}

/// `GET /admin/persons?q=`. Its forms:
/// - `POST /admin/persons/invite` with the fields of [`Invited`];
/// - `POST /admin/persons/{id}/reset`, `/sessions`, `/unlock`, `/factors`.
#[derive(Clone, Debug, Template)]
#[template(path = "account_persons.html")]
pub struct Persons {
    pub frame: Frame,
    pub problem: Option<Message>,
    pub typed: Invited,
    pub organizations: Vec<Choice>,
    pub provider: Option<String>,
    /// Part of a name that is looked for; empty for everybody.
    pub wanted: String,
    /// The next page, where there is one.
    pub next: Option<String>,
    /// The first page, where this is a later one.
    pub first: Option<String>,
    pub rows: Vec<PersonRow>,
}

/// What was typed into the form of an invitation.
#[derive(Clone, Debug, Default)]
pub struct Invited {
    pub organization: String,
    pub login_name: String,
    pub display_name: String,
    /// The subject at the provider of logins.
    pub subject: String,
}

/// A person whose account may be administered.
#[derive(Clone, Debug)]
pub struct PersonRow {
    pub id: String,
    pub login_name: String,
    pub display_name: String,
    pub organizations: Vec<String>,
    pub has_password: bool,
    pub has_code: bool,
    pub has_passkey: bool,
    pub locked_until: Option<Micros>,
    /// Until when an unused link of this person can be used.
    pub link_until: Option<Micros>,
    /// Nobody administers the own account.
    pub is_own: bool,
}
