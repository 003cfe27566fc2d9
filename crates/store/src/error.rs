//! What can go wrong below a step, by what the caller can do about it.

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row in this authority.
    #[error("not found: {0}")]
    NotFound(&'static str),
    /// Somebody else changed it first, or it exists already. Load again and decide anew.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// The database asks for the transaction to be run again (SQLSTATE 40001, 40P01; busy).
    #[error("the database asks to retry: {0}")]
    Retry(String),
    /// A stored value is not what the program writes: the database was changed from outside.
    #[error("stored value cannot be read: {0}")]
    Corrupt(String),
    /// The database or the data folder cannot be used as it is; the text says what to do.
    #[error("{0}")]
    Unavailable(String),
    /// The database refused.
    #[error("database: {0}")]
    Database(sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
        match (code.as_deref(), &error) {
            // PostgreSQL: serialization failure, deadlock. SQLite: busy, locked, busy snapshot.
            (Some("40001" | "40P01" | "5" | "6" | "261" | "517"), _) => {
                Self::Retry(error.to_string())
            }
            (_, sqlx::Error::RowNotFound) => Self::NotFound("row"),
            (_, e) if e.as_database_error().is_some_and(|e| e.is_unique_violation()) => {
                Self::Conflict("exists already")
            }
            _ => Self::Database(error),
        }
    }
}
