//! What an authority is founded from: a TOML file that names bodies, posts and persons by their
//! names. Called by the commands `found` and `demo`.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::organization::Kind;
use domain::post::Duty;
use domain::time::{Clock, Random};
use flow::{Founding, NewAppointment, NewOrganization, NewPerson};
use serde::Deserialize;
use store::Store;

use crate::system::password;

/// The file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    /// Name of the log for ever: a URL without scheme.
    pub(crate) origin: String,
    #[serde(default)]
    pub(crate) columns: Vec<String>,
    pub(crate) series: Vec<Series>,
    pub(crate) organizations: Vec<Body>,
    pub(crate) persons: Vec<Person>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Series {
    letter: char,
    name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    area_code: String,
    /// Name of the body above; it stands earlier in the file.
    pub(crate) parent: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) login: String,
    pub(crate) name: String,
    /// Names of bodies whose member the person is.
    #[serde(default)]
    pub(crate) member_of: Vec<String>,
    #[serde(default)]
    pub(crate) posts: Vec<Post>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Post {
    pub(crate) organizations: Vec<String>,
    pub(crate) duty: Duty,
    pub(crate) title: String,
}

/// A founded authority, with what must be told once.
pub(crate) struct Founded {
    pub(crate) authority: AuthorityId,
    pub(crate) organizations: BTreeMap<String, OrganizationId>,
    pub(crate) persons: BTreeMap<String, PersonId>,
    /// Initial passwords by login name.
    pub(crate) passwords: BTreeMap<String, String>,
}

impl Plan {
    /// # Errors
    /// What is not TOML of this form, with line and key.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        Ok(toml::from_str(text)?)
    }

    /// Founds the authority in `store`, with a new password for each person.
    ///
    /// # Errors
    /// A name that stands for nothing; the store's.
    pub(crate) async fn found(
        &self,
        store: &Store,
        clock: &dyn Clock,
        random: &dyn Random,
    ) -> anyhow::Result<Founded> {
        let authority = AuthorityId::new(clock.now(), random);
        let mut organizations = BTreeMap::new();
        for body in &self.organizations {
            let id = OrganizationId::new(clock.now(), random);
            if organizations.insert(body.name.clone(), id).is_some() {
                bail!("two organizations are called {}", body.name);
            }
        }
        let mut founded = Founded {
            authority,
            organizations,
            persons: BTreeMap::new(),
            passwords: BTreeMap::new(),
        };
        let mut persons = Vec::new();
        for person in &self.persons {
            persons.push(self.person(person, &mut founded, clock, random)?);
        }
        let bodies = self.organizations.iter().map(|body| body.found(&founded));
        let founding = Founding {
            authority,
            origin: self.origin.clone(),
            organizations: bodies.collect::<Result<_, _>>()?,
            persons,
            columns: self.columns.clone(),
            series: self.series.iter().map(|each| (each.letter, each.name.clone())).collect(),
        };
        founding.run(store, clock, random).await?;
        Ok(founded)
    }

    fn person(
        &self,
        person: &Person,
        founded: &mut Founded,
        clock: &dyn Clock,
        random: &dyn Random,
    ) -> anyhow::Result<NewPerson> {
        let id = PersonId::new(clock.now(), random);
        let secret = password(random);
        let mut appointments = Vec::new();
        for post in &person.posts {
            for organization in &post.organizations {
                let organization = founded.organization(organization)?;
                let (duty, title) = (post.duty, post.title.clone());
                appointments.push(NewAppointment { organization, duty, title });
            }
        }
        let member_of = person.member_of.iter().map(|name| founded.organization(name));
        let new = NewPerson {
            id,
            login_name: person.login.clone(),
            display_name: person.name.clone(),
            password_hash: identity::password::hash(&secret)?,
            member_of: member_of.collect::<Result<_, _>>()?,
            appointments,
        };
        if founded.persons.insert(person.login.clone(), id).is_some() {
            bail!("two persons log in as {}", person.login);
        }
        founded.passwords.insert(person.login.clone(), secret);
        Ok(new)
    }
}

impl Body {
    fn found(&self, founded: &Founded) -> anyhow::Result<NewOrganization> {
        let parent = self.parent.as_deref().map(|name| founded.organization(name)).transpose()?;
        let (id, kind) = (founded.organization(&self.name)?, self.kind);
        let (name, area_code) = (self.name.clone(), self.area_code.clone());
        Ok(NewOrganization { id, parent, kind, name, area_code })
    }
}

impl Founded {
    /// # Errors
    /// No organization has this name.
    pub(crate) fn organization(&self, name: &str) -> anyhow::Result<OrganizationId> {
        let found = self.organizations.get(name).copied();
        found.with_context(|| format!("no organization is called {name}"))
    }

    /// # Errors
    /// Nobody logs in under this name.
    pub(crate) fn person(&self, login: &str) -> anyhow::Result<PersonId> {
        let found = self.persons.get(login).copied();
        found.with_context(|| format!("nobody logs in as {login}"))
    }
}
