//! An act that belongs to no disclosure, for tests of the log alone.

use domain::act::{Act, Kind};
use domain::entry::{Entry, Previous, commit, nothing_sealed, salt};
use domain::ids::{ActId, AuthorityId};
use domain::time::{Clock, random_bytes};
use store::acts::StoredAct;
use store::{Step, StoreError, Tx};

use crate::{TestClock, TestRandom};

/// Appends one act as a chain of one; the log index it took.
#[derive(Debug)]
pub struct LoneAct<'a> {
    pub authority: AuthorityId,
    pub clock: &'a TestClock,
    pub random: &'a TestRandom,
    /// Takes its index and then fails, so that the index is free again.
    pub fails: bool,
}

impl Step for LoneAct<'_> {
    type Out = u64;
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<u64, StoreError> {
        let (act, doc) = self.act();
        let (body, salt) = (act.to_bytes(), salt(self.random));
        let entry = Entry {
            doc,
            seq: 1,
            previous: Previous::default(),
            commitment: commit(&salt, &body),
            jwt: nothing_sealed(&salt),
        };
        let stored = StoredAct {
            log_index: store::acts::take_index(tx, self.authority, 1).await?,
            id: ActId::new(act.at, self.random),
            disclosure: None,
            edition: 0,
            attempt: 0,
            seq: 1,
            kind: act.act,
            person: None,
            at: act.at,
            body,
            salt,
            entry: entry.to_bytes(),
        };
        store::acts::insert(tx, self.authority, &stored).await?;
        if self.fails {
            return Err(StoreError::Conflict("as the test wants"));
        }
        Ok(stored.log_index)
    }
}

impl LoneAct<'_> {
    fn act(&self) -> (Act, [u8; 16]) {
        let doc = random_bytes::<16>(self.random);
        let act = Act {
            act: Kind::RegisterSeal,
            doc: doc.iter().map(|byte| format!("{byte:02x}")).collect(),
            edition: 0,
            content: String::new(),
            organization: "某某村".to_owned(),
            post: String::new(),
            hand: String::new(),
            note: String::new(),
            details: None,
            seal: None,
            at: self.clock.now(),
        };
        (act, doc)
    }
}
