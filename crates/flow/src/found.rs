//! Founding an authority: its log, its organizations, posts, persons, columns and series. The seal
//! of an organization is registered in the log just before its first publication.

use domain::act::SealKey;
use domain::contact::Contacts;
use domain::ids::{AppointmentId, AuthorityId, ColumnId, OrganizationId, PersonId, PostId};
use domain::organization::{Kind, Organization, Standing};
use domain::post::{Appointment, Duty, Post};
use store::{Step, Store, StoreError, Tx};

use crate::record::record_key;
use crate::{Flow, FlowError};

/// What an authority starts with.
#[derive(Clone, Debug)]
pub struct Founding {
    pub authority: AuthorityId,
    /// Origin of the log: a URL without scheme, never to change.
    pub origin: String,
    pub organizations: Vec<NewOrganization>,
    pub persons: Vec<NewPerson>,
    pub columns: Vec<String>,
    /// Letter and name.
    pub series: Vec<(char, String)>,
}

#[derive(Clone, Debug)]
pub struct NewOrganization {
    pub id: OrganizationId,
    pub parent: Option<OrganizationId>,
    pub kind: Kind,
    pub name: String,
    pub area_code: String,
}

#[derive(Clone, Debug)]
pub struct NewPerson {
    pub id: PersonId,
    pub login_name: String,
    pub display_name: String,
    /// PHC string.
    pub password_hash: String,
    pub member_of: Vec<OrganizationId>,
    pub appointments: Vec<NewAppointment>,
}

#[derive(Clone, Debug)]
pub struct NewAppointment {
    pub organization: OrganizationId,
    pub duty: Duty,
    pub title: String,
}

impl Founding {
    /// Writes everything in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the authority exists.
    pub async fn run(
        &self,
        store: &Store,
        clock: &dyn domain::time::Clock,
        random: &dyn domain::time::Random,
    ) -> Result<(), StoreError> {
        store.writer.run(&Found { founding: self, clock, random }).await
    }
}

struct Found<'a> {
    founding: &'a Founding,
    clock: &'a dyn domain::time::Clock,
    random: &'a dyn domain::time::Random,
}

impl Step for Found<'_> {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let (founding, at) = (self.founding, self.founding.authority);
        store::logs::create(tx, at, &founding.origin).await?;
        for new in &founding.organizations {
            let organization = Organization {
                id: new.id,
                authority: at,
                parent: new.parent,
                kind: new.kind,
                name: new.name.clone(),
                area_code: new.area_code.clone(),
                standing: Standing { from: self.clock.now(), ..Standing::default() },
                contacts: Contacts::default(),
            };
            store::organizations::insert(tx, &organization).await?;
        }
        for person in &founding.persons {
            self.person(tx, person).await?;
        }
        for (position, name) in (0..).zip(&founding.columns) {
            let id = ColumnId::new(self.clock.now(), self.random);
            let column = store::columns::Column { id, name: name.clone() };
            store::columns::insert(tx, at, &column, position).await?;
        }
        for (letter, name) in &founding.series {
            store::columns::insert_series(tx, at, *letter, name).await?;
        }
        Ok(())
    }
}

impl Found<'_> {
    async fn person(&self, tx: &mut Tx, new: &NewPerson) -> Result<(), StoreError> {
        let (at, now) = (self.founding.authority, self.clock.now());
        let person = store::persons::NewPerson {
            id: new.id,
            login_name: &new.login_name,
            display_name: &new.display_name,
            password_hash: &new.password_hash,
            created: now,
        };
        store::persons::insert(tx, at, &person).await?;
        for organization in &new.member_of {
            store::persons::join(tx, at, new.id, *organization, now).await?;
        }
        for appointment in &new.appointments {
            let post = Post {
                id: PostId::new(now, self.random),
                organization: appointment.organization,
                duty: appointment.duty,
                title: appointment.title.clone(),
                is_deputy: false,
            };
            store::posts::insert(tx, at, &post).await?;
            let held = Appointment { post: post.id, person: new.id, from: now, until: None };
            let id = AppointmentId::new(now, self.random);
            store::posts::appoint(tx, at, id, &held).await?;
        }
        Ok(())
    }
}

/// Registers the seal of `organization` unless its current key is registered already; the key's
/// thumbprint.
pub(crate) async fn ensure_seal(
    tx: &mut Tx,
    flow: &Flow,
    organization: OrganizationId,
    name: &str,
) -> Result<String, FlowError> {
    let issuer = flow.issuer(organization);
    let kid = issuer.kid();
    if store::seals::key(tx.db(), flow.authority(), &kid).await?.is_some() {
        return Ok(kid);
    }
    let public_key = issuer.public_key();
    let act_key = SealKey { kid: kid.clone(), key: hex::encode(public_key) };
    let log_index = record_key(tx, flow, name, act_key).await?;
    let key = store::seals::SealKey { kid: kid.clone(), organization, public_key, log_index };
    // Two first publications at once on PostgreSQL: whoever comes second looks again and finds it.
    match store::seals::insert_key(tx, flow.authority(), &key, flow.now()).await {
        Err(StoreError::Conflict(why)) => Err(StoreError::Retry(why.to_owned()).into()),
        done => Ok(done.map(|()| kid)?),
    }
}
