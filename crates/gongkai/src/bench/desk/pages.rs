//! Pages as somebody who has logged in gets them: the function that each connection asks, without
//! the socket.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::body::Body;
use axum::http::Request;
use domain::ids::{AuthorityId, PersonId};
use domain::time::random_bytes;
use flow::Flow;
use store::sessions::Session;
use store::{Step, StoreError, Tx};

use super::chance::Chance;

/// The site over a flow, as `serve` has it.
pub(super) struct Visits {
    site: web::Site,
    router: axum::Router,
    peer: SocketAddr,
}

impl Visits {
    pub(super) fn of(flow: &Flow) -> Self {
        let settings = web::Settings {
            site_name: "测试".to_owned(),
            public_url: "http://127.0.0.1".to_owned(),
            secure_cookies: false,
            trusted_proxies: Vec::new(),
            oidc: None,
        };
        let site = web::Site::new(flow.clone(), settings);
        let router = web::router(site.clone());
        Self { site, router, peer: SocketAddr::from(([127, 0, 0, 1], 4000)) }
    }

    /// One page with this session; its time, and the page.
    ///
    /// # Errors
    /// Any answer but 200.
    pub(super) async fn get(&self, token: &str, path: &str) -> anyhow::Result<(Duration, String)> {
        let request = Request::get(path)
            .header("host", "127.0.0.1")
            .header("user-agent", "Mozilla/5.0 (bench)")
            .header("cookie", format!("session={token}"))
            .body(Body::empty())?;
        let start = Instant::now();
        let response = web::answer(&self.site, self.router.clone(), self.peer, request).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        let time = start.elapsed();
        ensure!(status.is_success(), "{path}: {status}");
        Ok((time, String::from_utf8(bytes.into())?))
    }

    /// A page `rounds` times over, each round another of `paths`; times in order, and the longest
    /// page.
    pub(super) async fn times(
        &self,
        token: &str,
        paths: &[String],
        rounds: usize,
    ) -> anyhow::Result<(Vec<Duration>, usize)> {
        let (mut times, mut longest) = (Vec::with_capacity(rounds), 0);
        for path in paths.iter().cycle().take(rounds) {
            let (time, page) = self.get(token, path).await?;
            times.push(time);
            longest = longest.max(page.len());
        }
        times.sort_unstable();
        Ok((times, longest))
    }
}

/// Opens a session; the value of its cookie.
pub(super) async fn log_in(
    flow: &Flow,
    chance: &Chance,
    person: PersonId,
) -> anyhow::Result<String> {
    let (token, now) = (random_bytes::<32>(chance), flow.now());
    let session = Session {
        token_hash: identity::token_hash(&token),
        person,
        csrf: random_bytes(chance),
        created: now,
        expires: now.plus_days(1),
        device: String::new(),
    };
    flow.store().writer.run(&Open { at: flow.authority(), session }).await?;
    Ok(hex::encode(token))
}

struct Open {
    at: AuthorityId,
    session: Session,
}

impl Step for Open {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        store::sessions::insert(tx, self.at, &self.session).await
    }
}
