//! The driver of the outbox. A step drives its own work at once; after a crash the same code
//! drives what was left.

use std::time::Duration;

use store::outbox::{Kind, Work};

use crate::deliver::Deliver;
use crate::publish::Publish;
use crate::{Flow, FlowError};

impl Flow {
    /// Does one piece of work to its end; the log index of what became public.
    pub(crate) async fn drive(&self, work: Work) -> Result<u64, FlowError> {
        let writer = &self.inner.store.writer;
        let next = match work.kind {
            Kind::Publish => match writer.run(&Publish { flow: self, work }).await? {
                Some(next) => next,
                None => return Ok(work.log_index),
            },
            Kind::Deliver | Kind::Retract => work,
        };
        self.inner.signer.covered(next.log_index).await?;
        writer.run(&Deliver { flow: self, work: next }).await?;
        self.public_changed();
        Ok(next.log_index)
    }

    /// Does everything that the outbox holds; how much there was.
    ///
    /// # Errors
    /// The first that occurs; what is left stays in the outbox.
    pub async fn drive_all(&self) -> Result<usize, FlowError> {
        let mut count = 0;
        loop {
            let open = store::outbox::open(self.inner.store.reader.db(), self.authority()).await?;
            if open.is_empty() {
                return Ok(count);
            }
            for work in open {
                self.drive(work).await?;
                count += 1;
            }
        }
    }

    /// Drives the outbox for as long as the program runs. Work that a step is driving itself is
    /// taken by whoever comes first; it is done once.
    pub async fn keep_driving(self, every: Duration) {
        loop {
            if let Err(error) = self.drive_all().await {
                tracing::warn!(%error, "work in the outbox waits");
            }
            tokio::time::sleep(every).await;
        }
    }
}
