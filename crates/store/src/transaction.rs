//! Readers, writers and the one way in which a step runs: in one transaction, again from its
//! start when the database asks for it.

use std::future::Future;

use sqlx::any::{AnyArguments, AnyPoolOptions, AnyRow};
use sqlx::{Any, AnyPool, Transaction};

use crate::dialect::{Dialect, Layout};
use crate::{StoreError, migrate};

/// How often a step is run before the caller hears of the conflict.
const ATTEMPTS: u32 = 12;

/// An open database.
#[derive(Clone, Debug)]
pub struct Store {
    pub reader: Reader,
    pub writer: Writer,
}

/// Reads committed rows.
#[derive(Clone, Debug)]
pub struct Reader {
    pool: AnyPool,
}

/// Runs steps.
#[derive(Clone, Debug)]
pub struct Writer {
    pool: AnyPool,
    dialect: Dialect,
}

/// A running transaction. Rolls back when dropped.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
}

/// Where a statement that reads may run: on a [`Reader`] or inside a [`Tx`].
#[derive(Debug)]
pub enum Db<'a> {
    Committed(&'a AnyPool),
    Within(&'a mut sqlx::AnyConnection),
}

pub(crate) type Query<'q> = sqlx::query::Query<'q, Any, AnyArguments>;

impl Db<'_> {
    /// The same place, for one statement of several.
    pub fn again(&mut self) -> Db<'_> {
        match self {
            Self::Committed(pool) => Db::Committed(pool),
            Self::Within(connection) => Db::Within(connection),
        }
    }

    pub(crate) async fn all(self, query: Query<'_>) -> Result<Vec<AnyRow>, StoreError> {
        Ok(match self {
            Self::Committed(pool) => query.fetch_all(pool).await?,
            Self::Within(connection) => query.fetch_all(connection).await?,
        })
    }

    pub(crate) async fn first(self, query: Query<'_>) -> Result<Option<AnyRow>, StoreError> {
        Ok(match self {
            Self::Committed(pool) => query.fetch_optional(pool).await?,
            Self::Within(connection) => query.fetch_optional(connection).await?,
        })
    }
}

impl Reader {
    /// Committed rows.
    pub fn db(&self) -> Db<'_> {
        Db::Committed(&self.pool)
    }
}

/// One transaction's work. It may be run more than once, so it changes nothing but the database.
pub trait Step: Sync {
    type Out: Send;
    type Error: Retryable + From<StoreError> + Send;
    fn run(&self, tx: &mut Tx) -> impl Future<Output = Result<Self::Out, Self::Error>> + Send;
}

/// Whether running the step again may help.
pub trait Retryable {
    fn asks_to_retry(&self) -> bool;
}

impl Retryable for StoreError {
    fn asks_to_retry(&self) -> bool {
        matches!(self, Self::Retry(_))
    }
}

impl Store {
    /// Opens the database at `url` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what to do, or the database's own error.
    pub async fn open(url: &str, layout: Layout) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url)?;
        let owner = AnyPoolOptions::new().max_connections(1).connect(url).await?;
        migrate::migrate(&mut *owner.acquire().await?, dialect, layout).await?;
        owner.close().await;
        let writer = pool(url, dialect, dialect.writer_connections()).await?;
        let reader = pool(url, dialect, dialect.reader_connections()).await?;
        Ok(Self { reader: Reader { pool: reader }, writer: Writer { pool: writer, dialect } })
    }

    pub async fn close(&self) {
        self.writer.pool.close().await;
        self.reader.pool.close().await;
    }
}

async fn pool(url: &str, dialect: Dialect, connections: u32) -> Result<AnyPool, StoreError> {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .after_connect(move |connection, _| Box::pin(dialect.prepare(connection)));
    Ok(options.connect(url).await?)
}

impl Writer {
    /// Runs `step` in one transaction and commits it.
    ///
    /// # Errors
    /// Those of the step; one that asks to retry only after twelve tries.
    pub async fn run<S: Step>(&self, step: &S) -> Result<S::Out, S::Error> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.attempt(step).await {
                Err(error) if error.asks_to_retry() && attempt < ATTEMPTS => {
                    tracing::debug!(attempt, "step runs again");
                    tokio::task::yield_now().await;
                }
                done => return done,
            }
        }
    }

    async fn attempt<S: Step>(&self, step: &S) -> Result<S::Out, S::Error> {
        let begun = self.pool.begin_with(self.dialect.begin()).await;
        let mut tx = Tx { inner: begun.map_err(StoreError::from)? };
        let out = step.run(&mut tx).await?;
        tx.inner.commit().await.map_err(StoreError::from)?;
        Ok(out)
    }
}

impl Tx {
    /// Rows as this transaction sees them.
    pub fn db(&mut self) -> Db<'_> {
        Db::Within(&mut self.inner)
    }

    /// Runs a statement that changes rows; the number of rows changed.
    pub(crate) async fn change(&mut self, query: Query<'_>) -> Result<u64, StoreError> {
        Ok(query.execute(&mut *self.inner).await?.rows_affected())
    }

    /// Runs any statement as the program's own connection would: for tests of what the database
    /// itself refuses.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn execute_raw(&mut self, statement: &'static str) -> Result<u64, StoreError> {
        Ok(sqlx::query(statement).execute(&mut *self.inner).await?.rows_affected())
    }
}
