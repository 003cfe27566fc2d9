//! Disclosures: where the current edition stands, and what of it is public.

use domain::code::Code;
use domain::entry::Previous;
use domain::ids::{AuthorityId, ColumnId, DisclosureId, OrganizationId, PersonId};
use domain::permission::Hands;
use domain::scope::Ground;
use domain::time::Micros;
use domain::workflow::State;

use crate::StoreError;
use crate::row::{Columns, corrupt};
use crate::transaction::{Db, Tx};

/// Every column, in the order in which [`disclosure`] reads them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, doc, hand_secret, organization_id, regime_id, regime_version, item_id, \
             series, code_number, code_width, state, edition, version, seq, last_index, last_leaf, \
             proposer_id, reviewer_id, supervisor_id, approver_id, created_by, changed_us, \
             public_edition, public_us, withdrawn_us, withdrawn_reason, column_id, step, due_us, \
             claimed_by, withheld_ground, reexamine_on, withheld_listed \
             FROM disclosures WHERE authority_id = $1 ",
            $rest
        )
    };
}
pub(crate) use select;

statements! {
    INSERT = "INSERT INTO disclosures (authority_id, id, doc, hand_secret, organization_id, \
        regime_id, regime_version, item_id, series, code_number, code_width, state, edition, \
        version, seq, last_index, last_leaf, created_us, created_by, changed_us, column_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
        $19, $18, $20)";
    LOAD = select!("AND id = $2");
    BY_CODE = select!("AND series = $2 AND code_number = $3");
    LATEST = select!("AND public_us IS NOT NULL ORDER BY public_us DESC, id DESC LIMIT $2");
    OF_ORGANIZATION = select!("AND organization_id = $2 AND public_us IS NOT NULL \
        ORDER BY public_us DESC, id DESC LIMIT $3");
    OF_COLUMN = select!("AND column_id = $2 AND public_us IS NOT NULL \
        ORDER BY public_us DESC, id DESC LIMIT $3");
    AWAITING = select!("AND organization_id = $2 AND state = $3 \
        ORDER BY changed_us, id LIMIT $4");
    ASKED = select!("AND id IN (SELECT disclosure_id FROM asked WHERE asked.authority_id = $1 \
        AND asked.organization_id = $2 AND asked.answered_us IS NULL) \
        ORDER BY changed_us, id LIMIT $3");
    OF_JOINT_BODY = select!("AND id IN (SELECT disclosure_id FROM joint_bodies \
        WHERE joint_bodies.authority_id = $1 AND joint_bodies.organization_id = $2) \
        AND public_us IS NOT NULL ORDER BY public_us DESC, id DESC LIMIT $3");
    OVERDUE = select!("AND due_us < $2 ORDER BY due_us, id LIMIT $3");
    WITHHELD = select!("AND organization_id = $2 AND state = 'withheld' AND withheld_listed = 1 \
        ORDER BY changed_us DESC, id LIMIT $3");
    WRITERS = "SELECT person_id FROM writers WHERE authority_id = $1 AND disclosure_id = $2 \
        ORDER BY person_id";
    DECIDERS = "SELECT DISTINCT person_id FROM acts \
        WHERE authority_id = $1 AND disclosure_id = $2 AND person_id IS NOT NULL \
        AND kind IN ('decide', 'approve', 'withhold', 'schedule', 'release') \
        AND seq > (SELECT COALESCE(MAX(seq), 0) FROM acts \
            WHERE authority_id = $1 AND disclosure_id = $2 AND kind = 'propose') \
        ORDER BY person_id";
    WRITE = "INSERT INTO writers (authority_id, disclosure_id, edition, person_id) \
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    CLAIM = "UPDATE disclosures SET claimed_by = $4 \
        WHERE authority_id = $1 AND id = $2 AND version = $3";
    UNCLAIM_ALL = "UPDATE disclosures SET claimed_by = NULL \
        WHERE authority_id = $1 AND claimed_by = $2";
    UNCLAIM_OF = "UPDATE disclosures SET claimed_by = NULL \
        WHERE authority_id = $1 AND organization_id = $2 AND claimed_by IS NOT NULL";
    UNFINISHED = "SELECT count(*) AS unfinished FROM disclosures WHERE authority_id = $1 \
        AND organization_id = $2 AND state NOT IN ('published', 'withdrawn')";
    UNANSWERED = "SELECT count(*) AS unfinished FROM asked WHERE authority_id = $1 \
        AND organization_id = $2 AND answered_us IS NULL";
    UNCONCLUDED = "SELECT count(*) AS unfinished FROM notices n JOIN disclosures d \
        ON d.authority_id = n.authority_id AND d.id = n.disclosure_id \
        WHERE n.authority_id = $1 AND d.authority_id = $1 AND d.organization_id = $2 \
        AND n.edition = d.public_edition AND d.withdrawn_us IS NULL AND n.concluded_us IS NULL";
    SET_WITHHELD = "UPDATE disclosures SET withheld_ground = $3, reexamine_on = $4, \
        withheld_listed = $5 WHERE authority_id = $1 AND id = $2";
    ALL = select!("ORDER BY id");
    RUNNING = select!("AND due_us IS NOT NULL ORDER BY due_us, id");
    SET_DUE = "UPDATE disclosures SET due_us = $3 WHERE authority_id = $1 AND id = $2";
    MOVE = "UPDATE disclosures SET state = $4, edition = $5, version = version + 1, \
        proposer_id = $6, reviewer_id = $7, supervisor_id = $8, approver_id = $9, step = $10, \
        due_us = $11, changed_us = $12, claimed_by = NULL \
        WHERE authority_id = $1 AND id = $2 AND version = $3";
    CHAIN = "UPDATE disclosures SET seq = $3, last_index = $4, last_leaf = $5 \
        WHERE authority_id = $1 AND id = $2";
    SHOW = "UPDATE disclosures SET public_edition = $3, public_us = $4, column_id = $5, \
        withdrawn_us = NULL, withdrawn_reason = NULL \
        WHERE authority_id = $1 AND id = $2 \
        AND (public_edition IS NULL OR public_edition < $3)";
    RETRACT = "UPDATE disclosures SET withdrawn_us = $3, withdrawn_reason = $4 \
        WHERE authority_id = $1 AND id = $2";
    CLASSIFY = "UPDATE disclosures SET regime_id = $3, regime_version = $4, item_id = $5 \
        WHERE authority_id = $1 AND id = $2";
}

