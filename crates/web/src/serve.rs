//! Accepting connections. A cached page is answered here, before any routing.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, Request, Response};
use axum::{BoxError, Router};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::routes;
use crate::site::{Settings, Site};
use crate::visitor::{address, lang, token};

/// A connection that sends no whole request head in this time is closed.
const HEAD: Duration = Duration::from_secs(15);
/// Open requests get this long to end after the shutdown was asked for.
const GRACE: Duration = Duration::from_secs(10);
/// How often readers counted in memory are written down.
const FLUSH: Duration = Duration::from_secs(30);
/// How often another process's publications are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// Serves the site until `shutdown` ends.
///
/// # Errors
/// None once it listens; an error of one connection ends that connection.
pub async fn serve(
    listener: TcpListener,
    flow: flow::Flow,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let site = Site::new(flow, settings);
    let router = routes::router(site.clone());
    let graceful = GracefulShutdown::new();
    let background = tokio::spawn(keep_fresh(site.clone()));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors: let connections end before the next try.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let (site, router) = (site.clone(), router.clone());
        let service = service_fn(move |request: Request<Incoming>| {
            let (site, router) = (site.clone(), router.clone());
            async move { Ok::<_, Infallible>(answer(&site, router, peer, request).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    background.abort();
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
    site.flush_readings().await;
    Ok(())
}

/// Answers one request: from the cache, or else by the route's handler. `peer` is the other end of
/// the connection. Called by [`serve`], and by tests, which have no socket.
pub async fn answer<B>(
    site: &Site,
    router: Router,
    peer: SocketAddr,
    mut request: Request<B>,
) -> Response<Body>
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    if let Some(response) = from_cache(site, peer, &request) {
        return response;
    }
    request.extensions_mut().insert(peer);
    match router.oneshot(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Only GET and HEAD without a session are answered from the cache.
fn from_cache<B>(site: &Site, peer: SocketAddr, request: &Request<B>) -> Option<Response<Body>> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    // A public page takes nothing from the query but what a redirect says was done.
    let says_done = request.uri().query().is_some_and(|query| query.contains("done="));
    if !reads || says_done || token(site, request.headers()).is_some() {
        return None;
    }
    let lang = lang(request.headers());
    let page = site.pages().find(lang, request.uri().path(), site.flow().generation())?;
    if let Some(text) = page.disclosure
        && request.method() == Method::GET
    {
        let browser = request.headers().get("user-agent").and_then(|value| value.to_str().ok());
        let reader = address(peer.ip(), request.headers(), site);
        site.readings().count(text, site.flow().day(), reader, browser.unwrap_or(""));
    }
    Some(page.answer(request.method(), request.headers()))
}

/// Writes readers down and notices what other processes published: delivery is work of the outbox,
/// and the time at which it was done is there for all to see.
async fn keep_fresh(site: Site) {
    let (mut since_flush, mut last) = (Duration::ZERO, None);
    loop {
        tokio::time::sleep(LOOK).await;
        since_flush += LOOK;
        if since_flush >= FLUSH {
            since_flush = Duration::ZERO;
            site.flush_readings().await;
        }
        match store::outbox::last_done(site.db(), site.at()).await {
            Ok(done) if done != last => {
                last = done;
                site.flow().public_changed();
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "other processes' publications were not seen"),
        }
    }
}
