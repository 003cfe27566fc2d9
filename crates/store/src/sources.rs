//! Files as they were received, byte for byte.

use domain::ids::{AuthorityId, OrganizationId, PersonId, SourceId};
use domain::time::Micros;
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO sources (authority_id, id, organization_id, file_name, bytes, sha256, \
        warnings, received_us, received_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LOAD = "SELECT file_name, bytes, sha256, warnings, organization_id FROM sources \
        WHERE authority_id = $1 AND id = $2";
}

/// A received file.
#[derive(Clone, Debug)]
pub struct Source {
    pub id: SourceId,
    pub organization: OrganizationId,
    pub file_name: String,
    pub bytes: Vec<u8>,
    /// Message keys of what the reading of it warned of.
    pub warnings: Vec<String>,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    source: &Source,
    received: Micros,
    by: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(source.id.to_vec())
        .bind(source.organization.to_vec())
        .bind(source.file_name.clone())
        .bind(source.bytes.clone())
        .bind(Sha256::digest(&source.bytes).to_vec())
        .bind(crate::row::to_json(&source.warnings)?)
        .bind(received.0)
        .bind(by.to_vec());
    tx.change(query).await.map(|_| ())
}

/// # Errors
/// [`StoreError::Corrupt`] when the bytes no longer have the hash they were received with.
pub async fn load(db: Db<'_>, at: AuthorityId, id: SourceId) -> Result<Option<Source>, StoreError> {
    let query = sqlx::query(LOAD).bind(at.to_vec()).bind(id.to_vec());
    let Some(row) = db.first(query).await? else { return Ok(None) };
    let bytes = row.bytes("bytes")?;
    if Sha256::digest(&bytes).to_vec() != row.bytes("sha256")? {
        return Err(StoreError::Corrupt(format!("source {id}")));
    }
    Ok(Some(Source {
        id,
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        file_name: row.text("file_name")?,
        bytes,
        warnings: row.json("warnings")?,
    }))
}
