//! A list of persons taken in at once: each is invited, and members join, exactly as one by one and
//! each with its own acts. What stands against one row stands against the whole list.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::time::random_bytes;
use intake::roster::Row;
use store::tickets::Purpose;
use store::{Step, Tx};

use crate::accounts::{Invitation, check_names, give_link};
use crate::administer::{Office, days};
use crate::record::subject_of;
use crate::step::Actor;
use crate::{Flow, FlowError};

/// What somebody of the list is to the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RosterKind {
    /// 成员: reads what is for members.
    Member,
    /// 投稿人: sends texts in; whoever has an account may.
    Contributor,
    /// 读者: reads what is for whoever is registered.
    Reader,
}

impl RosterKind {
    pub const ALL: [Self; 3] = [Self::Member, Self::Contributor, Self::Reader];

    pub fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Contributor => "contributor",
            Self::Reader => "reader",
        }
    }

    /// As lists have it, in Chinese or by its word.
    fn of(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "成员" | "村民" | "党员" | "member" => Some(Self::Member),
            "投稿人" | "投稿" | "contributor" => Some(Self::Contributor),
            "读者" | "注册读者" | "reader" => Some(Self::Reader),
            _ => None,
        }
    }
}

/// What stands against a row: a message key `roster_fault.*` each with what and mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterFault {
    /// From 1.
    pub line: u64,
    pub cause: &'static str,
    /// The cell as it stands there.
    pub found: String,
}

/// The causes that [`RosterFault`] names.
pub const ROSTER_FAULTS: [&str; 9] = [
    "cell",
    "name",
    "organization",
    "organization_several",
    "kind",
    "login_name",
    "login_taken",
    "twice",
    "known",
];

/// Somebody who will be invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub line: u64,
    pub name: String,
    pub login_name: String,
    pub organization: OrganizationId,
    pub kind: RosterKind,
    /// For whoever hands the link over; never stored.
    pub contact: String,
}

/// What a list comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterPlan {
    pub persons: Vec<Planned>,
    pub faults: Vec<RosterFault>,
}

/// What came of a list.
#[derive(Clone, Debug)]
pub enum Imported {
    /// Everybody, each with the token of the link, which is shown once.
    Made(Vec<(Planned, [u8; 32])>),
    /// Nobody: there are faults.
    Refused(RosterPlan),
}

impl Flow {
    /// What a list would come to, and everything that stands against it. Changes nothing.
    ///
    /// # Errors
    /// [`FlowError::NotPermitted`] for whoever administers nothing.
    pub async fn plan_roster(&self, actor: Actor, rows: &[Row]) -> Result<RosterPlan, FlowError> {
        self.store().writer.run(&Plan { flow: self, actor, rows }).await
    }

    /// Invites everybody of a list, or nobody.
    ///
    /// # Errors
    /// As [`Flow::plan_roster`].
    pub async fn import_roster(&self, actor: Actor, rows: &[Row]) -> Result<Imported, FlowError> {
        self.inner.signer.ready()?;
        self.store().writer.run(&Import { flow: self, actor, rows }).await
    }
}

struct Plan<'a> {
    flow: &'a Flow,
    actor: Actor,
    rows: &'a [Row],
}

impl Step for Plan<'_> {
    type Out = RosterPlan;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<RosterPlan, FlowError> {
        let office = Office::open(tx, self.flow, Some(self.actor)).await?;
        plan(tx, &office, self.rows).await
    }
}

struct Import<'a> {
    flow: &'a Flow,
    actor: Actor,
    rows: &'a [Row],
}

impl Step for Import<'_> {
    type Out = Imported;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Imported, FlowError> {
        let office = Office::open(tx, self.flow, Some(self.actor)).await?;
        let plan = plan(tx, &office, self.rows).await?;
        if !plan.faults.is_empty() {
            return Ok(Imported::Refused(plan));
        }
        let mut made = Vec::with_capacity(plan.persons.len());
        for person in plan.persons {
            let token = self.invite(tx, &office, &person).await?;
            made.push((person, token));
        }
        Ok(Imported::Made(made))
    }
}

impl Import<'_> {
    async fn invite(
        &self,
        tx: &mut Tx,
        office: &Office<'_>,
        new: &Planned,
    ) -> Result<[u8; 32], FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        let (id, token) = (PersonId::new(now, flow.random()), random_bytes::<32>(flow.random()));
        let by = office.covering(new.organization)?;
        let person = store::persons::NewPerson {
            id,
            login_name: &new.login_name,
            display_name: &new.name,
            password_hash: "",
            created: now,
        };
        store::persons::insert(tx, at, &person).await?;
        store::accounts::set_home(tx, at, id, new.organization).await?;
        give_link(tx, flow, (self.actor, id), Purpose::Invite, token).await?;
        let subject = subject_of(flow, id);
        let invited = ("invite_person", subject.clone(), String::new());
        office.record(tx, by, new.organization, invited).await?;
        if new.kind == RosterKind::Member {
            store::persons::join(tx, at, id, new.organization, now).await?;
            let joined = ("add_member", subject, days((now, None)));
            office.record(tx, by, new.organization, joined).await?;
        }
        Ok(token)
    }
}