/// One disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    pub id: DisclosureId,
    /// Pseudonym in the log and in sealed documents.
    pub doc: [u8; 16],
    /// What makes the pseudonyms of persons; never leaves the store but for that.
    pub hand_secret: [u8; 32],
    pub organization: OrganizationId,
    pub regime: String,
    pub regime_version: String,
    pub item: String,
    pub code: Code,
    pub state: State,
    /// Number of the current edition, from 1.
    pub edition: u32,
    /// Counts every change of state; a change names the version it saw.
    pub version: i64,
    pub seq: u32,
    pub last: Previous,
    pub hands: Hands,
    pub created_by: PersonId,
    pub changed: Micros,
    pub public_edition: Option<u32>,
    pub public_at: Option<Micros>,
    pub withdrawn_at: Option<Micros>,
    pub withdrawn_reason: Option<String>,
    pub column: Option<ColumnId>,
    /// Steps of the edition's procedure that are done.
    pub step: u32,
    /// When the step waited for is due by its procedure.
    pub due: Option<Micros>,
    /// Who said that they are at the step waited for.
    pub claimed_by: Option<PersonId>,
    /// Why and until when an approved edition is not disclosed.
    pub withheld: Option<Withheld>,
}

/// 不予公开.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub ground: Ground,
    /// `YYYY-MM-DD`.
    pub reexamine_on: String,
    /// Shown to the public as withheld, without its title.
    pub listed: bool,
}

