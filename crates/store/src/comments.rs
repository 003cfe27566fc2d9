//! Remarks on the desk. They are for those who handle the disclosure and never public.

use domain::ids::{AuthorityId, CommentId, DisclosureId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO comments (authority_id, disclosure_id, id, edition, slice, person_id, \
        post, remark, written_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF_DISCLOSURE = "SELECT id, edition, slice, person_id, post, remark, written_us FROM comments \
        WHERE authority_id = $1 AND disclosure_id = $2 ORDER BY id LIMIT 500";
}

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    pub disclosure: DisclosureId,
    pub edition: u32,
    /// Position of the slice that it is about, from 0; `None`: the whole.
    pub slice: Option<u32>,
    pub person: PersonId,
    /// Title of the post in which it was written.
    pub post: String,
    pub remark: String,
    pub written: Micros,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, new: &Comment) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.disclosure.to_vec())
        .bind(new.id.to_vec())
        .bind(i64::from(new.edition))
        .bind(new.slice.map(i64::from))
        .bind(new.person.to_vec())
        .bind(new.post.clone())
        .bind(new.remark.clone())
        .bind(new.written.0);
    tx.change(query).await.map(|_| ())
}

/// All remarks on a disclosure, oldest first.
pub async fn of_disclosure(
    db: Db<'_>,
    at: AuthorityId,
    disclosure: DisclosureId,
) -> Result<Vec<Comment>, StoreError> {
    let query = sqlx::query(OF_DISCLOSURE).bind(at.to_vec()).bind(disclosure.to_vec());
    let rows = db.all(query).await?;
    let each = |row: &sqlx::any::AnyRow| {
        let slice = row.maybe_int("slice")?;
        let slice = slice.map(|at| u32::try_from(at).map_err(|_| crate::row::corrupt("slice")));
        Ok(Comment {
            id: row.id("id", CommentId::from_slice)?,
            disclosure,
            edition: row.number("edition")?,
            slice: slice.transpose()?,
            person: row.id("person_id", PersonId::from_slice)?,
            post: row.text("post")?,
            remark: row.text("remark")?,
            written: Micros(row.int("written_us")?),
        })
    };
    rows.iter().map(each).collect()
}
