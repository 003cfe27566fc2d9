//! The log as anybody may read it: checkpoint, tiles, entry bundles, key (c2sp.org/tlog-tiles).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use flow::FlowError;
use tlog::tile::TilePath;

use crate::error::WebError;
use crate::site::Site;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

fn own(site: &Site, authority: &str) -> Result<(), WebError> {
    if authority == site.at().to_string() { Ok(()) } else { Err(FlowError::NotFound.into()) }
}

/// The newest signed checkpoint.
pub(crate) async fn show_checkpoint(
    State(site): State<Site>,
    Path(authority): Path<String>,
) -> Result<Response, WebError> {
    own(&site, &authority)?;
    let checkpoint = site.flow().checkpoint().await?.ok_or(FlowError::NotFound)?;
    let headers =
        [("content-type", "text/plain; charset=utf-8"), ("cache-control", "public, max-age=1")];
    Ok((headers, checkpoint.note).into_response())
}

/// A tile or an entry bundle; `path` is what follows `tile/`.
pub(crate) async fn show_tile(
    State(site): State<Site>,
    Path((authority, path)): Path<(String, String)>,
) -> Result<Response, WebError> {
    own(&site, &authority)?;
    let Ok(path) = format!("tile/{path}").parse::<TilePath>() else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let tile = site.flow().tile(path).await?;
    let headers = [("content-type", "application/octet-stream"), ("cache-control", IMMUTABLE)];
    Ok((headers, tile).into_response())
}

/// The log's public key as verifiers take it.
pub(crate) async fn show_key(State(site): State<Site>) -> Response {
    let headers = [("content-type", "text/plain; charset=utf-8")];
    (headers, format!("{}\n", site.flow().log_key())).into_response()
}