pub async fn insert(tx: &mut Tx, at: AuthorityId, new: &Disclosure) -> Result<(), StoreError> {
    let query = sqlx::query(INSERT)
        .bind(at.to_vec())
        .bind(new.id.to_vec())
        .bind(new.doc.to_vec())
        .bind(new.hand_secret.to_vec())
        .bind(new.organization.to_vec())
        .bind(new.regime.clone())
        .bind(new.regime_version.clone())
        .bind(new.item.clone())
        .bind(new.code.series.to_string())
        .bind(i64::from(new.code.number))
        .bind(i64::from(new.code.width))
        .bind(new.state.word())
        .bind(i64::from(new.edition))
        .bind(new.version)
        .bind(i64::from(new.seq))
        .bind(new.last.index as i64)
        .bind(new.last.leaf.to_vec())
        .bind(new.changed.0)
        .bind(new.created_by.to_vec())
        .bind(new.column.map(ColumnId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// The row alone: writers and deciders among its hands are read with [`hands`].
///
/// # Errors
/// [`StoreError::NotFound`] when the authority has no such disclosure.
pub async fn load(db: Db<'_>, at: AuthorityId, id: DisclosureId) -> Result<Disclosure, StoreError> {
    let query = sqlx::query(LOAD).bind(at.to_vec()).bind(id.to_vec());
    let row = db.first(query).await?;
    disclosure(&row.ok_or(StoreError::NotFound("disclosure"))?)
}

/// Everybody who opened the disclosure or saved the text of one of its editions.
pub async fn writers(
    db: Db<'_>,
    at: AuthorityId,
    id: DisclosureId,
) -> Result<Vec<PersonId>, StoreError> {
    let query = sqlx::query(WRITERS).bind(at.to_vec()).bind(id.to_vec());
    let rows = db.all(query).await?;
    rows.iter().map(|row| row.id("person_id", PersonId::from_slice)).collect()
}

/// Whose hands are in the edition under way: those of the row, everybody who wrote in it, and
/// everybody who decided on it since it was last proposed.
pub async fn hands(
    mut db: Db<'_>,
    at: AuthorityId,
    disclosure: &Disclosure,
) -> Result<Hands, StoreError> {
    let writers = writers(db.again(), at, disclosure.id).await?;
    let query = sqlx::query(DECIDERS).bind(at.to_vec()).bind(disclosure.id.to_vec());
    let rows = db.all(query).await?;
    let deciders = rows.iter().map(|row| row.id("person_id", PersonId::from_slice));
    let deciders = deciders.collect::<Result<_, _>>()?;
    Ok(Hands { writers, deciders, ..disclosure.hands.clone() })
}

/// Notes who had a hand in the text of an edition.
pub async fn write(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    edition: u32,
    person: PersonId,
) -> Result<(), StoreError> {
    let query = sqlx::query(WRITE)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(i64::from(edition))
        .bind(person.to_vec());
    tx.change(query).await.map(|_| ())
}

pub async fn by_code(
    db: Db<'_>,
    at: AuthorityId,
    code: Code,
) -> Result<Option<Disclosure>, StoreError> {
    let query = sqlx::query(BY_CODE)
        .bind(at.to_vec())
        .bind(code.series.to_string())
        .bind(i64::from(code.number));
    db.first(query).await?.as_ref().map(disclosure).transpose()
}

/// The newest public disclosures. Whoever shows them still asks `may_read` for each title.
pub async fn latest(
    db: Db<'_>,
    at: AuthorityId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    let query = sqlx::query(LATEST).bind(at.to_vec()).bind(i64::from(limit));
    db.all(query).await?.iter().map(disclosure).collect()
}

pub async fn of_organization(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    let query = sqlx::query(OF_ORGANIZATION)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(i64::from(limit));
    db.all(query).await?.iter().map(disclosure).collect()
}

pub async fn of_column(
    db: Db<'_>,
    at: AuthorityId,
    column: ColumnId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    let query =
        sqlx::query(OF_COLUMN).bind(at.to_vec()).bind(column.to_vec()).bind(i64::from(limit));
    db.all(query).await?.iter().map(disclosure).collect()
}

/// What waits in one state, longest waiting first.
pub async fn awaiting(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    state: State,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    let query = sqlx::query(AWAITING)
        .bind(at.to_vec())
        .bind(organization.to_vec())
        .bind(state.word())
        .bind(i64::from(limit));
    db.all(query).await?.iter().map(disclosure).collect()
}

/// What other organizations ask of this one, longest waiting first.
pub async fn asked(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    listed(db, ASKED, at, organization, limit).await
}

/// What waits longer than its procedure allows, longest first.
pub async fn overdue(
    db: Db<'_>,
    at: AuthorityId,
    now: Micros,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    let query = sqlx::query(OVERDUE).bind(at.to_vec()).bind(now.0).bind(i64::from(limit));
    db.all(query).await?.iter().map(disclosure).collect()
}

/// Everything whose step has a term that runs.
pub async fn running(db: Db<'_>, at: AuthorityId) -> Result<Vec<Disclosure>, StoreError> {
    db.all(sqlx::query(RUNNING).bind(at.to_vec())).await?.iter().map(disclosure).collect()
}

/// Moves the day on which the step waited for is due.
pub async fn set_due(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    due: Micros,
) -> Result<(), StoreError> {
    let query = sqlx::query(SET_DUE).bind(at.to_vec()).bind(id.to_vec()).bind(due.0);
    tx.change(query).await.map(|_| ())
}

/// What an organization discloses jointly under another one's lead, newest first.
pub async fn of_joint_body(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    listed(db, OF_JOINT_BODY, at, organization, limit).await
}

/// What an organization approved and does not disclose, as far as the public is told.
pub async fn withheld(
    db: Db<'_>,
    at: AuthorityId,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    listed(db, WITHHELD, at, organization, limit).await
}

async fn listed(
    db: Db<'_>,
    statement: &'static str,
    at: AuthorityId,
    organization: OrganizationId,
    limit: u32,
) -> Result<Vec<Disclosure>, StoreError> {
    let query =
        sqlx::query(statement).bind(at.to_vec()).bind(organization.to_vec()).bind(i64::from(limit));
    db.all(query).await?.iter().map(disclosure).collect()
}

/// Nobody is at any step of an organization any more.
pub async fn unclaim_of(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<(), StoreError> {
    let query = sqlx::query(UNCLAIM_OF).bind(at.to_vec()).bind(organization.to_vec());
    tx.change(query).await.map(|_| ())
}

/// How much of an organization is not finished: editions under way or withheld, questions to it
/// that wait for an answer, notice periods without a result.
pub async fn unfinished(
    tx: &mut Tx,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<u64, StoreError> {
    let mut all = 0;
    for sql in [UNFINISHED, UNANSWERED, UNCONCLUDED] {
        all += count(tx.db(), sql, at, organization).await?;
    }
    Ok(all)
}

/// The same outside a step.
pub async fn unfinished_now(
    reader: &crate::Reader,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<u64, StoreError> {
    let mut all = 0;
    for sql in [UNFINISHED, UNANSWERED, UNCONCLUDED] {
        all += count(reader.db(), sql, at, organization).await?;
    }
    Ok(all)
}

async fn count(
    db: Db<'_>,
    sql: &'static str,
    at: AuthorityId,
    organization: OrganizationId,
) -> Result<u64, StoreError> {
    let query = sqlx::query(sql).bind(at.to_vec()).bind(organization.to_vec());
    let row = db.first(query).await?.ok_or(StoreError::NotFound("count"))?;
    row.number("unfinished")
}

/// Every disclosure, for `check`.
pub async fn all(db: Db<'_>, at: AuthorityId) -> Result<Vec<Disclosure>, StoreError> {
    let rows = db.all(sqlx::query(ALL).bind(at.to_vec())).await?;
    rows.iter().map(disclosure).collect()
}

/// Where a step moves a disclosure. Writers and deciders among its hands are kept apart (see [`fn@write`]
/// and [`hands`]); a move does not set them.
#[derive(Clone, Debug)]
pub struct Move {
    pub state: State,
    pub edition: u32,
    /// Steps done after it.
    pub step: u32,
    pub due: Option<Micros>,
    pub hands: Hands,
    pub now: Micros,
}

/// Moves `from` as it was loaded to its next state.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody moved it in the meantime.
pub async fn advance(
    tx: &mut Tx,
    at: AuthorityId,
    from: &Disclosure,
    to: Move,
) -> Result<(), StoreError> {
    let query = sqlx::query(MOVE)
        .bind(at.to_vec())
        .bind(from.id.to_vec())
        .bind(from.version)
        .bind(to.state.word())
        .bind(i64::from(to.edition))
        .bind(to.hands.proposer.map(PersonId::to_vec))
        .bind(to.hands.reviewer.map(PersonId::to_vec))
        .bind(to.hands.supervisor.map(PersonId::to_vec))
        .bind(to.hands.approver.map(PersonId::to_vec))
        .bind(i64::from(to.step))
        .bind(to.due.map(|due| due.0))
        .bind(to.now.0);
    match tx.change(query).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("somebody else moved it first")),
    }
}

/// Notes who is at the step waited for; `None`: nobody any more.
///
/// # Errors
/// [`StoreError::Conflict`] when it was moved in the meantime.
pub async fn claim(
    tx: &mut Tx,
    at: AuthorityId,
    from: &Disclosure,
    person: Option<PersonId>,
) -> Result<(), StoreError> {
    let query = sqlx::query(CLAIM)
        .bind(at.to_vec())
        .bind(from.id.to_vec())
        .bind(from.version)
        .bind(person.map(PersonId::to_vec));
    match tx.change(query).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("somebody else moved it first")),
    }
}

/// Whatever a person was at is nobody's any more.
pub async fn unclaim_all(tx: &mut Tx, at: AuthorityId, person: PersonId) -> Result<(), StoreError> {
    let query = sqlx::query(UNCLAIM_ALL).bind(at.to_vec()).bind(person.to_vec());
    tx.change(query).await.map(|_| ())
}

/// Sets or clears why it is not disclosed.
pub async fn set_withheld(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    withheld: Option<&Withheld>,
) -> Result<(), StoreError> {
    let query = sqlx::query(SET_WITHHELD)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(withheld.map(|withheld| withheld.ground.word()))
        .bind(withheld.map(|withheld| withheld.reexamine_on.clone()))
        .bind(i64::from(withheld.is_some_and(|withheld| withheld.listed)));
    tx.change(query).await.map(|_| ())
}

/// Links the chain of acts on: the last act's place.
pub async fn chain(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    seq: u32,
    last: Previous,
) -> Result<(), StoreError> {
    let query = sqlx::query(CHAIN)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(i64::from(seq))
        .bind(last.index as i64)
        .bind(last.leaf.to_vec());
    tx.change(query).await.map(|_| ())
}

/// Makes an edition the public one. Called by delivery alone, after its act is covered. A delivery
/// that comes late, after that of a newer edition, changes nothing.
pub async fn show(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    edition: u32,
    published: Micros,
    column: Option<ColumnId>,
) -> Result<(), StoreError> {
    let query = sqlx::query(SHOW)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(i64::from(edition))
        .bind(published.0)
        .bind(column.map(ColumnId::to_vec));
    tx.change(query).await.map(|_| ())
}

/// Shows the notice of withdrawal instead of the text.
pub async fn retract(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    withdrawn: Micros,
    reason: &str,
) -> Result<(), StoreError> {
    let query = sqlx::query(RETRACT)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(withdrawn.0)
        .bind(reason.to_owned());
    tx.change(query).await.map(|_| ())
}

/// Says under which item of which regime it is disclosed; only while nothing is proposed.
pub async fn classify(
    tx: &mut Tx,
    at: AuthorityId,
    id: DisclosureId,
    regime: (&str, &str),
    item: &str,
) -> Result<(), StoreError> {
    let query = sqlx::query(CLASSIFY)
        .bind(at.to_vec())
        .bind(id.to_vec())
        .bind(regime.0.to_owned())
        .bind(regime.1.to_owned())
        .bind(item.to_owned());
    tx.change(query).await.map(|_| ())
}

pub(crate) fn disclosure(row: &sqlx::any::AnyRow) -> Result<Disclosure, StoreError> {
    let series = row.text("series")?.chars().next().ok_or_else(|| corrupt("series"))?;
    let edition = row.maybe_int("public_edition")?;
    let edition = edition.map(|number| u32::try_from(number).map_err(|_| corrupt("edition")));
    let created_by = row.id("created_by", PersonId::from_slice)?;
    Ok(Disclosure {
        id: row.id("id", DisclosureId::from_slice)?,
        doc: row.array("doc")?,
        hand_secret: row.array("hand_secret")?,
        organization: row.id("organization_id", OrganizationId::from_slice)?,
        regime: row.text("regime_id")?,
        regime_version: row.text("regime_version")?,
        item: row.text("item_id")?,
        code: Code { series, number: row.number("code_number")?, width: row.number("code_width")? },
        state: row.word("state", State::from_word)?,
        edition: row.number("edition")?,
        version: row.int("version")?,
        seq: row.number("seq")?,
        last: Previous { index: row.number("last_index")?, leaf: row.array("last_leaf")? },
        hands: Hands {
            writers: vec![created_by],
            proposer: row.maybe_id("proposer_id", PersonId::from_slice)?,
            reviewer: row.maybe_id("reviewer_id", PersonId::from_slice)?,
            supervisor: row.maybe_id("supervisor_id", PersonId::from_slice)?,
            approver: row.maybe_id("approver_id", PersonId::from_slice)?,
            deciders: Vec::new(),
        },
        created_by,
        changed: Micros(row.int("changed_us")?),
        public_edition: edition.transpose()?,
        public_at: row.maybe_int("public_us")?.map(Micros),
        withdrawn_at: row.maybe_int("withdrawn_us")?.map(Micros),
        withdrawn_reason: row.maybe_text("withdrawn_reason")?,
        column: row.maybe_id("column_id", ColumnId::from_slice)?,
        step: row.number("step")?,
        due: row.maybe_int("due_us")?.map(Micros),
        claimed_by: row.maybe_id("claimed_by", PersonId::from_slice)?,
        withheld: withheld_of(row)?,
    })
}

fn withheld_of(row: &sqlx::any::AnyRow) -> Result<Option<Withheld>, StoreError> {
    let (Some(ground), Some(reexamine_on)) =
        (row.maybe_text("withheld_ground")?, row.maybe_text("reexamine_on")?)
    else {
        return Ok(None);
    };
    let ground = Ground::from_word(&ground).ok_or_else(|| corrupt("withheld_ground"))?;
    Ok(Some(Withheld { ground, reexamine_on, listed: row.int("withheld_listed")? == 1 }))
}
