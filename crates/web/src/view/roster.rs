//! Many persons invited at once.

use askama::Template;
use domain::time::Micros;

use super::account::Qr;
use super::frame::{Frame, Message};

/// `GET /admin/persons/import`: `POST` to the same address with `file` or `text` shows what the list
/// comes to; `POST /admin/persons/import/confirm` with `text` does it.
#[derive(Clone, Debug, Template)]
#[template(path = "persons_import.html")]
pub struct RosterPage {
    pub frame: Frame,
    pub problem: Option<Message>,
    /// The list as it was read or typed.
    pub text: String,
    /// Persons of one list at most.
    pub most: usize,
    /// With any of these nobody is invited.
    pub faults: Vec<FaultRow>,
    /// Whom the list would invite.
    pub persons: Vec<PlannedRow>,
}

/// What stands against a row.
#[derive(Clone, Debug)]
pub struct FaultRow {
    pub line: u64,
    /// Last part of the message keys `roster_fault.*` and `roster_mend.*`.
    pub cause: &'static str,
    pub found: String,
}

#[derive(Clone, Debug)]
pub struct PlannedRow {
    pub line: u64,
    pub name: String,
    pub login_name: String,
    pub organization: String,
    /// Last part of the message key `roster.*`.
    pub kind: &'static str,
}

/// The answer to a confirmed list: the links, shown once. `POST /admin/persons/links.csv` with `csv`
/// gives them as a file.
#[derive(Clone, Debug, Template)]
#[template(path = "persons_links.html")]
pub struct Links {
    pub frame: Frame,
    pub until: Micros,
    pub csv: String,
    pub rows: Vec<LinkRow>,
}

#[derive(Clone, Debug)]
pub struct LinkRow {
    pub name: String,
    pub login_name: String,
    pub organization: String,
    /// As the list had it; kept nowhere.
    pub contact: String,
    pub link: String,
    pub qr: Option<Qr>,
}

impl LinkRow {
    /// As a row of the file.
    pub fn cells(&self) -> Vec<String> {
        let Self { name, login_name, organization, contact, link, qr: _ } = self.clone();
        vec![name, login_name, organization, contact, link]
    }
}
