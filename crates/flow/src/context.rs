//! What every step works with: the store, the time, chance, the keys and the signer.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::calendar::Calendar;
use domain::catalogue::Catalogue;
use domain::disclosure::Stated;
use domain::ids::{AuthorityId, DisclosureId, OrganizationId};
use domain::organization::Kind;
use domain::regime::Regime;
use domain::scope::Scope;
use domain::time::{Clock, Micros, Random};
use sha2::{Digest, Sha256};
use store::Store;
use store::high_water::HighWater;

use crate::FlowError;
use crate::signer::Signer;

/// What to open.
#[derive(Clone)]
pub struct Opening {
    pub store: Store,
    pub authority: AuthorityId,
    /// Keys and the highest checkpoint lie here, outside the database.
    pub folder: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// What must be disclosed and by which procedure: the packs with the overlays of the place.
    pub regimes: Vec<Regime>,
}

/// Everything that steps need. Cheap to clone.
#[derive(Clone)]
pub struct Flow {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) authority: AuthorityId,
    pub(crate) origin: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) regimes: Vec<Regime>,
    pub(crate) calendar: RwLock<Arc<Calendar>>,
    pub(crate) seal_seed: [u8; 32],
    pub(crate) log_key: tlog::note::Verifier,
    pub(crate) signer: Signer,
    pub(crate) titles: moka::sync::Cache<(DisclosureId, u32), Arc<Title>>,
    /// Catalogues without adjustments, by regime and kind of body.
    pub(crate) catalogues: moka::sync::Cache<(String, Kind), Arc<Catalogue>>,
    pub(crate) generation: AtomicU64,
}

/// A public edition's title: what lists are made of. Editions never change, so it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Title {
    pub text: String,
    pub scope: Scope,
    pub stated: Stated,
    pub regime: String,
    pub item: String,
}

impl Flow {
    /// Opens a founded authority and starts its signer.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] when the authority was never founded. A signer that refuses does
    /// not fail the opening: pages are still read, and each step that needs it says why.
    pub async fn open(opening: Opening) -> Result<Self, FlowError> {
        let (keys, log) = Keys::load(&opening).await?;
        let high_water = HighWater::new(&opening.folder.join("high-water"), opening.authority);
        let (store, clock) = (opening.store.clone(), opening.clock.clone());
        let signer = Signer::start(store, opening.authority, log, high_water, clock).await;
        let flow = Self::assemble(opening, keys, signer);
        flow.refresh_calendar().await?;
        Ok(flow)
    }

    /// Opens a founded authority to look at it: nothing is signed, and every step that would leave
    /// an act is [`FlowError::Unavailable`].
    ///
    /// # Errors
    /// As [`Flow::open`].
    pub async fn open_reading(opening: Opening) -> Result<Self, FlowError> {
        let (keys, _) = Keys::load(&opening).await?;
        let signer = Signer::none("opened for reading only: nothing is signed");
        let flow = Self::assemble(opening, keys, signer);
        flow.refresh_calendar().await?;
        Ok(flow)
    }

    fn assemble(opening: Opening, keys: Keys, signer: Signer) -> Self {
        let Opening { store, authority, folder: _, clock, random, regimes } = opening;
        Self {
            inner: Arc::new(Inner {
                store,
                authority,
                origin: keys.origin,
                clock,
                random,
                regimes,
                calendar: RwLock::new(Arc::new(shipped_calendar())),
                seal_seed: keys.seal,
                log_key: keys.log,
                signer,
                titles: moka::sync::Cache::new(20_000),
                catalogues: moka::sync::Cache::new(200),
                generation: AtomicU64::new(1),
            }),
        }
    }

    pub fn authority(&self) -> AuthorityId {
        self.inner.authority
    }

    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Name of the log for ever: a URL without scheme.
    pub fn origin(&self) -> &str {
        &self.inner.origin
    }

