//! A person leaves: everything that they may ends in one transaction. Drafts stay with the
//! organization; what was under way waits with the post.

use domain::ids::PersonId;
use store::Tx;

use crate::FlowError;
use crate::accounts::posts_of;
use crate::administer::Office;
use crate::record::subject_of;

impl Office<'_> {
    /// By an administrator who covers every organization to which the person belongs, and could
    /// take each of their duties, deputised ones too; never the own account.
    pub(crate) async fn leave(&self, tx: &mut Tx, person: PersonId) -> Result<u64, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        if self.is_own(person) {
            return Err(FlowError::Invalid("own_account"));
        }
        let found = store::persons::by_id(tx.db(), at, person).await?;
        found.filter(|each| each.left.is_none()).ok_or(FlowError::NotFound)?;
        let places = store::accounts::places(tx, at, person, now).await?;
        let highest = self.tree.sorted().first().map(|each| each.id);
        // Somebody who belongs nowhere is nobody's to remove but the machine's.
        let place = match (places.first(), self.actor) {
            (Some(place), _) => *place,
            (None, None) => highest.ok_or(FlowError::NotFound)?,
            (None, Some(_)) => return Err(FlowError::NotFound),
        };
        for place in &places {
            self.covering(*place).map_err(|_| FlowError::NotFound)?;
        }
        for post in posts_of(tx, self.flow, person).await? {
            self.giving(post.organization, post.duty)?;
        }
        store::persons::leave(tx, at, person, now).await?;
        // With the appointments end the deputies given.
        store::posts::end(tx, at, person, now).await?;
        store::deputies::end_of_person(tx, at, person, now).await?;
        store::persons::part_all(tx, at, person, now).await?;
        store::disclosures::unclaim_all(tx, at, person).await?;
        store::tickets::void(tx, at, person).await?;
        store::ceremonies::end_of_person(tx, at, person).await?;
        store::sessions::delete_of_person(tx, at, person).await?;
        let what = ("leave", subject_of(self.flow, person), String::new());
        self.record(tx, self.covering(place)?, place, what).await
    }
}
