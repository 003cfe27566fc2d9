//! What an attacker with the owner's password does to the database, and what a broken disk does.

use sqlx::{AnyConnection, AssertSqlSafe, Executor, Row};

use crate::TestStore;

impl TestStore {
    /// Runs statements as the owner, past every guard.
    pub async fn raw(&self, statements: &[&str]) {
        let mut owner = self.unguarded().await;
        for statement in statements {
            let run = owner.execute(AssertSqlSafe((*statement).to_owned())).await;
            run.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }

    /// Turns one bit in the middle of a stored value; how many rows the condition names must be 1.
    pub async fn flip(&self, table: &str, column: &str, condition: &str) {
        let mut owner = self.unguarded().await;
        let select = format!("SELECT {column} AS value FROM {table} WHERE {condition}");
        let rows = sqlx::query(AssertSqlSafe(select)).fetch_all(&mut owner).await.unwrap();
        assert_eq!(rows.len(), 1, "{table} where {condition}");
        let update = format!("UPDATE {table} SET {column} = $1 WHERE {condition}");
        let update = sqlx::query(AssertSqlSafe(update));
        let update = match rows[0].try_get::<Vec<u8>, _>("value") {
            Ok(mut bytes) => {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                update.bind(bytes)
            }
            Err(_) => update.bind(with_another_letter(rows[0].get("value"))),
        };
        assert_eq!(update.execute(&mut owner).await.unwrap().rows_affected(), 1);
    }

    /// The first column of the first row, a number.
    pub async fn number(&self, select: &str) -> i64 {
        let mut owner = self.owner().await;
        let row = sqlx::query(AssertSqlSafe(select.to_owned())).fetch_one(&mut owner).await;
        row.unwrap().get(0)
    }

    /// From now on nothing can be written into the table.
    pub async fn break_writes(&self, table: &str) {
        let mut owner = self.owner().await;
        let statements = if self.kind.is_sqlite() {
            ["INSERT", "UPDATE"]
                .map(|verb| {
                    format!(
                        "CREATE TRIGGER broken_{verb} BEFORE {verb} ON {table} BEGIN \
                         SELECT RAISE(ABORT, 'the disk is full'); END"
                    )
                })
                .to_vec()
        } else {
            vec![format!("REVOKE INSERT, UPDATE ON {table} FROM gongkai_writer")]
        };
        for statement in statements {
            owner.execute(AssertSqlSafe(statement)).await.unwrap();
        }
    }

    /// It can be written again. `UPDATE` is given back where it was held.
    pub async fn mend_writes(&self, table: &str, updated: bool) {
        let mut owner = self.owner().await;
        let statements = if self.kind.is_sqlite() {
            ["INSERT", "UPDATE"].map(|verb| format!("DROP TRIGGER broken_{verb}")).to_vec()
        } else {
            let verbs = if updated { "INSERT, UPDATE" } else { "INSERT" };
            vec![format!("GRANT {verbs} ON {table} TO gongkai_writer")]
        };
        for statement in statements {
            owner.execute(AssertSqlSafe(statement)).await.unwrap();
        }
    }

    /// A connection without guards: on SQLite the triggers are dropped, on PostgreSQL the owner
    /// has none.
    async fn unguarded(&self) -> AnyConnection {
        let mut owner = self.owner().await;
        if self.kind.is_sqlite() {
            let select = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
            let triggers = sqlx::query(select).fetch_all(&mut owner).await.unwrap();
            for trigger in triggers {
                let drop = format!("DROP TRIGGER {}", trigger.get::<String, _>("name"));
                owner.execute(AssertSqlSafe(drop)).await.unwrap();
            }
            owner.execute("PRAGMA foreign_keys = OFF").await.unwrap();
        }
        owner
    }
}

/// Another letter or digit at the middle, or right of it.
fn with_another_letter(text: String) -> String {
    let middle = text.len() / 2;
    let fits = |(at, letter): &(usize, char)| *at >= middle && letter.is_ascii_alphanumeric();
    let (at, letter) = text.char_indices().find(fits).expect("a letter in the second half");
    let other = if letter == 'A' { "B" } else { "A" };
    let mut changed = text;
    changed.replace_range(at..=at, other);
    changed
}
