//! What a desk shows of each disclosure, in one statement for each list: title, who is at it, why
//! it came back, its notice period, the edition of a step that another body takes.

use domain::act::Act;
use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::time::Micros;
use domain::workflow::State;

use crate::StoreError;
use crate::disclosures::{Disclosure, disclosure, select};
use crate::editions::Facts;
use crate::row::Columns;
use crate::transaction::Db;

/// Everything a row of a desk is made of, for the person `$3`, over the disclosures of a list.
macro_rules! entries {
    ($list:literal, $order:literal) => {
        concat!(
            "SELECT d.*, COALESCE(t.title, '') AS title, \
             COALESCE(c.display_name, '') AS claimed_name, a.body AS last_body, \
             n.until_day AS notice_until, e.facts AS awaited_facts, \
             CAST(CASE WHEN EXISTS (SELECT 1 FROM writers WHERE writers.authority_id = $1 \
             AND writers.disclosure_id = d.id AND writers.person_id = $3) THEN 1 ELSE 0 END \
             AS BIGINT) AS wrote FROM (",
            select!($list),
            ") d LEFT JOIN drafts t ON t.authority_id = $1 AND t.disclosure_id = d.id \
             LEFT JOIN persons c ON c.authority_id = $1 AND c.id = d.claimed_by \
             LEFT JOIN acts a ON a.authority_id = $1 AND a.disclosure_id = d.id \
             AND a.seq = d.seq AND d.state = 'draft' \
             AND a.kind IN ('return', 'refuse', 'reopen', 'decide') \
             LEFT JOIN notices n ON n.authority_id = $1 AND n.disclosure_id = d.id \
             AND n.edition = d.public_edition AND n.concluded_us IS NULL \
             LEFT JOIN editions e ON e.authority_id = $1 AND e.disclosure_id = d.id \
             AND e.number = d.edition AND d.state IN ('to_concur', 'to_consent', 'released') \
             AND e.attempt = (SELECT max(attempt) FROM editions WHERE editions.authority_id = $1 \
             AND editions.disclosure_id = d.id AND editions.number = d.edition) ",
            $order
        )
    };
}

statements! {
    IN_STATE = entries!(
        "AND organization_id = $2 AND state = $4 ORDER BY \
        CASE WHEN due_us IS NULL THEN 1 ELSE 0 END, due_us, changed_us, id LIMIT $5 OFFSET $6",
        "ORDER BY CASE WHEN d.due_us IS NULL THEN 1 ELSE 0 END, d.due_us, d.changed_us, d.id"
    );
    RETURNED_FIRST = entries!(
        "AND organization_id = $2 AND state = $4 ORDER BY CASE WHEN EXISTS (SELECT 1 FROM acts \
        WHERE acts.authority_id = $1 AND acts.disclosure_id = disclosures.id \
        AND acts.seq = disclosures.seq AND acts.kind IN ('return', 'refuse', 'reopen', 'decide')) \
        THEN 0 ELSE 1 END, CASE WHEN due_us IS NULL THEN 1 ELSE 0 END, due_us, changed_us, id \
        LIMIT $5 OFFSET $6",
        "ORDER BY CASE WHEN a.seq IS NULL THEN 1 ELSE 0 END, \
        CASE WHEN d.due_us IS NULL THEN 1 ELSE 0 END, d.due_us, d.changed_us, d.id"
    );
    NEWEST_IN_STATE = entries!(
        "AND organization_id = $2 AND state = $4 ORDER BY changed_us DESC, id LIMIT $5 OFFSET $6",
        "ORDER BY d.changed_us DESC, d.id"
    );
    ASKED = entries!(
        "AND id IN (SELECT disclosure_id FROM asked WHERE asked.authority_id = $1 \
        AND asked.organization_id = $2 AND asked.answered_us IS NULL) ORDER BY \
        CASE WHEN due_us IS NULL THEN 1 ELSE 0 END, due_us, changed_us, id LIMIT $4 OFFSET $5",
        "ORDER BY CASE WHEN d.due_us IS NULL THEN 1 ELSE 0 END, d.due_us, d.changed_us, d.id"
    );
    UNCONCLUDED = entries!(
        "AND organization_id = $2 AND withdrawn_us IS NULL AND EXISTS (SELECT 1 FROM notices \
        WHERE notices.authority_id = $1 AND notices.disclosure_id = disclosures.id \
        AND notices.edition = disclosures.public_edition AND notices.concluded_us IS NULL \
        AND notices.until_day < $4) ORDER BY changed_us, id LIMIT $5",
        "ORDER BY d.changed_us, d.id"
    );
    OVERDUE = entries!(
        "AND organization_id = $2 AND due_us < $4 ORDER BY due_us, id LIMIT $5 OFFSET $6",
        "ORDER BY d.due_us, d.id"
    );
    COUNT_OVERDUE = "SELECT organization_id, count(*) AS many, min(due_us) AS first_us \
        FROM disclosures WHERE authority_id = $1 AND due_us < $2 GROUP BY organization_id \
        ORDER BY first_us, organization_id";
    COUNTS = "SELECT state, count(*) AS many FROM disclosures WHERE authority_id = $1 \
        AND organization_id = $2 GROUP BY state";
    COUNT_ASKED = "SELECT count(*) AS many FROM asked WHERE authority_id = $1 \
        AND organization_id = $2 AND answered_us IS NULL";
}

