//! 亲属回避: who is a near relative of whom, entered by an administrator or by one of the two.
//! Shown to administrators only; the act in the log commits to it without telling it.

use domain::ids::{KinshipId, OrganizationId, PersonId};
use domain::permission::{Refusal, administered};
use store::Tx;
use store::kinships::Kinship;

use crate::FlowError;
use crate::administer::{By, Office, line};
use crate::record::subject_of;

const RELATION_LETTERS: usize = 20;

impl Office<'_> {
    pub(crate) async fn enter_kin(
        &self,
        tx: &mut Tx,
        mut persons: [PersonId; 2],
        relation: &str,
    ) -> Result<u64, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        let (by, place) = self.by_either(tx, persons).await?;
        for person in persons {
            let found = store::persons::by_id(tx.db(), at, person).await?;
            found.filter(|each| each.left.is_none()).ok_or(FlowError::Invalid("no_person"))?;
        }
        if persons[0] == persons[1] {
            return Err(FlowError::Invalid("kin_same"));
        }
        persons.sort_unstable();
        let known = store::kinships::of_person(tx.db(), at, persons[0], now).await?;
        if known.iter().any(|each| each.persons == persons) {
            return Err(FlowError::Invalid("kin_known"));
        }
        let id = KinshipId::new(now, flow.random());
        let relation = line(relation, RELATION_LETTERS, "relation")?;
        let new = Kinship { id, persons, relation: relation.clone(), from: now, until: None };
        store::kinships::insert(tx, at, &new, self.actor.map(|actor| actor.0)).await?;
        self.record(tx, by, place, ("enter_kin", self.pair(persons), relation)).await
    }

    /// Only an administrator ends one: whoever is bound by it does not.
    pub(crate) async fn end_kin(&self, tx: &mut Tx, id: KinshipId) -> Result<u64, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let kinship = store::kinships::load(tx.db(), at, id).await?;
        let kinship = kinship.ok_or(FlowError::NotFound)?;
        if kinship.persons.iter().any(|person| self.is_own(*person)) {
            return Err(FlowError::Invalid("kin_own"));
        }
        let (by, place) = self.by_either(tx, kinship.persons).await?;
        if !store::kinships::end(tx, at, id, now).await? {
            return Err(FlowError::NotFound);
        }
        let what = ("end_kin", self.pair(kinship.persons), kinship.relation);
        self.record(tx, by, place, what).await
    }

    fn pair(&self, persons: [PersonId; 2]) -> String {
        persons.map(|person| subject_of(self.flow, person)).join(" ")
    }

    /// The post by which it is entered, and the organization it concerns: one of the two enters
    /// their own, or an administrator of one of them does.
    async fn by_either(
        &self,
        tx: &mut Tx,
        persons: [PersonId; 2],
    ) -> Result<(By<'_>, OrganizationId), FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let mut places = Vec::new();
        for person in persons {
            places.extend(store::accounts::places(tx, at, person, now).await?);
        }
        if persons.iter().any(|person| self.is_own(*person)) {
            let own = self.posts.first().ok_or(FlowError::NotPermitted(Refusal::NoDuty))?;
            return Ok((Some(own), own.organization));
        }
        let subtree = administered(&self.posts, &self.tree);
        let covered = |place: &&OrganizationId| self.actor.is_none() || subtree.contains(place);
        let place = places.iter().find(covered).copied();
        let place = place.ok_or(FlowError::NotPermitted(Refusal::NoDuty))?;
        Ok((self.covering(place)?, place))
    }
}
