//! How often a text was read: numbers of different readers, added day by day.

use domain::ids::{AuthorityId, DisclosureId};
use store::{Step, StoreError, Tx};

use crate::{Flow, FlowError};

const DAY_US: i64 = 86_400_000_000;

impl Flow {
    /// Days since 1970-01-01 UTC.
    pub fn day(&self) -> i64 {
        self.now().0.div_euclid(DAY_US)
    }

    /// Adds new readers of a day. Who they are is not known here.
    ///
    /// # Errors
    /// The store's.
    pub async fn add_readings(
        &self,
        day: i64,
        readings: &[(DisclosureId, u32)],
    ) -> Result<(), FlowError> {
        self.store().writer.run(&Add { at: self.authority(), day, readings }).await?;
        self.public_changed();
        Ok(())
    }
}

struct Add<'a> {
    at: AuthorityId,
    day: i64,
    readings: &'a [(DisclosureId, u32)],
}

impl Step for Add<'_> {
    type Out = ();
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        for (disclosure, readers) in self.readings {
            store::readings::add(tx, self.at, *disclosure, self.day, *readers).await?;
        }
        Ok(())
    }
}