async fn plan(tx: &mut Tx, office: &Office<'_>, rows: &[Row]) -> Result<RosterPlan, FlowError> {
    let subtree = office.subtree()?;
    let mut planner = Planner {
        office,
        subtree,
        known: known(tx, office.flow.authority()).await?,
        logins: BTreeSet::new(),
        people: BTreeSet::new(),
    };
    let mut plan = RosterPlan::default();
    for row in rows {
        match planner.row(tx, row).await? {
            Ok(person) => plan.persons.push(person),
            Err((cause, found)) => {
                plan.faults.push(RosterFault { line: row.line, cause, found: found.to_owned() });
            }
        }
    }
    Ok(plan)
}

/// Who has a name.
async fn known(tx: &mut Tx, at: AuthorityId) -> Result<BTreeMap<String, Vec<PersonId>>, FlowError> {
    let mut known: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (person, name) in store::accounts::names(tx.db(), at).await? {
        known.entry(name).or_default().push(person);
    }
    Ok(known)
}

struct Planner<'a> {
    office: &'a Office<'a>,
    subtree: Vec<OrganizationId>,
    known: BTreeMap<String, Vec<PersonId>>,
    /// Of the rows before.
    logins: BTreeSet<String>,
    people: BTreeSet<(String, OrganizationId, String)>,
}

type Planning<'r> = Result<Planned, (&'static str, &'r str)>;

impl Planner<'_> {
    async fn row<'r>(&mut self, tx: &mut Tx, row: &'r Row) -> Result<Planning<'r>, FlowError> {
        let (organization, kind) = match self.read(row) {
            Ok(read) => read,
            Err(fault) => return Ok(Err(fault)),
        };
        let login_name = if row.login_name.is_empty() {
            self.free_login(tx, &row.name).await?
        } else if self.is_taken(tx, &row.login_name).await? {
            return Ok(Err(("login_taken", &row.login_name)));
        } else {
            row.login_name.clone()
        };
        let invitation = Invitation {
            organization,
            login_name: login_name.clone(),
            display_name: row.name.clone(),
            subject: None,
        };
        match check_names(&invitation) {
            Err(FlowError::Invalid("login_name")) => return Ok(Err(("login_name", &row.name))),
            Err(_) => return Ok(Err(("name", &row.name))),
            Ok(()) => {}
        }
        // The same name twice is the same person, unless the list says otherwise by login names.
        let key = (row.name.clone(), organization, row.login_name.clone());
        if !self.people.insert(key) {
            return Ok(Err(("twice", &row.name)));
        }
        if row.login_name.is_empty() && self.is_known(tx, &row.name, organization).await? {
            return Ok(Err(("known", &row.name)));
        }
        self.logins.insert(login_name.clone());
        let (line, name, contact) = (row.line, row.name.clone(), row.contact.clone());
        Ok(Ok(Planned { line, name, login_name, organization, kind, contact }))
    }

    fn read<'r>(
        &self,
        row: &'r Row,
    ) -> Result<(OrganizationId, RosterKind), (&'static str, &'r str)> {
        if let Some(cell) = &row.unfit {
            return Err(("cell", cell));
        }
        if row.name.is_empty() {
            return Err(("name", &row.name));
        }
        let kind = RosterKind::of(&row.kind).ok_or(("kind", row.kind.as_str()))?;
        Ok((self.organization(&row.organization)?, kind))
    }

    /// By name or code, among those that the actor administers: of others nothing is told.
    fn organization<'r>(&self, text: &'r str) -> Result<OrganizationId, (&'static str, &'r str)> {
        let own = self.office.tree.sorted().into_iter();
        let own = own.filter(|each| each.is_active() && self.subtree.contains(&each.id));
        let named = own.filter(|each| each.name == text || each.area_code == text);
        match named.map(|each| each.id).collect::<Vec<_>>().as_slice() {
            [one] => Ok(*one),
            [] => Err(("organization", text)),
            _ => Err(("organization_several", text)),
        }
    }

    async fn is_taken(&self, tx: &mut Tx, login: &str) -> Result<bool, FlowError> {
        let at = self.office.flow.authority();
        let found = store::persons::by_login(tx.db(), at, login).await?;
        Ok(found.is_some() || self.logins.contains(login))
    }

    /// The name itself, with a number where it is taken.
    async fn free_login(&self, tx: &mut Tx, name: &str) -> Result<String, FlowError> {
        let base: String = name.chars().filter(|c| *c != '·' && !c.is_whitespace()).collect();
        let mut login = base.clone();
        let mut number = 1;
        while self.is_taken(tx, &login).await? {
            number += 1;
            login = format!("{base}{number}");
        }
        Ok(login)
    }

    async fn is_known(
        &self,
        tx: &mut Tx,
        name: &str,
        organization: OrganizationId,
    ) -> Result<bool, FlowError> {
        let (at, now) = (self.office.flow.authority(), self.office.flow.now());
        for person in self.known.get(name).into_iter().flatten() {
            let found = store::persons::by_id(tx.db(), at, *person).await?;
            let here = store::accounts::places(tx, at, *person, now).await?;
            if found.is_some_and(|found| found.left.is_none()) && here.contains(&organization) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