/// A disclosure as a desk shows it to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub disclosure: Disclosure,
    /// As it stands: of the draft, or of the edition under way.
    pub title: String,
    /// Name of whoever said that they are at it; empty for nobody.
    pub claimed_name: String,
    /// Why the draft was last sent back; empty where it was not.
    pub returned: String,
    /// Last day of a notice period whose result is missing, `YYYY-MM-DD`.
    pub notice_until: Option<String>,
    /// Facts of the edition under way, where another body or a missing hand is waited for.
    pub awaited: Option<Facts>,
    /// Whether this person opened the disclosure or saved its text.
    pub wrote: bool,
}

/// Which rows of a list: so many after so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub limit: u32,
    pub offset: u32,
}

/// What waits in an organization in one state, due first; of drafts those sent back before all.
pub async fn in_state(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    (organization, state): (OrganizationId, State),
    window: Window,
) -> Result<Vec<Entry>, StoreError> {
    let sql = match state {
        State::Draft => RETURNED_FIRST,
        // What is out or settled is not waited for: there the newest comes first.
        State::Published | State::Withdrawn => NEWEST_IN_STATE,
        State::ToReview
        | State::ToSupervise
        | State::ToDecide
        | State::ToApprove
        | State::ToConcur
        | State::ToConsent
        | State::Approved
        | State::Scheduled
        | State::Released
        | State::Withheld => IN_STATE,
    };
    let query = sqlx::query(sql)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(person.to_vec())
        .bind(state.word())
        .bind(i64::from(window.limit))
        .bind(i64::from(window.offset));
    db.all(query).await?.iter().map(entry).collect()
}

/// What other organizations ask of this one, due first.
pub async fn asked(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    organization: OrganizationId,
    window: Window,
) -> Result<Vec<Entry>, StoreError> {
    let query = sqlx::query(ASKED)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(person.to_vec())
        .bind(i64::from(window.limit))
        .bind(i64::from(window.offset));
    db.all(query).await?.iter().map(entry).collect()
}

/// What of an organization is public, with a notice period that ended before `today` and has no
/// result yet.
pub async fn unconcluded(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    (organization, today): (OrganizationId, &str),
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    let query = sqlx::query(UNCONCLUDED)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(person.to_vec())
        .bind(today.to_owned())
        .bind(i64::from(limit));
    db.all(query).await?.iter().map(entry).collect()
}

/// What of an organization waits longer than its procedure allows, longest first.
pub async fn overdue(
    db: Db<'_>,
    at: AuthorityId,
    person: PersonId,
    (organization, now): (OrganizationId, Micros),
    window: Window,
) -> Result<Vec<Entry>, StoreError> {
    let query = sqlx::query(OVERDUE)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(person.to_vec())
        .bind(now.0)
        .bind(i64::from(window.limit))
        .bind(i64::from(window.offset));
    db.all(query).await?.iter().map(entry).collect()
}

/// How much of each organization waits longer than its procedure allows; first the one with what
/// waits longest.
pub async fn count_overdue(
    db: Db<'_>,
    at: AuthorityId,
    now: Micros,
) -> Result<Vec<(OrganizationId, u32)>, StoreError> {
    let rows = db.all(sqlx::query(COUNT_OVERDUE).bind(at.to_vec()).bind(now.0)).await?;
    let count = |row: &sqlx::any::AnyRow| {
        Ok((row.id("organization_id", OrganizationId::from_slice)?, row.number("many")?))
    };
    rows.iter().map(count).collect()
}

/// How much of an organization stands in each state.
pub async fn counts(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<Vec<(State, u32)>, StoreError> {
    let query = sqlx::query(COUNTS).bind(at.to_vec()).bind(organization.to_vec());
    let rows = db.all(query).await?;
    rows.iter().map(|row| Ok((row.word("state", State::from_word)?, row.number("many")?))).collect()
}

/// How much other organizations ask of this one.
pub async fn count_asked(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<u32, StoreError> {
    let query = sqlx::query(COUNT_ASKED).bind(at.to_vec()).bind(organization.to_vec());
    let row = db.first(query).await?.ok_or(StoreError::NotFound("count"))?;
    row.number("many")
}

fn entry(row: &sqlx::any::AnyRow) -> Result<Entry, StoreError> {
    let last = row.maybe_bytes("last_body")?;
    let last = last.and_then(|body| Act::parse(&body).ok());
    let returned = last.as_ref().and_then(Act::sent_back).map(str::to_owned);
    let awaited = match row.maybe_text("awaited_facts")? {
        Some(facts) => {
            Some(serde_json::from_str(&facts).map_err(|_| crate::row::corrupt("awaited_facts"))?)
        }
        None => None,
    };
    Ok(Entry {
        disclosure: disclosure(row)?,
        title: row.text("title")?.replace('\n', ""),
        claimed_name: row.text("claimed_name")?,
        returned: returned.unwrap_or_default(),
        notice_until: row.maybe_text("notice_until")?,
        awaited,
        wrote: row.int("wrote")? == 1,
    })
}
