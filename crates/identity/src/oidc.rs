//! A provider of logins (OpenID Connect Core 1.0): authorization code flow with PKCE (S256), state and
//! nonce. Only a person who is linked to an account there comes in; nobody is made by it.
//!
//! Requests go to the configured issuer and to nobody else: every endpoint that its discovery names
//! has to be on the issuer's own origin, and no redirect is followed.

use std::sync::Mutex;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::PersonId;
use domain::time::{Micros, random_bytes};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdTokenVerifier, CoreProviderMetadata,
    CoreTokenResponse,
};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
};
use store::ceremonies::{Ceremony, Kind};
use store::{Step, StoreError, Tx};
use subtle::ConstantTimeEq;

use crate::enter::{Way, enter};
use crate::passkey::{Begin, TakeUp};
use crate::{Door, Entry, IdentityError};

/// How long what the provider says of itself is kept.
const KEEP_US: i64 = 3_600_000_000;
/// The provider has to answer within this time, and within these bytes.
const TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_BYTES: usize = 1 << 20;

/// Which provider, and who this site is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `https://…`, exactly as the provider writes it.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    /// What the button says.
    pub name: String,
}

/// The provider, as this site knows it.
#[derive(Debug)]
pub struct Provider {
    settings: Settings,
    redirect: String,
    http: Http,
    known: Mutex<Option<(Micros, CoreProviderMetadata)>>,
}

/// Where to send the browser. `token` goes into a cookie.
#[derive(Clone, Debug)]
pub struct Visit {
    pub token: [u8; 32],
    pub url: String,
}

/// An error with its causes, for the operator's log.
fn told(error: &dyn std::error::Error) -> IdentityError {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    IdentityError::Provider(text)
}

fn provider(text: &str) -> IdentityError {
    IdentityError::Provider(text.to_owned())
}

/// Scheme, host and port.
fn origin(url: &reqwest::Url) -> Result<String, IdentityError> {
    let plain = url.scheme() == "http";
    let loopback = match url.host_str() {
        Some("localhost" | "127.0.0.1" | "[::1]") => true,
        Some(_) | None => false,
    };
    if url.scheme() != "https" && !(plain && loopback) {
        return Err(provider("an address of the provider must begin with https://"));
    }
    Ok(url.origin().ascii_serialization())
}

/// Sends requests to one origin.
#[derive(Clone, Debug)]
struct Http {
    client: reqwest::Client,
    allowed: String,
}

impl Http {
    async fn send(self, request: HttpRequest) -> Result<HttpResponse, IdentityError> {
        let (parts, body) = request.into_parts();
        let url = reqwest::Url::parse(&parts.uri.to_string()).map_err(|error| told(&error))?;
        if origin(&url)? != self.allowed {
            return Err(provider("it names an endpoint on another host"));
        }
        let asked = self.client.request(parts.method, url).headers(parts.headers).body(body);
        let mut answer = asked.send().await.map_err(|error| told(&error))?;
        let mut response = HttpResponse::new(Vec::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        while let Some(chunk) = answer.chunk().await.map_err(|error| told(&error))? {
            if response.body().len() + chunk.len() > ANSWER_BYTES {
                return Err(provider("it answers too much"));
            }
            response.body_mut().extend_from_slice(&chunk);
        }
        Ok(response)
    }
}

impl Provider {
    /// The provider for a site at `public_url`. Nothing is asked yet.
    ///
    /// # Errors
    /// [`IdentityError::Provider`] for an issuer that is neither on HTTPS nor on this machine.
    pub fn new(settings: Settings, public_url: &str) -> Result<Self, IdentityError> {
        let issuer = reqwest::Url::parse(&settings.issuer).map_err(|error| told(&error))?;
        let allowed = origin(&issuer)?;
        let tls = rustls::crypto::ring::default_provider();
        // Somebody else in the process may have chosen already; then theirs counts.
        let _ = tls.install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .https_only(allowed.starts_with("https://"))
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| told(&error))?;
        let redirect = format!("{public_url}/login/oidc/callback");
        let http = Http { client, allowed };
        Ok(Self { settings, redirect, http, known: Mutex::new(None) })
    }

