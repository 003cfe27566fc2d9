//! Coming in. Whoever has a second factor gets a pending login first, which is not a session; only
//! the code makes one of it (`code.rs`). Every way in ends in [`Enter`].

use domain::ids::PersonId;
use store::ceremonies::{Ceremony, Kind};
use store::persons::Person;
use store::sessions::Session;
use store::{Step, Tx};

use crate::lock::{self, Wrong, name_hash};
use crate::{Door, IdentityError, password, session};

/// A session just opened. `token` goes into the cookie and nowhere else.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub person: PersonId,
    pub token: [u8; 32],
}

/// What comes of a right password.
#[derive(Clone, Debug)]
pub enum Entry {
    Open(NewSession),
    /// A code is asked for; the token of the pending login goes into a cookie.
    CodeNeeded {
        token: [u8; 32],
    },
}

/// Checks name and password and opens a session, or asks for the code.
///
/// # Errors
/// [`IdentityError::WrongCredentials`], [`IdentityError::TooManyAttempts`], or the store's.
pub async fn log_in(
    door: &Door<'_>,
    login_name: &str,
    given: String,
    next: &str,
) -> Result<Entry, IdentityError> {
    let person =
        store::persons::by_login(door.store.reader.db(), door.authority, login_name).await?;
    let person = prove(door, login_name, person, given).await?;
    let seen = Some(person.password_hash.clone());
    let entry = enter(door, &person, Way { seen, ..Way::guessable(next) }).await?;
    if matches!(entry, Entry::Open(_)) {
        door.limiter.succeeded(login_name, &door.address);
    }
    Ok(entry)
}

/// The person, when `given` is the password. Each guess is counted, for a name that nobody has as
/// for any other; the right one stays counted until [`crate::Limiter::succeeded`].
pub(crate) async fn prove(
    door: &Door<'_>,
    login_name: &str,
    person: Option<Person>,
    given: String,
) -> Result<Person, IdentityError> {
    let now = door.now();
    let seconds = door.limiter.wait_seconds(login_name, &door.address, now);
    if seconds > 0 {
        return Err(IdentityError::TooManyAttempts { seconds });
    }
    door.limiter.guessed(login_name, &door.address, now);
    let person = person.filter(|person| person.left.is_none());
    let hash = person.as_ref().map_or(String::new(), |person| person.password_hash.clone());
    let right = password::compare(given, hash).await;
    let Some(person) = person.filter(|_| right) else {
        let wrong = Wrong { at: door.authority, login_name, now };
        door.store.writer.run(&wrong).await?;
        return Err(IdentityError::WrongCredentials);
    };
    Ok(person)
}

/// How somebody came in.
pub(crate) struct Way<'a> {
    /// Where to go on.
    pub(crate) next: &'a str,
    /// The hash that the password was compared with; another one by now means another password.
    pub(crate) seen: Option<String>,
    /// Whether a lock stands against it: not where nothing can be guessed.
    pub(crate) guessable: bool,
    /// Whether it is two factors already.
    pub(crate) strong: bool,
}

impl<'a> Way<'a> {
    pub(crate) fn guessable(next: &'a str) -> Self {
        Self { next, seen: None, guessable: true, strong: false }
    }
}

/// Opens a session, or a pending login where the person has a second factor.
pub(crate) async fn enter(
    door: &Door<'_>,
    person: &Person,
    way: Way<'_>,
) -> Result<Entry, IdentityError> {
    let (opened, session) = session::new(door, person.id);
    let (token, ceremony) = door.begin(Kind::Code, String::new(), way.next);
    let ceremony = Ceremony { person: Some(person.id), ..ceremony };
    let step = Enter { door, person, way, session, ceremony };
    if door.store.writer.run(&step).await? {
        Ok(Entry::Open(opened))
    } else {
        Ok(Entry::CodeNeeded { token })
    }
}

struct Enter<'a> {
    door: &'a Door<'a>,
    person: &'a Person,
    way: Way<'a>,
    session: Session,
    ceremony: Ceremony,
}

impl Step for Enter<'_> {
    type Out = bool;
    type Error = IdentityError;

    /// Whether a session was opened.
    async fn run(&self, tx: &mut Tx) -> Result<bool, IdentityError> {
        let (at, now) = (self.door.authority, self.session.created);
        let person = store::persons::by_id(tx.db(), at, self.person.id).await?;
        let same = person.filter(|person| {
            person.left.is_none()
                && self.way.seen.as_ref().is_none_or(|seen| *seen == person.password_hash)
        });
        let Some(person) = same else { return Err(IdentityError::WrongCredentials) };
        if self.way.guessable && lock::is_locked(tx, at, &person.login_name, now).await? {
            return Err(IdentityError::WrongCredentials);
        }
        let code = store::authenticators::find(tx.db(), at, person.id).await?;
        if code.is_some_and(|code| code.confirmed.is_some()) && !self.way.strong {
            store::ceremonies::insert(tx, at, &self.ceremony, now).await?;
            return Ok(false);
        }
        open(tx, self.door, &person, &self.session).await?;
        Ok(true)
    }
}

/// Stores a session; the wrong guesses before it are forgotten.
pub(crate) async fn open(
    tx: &mut Tx,
    door: &Door<'_>,
    person: &Person,
    session: &Session,
) -> Result<(), IdentityError> {
    let at = door.authority;
    store::guesses::clear(tx, at, name_hash(&person.login_name)).await?;
    store::sessions::delete_expired(tx, at, session.created).await?;
    Ok(store::sessions::insert(tx, at, session).await?)
}
