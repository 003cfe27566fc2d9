//! What every step works with: the store, the time, chance, the keys and the signer.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::disclosure::Stated;
use domain::ids::{AuthorityId, DisclosureId, OrganizationId};
use domain::regime::Regime;
use domain::scope::Scope;
use domain::time::{Clock, Micros, Random};
use sha2::{Digest, Sha256};
use store::Store;

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
    pub(crate) seal_seed: [u8; 32],
    pub(crate) log_key: tlog::note::Verifier,
    pub(crate) signer: Signer,
    pub(crate) titles: moka::sync::Cache<(DisclosureId, u32), Arc<Title>>,
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
        let Opening { store, authority, folder, clock, random } = opening;
        let log =
            store::logs::load(store.reader.db(), authority).await?.ok_or(FlowError::NotFound)?;
        let keys = folder.join("keys");
        let log_seed = store::keys::seed(&keys, &format!("{authority}.log"), &*random)?;
        let seal_seed = store::keys::seed(&keys, &format!("{authority}.seal"), &*random)?;
        let note_signer = tlog::note::Signer::new(&log.origin, &log_seed)?;
        let log_key = note_signer.verifier().clone();
        let high_water = store::high_water::HighWater::new(&folder.join("high-water"), authority);
        let signer =
            Signer::start(store.clone(), authority, note_signer, high_water, clock.clone()).await;
        let regimes =
            domain::regime::shipped().map_err(|error| FlowError::Unavailable(error.to_string()))?;
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                authority,
                origin: log.origin,
                clock,
                random,
                regimes,
                seal_seed,
                log_key,
                signer,
                titles: moka::sync::Cache::new(20_000),
                generation: AtomicU64::new(1),
            }),
        })
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

    /// Stops signing after what is waiting has been signed.
    pub async fn close(&self) {
        self.inner.signer.stop().await;
        self.inner.store.close().await;
    }
}

/// The program's random source in the form that `seal` takes.
pub(crate) struct Salts<'a>(pub(crate) &'a dyn Random);

impl seal::Randomness for Salts<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
