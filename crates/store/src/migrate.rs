//! Migrations: append-only files, each run once in a transaction of its own.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row};

use crate::StoreError;
use crate::dialect::{Dialect, Layout, ROLE};
use crate::guard::{self, Table};

const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../../migrations/0001_start.sql")),
    (2, include_str!("../../../migrations/0002_accounts.sql")),
    (3, include_str!("../../../migrations/0003_procedure.sql")),
    (5, include_str!("../../../migrations/0005_organizations.sql")),
    (6, include_str!("../../../migrations/0006_attachments.sql")),
    (7, include_str!("../../../migrations/0007_contacts.sql")),
    (8, include_str!("../../../migrations/0008_desk.sql")),
    (9, include_str!("../../../migrations/0009_obligations.sql")),
];

/// Brings the database to the newest schema.
///
/// # Errors
/// [`StoreError::Unavailable`] when the database is newer than this program.
pub(crate) async fn migrate(
    connection: &mut AnyConnection,
    dialect: Dialect,
    layout: Layout,
) -> Result<(), StoreError> {
    if dialect == Dialect::Postgres {
        prepare_role(connection).await?;
    }
    connection
        .execute("CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT NOT NULL PRIMARY KEY)")
        .await?;
    let newest = newest_applied(connection).await?;
    let known = MIGRATIONS.last().map_or(0, |(version, _)| *version);
    if newest > known {
        return Err(StoreError::Unavailable(format!(
            "the database has schema {newest}, this program knows {known}: start the newer program"
        )));
    }
    for (version, text) in MIGRATIONS.iter().filter(|(version, _)| *version > newest) {
        apply(connection, dialect, layout, *version, text).await?;
    }
    Ok(())
}

async fn newest_applied(connection: &mut AnyConnection) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COALESCE(MAX(version), 0) AS newest FROM schema_versions")
        .fetch_one(connection)
        .await?;
    Ok(row.try_get("newest")?)
}

/// The role is one for the whole server, so another database may have made it a moment ago.
async fn prepare_role(connection: &mut AnyConnection) -> Result<(), StoreError> {
    let exists = sqlx::query("SELECT 1 AS one FROM pg_roles WHERE rolname = $1")
        .bind(ROLE)
        .fetch_optional(&mut *connection)
        .await?;
    if exists.is_none() {
        let made = connection
            .execute(AssertSqlSafe(format!("CREATE ROLE {ROLE} ROLE CURRENT_USER")))
            .await;
        if let Err(error) = made {
            let code = error.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
            if !matches!(code.as_deref(), Some("42710" | "23505")) {
                return Err(StoreError::Unavailable(format!(
                    "the role {ROLE} is missing and cannot be made ({error}); \
                     let an administrator run: CREATE ROLE {ROLE}; GRANT {ROLE} TO CURRENT_USER"
                )));
            }
        }
    }
    Ok(())
}

async fn apply(
    connection: &mut AnyConnection,
    dialect: Dialect,
    layout: Layout,
    version: i64,
    text: &str,
) -> Result<(), StoreError> {
    let mut transaction = connection.begin().await?;
    for statement in shaped(text, dialect, layout) {
        transaction.execute(AssertSqlSafe(statement)).await?;
    }
    for statement in guard::statements(dialect, &tables(text)) {
        transaction.execute(AssertSqlSafe(statement)).await?;
    }
    sqlx::query("INSERT INTO schema_versions (version) VALUES ($1)")
        .bind(version)
        .execute(&mut *transaction)
        .await?;
    if dialect == Dialect::Postgres {
        let grant = format!("GRANT SELECT ON schema_versions TO {ROLE}");
        transaction.execute(AssertSqlSafe(grant)).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The statements of a migration, with partitions where the layout asks for them.
fn shaped(text: &str, dialect: Dialect, layout: Layout) -> Vec<String> {
    let tables = tables(text);
    let partitioned = |name: &str| {
        dialect == Dialect::Postgres
            && layout == Layout::Partitioned
            && tables.iter().any(|table| table.name == name && !table.reference)
    };
    let mut statements = Vec::new();
    for statement in split(text) {
        match table_name(&statement) {
            Some(name) if partitioned(&name) => {
                statements.push(format!("{statement} PARTITION BY HASH (authority_id)"));
                statements.extend((0..4).map(|part| {
                    format!(
                        "CREATE TABLE {name}_p{part} PARTITION OF {name} \
                         FOR VALUES WITH (MODULUS 4, REMAINDER {part})"
                    )
                }));
            }
            _ => statements.push(statement),
        }
    }
    statements
}

fn split(text: &str) -> Vec<String> {
    let uncommented: Vec<&str> =
        text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    let statements = uncommented.join("\n");
    statements.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
}

fn table_name(statement: &str) -> Option<String> {
    let rest = statement.strip_prefix("CREATE TABLE ")?;
    rest.split_whitespace().next().map(str::to_owned)
}

/// Tables with the mark in the comment line directly above each.
pub(crate) fn tables(text: &str) -> Vec<Table> {
    let mut mark = "";
    let mut tables = Vec::new();
    for line in text.lines() {
        if let Some(name) = table_name(line) {
            let (append_only, reference) = (mark == "-- append-only", mark == "-- reference");
            tables.push(Table { name, append_only, reference });
        }
        mark = line;
    }
    tables
}

/// By every migration, in the order of the files.
pub(crate) fn append_only_tables() -> Vec<String> {
    let all = MIGRATIONS.iter().flat_map(|(_, text)| tables(text));
    all.filter(|table| table.append_only).map(|table| table.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_distributed_table_has_authority_first_in_its_key() {
        for (_, text) in MIGRATIONS {
            for table in tables(text).iter().filter(|table| !table.reference) {
                let start = text.find(&format!("CREATE TABLE {} (", table.name)).unwrap();
                let body = &text[start..start + text[start..].find(");").unwrap()];
                assert!(body.contains("PRIMARY KEY (authority_id"), "{}", table.name);
                for key in ["UNIQUE (", "FOREIGN KEY ("] {
                    for rest in body.split(key).skip(1) {
                        assert!(rest.starts_with("authority_id"), "{}: {key}", table.name);
                    }
                }
            }
        }
    }

    #[test]
    fn partitions_are_made_for_distributed_tables_only() {
        let all = shaped(MIGRATIONS[0].1, Dialect::Postgres, Layout::Partitioned);
        assert!(all.iter().any(|s| s.starts_with("CREATE TABLE acts_p3 PARTITION OF acts")));
        assert!(!all.iter().any(|s| s.contains("PARTITION OF organizations")));
    }
}
