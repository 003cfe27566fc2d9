//! What follows a step: inserted in the step's transaction, done by a driver that runs the same
//! way after a crash as on a normal day.

use domain::ids::{AuthorityId, DisclosureId, OutboxId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO outbox (authority_id, id, kind, disclosure_id, log_index, created_us, due_us) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    DUE = "SELECT id, kind, disclosure_id, log_index, due_us FROM outbox \
        WHERE authority_id = $1 AND done_us IS NULL AND due_us <= $2 ORDER BY id LIMIT 200";
    OPEN = "SELECT id, kind, disclosure_id, log_index, due_us FROM outbox \
        WHERE authority_id = $1 AND done_us IS NULL ORDER BY id LIMIT 200";
    OPEN_OF = "SELECT id, kind, disclosure_id, log_index, due_us FROM outbox \
        WHERE authority_id = $1 AND done_us IS NULL AND disclosure_id = $2 ORDER BY id";
    LAST_DONE = "SELECT done_us FROM outbox WHERE authority_id = $1 AND done_us IS NOT NULL \
        ORDER BY done_us DESC LIMIT 1";
    DONE = "UPDATE outbox SET done_us = $3 WHERE authority_id = $1 AND id = $2 AND done_us IS NULL";
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Seal and log an approved edition.
    Publish,
    /// Show a published edition, once its act is covered by a checkpoint.
    Deliver,
    /// Take a withdrawn disclosure from the pages, once its act is covered.
    Retract,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Deliver => "deliver",
            Self::Retract => "retract",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Publish, Self::Deliver, Self::Retract].into_iter().find(|kind| kind.word() == word)
    }
}

/// One piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    pub id: OutboxId,
    pub kind: Kind,
    pub disclosure: DisclosureId,
    /// Index of the act that this follows.
    pub log_index: u64,
    /// Not to be done before; 0: at once.
    pub due: Micros,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    work: &Work,
    now: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(work.id.to_vec())
        .bind(work.kind.word())
        .bind(work.disclosure.to_vec())
        .bind(work.log_index as i64)
        .bind(now.0)
        .bind(work.due.0);
    tx.change(query).await.map(|_| ())
}

/// Work not yet done that may be done at `now`, oldest first.
pub async fn due(db: Db<'_>, at: AuthorityId, now: Micros) -> Result<Vec<Work>, StoreError> {
    let rows = db.all(sqlx::query(DUE).bind(at.to_vec()).bind(now.0)).await?;
    rows.iter().map(work).collect()
}

/// Work not yet done, oldest first.
pub async fn open(db: Db<'_>, at: AuthorityId) -> Result<Vec<Work>, StoreError> {
    let rows = db.all(sqlx::query(OPEN).bind(at.to_vec())).await?;
    rows.iter().map(work).collect()
}

/// Work on one disclosure that is not yet done.
pub async fn open_of(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<Work>, StoreError> {
    let query = sqlx::query(OPEN_OF).bind(at.to_vec()).bind(disclosure.to_vec());
    db.all(query).await?.iter().map(work).collect()
}

fn work(row: &sqlx::any::AnyRow) -> Result<Work, StoreError> {
    Ok(Work {
        id: row.id("id", OutboxId::from_slice)?,
        kind: row.word("kind", Kind::from_word)?,
        disclosure: row.id("disclosure_id", DisclosureId::from_slice)?,
        log_index: row.number("log_index")?,
        due: Micros(row.int("due_us")?),
    })
}

/// When the last work was done, by whichever process: what is public may have changed then.
pub async fn last_done(db: Db<'_>, at: AuthorityId) -> Result<Option<Micros>, StoreError> {
    let row = db.first(sqlx::query(LAST_DONE).bind(at.to_vec())).await?;
    row.map(|row| row.int("done_us").map(Micros)).transpose()
}

/// Marks it done; false when it was done already, so that nothing is done twice.
pub async fn done(
    tx: &mut Tx,
    at: AuthorityId,
    id: OutboxId,
    now: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(DONE).bind(at.to_vec()).bind(id.to_vec()).bind(now.0);
    Ok(tx.change(query).await? == 1)
}
