//! The calendar as it is known here: the years of the release and those that were loaded.

use std::sync::{Arc, PoisonError};

use domain::calendar::{Calendar, HolidayYear, shipped};
use domain::workflow::State;
use store::Tx;

use crate::{Flow, FlowError};

impl Flow {
    /// Takes up the years that were loaded, here or in another process.
    ///
    /// # Errors
    /// The store's.
    pub async fn refresh_calendar(&self) -> Result<(), FlowError> {
        let reader = &self.inner.store.reader;
        let loaded = store::holidays::all(reader.db(), self.authority()).await?;
        let known = self.calendar();
        let is_known = |year: &HolidayYear| known.years().any(|each| each == year);
        if loaded.iter().all(is_known) {
            return Ok(());
        }
        let years = shipped().unwrap_or_default().into_iter().chain(loaded);
        let mut calendar = self.inner.calendar.write().unwrap_or_else(PoisonError::into_inner);
        *calendar = Arc::new(Calendar::new(years));
        Ok(())
    }
}

/// Reckons the running terms of steps anew with a notice that was not known before; how many moved.
/// The last day of a notice period stands: it was published and sealed.
pub(crate) async fn recount_steps(
    tx: &mut Tx,
    flow: &Flow,
    notice: &HolidayYear,
) -> Result<u32, FlowError> {
    let (at, calendar) = (flow.authority(), flow.calendar().with(notice.clone()));
    let mut moved = 0;
    for disclosure in store::disclosures::running(tx.db(), at).await? {
        if disclosure.state == State::Draft {
            continue;
        }
        let number = disclosure.edition;
        let edition = store::editions::latest(tx.db(), at, disclosure.id, number).await?;
        let step = edition
            .and_then(|edition| edition.facts.procedure.awaited(disclosure.step as usize).cloned());
        let term = step.and_then(|step| step.days.zip(step.day_kind));
        let Some((days, kind)) = term else { continue };
        let due = calendar.due_after(disclosure.changed, days, kind);
        if disclosure.due != Some(due) {
            store::disclosures::set_due(tx, at, disclosure.id, due).await?;
            moved += 1;
        }
    }
    Ok(moved)
}