    /// What the button says.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// What the provider says of itself, asked at most once an hour.
    async fn metadata(&self, now: Micros) -> Result<CoreProviderMetadata, IdentityError> {
        let known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if let Some((since, known)) = known
            && now.0 - since.0 < KEEP_US
        {
            return Ok(known);
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| told(&error))?;
        let sent = |request| self.http.clone().send(request);
        let found = CoreProviderMetadata::discover_async(issuer, &sent).await;
        let found = found.map_err(|error| told(&error))?;
        let mut known = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *known = Some((now, found.clone()));
        Ok(found)
    }

    fn redirect(&self) -> Result<RedirectUrl, IdentityError> {
        RedirectUrl::new(self.redirect.clone()).map_err(|error| told(&error))
    }

    /// The subject that `code` stands for.
    async fn subject(
        &self,
        code: &str,
        secrets: &Secrets,
        now: Micros,
    ) -> Result<String, IdentityError> {
        let metadata = self.metadata(now).await?;
        let (id, secret) = (&self.settings.client_id, &self.settings.client_secret);
        let secret = ClientSecret::new(secret.clone());
        let client =
            CoreClient::from_provider_metadata(metadata, ClientId::new(id.clone()), Some(secret))
                .set_redirect_uri(self.redirect()?);
        let exchange = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| told(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let sent = |request| self.http.clone().send(request);
        let answer: CoreTokenResponse =
            exchange.request_async(&sent).await.map_err(|error| told(&error))?;
        let verifier: CoreIdTokenVerifier<'_> = client.id_token_verifier();
        let verifier = verifier.set_time_fn(move || {
            chrono::DateTime::from_timestamp_micros(now.0).unwrap_or_default()
        });
        let token = answer.id_token().ok_or_else(|| provider("it gave no ID token"))?;
        let nonce = Nonce::new(secrets.nonce.clone());
        let claims = token.claims(&verifier, &nonce).map_err(|error| {
            // Its keys may have changed: they are asked for anew the next time.
            *self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
            told(&error)
        })?;
        Ok(claims.subject().as_str().to_owned())
    }
}

/// What is kept of a visit until the browser comes back.
struct Secrets {
    state: String,
    nonce: String,
    verifier: String,
}

impl Secrets {
    fn new(door: &Door<'_>) -> Self {
        let text = || URL_SAFE_NO_PAD.encode(random_bytes::<32>(door.random));
        Self { state: text(), nonce: text(), verifier: text() }
    }

    fn kept(&self) -> String {
        format!("{} {} {}", self.state, self.nonce, self.verifier)
    }

    fn from_kept(kept: &str) -> Option<Self> {
        let mut parts = kept.split(' ').map(str::to_owned);
        Some(Self { state: parts.next()?, nonce: parts.next()?, verifier: parts.next()? })
    }
}

/// Begins a visit: of somebody who wants to come in, or, with `person`, of somebody who is in and
/// links the account there.
///
/// # Errors
/// [`IdentityError::Provider`], [`IdentityError::TooManyAttempts`], or the store's.
pub async fn begin(
    door: &Door<'_>,
    at: &Provider,
    person: Option<PersonId>,
    next: &str,
) -> Result<Visit, IdentityError> {
    let seconds = door.limiter.begins(&door.address, door.now());
    if seconds > 0 {
        return Err(IdentityError::TooManyAttempts { seconds });
    }
    let metadata = at.metadata(door.now()).await?;
    let secrets = Secrets::new(door);
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(at.settings.client_id.clone()),
        None,
    )
    .set_redirect_uri(at.redirect()?);
    let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
    let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
    let (url, ..) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(state),
            || Nonce::new(nonce),
        )
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .url();
    let kind = if person.is_some() { Kind::OidcLink } else { Kind::OidcLogin };
    let (token, ceremony) = door.begin(kind, secrets.kept(), next);
    let ceremony = Ceremony { person, ..ceremony };
    door.store.writer.run(&Begin { door, ceremony }).await?;
    Ok(Visit { token, url: url.to_string() })
}

