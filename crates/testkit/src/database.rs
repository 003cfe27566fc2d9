//! A fresh database for each test, of the kind that the environment names.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use store::{Layout, Store};
use tempfile::TempDir;

/// What `GONGKAI_TEST_DB` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
    Partitioned,
}

impl Kind {
    /// SQLite unless the environment says otherwise.
    pub fn of_this_run() -> Self {
        match variable("GONGKAI_TEST_DB").as_deref() {
            None | Some("sqlite") => Self::Sqlite,
            Some("postgres") => Self::Postgres,
            Some("partitioned") => Self::Partitioned,
            Some(other) => {
                panic!("GONGKAI_TEST_DB={other}: it is sqlite, postgres or partitioned")
            }
        }
    }

    pub fn is_sqlite(self) -> bool {
        self == Self::Sqlite
    }

    fn layout(self) -> Layout {
        match self {
            Self::Sqlite | Self::Postgres => Layout::Plain,
            Self::Partitioned => Layout::Partitioned,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test is told its database by the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// URL of the server's own database, in which databases are made.
fn server() -> String {
    variable("GONGKAI_TEST_POSTGRES").expect(
        "GONGKAI_TEST_DB asks for PostgreSQL, so GONGKAI_TEST_POSTGRES must hold its URL: \
         export GONGKAI_TEST_POSTGRES=$(scripts/postgres.sh start)",
    )
}

/// A database of one test, and a folder for what lies beside it.
#[derive(Debug)]
pub struct TestStore {
    pub store: Store,
    pub kind: Kind,
    url: String,
    /// The database's name on the server; `None` on SQLite.
    name: Option<String>,
    folder: PathBuf,
    _temporary: Option<TempDir>,
}

/// The database as it once was.
#[derive(Debug)]
pub struct Snapshot(String);

impl TestStore {
    /// A fresh database of the kind of this run.
    pub async fn open() -> Self {
        let temporary = TempDir::new().unwrap();
        let folder = temporary.path().to_owned();
        let kind = Kind::of_this_run();
        let (url, name) = match kind {
            Kind::Sqlite => (sqlite_url(&folder), None),
            Kind::Postgres | Kind::Partitioned => {
                let name = fresh_name();
                administer(&server(), &[format!("CREATE DATABASE {name}")]).await;
                (with_database(&server(), &name), Some(name))
            }
        };
        let store = Store::open(&url, kind.layout()).await.unwrap();
        Self { store, kind, url, name, folder, _temporary: Some(temporary) }
    }

    /// An SQLite database in a folder that outlives the value, made when it is not there.
    pub async fn open_in(folder: &Path) -> Self {
        let url = sqlite_url(folder);
        let store = Store::open(&url, Layout::Plain).await.unwrap();
        let folder = folder.to_owned();
        Self { store, kind: Kind::Sqlite, url, name: None, folder, _temporary: None }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens it again after [`Store::close`].
    pub async fn reopen(&mut self) {
        self.store = Store::open(&self.url, self.kind.layout()).await.unwrap();
    }

    /// A connection of the owner's, whom nothing guards.
    pub async fn owner(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.unwrap()
    }

    /// Keeps the database as it is. It must be closed.
    pub async fn snapshot(&self) -> Snapshot {
        let copy = fresh_name();
        match &self.name {
            None => {
                std::fs::copy(self.file(), self.folder.join(&copy)).unwrap();
            }
            Some(name) => {
                let statement = format!("CREATE DATABASE {copy} TEMPLATE {name}");
                administer(&server(), &[statement]).await;
            }
        }
        Snapshot(copy)
    }

    /// Puts the database back. It must be closed.
    pub async fn restore(&self, snapshot: Snapshot) {
        let Some(name) = &self.name else {
            std::fs::copy(self.folder.join(snapshot.0), self.file()).unwrap();
            return;
        };
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        let rename = format!("ALTER DATABASE {} RENAME TO {name}", snapshot.0);
        administer(&server(), &[drop, rename]).await;
    }

    fn file(&self) -> PathBuf {
        self.folder.join("gongkai.db")
    }
}

/// Best effort: what is left lies in a server that is thrown away.
impl Drop for TestStore {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else { return };
        let dropping = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut connection = AnyConnection::connect(&server()).await.ok()?;
                let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                connection.execute(AssertSqlSafe(drop)).await.ok()
            })
        });
        let _ = dropping.join();
    }
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("gongkai.db").display())
}

fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("gongkai_test_{}_{count}", std::process::id())
}

/// `postgres://user@host:port/postgres` with another database.
fn with_database(server: &str, name: &str) -> String {
    let (host, _) = server.rsplit_once('/').expect("a URL that ends in /postgres");
    format!("{host}/{name}")
}

async fn administer(url: &str, statements: &[String]) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.unwrap();
    for statement in statements {
        connection.execute(AssertSqlSafe(statement.clone())).await.unwrap();
    }
    connection.close().await.unwrap();
}
