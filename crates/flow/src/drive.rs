//! The driver of the outbox. A step drives its own work at once; after a crash the same code
//! drives what was left.

use std::time::Duration;

use domain::act::Kind as Act;
use store::outbox::{Kind, Work};

use crate::deliver::Deliver;
use crate::publish::Publish;
use crate::{Flow, FlowError};

impl Flow {
    /// Does one piece of work to its end; the log index of what became public. Nothing is begun
    /// while the signer refuses: a publication would leave an act that no checkpoint covers.
    pub(crate) async fn drive(&self, work: Work) -> Result<u64, FlowError> {
        self.inner.signer.ready()?;
        let writer = &self.inner.store.writer;
        let next = match work.kind {
            Kind::Publish => match writer.run(&Publish { flow: self, work }).await? {
                Some(next) => next,
                None => return self.follow(work).await,
            },
            Kind::Deliver | Kind::Retract => work,
        };
        self.deliver(next).await
    }

    async fn deliver(&self, work: Work) -> Result<u64, FlowError> {
        self.inner.signer.covered(work.log_index).await?;
        self.inner.store.writer.run(&Deliver { flow: self, work }).await?;
        self.public_changed();
        Ok(work.log_index)
    }

    /// Another driver has taken the publication: its act stands in the record. Whoever asked still
    /// gets the answer only when that act is covered and shown.
    async fn follow(&self, work: Work) -> Result<u64, FlowError> {
        let (db, at, id) = (&self.inner.store.reader, self.authority(), work.disclosure);
        let acts = store::acts::of_disclosure(db.db(), at, id).await?;
        let mut after = acts.iter().filter(|act| act.log_index > work.log_index);
        let published = after.find(|act| act.kind == Act::Publish).ok_or(FlowError::NotFound)?;
        let open = store::outbox::open_of(db.db(), at, id).await?;
        match open.into_iter().find(|next| next.log_index == published.log_index) {
            Some(next) => self.deliver(next).await,
            None => Ok(published.log_index),
        }
    }

    /// Does everything that the outbox holds and that is due; how much there was. What was to go out
    /// at a time while the program stood still goes out now, and the record says when it was due.
    ///
    /// # Errors
    /// The first that occurs, after everything else was tried: one piece that cannot be done does
    /// not hold up the others. What is left stays in the outbox.
    pub async fn drive_all(&self) -> Result<usize, FlowError> {
        let mut count = 0;
        loop {
            let (db, at) = (&self.inner.store.reader, self.authority());
            let open = store::outbox::due(db.db(), at, self.now()).await?;
            if open.is_empty() {
                return Ok(count);
            }
            let mut failed = None;
            for work in open {
                match self.drive(work).await {
                    Ok(_) => count += 1,
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
            if let Some(error) = failed {
                return Err(error);
            }
        }
    }

    /// Takes up years of the calendar that were loaded, and counts the standings that are stale.
    async fn keep_derived(&self) -> Result<(), FlowError> {
        self.refresh_calendar().await?;
        if self.count_standings().await? > 0 {
            self.public_changed();
        }
        Ok(())
    }

    /// Drives the outbox for as long as the program runs. Work that a step is driving itself is
    /// taken by whoever comes first; it is done once.
    pub async fn keep_driving(self, every: Duration) {
        loop {
            if let Err(error) = self.drive_all().await {
                tracing::warn!(%error, "work in the outbox waits");
            }
            if let Err(error) = self.keep_derived().await {
                tracing::warn!(%error, "standings wait to be counted");
            }
            tokio::time::sleep(every).await;
        }
    }
}
