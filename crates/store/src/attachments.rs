//! Files beside a draft: what is served, what was handed in where it was made anew, and what was
//! seen in it. Rows only grow; which of them an edition has stands in its facts.

use domain::attachment::Inspected;
use domain::ids::{AttachmentId, AuthorityId, DisclosureId, PersonId};
use domain::time::Micros;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;

use crate::StoreError;
use crate::row::{Columns, to_json};
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO attachments (authority_id, id, disclosure_id, file_name, media_type, \
        bytes, size_bytes, sha256, original, original_sha256, thumbnail, inspected, received_us, \
        received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    OF_DISCLOSURE = "SELECT id, file_name, media_type, size_bytes, sha256, original_sha256, \
        CASE WHEN thumbnail IS NULL THEN 0 ELSE 1 END AS has_thumbnail, inspected, received_us, \
        received_by FROM attachments WHERE authority_id = $1 AND disclosure_id = $2 \
        ORDER BY id LIMIT 1000";
    BYTES = "SELECT bytes, sha256 FROM attachments \
        WHERE authority_id = $1 AND disclosure_id = $2 AND id = $3";
    THUMBNAIL = "SELECT thumbnail FROM attachments \
        WHERE authority_id = $1 AND disclosure_id = $2 AND id = $3";
    ORIGINAL = "SELECT original, original_sha256 FROM attachments \
        WHERE authority_id = $1 AND disclosure_id = $2 AND id = $3";
    ALL = "SELECT id, disclosure_id FROM attachments WHERE authority_id = $1 ORDER BY id";
}

/// A file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub disclosure: DisclosureId,
    pub file_name: String,
    /// One of the allow-list; what it is served as.
    pub media_type: String,
    pub size_bytes: u64,
    /// Of the bytes that are served.
    pub sha256: [u8; 32],
    /// Of the bytes that were handed in.
    pub original_sha256: [u8; 32],
    pub has_thumbnail: bool,
    pub inspected: Inspected,
    pub received: Micros,
    pub received_by: PersonId,
}

/// The bytes of a new file.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    pub served: &'a [u8],
    /// What was handed in, where it is not what is served.
    pub original: Option<&'a [u8]>,
    pub thumbnail: Option<&'a [u8]>,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    new: &Attachment,
    contents: Contents<'_>,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.disclosure.to_vec())
        .bind(new.file_name.clone())
        .bind(new.media_type.clone())
        .bind(contents.served.to_vec())
        .bind(i64::try_from(new.size_bytes).map_err(|_| StoreError::Conflict("size"))?)
        .bind(new.sha256.to_vec())
        .bind(contents.original.map(<[u8]>::to_vec))
        .bind(new.original_sha256.to_vec())
        .bind(contents.thumbnail.map(<[u8]>::to_vec))
        .bind(to_json(&new.inspected)?)
        .bind(new.received.0)
        .bind(new.received_by.to_vec());
    tx.change(query).await.map(|_| ())
}

/// All files that were ever beside a draft of this disclosure, oldest first.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<Attachment>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    let rows = db.all(query).await?;
    rows.iter().map(|row| attachment(disclosure, row)).collect()
}

fn attachment(disclosure: DisclosureId, row: &AnyRow) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: row.id("id", AttachmentId::from_slice)?,
        disclosure,
        file_name: row.text("file_name")?,
        media_type: row.text("media_type")?,
        size_bytes: row.number("size_bytes")?,
        sha256: row.array("sha256")?,
        original_sha256: row.array("original_sha256")?,
        has_thumbnail: row.int("has_thumbnail")? == 1,
        inspected: row.json("inspected")?,
        received: Micros(row.int("received_us")?),
        received_by: row.id("received_by", PersonId::from_slice)?,
    })
}

/// What is served.
///
/// # Errors
/// [`StoreError::NotFound`] when the disclosure has no such file; [`StoreError::Corrupt`] when the
/// bytes no longer have their hash.
pub async fn bytes(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    id: AttachmentId,
) -> Result<Vec<u8>, StoreError> {
    let row = db.first(of(BYTES, at, disclosure, id)).await?;
    let row = row.ok_or(StoreError::NotFound("attachment"))?;
    let bytes = row.bytes("bytes")?;
    if Sha256::digest(&bytes).to_vec() != row.bytes("sha256")? {
        return Err(StoreError::Corrupt(format!("attachment {id}")));
    }
    Ok(bytes)
}

/// The small picture, where there is one.
pub async fn thumbnail(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    id: AttachmentId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = db.first(of(THUMBNAIL, at, disclosure, id)).await?;
    row.ok_or(StoreError::NotFound("attachment"))?.maybe_bytes("thumbnail")
}

/// Whether the bytes handed in are kept unchanged. `true` where they are what is served.
pub async fn original_stands(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
    id: AttachmentId,
) -> Result<bool, StoreError> {
    let row = db.first(of(ORIGINAL, at, disclosure, id)).await?;
    let row = row.ok_or(StoreError::NotFound("attachment"))?;
    let sha256 = row.bytes("original_sha256")?;
    let original = row.maybe_bytes("original")?;
    Ok(original.is_none_or(|original| Sha256::digest(&original).to_vec() == sha256))
}

/// Every file with the disclosure it belongs to, for `check`.
pub async fn all(
    db: Db<'_>,
    at: AuthorityId,
) -> Result<Vec<(AttachmentId, DisclosureId)>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    let each = |row: &AnyRow| {
        let disclosure = row.id("disclosure_id", DisclosureId::from_slice)?;
        Ok((row.id("id", AttachmentId::from_slice)?, disclosure))
    };
    rows.iter().map(each).collect()
}

fn of(
    statement: &'static str,
    at: AuthorityId,
    disclosure: DisclosureId,
    id: AttachmentId,
) -> sqlx::query::Query<'static, sqlx::Any, sqlx::any::AnyArguments> {
    sqlx::query(statement).bind(at.to_vec()).bind(disclosure.to_vec()).bind(id.to_vec())
}
