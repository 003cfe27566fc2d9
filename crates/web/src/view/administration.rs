//! Administration: organizations, posts, members, relatives, and the record of it.

use askama::Template;
use domain::contact::TypedContacts;
use domain::organization::Kind;
use domain::post::Duty;
use domain::time::Micros;

use super::choice::Choice;
use super::frame::{Frame, Link, Message};

/// `GET /admin/organizations`: the own subtree.
#[derive(Clone, Debug, Template)]
#[template(path = "admin_organizations.html")]
pub struct Organizations {
    pub frame: Frame,
    pub rows: Vec<TreeRow>,
}

#[derive(Clone, Debug)]
pub struct TreeRow {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    /// From 1 for the highest of the page.
    pub depth: usize,
    pub is_active: bool,
}

/// `GET /admin/organizations/{id}`. Its forms are sent to `/admin/organizations/{id}/<word>`:
/// - `create` with `kind`, `name`, `area_code`; `rename` with `name`; `move` and `merge` with
///   `other`; `dissolve`; `share` with `merged`;
/// - `contacts` with `supervision`, `objection`, `email`, `address`, `hours`;
/// - `create_post` with `duty`, `title`; `title` with `post`, `title`; `close` with `post`;
/// - `appoint` with `post`, `login`, `from`, `until`; `end` with `appointment`, `until`;
/// - `deputy` with `appointment`, `login`, `from`, `until`, `reason`; `recall` with `deputy`;
/// - `kin` with `login`, `other_login`, `relation`; `unkin` with `kinship`;
/// - `join` with `login`, `from`, `until`; `part` with `person`, `until`; `leave` with `login`.
#[derive(Clone, Debug, Template)]
#[template(path = "admin_organization.html")]
pub struct OrganizationPage {
    pub frame: Frame,
    pub problem: Option<Message>,
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub area_code: String,
    pub since: Micros,
    pub until: Option<Micros>,
    pub successor: Option<Link>,
    /// Where the caller administers it too.
    pub parent: Option<Link>,
    pub merged: Vec<MergedRow>,
    pub below: Vec<Link>,
    /// Editions under way, questions and notice periods that somebody has to finish.
    pub unfinished: u64,
    /// What it publishes of itself, or what was typed and refused.
    pub contacts: TypedContacts,
    pub refused_contacts: bool,
    pub posts: Vec<PostRow>,
    pub kin: Vec<KinRow>,
    /// How many there are; `roll` has the first of them.
    pub members: usize,
    pub roll: Vec<MemberRow>,
    /// Login names that fields suggest.
    pub persons: Vec<Choice>,
    pub others: Vec<Choice>,
    /// Duties that the caller may give here.
    pub duties: Vec<Duty>,
    pub kinds: Vec<Kind>,
    pub today: String,
}

impl OrganizationPage {
    /// Its address, which the addresses of its forms begin with.
    pub fn at(&self) -> String {
        format!("/admin/organizations/{}", self.id)
    }
}

/// A body that was merged into this one.
#[derive(Clone, Debug)]
pub struct MergedRow {
    pub link: Link,
    pub is_shared: bool,
}

impl MergedRow {
    /// The id, which its address ends with.
    pub fn id(&self) -> &str {
        self.link.href.rsplit('/').next().unwrap_or_default()
    }
}

#[derive(Clone, Debug)]
pub struct PostRow {
    pub id: String,
    pub title: String,
    pub duty: Duty,
    pub may_give: bool,
    pub is_vacant: bool,
    /// One holder alone: with the end of it the steps wait for the post.
    pub is_last: bool,
    pub holders: Vec<HolderRow>,
}

#[derive(Clone, Debug)]
pub struct HolderRow {
    /// Of the appointment.
    pub id: String,
    pub name: String,
    pub login_name: String,
    pub from: Micros,
    pub until: Option<Micros>,
    pub deputies: Vec<DeputyRow>,
}

#[derive(Clone, Debug)]
pub struct DeputyRow {
    pub id: String,
    pub name: String,
    pub from: Micros,
    pub until: Micros,
    pub reason: String,
}

#[derive(Clone, Debug)]
pub struct KinRow {
    pub id: String,
    pub names: [String; 2],
    pub relation: String,
    /// One of the two watches the other.
    pub clashes: bool,
}

#[derive(Clone, Debug)]
pub struct MemberRow {
    pub id: String,
    pub name: String,
    pub login_name: String,
    pub from: Micros,
    pub until: Option<Micros>,
}

/// `GET /desk/posts`. Its forms: `POST /desk/posts/deputy` with `appointment`, `login`, `from`,
/// `until`, `reason`; `POST /desk/posts/recall` with `deputy`; `POST /desk/posts/kin` with `login`,
/// `relation`.
#[derive(Clone, Debug, Template)]
#[template(path = "posts.html")]
pub struct OwnPosts {
    pub frame: Frame,
    pub problem: Option<Message>,
    pub own: Vec<OwnPost>,
    pub stands_in: Vec<StandIn>,
    pub colleagues: Vec<Choice>,
    pub may_see_record: bool,
    pub today: String,
}

#[derive(Clone, Debug)]
pub struct OwnPost {
    pub appointment: String,
    pub organization: String,
    pub title: String,
    pub duty: Duty,
    pub from: Micros,
    pub until: Option<Micros>,
    /// False where it begins later.
    pub is_held: bool,
    pub deputies: Vec<DeputyRow>,
}

/// A post that is held for somebody else.
#[derive(Clone, Debug)]
pub struct StandIn {
    pub title: String,
    pub principal: String,
    pub deputy: DeputyRow,
}

/// `GET /admin/record`.
#[derive(Clone, Debug, Template)]
#[template(path = "admin_record.html")]
pub struct AdministrationRecord {
    pub frame: Frame,
    pub rows: Vec<Administered>,
    /// Where the acts before these begin.
    pub older: Option<u64>,
}

/// An act of administration.
#[derive(Clone, Debug)]
pub struct Administered {
    pub what: &'static str,
    pub subject: String,
    pub now: String,
    pub organization: String,
    /// Empty where the office at the machine did it.
    pub post: String,
    pub by: String,
    pub at: Micros,
    pub index: u64,
}
