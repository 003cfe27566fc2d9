//! `serve`: portal, workbench and log, until the system or Ctrl-C says to stop.

use std::process::ExitCode;

use anyhow::Context;
use tokio::net::TcpListener;

use crate::cli::Serve;
use crate::{open, serve};

pub(super) async fn run(serve: Serve) -> anyhow::Result<ExitCode> {
    let config = serve.place.config(serve.listen)?;
    let flow = open::flow(&config).await?;
    let listener = TcpListener::bind(config.listen).await;
    let listener = listener.with_context(|| format!("listening on {}", config.listen))?;
    tracing::info!(address = %listener.local_addr()?, log = flow.origin(), "serving");
    serve::serve(listener, flow, &config, serve::stopped()).await?;
    Ok(ExitCode::SUCCESS)
}
