//! A founded county with its database, its log and its people.

use std::path::Path;
use std::sync::Arc;

use domain::access::Reader;
use domain::act::Kind;
use domain::ids::{AuthorityId, PersonId};
use domain::regime::Regime;
use domain::time::{Clock, random_bytes};
use flow::{Flow, Opening};
use store::acts::StoredAct;
use store::sessions::Session;
use store::{Step, StoreError, Tx};

use crate::county::{self, Bodies, People};
use crate::{TestClock, TestRandom, TestStore};

/// Everything that a test of a step needs. End it with [`World::finish`], which looks whether all
/// holds together, or with [`World::abandon`] where the test itself broke it.
pub struct World {
    pub database: TestStore,
    pub flow: Flow,
    pub clock: Arc<TestClock>,
    pub random: Arc<TestRandom>,
    pub authority: AuthorityId,
    pub bodies: Bodies,
    pub people: People,
    ended: bool,
}

impl World {
    /// The county, just founded, in a fresh database.
    pub async fn founded() -> Self {
        Self::found(TestStore::open().await, 1).await
    }

    /// The county in an SQLite file of `folder`, founded when it is not there: for tests in which
    /// a process dies. `run` counts the openings, so that no randomness comes twice.
    pub async fn in_folder(folder: &Path, run: u64) -> Self {
        Self::found(TestStore::open_in(folder).await, run).await
    }

    async fn found(database: TestStore, run: u64) -> Self {
        let clock = Arc::new(TestClock::default());
        // The plan is the same at each opening; what follows is not.
        let seed = TestRandom::seeded(1);
        let authority = AuthorityId::new(clock.now(), &seed);
        let (founding, bodies, people) = county::plan(authority, &*clock, &seed);
        match founding.run(&database.store, &*clock, &seed).await {
            Ok(()) | Err(StoreError::Conflict(_)) => {}
            Err(error) => panic!("founding: {error}"),
        }
        clock.advance_days(i64::try_from(run).unwrap());
        let random = Arc::new(TestRandom::seeded(1_000_000 + run));
        let flow = open(&database, authority, &clock, &random).await;
        Self { database, flow, clock, random, authority, bodies, people, ended: false }
    }

    /// Stops the signer and closes the database.
    pub async fn close(&self) {
        self.flow.close().await;
    }

    /// Opens again what [`World::close`] closed.
    pub async fn reopen(&mut self) {
        self.database.reopen().await;
        self.flow = open(&self.database, self.authority, &self.clock, &self.random).await;
    }

    /// The file that holds the highest checkpoint.
    pub fn high_water(&self) -> std::path::PathBuf {
        self.database.folder().join("high-water").join(format!("{}.checkpoint", self.authority))
    }

    /// The reader that a person is after logging in.
    pub async fn reader(&self, person: PersonId) -> Reader {
        let token = self.log_in(person).await;
        self.reader_of(&token).await.expect("a session just opened")
    }

    /// Opens a session; its token.
    pub async fn log_in(&self, person: PersonId) -> [u8; 32] {
        let token = random_bytes::<32>(&*self.random);
        let now = self.clock.now();
        let session = Session {
            token_hash: identity::token_hash(&token),
            person,
            csrf: [0; 32],
            created: now,
            expires: now.plus_days(1),
            device: String::new(),
        };
        let step = OpenSession { at: self.authority, session };
        self.database.store.writer.run(&step).await.unwrap();
        token
    }

    /// Who holds the session of a token.
    pub async fn reader_of(&self, token: &[u8]) -> Option<Reader> {
        let (store, at) = (&self.database.store, self.authority);
        let tree = store::organizations::tree(store.reader.db()).await.unwrap();
        let caller = identity::caller(store, at, &tree, token, self.clock.now()).await.unwrap();
        caller.map(|caller| caller.reader)
    }

    /// The outbox is empty, `check` finds nothing, every published edition reads and verifies.
    pub async fn finish(mut self) {
        self.ended = true;
        let db = &self.database.store.reader;
        assert_eq!(store::outbox::open(db.db(), self.authority).await.unwrap(), []);
        assert_eq!(self.faults().await, [""; 0]);
        for seal in store::seals::all(db.db(), self.authority).await.unwrap() {
            self.reads(&seal).await;
        }
        self.close().await;
    }

    /// What `check` finds.
    pub async fn faults(&self) -> Vec<String> {
        self.flow.check().await.unwrap().faults
    }

    async fn reads(&self, seal: &store::seals::Seal) {
        let db = &self.database.store.reader;
        let disclosure = self.disclosure(seal.disclosure).await;
        let handles = match disclosure.organization {
            own if own == self.bodies.village_a => self.people.clerk_a,
            own if own == self.bodies.township => self.people.approver_t,
            _ => self.people.clerk_b,
        };
        let acts =
            store::acts::of_disclosure(db.db(), self.authority, disclosure.id).await.unwrap();
        let takes_back = |act: &StoredAct| act.kind == Kind::Withdraw && act.edition >= seal.number;
        if disclosure.withdrawn_at.is_some() || acts.iter().any(takes_back) {
            return;
        }
        let (reader, number) = (self.reader(handles).await, Some(seal.number));
        let document = self.flow.presentation(&reader, disclosure.code, number).await.unwrap();
        let key = store::seals::key(db.db(), self.authority, &seal.kid).await.unwrap().unwrap();
        let limits = seal::Limits::default();
        assert!(seal::verify(&document, &key.public_key, &limits).unwrap().is_complete());
    }

    /// Ends a world that the test broke on purpose.
    pub async fn abandon(mut self) {
        self.ended = true;
        self.close().await;
    }
}

impl Drop for World {
    fn drop(&mut self) {
        assert!(self.ended || std::thread::panicking(), "end it with finish or abandon");
    }
}

/// The packs as they come with the program.
pub fn regimes() -> Vec<Regime> {
    domain::regime::shipped().expect("released packs pass")
}

async fn open(
    database: &TestStore,
    authority: AuthorityId,
    clock: &Arc<TestClock>,
    random: &Arc<TestRandom>,
) -> Flow {
    let opening = Opening {
        store: database.store.clone(),
        authority,
        folder: database.folder().to_owned(),
        clock: clock.clone(),
        random: random.clone(),
        regimes: regimes(),
    };
    Flow::open(opening).await.unwrap()
}

struct OpenSession {
    at: AuthorityId,
    session: Session,
}

impl Step for OpenSession {
    type Out = ();
    type Error = StoreError;
    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        store::sessions::insert(tx, self.at, &self.session).await
    }
}
