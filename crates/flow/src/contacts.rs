//! 公开联系方式: an administrator publishes where an organization can be reached.

use domain::act::{Act, Details};
use domain::contact::{Contacts, TypedContacts, recorded_contacts};
use domain::finding::Telephone;
use domain::ids::OrganizationId;
use domain::time::Micros;
use store::Tx;
use store::editions::Edition;

use crate::administer::Office;
use crate::article::body_of;
use crate::{Flow, FlowError};

/// Acts read at once.
const SPAN: u32 = 2_000;

/// A number or an address in an edition that a body published as its own, and so is no finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedContact {
    pub contact: String,
    pub organization: OrganizationId,
    pub since: Micros,
    /// Since when it is published no more.
    pub until: Option<Micros>,
}

impl Flow {
    /// What of an edition's text the body of its disclosure, one above or their supervision bodies
    /// publish or once published as a contact: nobody had to override it, so whoever judges is told.
    ///
    /// # Errors
    /// The store's.
    pub async fn published_contacts(
        &self,
        own: OrganizationId,
        edition: &Edition,
    ) -> Result<Vec<PublishedContact>, FlowError> {
        let (reader, at) = (&self.inner.store.reader, self.authority());
        let mut text = String::new();
        for slice in store::editions::slices(reader.db(), at, edition).await? {
            text.push_str(&body_of(&slice.disclosure)?.text());
            text.push('\n');
        }
        let (numbers, text) = (Telephone::all_in(&text), text.to_ascii_lowercase());
        if numbers.is_empty() && !text.contains('@') {
            return Ok(Vec::new());
        }
        let stands = |contact: &str| {
            let telephones = Telephone::all_in(contact);
            telephones.iter().any(|each| numbers.iter().any(|number| number.is_same(each)))
                || (contact.contains('@') && text.contains(&contact.to_ascii_lowercase()))
        };
        let tree = store::organizations::tree(reader.db()).await?;
        let above = tree.upward(own).into_iter();
        let bodies: Vec<_> = above.flat_map(|body| tree.supervision_of(body)).collect();
        let mut found: Vec<PublishedContact> = Vec::new();
        for (organization, since, contacts) in self.contact_acts(&bodies).await? {
            let of_body = |each: &&mut PublishedContact| each.organization == organization;
            for each in found.iter_mut().filter(of_body).filter(|each| each.until.is_none()) {
                each.until = (!contacts.contains(&each.contact)).then_some(since);
            }
            for contact in contacts.into_iter().filter(|contact| stands(contact)) {
                let is_known = |each: &PublishedContact| {
                    (each.organization, &each.contact) == (organization, &contact)
                };
                if found.iter().any(|each| is_known(each) && each.until.is_none()) {
                    continue;
                }
                found.retain(|each| !is_known(each));
                found.push(PublishedContact { contact, organization, since, until: None });
            }
        }
        Ok(found)
    }

    /// What some bodies published, act by act, oldest first.
    async fn contact_acts(
        &self,
        bodies: &[OrganizationId],
    ) -> Result<Vec<(OrganizationId, Micros, Vec<String>)>, FlowError> {
        let (reader, at) = (&self.inner.store.reader, self.authority());
        let (mut found, mut before) = (Vec::new(), u64::MAX);
        loop {
            let acts = store::administrations::before(reader.db(), at, before, SPAN).await?;
            let Some((_, last)) = acts.last() else { break };
            before = last.log_index;
            for (body, act) in acts.iter().filter(|(body, _)| bodies.contains(body)) {
                let details = Act::parse(&act.body).ok().and_then(|act| act.details);
                if let Some(Details::Administration { what, now, .. }) = details
                    && what == WORD
                {
                    found.push((*body, act.at, recorded_contacts(&now)));
                }
            }
        }
        found.reverse();
        Ok(found)
    }
}

impl Office<'_> {
    /// Takes the place of what was published before; empty fields are published no more.
    pub(crate) async fn publish_contacts(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        typed: &TypedContacts,
    ) -> Result<u64, FlowError> {
        let by = self.covering(organization)?;
        self.active(organization)?;
        let contacts = Contacts::read(typed).map_err(FlowError::Invalid)?;
        store::organizations::publish(tx, self.flow.authority(), organization, &contacts).await?;
        let what = (WORD, self.name(organization), contacts.recorded());
        self.record(tx, by, organization, what).await
    }
}

/// The word of its act of administration.
pub(crate) const WORD: &str = "publish_contacts";
