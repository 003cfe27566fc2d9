//! The site over a founded county, served in this process.

use testkit::World;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// End it with [`Site::close`].
pub(crate) struct Site {
    pub(crate) world: World,
    /// Without a slash at its end.
    pub(crate) address: String,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Site {
    pub(crate) async fn open() -> Self {
        Self::of(World::founded().await).await
    }

    /// Serves a world on a free port.
    pub(crate) async fn of(world: World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // Passkeys belong to a name, never to a number.
        let address = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let settings = web::Settings {
            site_name: "青石县公开".to_owned(),
            public_url: address.clone(),
            // The browser speaks plain HTTP with it.
            secure_cookies: false,
            trusted_proxies: Vec::new(),
            oidc: None,
        };
        let (stop, stopped) = oneshot::channel();
        let shutdown = async { stopped.await.unwrap_or_default() };
        let served = tokio::spawn(web::serve(listener, world.flow.clone(), settings, shutdown));
        Self { world, address, stop, served }
    }

    /// Ends the service; the world must hold together.
    pub(crate) async fn close(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
        self.world.finish().await;
    }
}
