//! Bodies are made, renamed, moved, merged and dissolved; docs/reorganisation.md has the rules.
//!
//! A merged body keeps its name, its disclosures and its members' circle; its successor has its
//! rights, duties and open steps, because every place that asks for them asks the tree of today.

use domain::contact::Contacts;
use domain::ids::OrganizationId;
use domain::organization::{Kind, Organization, Standing};
use domain::procedure::StepKind;
use domain::workflow::State;
use store::Tx;

use crate::FlowError;
use crate::administer::{Office, line};
use crate::onward::ask;

const NAME_LETTERS: usize = 60;

impl Office<'_> {
    pub(crate) async fn create(
        &self,
        tx: &mut Tx,
        parent: OrganizationId,
        (kind, name, area_code): (Kind, &str, &str),
    ) -> Result<u64, FlowError> {
        let by = self.covering(parent)?;
        self.active(parent)?;
        let area_code = area_code.trim();
        if !(6..=12).contains(&area_code.len()) || !area_code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(FlowError::Invalid("area_code"));
        }
        let (flow, now) = (self.flow, self.flow.now());
        let organization = Organization {
            id: OrganizationId::new(now, flow.random()),
            authority: flow.authority(),
            parent: Some(parent),
            kind,
            name: self.new_name(name)?,
            area_code: area_code.to_owned(),
            standing: Standing { from: now, ..Standing::default() },
            contacts: Contacts::default(),
        };
        store::organizations::insert(tx, &organization).await?;
        let what = ("create_organization", organization.name, self.name(parent));
        self.record(tx, by, parent, what).await
    }

    pub(crate) async fn rename(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        name: &str,
    ) -> Result<u64, FlowError> {
        let by = self.covering(organization)?;
        self.active(organization)?;
        let name = self.new_name(name)?;
        store::organizations::rename(tx, self.flow.authority(), organization, &name).await?;
        let what = ("rename_organization", self.name(organization), name);
        self.record(tx, by, organization, what).await
    }

    /// Both bodies above, the old and the new one, are covered, and so is the body itself.
    pub(crate) async fn move_to(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        parent: OrganizationId,
    ) -> Result<u64, FlowError> {
        let old = self.active(organization)?.parent.ok_or(FlowError::Invalid("highest"))?;
        self.covering(old)?;
        self.covering(parent)?;
        let by = self.covering(organization)?;
        self.active(parent)?;
        if self.tree.upward(parent).contains(&organization) {
            return Err(FlowError::Invalid("cycle"));
        }
        let at = self.flow.authority();
        store::organizations::set_parent(tx, at, organization, parent).await?;
        self.ask_again(tx, organization).await?;
        let now = format!("{} -> {}", self.name(old), self.name(parent));
        let what = ("move_organization", self.name(organization), now);
        self.record(tx, by, organization, what).await
    }

    /// A body that was dissolved without a successor can still be given one.
    pub(crate) async fn merge(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        into: OrganizationId,
    ) -> Result<u64, FlowError> {
        let by = self.covering(organization)?;
        self.covering(into)?;
        let own = self.tree.get(organization).ok_or(FlowError::NotFound)?;
        self.active(into)?;
        if own.standing.successor.is_some() {
            return Err(FlowError::Invalid("dissolved"));
        }
        if self.tree.upward(into).contains(&organization) {
            return Err(FlowError::Invalid("cycle"));
        }
        self.end_of(tx, organization, Some(into)).await?;
        self.ask_again(tx, organization).await?;
        let what = ("merge_organizations", self.name(organization), self.name(into));
        self.record(tx, by, into, what).await
    }

    /// Only where nothing is open, and nothing sent in waits: what is published stays, and nobody is left to finish the rest.
    pub(crate) async fn dissolve(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
    ) -> Result<u64, FlowError> {
        let by = self.covering(organization)?;
        let parent = self.active(organization)?.parent.ok_or(FlowError::Invalid("highest"))?;
        self.covering(parent)?;
        for place in self.tree.inherited(organization) {
            let at = self.flow.authority();
            let open = store::disclosures::unfinished(tx, at, place).await? > 0;
            if open || store::contributions::waiting(tx.db(), at, place).await? > 0 {
                return Err(FlowError::Invalid("unfinished"));
            }
        }
        self.end_of(tx, organization, None).await?;
        let what = ("dissolve_organization", self.name(organization), String::new());
        self.record(tx, by, organization, what).await
    }

    /// By an administrator of the successor, who answers for its members.
    pub(crate) async fn share(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
    ) -> Result<u64, FlowError> {
        let own = self.tree.get(organization).ok_or(FlowError::NotFound)?;
        let successor = own.standing.successor.filter(|_| !own.standing.is_shared);
        let successor = successor.ok_or(FlowError::Invalid("not_merged"))?;
        let by = self.covering(successor)?;
        store::organizations::share(tx, self.flow.authority(), organization).await?;
        let what = ("share_members", self.name(organization), self.name(successor));
        self.record(tx, by, successor, what).await
    }

    /// A body that is there and still exists.
    pub(crate) fn active(&self, id: OrganizationId) -> Result<&Organization, FlowError> {
        let own = |each: &&Organization| each.authority == self.flow.authority();
        let organization = self.tree.get(id).filter(own).ok_or(FlowError::NotFound)?;
        if organization.is_active() {
            Ok(organization)
        } else {
            Err(FlowError::Invalid("dissolved"))
        }
    }

    /// Ends a body, its posts and the claims of their holders.
    async fn end_of(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        successor: Option<OrganizationId>,
    ) -> Result<(), FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        if !self.tree.below(organization).is_empty() {
            return Err(FlowError::Invalid("has_bodies"));
        }
        store::organizations::dissolve(tx, at, organization, now, successor).await?;
        store::posts::close_all(tx, at, organization, now).await?;
        Ok(store::disclosures::unclaim_of(tx, at, organization).await?)
    }

    /// Whatever waits for the consent of a superior waits for the one of today.
    async fn ask_again(&self, tx: &mut Tx, organization: OrganizationId) -> Result<(), FlowError> {
        let at = self.flow.authority();
        let mut waiting = Vec::new();
        for place in self.tree.inherited(organization) {
            for state in [State::ToConsent, State::Released] {
                let found =
                    store::disclosures::awaiting(tx.db(), at, place, state, u32::MAX).await?;
                waiting.extend(found);
            }
        }
        for disclosure in waiting {
            let (id, number) = (disclosure.id, disclosure.edition);
            let edition = store::editions::latest(tx.db(), at, id, number).await?;
            let edition = edition.ok_or(FlowError::NotFound)?;
            let procedure = &edition.facts.procedure;
            let awaited = procedure.awaited(disclosure.step as usize);
            if awaited.is_some_and(|step| step.step == StepKind::Consent) {
                ask(tx, self.flow, &disclosure, procedure, disclosure.step).await?;
            }
        }
        Ok(())
    }

    /// Two bodies of one name could not be told apart in the record.
    fn new_name(&self, name: &str) -> Result<String, FlowError> {
        let name = line(name, NAME_LETTERS, "organization_name")?;
        let taken = self.tree.sorted().into_iter().any(|each| {
            each.is_active() && each.name == name && each.authority == self.flow.authority()
        });
        if taken {
            return Err(FlowError::Invalid("name_taken"));
        }
        Ok(name)
    }
}
