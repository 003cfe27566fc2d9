//! Drafts: the only text that can still change.

use domain::disclosure::Draft;
use domain::ids::{AuthorityId, DisclosureId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::{Columns, to_json};
use crate::transaction::{Db, Tx};

statements! {
    SAVE = "INSERT INTO drafts (authority_id, disclosure_id, draft, changed_us, changed_by, title) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (authority_id, disclosure_id) \
        DO UPDATE SET draft = excluded.draft, changed_us = excluded.changed_us, \
        changed_by = excluded.changed_by, title = excluded.title";
    TITLE = "SELECT title FROM drafts WHERE authority_id = $1 AND disclosure_id = $2";
    LOAD = "SELECT draft FROM drafts WHERE authority_id = $1 AND disclosure_id = $2";
}

pub async fn save(
    tx: &mut Tx,
    at: AuthorityId,
    disclosure: DisclosureId,
    draft: &Draft,
    now: Micros,
    by: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(SAVE)
        .bind(at.to_vec())
        .bind(disclosure.to_vec())
        .bind(to_json(draft)?)
        .bind(now.0)
        .bind(by.to_vec())
        .bind(draft.title());
    tx.change(query).await.map(|_| ())
}

pub async fn load(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Option<Draft>, StoreError> {
    let query = sqlx::query(LOAD).bind(at.to_vec()).bind(disclosure.to_vec());
    let row = db.first(query).await?;
    row.map(|row| row.json("draft")).transpose()
}

/// The title alone; empty where there is none.
pub async fn title(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<String, StoreError> {
    let query = sqlx::query(TITLE).bind(at.to_vec()).bind(disclosure.to_vec());
    let row = db.first(query).await?;
    Ok(row.map(|row| row.text("title")).transpose()?.unwrap_or_default())
}
