//! All that a column or an organization has published (`GET /columns/{id}`,
//! `GET /organizations/{id}`).

use askama::Template;

use super::contacts::Reachable;
use super::frame::{Frame, Link};
use super::home::Row;

/// A list with what is known of its owner.
#[derive(Clone, Debug, Template)]
#[template(path = "list.html")]
pub struct ListPage {
    pub frame: Frame,
    pub title: String,
    pub of: ListOf,
    /// From the top down to the direct superior; empty for a column.
    pub above: Vec<Link>,
    pub rows: Vec<ListRow>,
    /// Addresses of the pages before and after.
    pub newer: Option<String>,
    pub older: Option<String>,
}

#[derive(Clone, Debug)]
pub enum ListOf {
    Column,
    Organization(Box<OrganizationFacts>),
}

/// What is known of an organization.
#[derive(Clone, Debug)]
pub struct OrganizationFacts {
    pub kind: domain::organization::Kind,
    pub area_code: String,
    pub dissolved: Option<domain::time::Micros>,
    /// Into which it was merged.
    pub successor: Option<Link>,
    pub below: Vec<Link>,
    /// Address of its wall, where it has a catalogue.
    pub board: Option<String>,
    /// Whom a reader calls.
    pub reachable: Vec<Reachable>,
    /// Titles of the posts with their duties; never who holds them.
    pub posts: Vec<(String, domain::post::Duty)>,
    /// Disclosed jointly under another body's lead.
    pub joint: Vec<ListRow>,
    /// Approved and not disclosed.
    pub withheld: Vec<KeptBack>,
}

/// What the public is told of something that is withheld: never a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBack {
    pub item: String,
    pub ground: domain::scope::Ground,
    /// When it is looked at again, `YYYY-MM-DD`.
    pub reexamine_on: String,
}

/// A row with the item it discloses.
#[derive(Clone, Debug)]
pub struct ListRow {
    pub row: Row,
    /// Name of the item; empty where it has none.
    pub item: String,
    /// Its state is shown where it is not simply published.
    pub withdrawn: bool,
}
