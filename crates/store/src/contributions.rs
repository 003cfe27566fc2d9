//! 投稿: what persons without a post hand in, and what became of it.

use domain::ids::{AuthorityId, ContributionId, DisclosureId, OrganizationId, PersonId};
use domain::time::Micros;
use sqlx::any::AnyRow;

use crate::StoreError;
use crate::row::Columns;
use crate::transaction::{Db, Tx};

/// Every column but the bytes.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, organization_id, person_id, title, remark, file_name, text, state, reason, \
             disclosure_id, sent_us, answered_us FROM contributions WHERE authority_id = $1 ",
            $rest
        )
    };
}

statements! {
    INSERT = "INSERT INTO contributions (authority_id, id, organization_id, person_id, title, \
        remark, file_name, bytes, text, state, reason, sent_us) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', '', $10)";
    LOAD = select!("AND id = $2");
    OF_PERSON = select!("AND person_id = $2 ORDER BY sent_us DESC, id DESC LIMIT $3");
    PENDING = select!("AND organization_id = $2 AND state = 'pending' ORDER BY sent_us, id LIMIT $3");
    BYTES = "SELECT bytes FROM contributions WHERE authority_id = $1 AND id = $2";
    SENT_SINCE = "SELECT COUNT(*) AS sent FROM contributions \
        WHERE authority_id = $1 AND person_id = $2 AND sent_us >= $3";
    WAITING = "SELECT COUNT(*) AS waiting FROM contributions \
        WHERE authority_id = $1 AND organization_id = $2 AND state = 'pending'";
    ANSWER = "UPDATE contributions SET state = $3, reason = $4, disclosure_id = $5, \
        answered_us = $6, answered_by = $7 \
        WHERE authority_id = $1 AND id = $2 AND state = 'pending'";
}

/// Where a contribution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Pending,
    Accepted,
    Declined,
    /// Taken back by whoever sent it.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Pending, Self::Accepted, Self::Declined, Self::Withdrawn];

    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// A contribution without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    pub id: ContributionId,
    pub organization: OrganizationId,
    pub person: PersonId,
    pub title: String,
    /// What the clerk should know; never public.
    pub remark: String,
    pub file_name: String,
    /// Everything that was read from it.
    pub text: String,
    pub state: State,
    /// Why it was declined; for whoever sent it.
    pub reason: String,
    /// What it became.
    pub disclosure: Option<DisclosureId>,
    pub sent: Micros,
    pub answered: Option<Micros>,
}

/// What became of it, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    pub state: State,
    pub reason: &'a str,
    pub disclosure: Option<DisclosureId>,
    pub now: Micros,
    pub by: PersonId,
}

pub async fn insert(
    tx: &mut Tx,
    at: AuthorityId,
    new: &Contribution,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.organization.to_vec())
        .bind(new.person.to_vec())
        .bind(new.title.clone())
        .bind(new.remark.clone())
        .bind(new.file_name.clone())
        .bind(bytes.to_vec())
        .bind(new.text.clone())
        .bind(new.sent.0);
    tx.change(query).await.map(|_| ())
}

pub async fn load(
    db: Db<'_>,
    at: AuthorityId,
    id: ContributionId,
) -> Result<Option<Contribution>, StoreError> {
    let row = db.first(sqlx::query(LOAD).bind(at.to_vec()).bind(id.to_vec())).await?;
    row.map(|row| contribution(&row)).transpose()
}

/// # Errors
/// [`StoreError::NotFound`] when there is none.
pub async fn bytes(db: Db<'_>, at: AuthorityId, id: ContributionId) -> Result<Vec<u8>, StoreError> {
    let row = db.first(sqlx::query(BYTES).bind(at.to_vec()).bind(id.to_vec())).await?;
    row.ok_or(StoreError::NotFound("contribution"))?.bytes("bytes")
}

/// What a person has sent, newest first.
pub async fn of_person(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    limit: u32,
) -> Result<Vec<Contribution>, StoreError> {
    let query =
        sqlx::query(OF_PERSON).bind(at.to_vec()).bind(person.to_vec()).bind(i64::from(limit));
    db.all(query).await?.iter().map(contribution).collect()
}

/// What waits for the clerks of an organization, oldest first.
pub async fn pending(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<Contribution>, StoreError> {
    let query =
        sqlx::query(PENDING).bind(at.to_vec()).bind(organization.to_vec()).bind(i64::from(limit));
    db.all(query).await?.iter().map(contribution).collect()
}

/// How many a person has sent since a moment.
pub async fn sent_since(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    since: Micros,
) -> Result<u32, StoreError> {
    let query = sqlx::query(SENT_SINCE).bind(at.to_vec()).bind(person.to_vec()).bind(since.0);
    let row = db.first(query).await?;
    row.map_or(Ok(0), |row| row.number("sent"))
}

/// How many wait for an organization.
pub async fn waiting(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<u32, StoreError> {
    let query = sqlx::query(WAITING).bind(at.to_vec()).bind(organization.to_vec());
    let row = db.first(query).await?;
    row.map_or(Ok(0), |row| row.number("waiting"))
}

/// # Errors
/// [`StoreError::Conflict`] when it waits no longer.
pub async fn answer(
    tx: &mut Tx,
    at: AuthorityId,
    id: ContributionId,
    answer: Answer<'_>,
) -> Result<(), StoreError> {
    let query = sqlx::query(ANSWER)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(answer.state.word())
        .bind(answer.reason.to_owned())
        .bind(answer.disclosure.map(DisclosureId::to_vec))
        .bind(answer.now.0)
        .bind(answer.by.to_vec());
    if tx.change(query).await? == 1 { Ok(()) } else { Err(StoreError::Conflict("contribution")) }
}

fn contribution(row: &AnyRow) -> Result<Contribution, StoreError> {
    Ok(Contribution {
        id: row.id("id", ContributionId::from_slice)?,
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        person: row.id("person_id", PersonId::from_slice)?,
        title: row.text("title")?,
        remark: row.text("remark")?,
        file_name: row.text("file_name")?,
        text: row.text("text")?,
        state: row.word("state", State::from_word)?,
        reason: row.text("reason")?,
        disclosure: row.maybe_id("disclosure_id", DisclosureId::from_slice)?,
        sent: Micros(row.int("sent_us")?),
        answered: row.maybe_int("answered_us")?.map(Micros),
    })
}
