//! 公开联系方式: an administrator publishes where an organization can be reached.

use domain::contact::{Contacts, TypedContacts};
use domain::ids::OrganizationId;
use store::Tx;

use crate::FlowError;
use crate::administer::Office;

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
