//! What every handler works with.

use std::net::IpAddr;
use std::sync::Arc;

use domain::organization::Tree;
use flow::Flow;
use identity::Limiter;
use identity::oidc::Provider;
use tokio::sync::OnceCell;

use crate::cache::Pages;
use crate::error::WebError;
use crate::readings::Readings;

/// How the site presents itself and what stands before it.
#[derive(Clone, Debug)]
pub struct Settings {
    pub site_name: String,
    /// Address under which readers reach the site, without a slash at its end.
    pub public_url: String,
    /// Whether cookies are sent over HTTPS only. False only for a site without HTTPS.
    pub secure_cookies: bool,
    /// Whose `X-Forwarded-For` is believed; nobody's when empty.
    pub trusted_proxies: Vec<IpAddr>,
    /// The provider of logins, where there is one.
    pub oidc: Option<identity::oidc::Settings>,
}

/// The site. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
    /// The organizations as one request sees them: read once, however often they are asked for.
    tree: Option<Arc<OnceCell<Arc<Tree>>>>,
}

struct Inner {
    flow: Flow,
    settings: Settings,
    pages: Pages,
    readings: Readings,
    limiter: Limiter,
    provider: Option<Provider>,
}

impl Site {
    /// A provider of logins that cannot be used is left out, and the operator told.
    pub fn new(flow: Flow, settings: Settings) -> Self {
        let readings = Readings::default();
        let provider = settings.oidc.clone().and_then(|oidc| {
            let made = Provider::new(oidc, &settings.public_url);
            made.inspect_err(|error| tracing::error!(%error, "nobody comes in by the provider"))
                .ok()
        });
        let inner = Inner {
            flow,
            settings,
            pages: Pages::default(),
            readings,
            limiter: Limiter::default(),
            provider,
        };
        Self { inner: Arc::new(inner), tree: None }
    }

    /// The site for one request.
    pub(crate) fn for_request(&self) -> Self {
        Self { inner: self.inner.clone(), tree: Some(Arc::default()) }
    }

    pub fn flow(&self) -> &Flow {
        &self.inner.flow
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn pages(&self) -> &Pages {
        &self.inner.pages
    }

    pub(crate) fn readings(&self) -> &Readings {
        &self.inner.readings
    }

    pub(crate) fn db(&self) -> store::Db<'_> {
        self.inner.flow.store().reader.db()
    }

    pub(crate) fn at(&self) -> domain::ids::AuthorityId {
        self.inner.flow.authority()
    }

    pub(crate) async fn tree(&self) -> Result<Arc<Tree>, WebError> {
        let read = async || Ok(Arc::new(store::organizations::tree(self.db()).await?));
        match &self.tree {
            Some(kept) => Ok(kept.get_or_try_init(read).await?.clone()),
            None => read().await,
        }
    }

    pub(crate) fn limiter(&self) -> &Limiter {
        &self.inner.limiter
    }

    pub(crate) fn provider(&self) -> Option<&Provider> {
        self.inner.provider.as_ref()
    }

    /// Writes the readers counted since the last time.
    pub async fn flush_readings(&self) {
        let day = self.inner.flow.day();
        let counted = self.inner.readings.take();
        if counted.is_empty() {
            return;
        }
        if let Err(error) = self.inner.flow.add_readings(day, &counted).await {
            tracing::warn!(%error, "readings were not written; they are counted again later");
            self.inner.readings.give_back(&counted);
        }
    }
}