    /// The log's public key in the form that verifiers take (vkey).
    pub fn log_key(&self) -> &tlog::note::Verifier {
        &self.inner.log_key
    }

    pub fn regimes(&self) -> &[Regime] {
        &self.inner.regimes
    }

    pub fn regime(&self, id: &str) -> Option<&Regime> {
        self.inner.regimes.iter().find(|regime| regime.id == id)
    }

    /// The working days, as far as they are known today.
    pub fn calendar(&self) -> Arc<Calendar> {
        self.inner.calendar.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn signer_state(&self) -> crate::SignerState {
        self.inner.signer.state()
    }

    /// Counts up whenever something public changes; pages made under another number are stale.
    pub fn generation(&self) -> u64 {
        self.inner.generation.load(Ordering::Acquire)
    }

    /// Something public has changed, here or in another process on the same database.
    pub fn public_changed(&self) {
        self.inner.generation.fetch_add(1, Ordering::AcqRel);
    }

    pub fn now(&self) -> Micros {
        self.inner.clock.now()
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    pub fn random(&self) -> &dyn Random {
        &*self.inner.random
    }

    /// The seal of an organization, derived from the authority's seed:
    /// SHA-256("gongkai.seal/v1" ‖ seed ‖ organization id).
    pub(crate) fn issuer(&self, organization: OrganizationId) -> seal::Issuer {
        let mut hasher = Sha256::new();
        hasher.update(b"gongkai.seal/v1");
        hasher.update(self.inner.seal_seed);
        hasher.update(organization.0.as_bytes());
        seal::Issuer::from_seed(&hasher.finalize().into())
    }

    /// What makes the pseudonyms of persons in acts of administration:
    /// SHA-256("gongkai.subject/v1" ‖ seed).
    pub(crate) fn administration_secret(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(b"gongkai.subject/v1");
        hasher.update(self.inner.seal_seed);
        hasher.finalize().into()
    }

    /// Stops signing after what is waiting has been signed.
    pub async fn close(&self) {
        self.inner.signer.stop().await;
        self.inner.store.close().await;
    }
}

/// # Panics
/// Never: the calendar of the release is read in a test.
fn shipped_calendar() -> Calendar {
    Calendar::shipped().expect("the calendar of the release is well formed")
}

/// What lies outside the database and belongs to it.
struct Keys {
    origin: String,
    log: tlog::note::Verifier,
    seal: [u8; 32],
}

impl Keys {
    /// Seeds are made at the first opening. Once a key has signed, a new one in its place would
    /// make another log of it, so a file that is gone then has to be brought back.
    async fn load(opening: &Opening) -> Result<(Self, tlog::note::Signer), FlowError> {
        let (db, at) = (&opening.store.reader, opening.authority);
        let log = store::logs::load(db.db(), at).await?.ok_or(FlowError::NotFound)?;
        let sealed = store::logs::registered_seals(db.db(), at).await? > 0;
        let log_seed = seed(opening, "log", log.signed_size > 0)?;
        let seal = seed(opening, "seal", sealed)?;
        let signer = tlog::note::Signer::new(&log.origin, &log_seed)?;
        Ok((Self { origin: log.origin, log: signer.verifier().clone(), seal }, signer))
    }
}

fn seed(opening: &Opening, of: &str, has_signed: bool) -> Result<[u8; 32], FlowError> {
    let (keys, name) = (opening.folder.join("keys"), format!("{}.{of}", opening.authority));
    if has_signed && store::keys::find(&keys, &name)?.is_none() {
        return Err(FlowError::Unavailable(format!(
            "the key file {} is missing, but the database holds what this key has signed: restore \
             the file from the backup of the data folder",
            keys.join(name).display()
        )));
    }
    Ok(store::keys::seed(&keys, &name, &*opening.random)?)
}

/// The program's random source in the form that `seal` takes.
pub(crate) struct Salts<'a>(pub(crate) &'a dyn Random);

impl seal::Randomness for Salts<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
