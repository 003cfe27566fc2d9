//! One-time links: the invited person's first password, and another for one that was lost. Made by
//! the office (`flow`), used here.

use store::persons::Person;
use store::tickets::Purpose;
use store::{Step, Tx};

use crate::enter::{Way, enter};
use crate::lock::name_hash;
use crate::{Door, Entry, IdentityError, password, token_hash};

/// Whose link it is, and what for. Nothing is used up.
///
/// # Errors
/// [`IdentityError::DeadLink`] for every link that cannot be used, whatever the cause.
pub async fn look(door: &Door<'_>, token: &[u8]) -> Result<(Person, Purpose), IdentityError> {
    let db = &door.store.reader;
    let found =
        store::tickets::find(db.db(), door.authority, token_hash(token), door.now()).await?;
    let (person, purpose) = found.ok_or(IdentityError::DeadLink)?;
    let person = store::persons::by_id(db.db(), door.authority, person).await?;
    Ok((person.ok_or(IdentityError::DeadLink)?, purpose))
}

/// Uses the link: the password is set, every session of the person ends, and the person comes in,
/// by the code where there is a second factor.
///
/// # Errors
/// [`IdentityError::DeadLink`], [`IdentityError::UnfitPassword`], which leaves the link usable, or
/// the store's.
pub async fn take(door: &Door<'_>, token: &[u8], new: String) -> Result<Entry, IdentityError> {
    let (person, _) = look(door, token).await?;
    let chosen = password::choose(new, &person.login_name).await?;
    let step = Take { door, token_hash: token_hash(token), person, chosen };
    door.store.writer.run(&step).await?;
    enter(door, &step.person, Way { seen: Some(step.chosen.clone()), ..Way::guessable("/account") })
        .await
}

struct Take<'a> {
    door: &'a Door<'a>,
    token_hash: [u8; 32],
    person: Person,
    chosen: String,
}

impl Step for Take<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, now, id) = (self.door.authority, self.door.now(), self.person.id);
        if !store::tickets::use_up(tx, at, self.token_hash, now).await?
            || !store::persons::set_password(tx, at, id, &self.chosen).await?
        {
            return Err(IdentityError::DeadLink);
        }
        store::guesses::clear(tx, at, name_hash(&self.person.login_name)).await?;
        store::ceremonies::end_of_person(tx, at, id).await?;
        Ok(store::sessions::delete_of_person(tx, at, id).await?)
    }
}
