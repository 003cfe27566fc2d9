//! Append-only tables: the database itself refuses UPDATE and DELETE. SQLite by trigger;
//! PostgreSQL by grants to the role that the program works under.

use crate::dialect::{Dialect, ROLE};

/// Statements to run after the tables stand.
pub(crate) fn statements(dialect: Dialect, tables: &[Table]) -> Vec<String> {
    match dialect {
        Dialect::Sqlite => tables.iter().filter(|t| t.append_only).flat_map(triggers).collect(),
        Dialect::Postgres => tables.iter().map(grant).collect(),
    }
}

/// A table as the migration text declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) append_only: bool,
    pub(crate) reference: bool,
}

fn triggers(table: &Table) -> Vec<String> {
    let name = &table.name;
    ["UPDATE", "DELETE"]
        .map(|verb| {
            format!(
                "CREATE TRIGGER IF NOT EXISTS {name}_no_{verb} BEFORE {verb} ON {name} BEGIN \
                 SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        })
        .to_vec()
}

fn grant(table: &Table) -> String {
    let verbs = if table.append_only { "SELECT, INSERT" } else { "SELECT, INSERT, UPDATE, DELETE" };
    format!("GRANT {verbs} ON {} TO {ROLE}", table.name)
}
