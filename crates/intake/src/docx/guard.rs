//! What one reading has spent so far, handed through every step of it.

use crate::{Elapsed, IntakeError, Limits};

pub(crate) struct Guard<'g, 'e> {
    pub(crate) limits: &'g Limits,
    elapsed: &'g mut Elapsed<'e>,
    paragraphs: u64,
}

impl<'g, 'e> Guard<'g, 'e> {
    pub(crate) fn new(limits: &'g Limits, elapsed: &'g mut Elapsed<'e>) -> Self {
        Self { limits, elapsed, paragraphs: 0 }
    }

    pub(crate) fn check_elapsed(&mut self) -> Result<(), IntakeError> {
        self.limits.check_elapsed(self.elapsed)
    }

    /// Counts paragraphs or cells before they are made.
    pub(crate) fn spend_paragraphs(&mut self, paragraphs: u64) -> Result<(), IntakeError> {
        self.paragraphs = self.paragraphs.saturating_add(paragraphs);
        self.limits.check_paragraphs(self.paragraphs)
    }
}
