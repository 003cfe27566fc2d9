//! A second authority in the same database: the same county once more, of whose rows the first may
//! see nothing.

use std::sync::Arc;

use domain::ids::AuthorityId;
use domain::time::Clock;
use flow::{Flow, Opening};

use crate::county::{self, Bodies, People};
use crate::{TestRandom, World, regimes};

/// The other authority, with its own log and keys.
pub struct Neighbour {
    pub flow: Flow,
    pub authority: AuthorityId,
    pub bodies: Bodies,
    pub people: People,
}

impl World {
    /// Founds the other authority. It shares the world's database: close its flow after the world has
    /// ended.
    pub async fn neighbour(&self) -> Neighbour {
        let seed = TestRandom::seeded(2);
        let authority = AuthorityId::new(self.clock.now(), &seed);
        let (mut founding, bodies, people) = county::plan(authority, &*self.clock, &seed);
        founding.origin = "neighbour.example/log".to_owned();
        let store = &self.database.store;
        founding.run(store, &*self.clock, &seed).await.unwrap();
        let opening = Opening {
            store: store.clone(),
            authority,
            folder: self.database.folder().to_owned(),
            clock: self.clock.clone(),
            random: Arc::new(TestRandom::seeded(2_000_000)),
            regimes: regimes(),
        };
        let flow = Flow::open(opening).await.unwrap();
        Neighbour { flow, authority, bodies, people }
    }
}
