//! Everything in which the two databases differ: how a connection is prepared, how a transaction
//! starts, how a table is partitioned. Nowhere else is there a choice by database.

use sqlx::{AnyConnection, Executor};

use crate::StoreError;

/// Which database the URL names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// How the tables of a PostgreSQL database are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Plain,
    /// Every distributed table hash-partitioned by `authority_id`, as Citus would shard it.
    Partitioned,
}

/// The role under which the program works on PostgreSQL: it may not change what is append-only.
pub(crate) const ROLE: &str = "gongkai_writer";

impl Dialect {
    pub(crate) fn of(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            Err(StoreError::Unavailable(
                "a database URL starts with sqlite: or postgres://".to_owned(),
            ))
        }
    }

    /// SQLite: one connection, so that writers queue in the program and never meet a busy file.
    pub(crate) fn writer_connections(self) -> u32 {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 12,
        }
    }

    pub(crate) fn reader_connections(self) -> u32 {
        match self {
            Self::Sqlite => 4,
            Self::Postgres => 8,
        }
    }

    /// READ COMMITTED is enough on PostgreSQL: every move of a disclosure names the version it saw,
    /// and index after index is taken under the lock of the log's one row, so that what is
    /// committed of a log never has a gap. A stricter level would make all but one of the waiting
    /// steps fail and start over.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        }
    }

    pub(crate) async fn prepare(self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let statements: &[&'static str] = match self {
            // FULL: a commit is on disk when it returns, also after power loss.
            Self::Sqlite => &[
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA busy_timeout = 10000",
                "PRAGMA trusted_schema = OFF",
                // Else the delete inside INSERT OR REPLACE would slip past the guards.
                "PRAGMA recursive_triggers = ON",
            ],
            Self::Postgres => &["SET ROLE gongkai_writer"],
        };
        for statement in statements {
            connection.execute(*statement).await?;
        }
        Ok(())
    }
}
