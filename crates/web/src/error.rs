//! The only place that turns errors into answers and logs them, once.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use flow::FlowError;
use identity::IdentityError;
use store::StoreError;

use crate::view::Message;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum WebError {
    Flow(FlowError),
    Identity(IdentityError),
    /// Nobody is logged in; leads to the login and back.
    LoginNeeded {
        next: String,
    },
    /// The form does not come from this site's own page.
    Forged,
    /// The request cannot be understood; last part of the message key `error.*`.
    Bad(&'static str),
    Page(String),
}

impl From<FlowError> for WebError {
    fn from(error: FlowError) -> Self {
        Self::Flow(error)
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        Self::Flow(error.into())
    }
}

impl From<IdentityError> for WebError {
    fn from(error: IdentityError) -> Self {
        Self::Identity(error)
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Page(error.to_string())
    }
}

impl WebError {
    /// Status and what a visitor is told.
    pub(crate) fn told(&self) -> (StatusCode, Message) {
        match self {
            Self::Flow(error) => flow_told(error),
            Self::Identity(error) => identity_told(error),
            Self::Page(_) => (StatusCode::INTERNAL_SERVER_ERROR, Message::new("error.internal")),
            Self::LoginNeeded { .. } => {
                (StatusCode::UNAUTHORIZED, Message::new("error.login_needed"))
            }
            Self::Forged => (StatusCode::FORBIDDEN, Message::new("error.csrf")),
            Self::Bad(word) => (StatusCode::BAD_REQUEST, Message::new(format!("error.{word}"))),
        }
    }

    /// Logs what only the operator should know.
    pub(crate) fn log(&self, request: &str, path: &str) {
        let (status, _) = self.told();
        match self {
            Self::Page(why) => tracing::error!(request, path, why, "a page was not made"),
            Self::Identity(error @ (IdentityError::Passkey(_) | IdentityError::Provider(_))) => {
                tracing::warn!(request, path, %error, "somebody was not let in");
            }
            _ if status.is_server_error() => {
                tracing::error!(request, path, error = ?self, "request failed");
            }
            _ => {}
        }
    }
}

fn identity_told(error: &IdentityError) -> (StatusCode, Message) {
    match error {
        IdentityError::TooManyAttempts { seconds } => {
            (StatusCode::TOO_MANY_REQUESTS, Message::new("error.too_many").with(seconds))
        }
        IdentityError::WrongCredentials => (StatusCode::UNAUTHORIZED, Message::new("error.login")),
        IdentityError::WrongCode => (StatusCode::UNAUTHORIZED, Message::new("error.one_time_code")),
        IdentityError::BeginAgain => (StatusCode::CONFLICT, Message::new("flash.begin_again")),
        IdentityError::DeadLink => (StatusCode::NOT_FOUND, Message::new("error.not_found")),
        IdentityError::UnfitPassword(unfit) => {
            let key = format!("error.password_{}", unfit.word());
            (StatusCode::UNPROCESSABLE_ENTITY, Message::new(key))
        }
        IdentityError::Passkey(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Message::new("flash.passkey_refused"))
        }
        IdentityError::Provider(_) => {
            (StatusCode::BAD_GATEWAY, Message::new("flash.provider_failed"))
        }
        IdentityError::NotLinked => (StatusCode::FORBIDDEN, Message::new("flash.not_linked")),
        IdentityError::Taken => (StatusCode::CONFLICT, Message::new("flash.taken")),
        IdentityError::Store(_) | IdentityError::Hashing(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, Message::new("error.internal"))
        }
    }
}

fn flow_told(error: &FlowError) -> (StatusCode, Message) {
    match error {
        FlowError::NotFound => (StatusCode::NOT_FOUND, Message::new("error.not_found")),
        FlowError::NotPermitted(refusal) => {
            (StatusCode::FORBIDDEN, Message::new(format!("refusal.{}", refusal.word())))
        }
        FlowError::Conflict(word) => (StatusCode::CONFLICT, Message::new(conflict_told(word))),
        FlowError::Decision(fault) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Message::new(format!("decision.{}", fault.word())))
        }
        FlowError::Adjustments(faults) => {
            let first = faults.first();
            let word = first.map_or("twice", |fault| fault.word());
            let subject = first.map_or("", |fault| fault.subject());
            let message = Message::new(format!("adjust.{word}")).with(subject);
            (StatusCode::UNPROCESSABLE_ENTITY, message)
        }
        FlowError::Blocked(_) => (StatusCode::UNPROCESSABLE_ENTITY, Message::new("error.blocked")),
        FlowError::Invalid(word) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Message::new(format!("error.{word}")))
        }
        FlowError::Intake(error) => (StatusCode::UNPROCESSABLE_ENTITY, intake_told(error)),
        FlowError::Unavailable(why) => {
            (StatusCode::SERVICE_UNAVAILABLE, Message::new("error.unavailable").with(why))
        }
        FlowError::Store(_) | FlowError::Seal(_) | FlowError::Log(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, Message::new("error.internal"))
        }
    }
}

/// Conflicts that mean more than that somebody was first.
fn conflict_told(word: &str) -> &'static str {
    match word {
        "state" => "error.wrong_state",
        "claimed" => "error.claimed",
        "nothing_public" => "error.nothing_public",
        "nothing_corrected" => "error.nothing_corrected",
        "no_notice" => "error.no_notice",
        "notice_runs" => "error.notice_runs",
        "released" => "error.released",
        "contribution" => "error.contribution_answered",
        "excused" => "error.excused",
        _ => "error.conflict",
    }
}

/// The message of a refused file, with its figures in the order of the variant's fields.
pub(crate) fn intake_told(error: &intake::IntakeError) -> Message {
    use intake::IntakeError as E;
    let message = Message::new(error.key());
    match error {
        E::TooLarge { bytes, limit } | E::UnpackedTooLarge { bytes, limit } => {
            message.with(bytes).with(limit)
        }
        E::PartTooLarge { part, limit }
        | E::TooDeep { part, limit }
        | E::TooManyElements { part, limit } => message.with(part).with(limit),
        E::RatioTooHigh { part, ratio, limit } => message.with(part).with(ratio).with(limit),
        E::TooManyEntries { entries, limit } => message.with(entries).with(limit),
        E::TooManyParagraphs { limit } => message.with(limit),
        E::TooSlow { elapsed_ms, limit_ms } => message.with(elapsed_ms).with(limit_ms),
        E::Archive { reason } => message.with(reason),
        E::UnsafeName { name } => message.with(name),
        E::MissingPart { part } | E::DocumentType { part } => message.with(part),
        E::Malformed { part, reason } => message.with(part).with(reason),
        E::Entity { part, name } => message.with(part).with(name),
        E::Unsupported { format } => message.with(format!("{format:?}")),
        E::NotUtf8 { offset } => message.with(offset),
        E::LibraryPage { line, expected } => message.with(line).with(expected),
        _ => message,
    }
}

/// An answer without a page, for the log's addresses and for redirects to the login.
impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        if let Self::LoginNeeded { next } = &self {
            let next = crate::form::encode(next);
            return Redirect::to(&format!("/login?next={next}")).into_response();
        }
        let (status, _) = self.told();
        status.into_response()
    }
}
