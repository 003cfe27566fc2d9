//! Files kept beside an act: the scan of a meeting's signed record, the photo of a board. Acts name
//! them by their hash.

use domain::ids::{AuthorityId, DisclosureId, EvidenceId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO evidence (authority_id, id, disclosure_id, kind, file_name, media_type, \
        bytes, sha256, received_us, received_by, thumbnail) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    OF_DISCLOSURE = "SELECT id, kind, file_name, media_type, sha256, received_us, received_by, \
        CASE WHEN thumbnail IS NULL THEN 0 ELSE 1 END AS has_thumbnail \
        FROM evidence WHERE authority_id = $1 AND disclosure_id = $2 ORDER BY id LIMIT 500";
    THUMBNAIL = "SELECT thumbnail FROM evidence WHERE authority_id = $1 AND id = $2";
    BYTES = "SELECT bytes FROM evidence WHERE authority_id = $1 AND id = $2";
}

/// What a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 会议记录扫描件. For the desk.
    Minutes,
    /// 公开栏照片. Public with its disclosure.
    Photo,
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Photo => "photo",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Minutes, Self::Photo].into_iter().find(|kind| kind.word() == word)
    }
}

/// A file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub id: EvidenceId,
    pub disclosure: DisclosureId,
    pub kind: Kind,
    pub file_name: String,
    pub media_type: String,
    pub sha256: [u8; 32],
    /// Whether it was made anew, without what a camera writes into it; only then it may be shown.
    pub has_thumbnail: bool,
    pub received: Micros,
    pub received_by: PersonId,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    new: &Evidence,
    (bytes, thumbnail): (&[u8], Option<&[u8]>),
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.disclosure.to_vec())
        .bind(new.kind.word())
        .bind(new.file_name.clone())
        .bind(new.media_type.clone())
        .bind(bytes.to_vec())
        .bind(new.sha256.to_vec())
        .bind(new.received.0)
        .bind(new.received_by.to_vec())
        .bind(thumbnail.map(<[u8]>::to_vec));
    tx.change(query).await.map(|_| ())
}

/// All files kept with a disclosure, oldest first.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<Evidence>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    let rows = db.all(query).await?;
    let each = |row: &sqlx::any::AnyRow| {
        Ok(Evidence {
            id: row.id("id", EvidenceId::from_slice)?,
            disclosure,
            kind: row.word("kind", Kind::from_word)?,
            file_name: row.text("file_name")?,
            media_type: row.text("media_type")?,
            sha256: row.array("sha256")?,
            has_thumbnail: row.int("has_thumbnail")? == 1,
            received: Micros(row.int("received_us")?),
            received_by: row.id("received_by", PersonId::from_slice)?,
        })
    };
    rows.iter().map(each).collect()
}

/// # Errors
/// [`StoreError::NotFound`] when there is no such file.
pub async fn bytes(db: Db<'_>, at: AuthorityId, id: EvidenceId) -> Result<Vec<u8>, StoreError> {
    let row = db.first(sqlx::query(BYTES).bind(at.to_vec()).bind(id.to_vec())).await?;
    row.ok_or(StoreError::NotFound("evidence"))?.bytes("bytes")
}

/// The small picture of a photo, where it has one.
pub async fn thumbnail(
    db: Db<'_>,
    at: AuthorityId,
    id: EvidenceId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = db.first(sqlx::query(THUMBNAIL).bind(at.to_vec()).bind(id.to_vec())).await?;
    row.ok_or(StoreError::NotFound("evidence"))?.maybe_bytes("thumbnail")
}