/// The browser is back with `code` and `state`: the subject it stands for, and what was begun.
async fn come_back(
    door: &Door<'_>,
    at: &Provider,
    (token, kind): (&[u8], Kind),
    (code, state): (&str, &str),
) -> Result<(String, Ceremony), IdentityError> {
    let begun = door.store.writer.run(&TakeUp { door, token, kind }).await?;
    let secrets = Secrets::from_kept(&begun.secret).ok_or(IdentityError::BeginAgain)?;
    if !bool::from(secrets.state.as_bytes().ct_eq(state.as_bytes())) {
        return Err(IdentityError::BeginAgain);
    }
    if code.is_empty() {
        return Err(provider("it let nobody in"));
    }
    Ok((at.subject(code, &secrets, door.now()).await?, begun))
}

/// Whoever is linked to the account there comes in, by the code where there is a second factor;
/// also where to go on.
///
/// # Errors
/// [`IdentityError::BeginAgain`], [`IdentityError::Provider`], [`IdentityError::NotLinked`], or the
/// store's.
pub async fn log_in(
    door: &Door<'_>,
    at: &Provider,
    token: &[u8],
    answer: (&str, &str),
) -> Result<(Entry, String), IdentityError> {
    let (subject, begun) = come_back(door, at, (token, Kind::OidcLogin), answer).await?;
    let (db, authority) = (&door.store.reader, door.authority);
    let person = store::subjects::find(db.db(), authority, at.issuer(), &subject).await?;
    let person = person.ok_or(IdentityError::NotLinked)?;
    let person = store::persons::by_id(db.db(), authority, person).await?;
    let person = person.ok_or(IdentityError::NotLinked)?;
    // Nothing can be guessed here; the code after it is guarded by the lock.
    let way = Way { next: &begun.next, seen: None, guessable: false, strong: false };
    Ok((enter(door, &person, way).await?, begun.next))
}

/// Links the account there to `person`, who began it in this session.
///
/// # Errors
/// [`IdentityError::BeginAgain`], [`IdentityError::Provider`], [`IdentityError::Taken`], or the
/// store's.
pub async fn link(
    door: &Door<'_>,
    at: &Provider,
    (token, person): (&[u8], PersonId),
    answer: (&str, &str),
) -> Result<(), IdentityError> {
    let (subject, begun) = come_back(door, at, (token, Kind::OidcLink), answer).await?;
    if begun.person != Some(person) {
        return Err(IdentityError::BeginAgain);
    }
    let step = Link { door, issuer: at.issuer(), subject: Some(&subject), person };
    match door.store.writer.run(&step).await {
        Err(IdentityError::Store(StoreError::Conflict(_))) => Err(IdentityError::Taken),
        done => done,
    }
}

/// The person comes in by the provider no more.
///
/// # Errors
/// The store's.
pub async fn unlink(door: &Door<'_>, at: &Provider, person: PersonId) -> Result<(), IdentityError> {
    door.store.writer.run(&Link { door, issuer: at.issuer(), subject: None, person }).await
}

struct Link<'a> {
    door: &'a Door<'a>,
    issuer: &'a str,
    /// `None` unlinks.
    subject: Option<&'a str>,
    person: PersonId,
}

impl Step for Link<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, now) = (self.door.authority, self.door.now());
        let Some(subject) = self.subject else {
            return Ok(store::subjects::delete(tx, at, self.issuer, self.person).await?);
        };
        Ok(store::subjects::insert(tx, at, (self.issuer, subject), self.person, now).await?)
    }
}
