//! What a person does to the own account.

use domain::ids::PersonId;
use store::persons::Person;
use store::{Step, Tx};

use crate::enter::prove;
use crate::{Door, IdentityError, password};

/// Another password, proved by the old one; every other session ends.
///
/// # Errors
/// [`IdentityError::WrongCredentials`], [`IdentityError::UnfitPassword`],
/// [`IdentityError::TooManyAttempts`], or the store's.
pub async fn change_password(
    door: &Door<'_>,
    person: PersonId,
    session: [u8; 32],
    old: String,
    new: String,
) -> Result<(), IdentityError> {
    let person = prove_own(door, person, old).await?;
    let chosen = password::choose(new, &person.login_name).await?;
    door.store.writer.run(&Change { door, person, session, chosen }).await
}

/// Whoever has this session proves to know the password, before another way in is opened: a session
/// that was stolen must not outlive itself. A person who has no password has nothing to prove.
///
/// # Errors
/// As [`change_password`].
pub async fn confirm(
    door: &Door<'_>,
    person: PersonId,
    password: String,
) -> Result<(), IdentityError> {
    let found = store::persons::by_id(door.store.reader.db(), door.authority, person).await?;
    if found.is_some_and(|found| found.password_hash.is_empty()) {
        return Ok(());
    }
    prove_own(door, person, password).await.map(|_| ())
}

/// The person, proved once more by the password. A guess here counts as one at the door.
pub(crate) async fn prove_own(
    door: &Door<'_>,
    person: PersonId,
    given: String,
) -> Result<Person, IdentityError> {
    let person = store::persons::by_id(door.store.reader.db(), door.authority, person).await?;
    let person = person.ok_or(IdentityError::WrongCredentials)?;
    let name = person.login_name.clone();
    let person = prove(door, &name, Some(person), given).await?;
    let locked = store::guesses::locked_until(
        door.store.reader.db(),
        door.authority,
        crate::lock::name_hash(&name),
        door.now(),
    );
    if locked.await?.is_some() {
        return Err(IdentityError::WrongCredentials);
    }
    door.limiter.succeeded(&name, &door.address);
    Ok(person)
}

struct Change<'a> {
    door: &'a Door<'a>,
    person: Person,
    session: [u8; 32],
    chosen: String,
}

impl Step for Change<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, id) = (self.door.authority, self.person.id);
        let now = store::persons::by_id(tx.db(), at, id).await?;
        if now.is_none_or(|now| now.password_hash != self.person.password_hash) {
            return Err(IdentityError::WrongCredentials);
        }
        if !store::persons::set_password(tx, at, id, &self.chosen).await? {
            return Err(IdentityError::WrongCredentials);
        }
        store::tickets::void(tx, at, id).await?;
        store::ceremonies::end_of_person(tx, at, id).await?;
        store::guesses::clear(tx, at, crate::lock::name_hash(&self.person.login_name)).await?;
        store::sessions::delete_others(tx, at, id, self.session).await?;
        Ok(())
    }
}

/// Ends one session of the person; somebody else's stays.
///
/// # Errors
/// The store's.
pub async fn end_session(
    door: &Door<'_>,
    person: PersonId,
    session: [u8; 32],
) -> Result<(), IdentityError> {
    door.store.writer.run(&End { door, person, session, others: false }).await
}

/// Ends every session of the person but `kept`.
///
/// # Errors
/// The store's.
pub async fn end_other_sessions(
    door: &Door<'_>,
    person: PersonId,
    kept: [u8; 32],
) -> Result<(), IdentityError> {
    door.store.writer.run(&End { door, person, session: kept, others: true }).await
}

struct End<'a> {
    door: &'a Door<'a>,
    person: PersonId,
    session: [u8; 32],
    others: bool,
}

impl Step for End<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let at = self.door.authority;
        if self.others {
            store::ceremonies::end_of_person(tx, at, self.person).await?;
            store::sessions::delete_others(tx, at, self.person, self.session).await?;
        } else {
            store::sessions::delete_own(tx, at, self.person, self.session).await?;
        }
        Ok(())
    }
}

/// The person has seen that an office took the second factor away, and is told no more.
///
/// # Errors
/// The store's.
pub async fn see_factors_removed(door: &Door<'_>, person: PersonId) -> Result<(), IdentityError> {
    door.store.writer.run(&SeeRemoved { door, person }).await
}

struct SeeRemoved<'a> {
    door: &'a Door<'a>,
    person: PersonId,
}

impl Step for SeeRemoved<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let at = self.door.authority;
        Ok(store::persons::tell_factors_removed(tx, at, self.person, None).await?)
    }
}
