//! Who is a near relative of whom. Shown to administrators only.

use domain::ids::{AuthorityId, KinshipId, PersonId};
use domain::time::Micros;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

statements! {
    INSERT = "INSERT INTO kinships (authority_id, id, one_id, other_id, relation, from_us, \
        entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LOAD = "SELECT id, one_id, other_id, relation, from_us, until_us FROM kinships \
        WHERE authority_id = $1 AND id = $2";
    ALL = "SELECT id, one_id, other_id, relation, from_us, until_us FROM kinships \
        WHERE authority_id = $1 AND (until_us IS NULL OR until_us > $2) ORDER BY from_us, id";
    OF_PERSON = "SELECT id, one_id, other_id, relation, from_us, until_us FROM kinships \
        WHERE authority_id = $1 AND one_id = $2 AND from_us <= $3 \
        AND (until_us IS NULL OR until_us > $3) UNION ALL \
        SELECT id, one_id, other_id, relation, from_us, until_us FROM kinships \
        WHERE authority_id = $1 AND other_id = $2 AND from_us <= $3 \
        AND (until_us IS NULL OR until_us > $3) ORDER BY from_us, id";
    END = "UPDATE kinships SET until_us = $3 WHERE authority_id = $1 AND id = $2 \
        AND (until_us IS NULL OR until_us > $3)";
}

/// Two near relatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinship {
    pub id: KinshipId,
    /// The smaller id first.
    pub persons: [PersonId; 2],
    /// For instance 夫妻.
    pub relation: String,
    pub from: Micros,
    pub until: Option<Micros>,
}

impl Kinship {
    /// The other one of the two.
    pub fn other(&self, person: PersonId) -> Option<PersonId> {
        let [one, other] = self.persons;
        match person {
            _ if person == one => Some(other),
            _ if person == other => Some(one),
            _ => None,
        }
    }
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    new: &Kinship,
    entered_by: Option<PersonId>,
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.persons[0].to_vec())
        .bind(new.persons[1].to_vec())
        .bind(new.relation.clone())
        .bind(new.from.0)
        .bind(entered_by.map(PersonId::to_vec));
    tx.change(query).await.map(|_| ())
}

pub async fn load(
    db: Db<'_>,
    at: AuthorityId,
    id: KinshipId,
) -> Result<Option<Kinship>, StoreError> {
    let query = sqlx::query(LOAD).bind(at.to_vec()).bind(id.to_vec());
    db.first(query).await?.as_ref().map(kinship).transpose()
}

/// Every kinship that counts at `now`.
pub async fn all(db: Db<'_>, at: AuthorityId, now: Micros) -> Result<Vec<Kinship>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec()).bind(now.0)).await?;
    rows.iter().map(kinship).collect()
}

/// Those of a person that count at `now`.
pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    now: Micros,
) -> Result<Vec<Kinship>, StoreError> {
    let query = sqlx::query(OF_PERSON).bind(at.to_vec()).bind(person.to_vec()).bind(now.0);
    db.all(query).await?.iter().map(kinship).collect()
}

/// Ends one; false where it is over.
pub async fn end(
    tx: &mut Tx,
    at: AuthorityId,
    id: KinshipId,
    now: Micros,
) -> Result<bool, StoreError> {
    let query = sqlx::query(END).bind(at.to_vec()).bind(id.to_vec()).bind(now.0);
    Ok(tx.change(query).await? == 1)
}

fn kinship(row: &sqlx::any::AnyRow) -> Result<Kinship, StoreError> {
    Ok(Kinship {
        id: row.id("id", KinshipId::from_slice)?,
        persons: [
            row.id("one_id", PersonId::from_slice)?,
            row.id("other_id", PersonId::from_slice)?,
        ],
        relation: row.text("relation")?,
        from: Micros(row.int("from_us")?),
        until: row.maybe_int("until_us")?.map(Micros),
    })
}
