//! The web server's life: it starts with the driver of the outbox beside it; when told to stop it
//! takes no new connection, ends what is running, and signs what still waits.

use std::time::Duration;

use flow::Flow;
use tokio::net::TcpListener;

use crate::config::Config;

/// How often work that a crash left in the outbox is looked for.
const DRIVE_EVERY: Duration = Duration::from_secs(1);

/// Serves until `stop` ends; then the flow is closed.
///
/// # Errors
/// The listener's.
pub(crate) async fn serve(
    listener: TcpListener,
    flow: Flow,
    config: &Config,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let driver = tokio::spawn(flow.clone().keep_driving(DRIVE_EVERY));
    let served = web::serve(listener, flow.clone(), settings(config), stop).await;
    driver.abort();
    let _ = driver.await;
    flow.close().await;
    served
}

fn settings(config: &Config) -> web::Settings {
    web::Settings {
        site_name: config.site_name.clone(),
        public_url: config.public_url.clone(),
        secure_cookies: config.secure_cookies,
        trusted_proxies: config.trusted_proxies.clone(),
        oidc: config.oidc.clone(),
    }
}

/// Ends at Ctrl-C, or when the system asks the program to end.
pub(crate) async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => terminated.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupt => {}
        _ = terminate => {}
    }
}
