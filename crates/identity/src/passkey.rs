//! Passkeys (WebAuthn Level 3), as the site's side of them: challenges, adding, signing in.
//!
//! A passkey proves two things at once, the device and whoever unlocked it, so user verification is
//! required and no code is asked for beside it. Which make a device is of, is not asked: attestation
//! statements are not looked at, as for conveyance `none`.

mod verify;

#[cfg(test)]
mod tests;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::PersonId;
use domain::time::random_bytes;
use store::ceremonies::{Ceremony, Kind};
use store::passkeys::Passkey;
use store::persons::Person;
use store::{Step, StoreError, Tx};

use crate::enter::{Way, enter};
use crate::{Door, Entry, IdentityError, NewSession, token_hash};

/// Characters of a passkey's name at most.
pub const NAME_LETTERS: usize = 40;
/// Passkeys of a person at most.
const PASSKEYS: usize = 20;

/// For which site passkeys are: its name without port, and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    pub id: String,
    pub origin: String,
}

impl RelyingParty {
    /// Of the address under which people reach the site.
    pub fn of(public_url: &str) -> Self {
        let (scheme, rest) = public_url.split_once("://").unwrap_or(("https", public_url));
        let authority = rest.split('/').next().unwrap_or(rest);
        let id = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        Self { id: id.to_owned(), origin: format!("{scheme}://{authority}") }
    }
}

/// What a browser is asked. `token` goes into a cookie.
#[derive(Clone, Debug)]
pub struct Challenge {
    pub token: [u8; 32],
    pub challenge: [u8; 32],
}

/// What an authenticator answers when it makes a passkey.
#[derive(Clone, Debug, Default)]
pub struct Made {
    pub client_data: Vec<u8>,
    pub attestation_object: Vec<u8>,
}

/// What an authenticator answers when it signs.
#[derive(Clone, Debug, Default)]
pub struct Signed {
    pub credential: Vec<u8>,
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub signature: Vec<u8>,
    /// Empty where the authenticator gives none.
    pub user_handle: Vec<u8>,
}

/// Begins signing in, for nobody yet.
///
/// # Errors
/// [`IdentityError::TooManyAttempts`] for an address that begins too much, or the store's.
pub async fn begin_login(door: &Door<'_>, next: &str) -> Result<Challenge, IdentityError> {
    let seconds = door.limiter.begins(&door.address, door.now());
    if seconds > 0 {
        return Err(IdentityError::TooManyAttempts { seconds });
    }
    begin(door, Kind::PasskeyLogin, None, next).await
}

/// Begins adding a passkey to the account of somebody who is in.
///
/// # Errors
/// The store's.
pub async fn begin_adding(door: &Door<'_>, person: PersonId) -> Result<Challenge, IdentityError> {
    begin(door, Kind::PasskeyAdd, Some(person), "/account").await
}

async fn begin(
    door: &Door<'_>,
    kind: Kind,
    person: Option<PersonId>,
    next: &str,
) -> Result<Challenge, IdentityError> {
    let challenge = random_bytes::<32>(door.random);
    let (token, ceremony) = door.begin(kind, URL_SAFE_NO_PAD.encode(challenge), next);
    let ceremony = Ceremony { person, ..ceremony };
    door.store.writer.run(&Begin { door, ceremony }).await?;
    Ok(Challenge { token, challenge })
}

pub(crate) struct Begin<'a> {
    pub(crate) door: &'a Door<'a>,
    pub(crate) ceremony: Ceremony,
}

impl Step for Begin<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, now) = (self.door.authority, self.door.now());
        Ok(store::ceremonies::insert(tx, at, &self.ceremony, now).await?)
    }
}

/// Takes what was begun, once, whatever comes of it.
pub(crate) struct TakeUp<'a> {
    pub(crate) door: &'a Door<'a>,
    pub(crate) token: &'a [u8],
    pub(crate) kind: Kind,
}

impl Step for TakeUp<'_> {
    type Out = Ceremony;
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<Ceremony, IdentityError> {
        let (at, now, hash) = (self.door.authority, self.door.now(), token_hash(self.token));
        let found = store::ceremonies::find(tx.db(), at, hash, self.kind, now).await?;
        let found = found.ok_or(IdentityError::BeginAgain)?;
        if !store::ceremonies::end(tx, at, hash).await? {
            return Err(IdentityError::BeginAgain);
        }
        Ok(found)
    }
}

/// Adds a passkey under `name` to the account of `person`.
///
/// # Errors
/// [`IdentityError::BeginAgain`], [`IdentityError::Passkey`], [`IdentityError::Taken`], or the
/// store's.
pub async fn add(
    door: &Door<'_>,
    (site, person): (&RelyingParty, PersonId),
    token: &[u8],
    name: &str,
    made: &Made,
) -> Result<(), IdentityError> {
    let begun = door.store.writer.run(&TakeUp { door, token, kind: Kind::PasskeyAdd }).await?;
    if begun.person != Some(person) {
        return Err(IdentityError::BeginAgain);
    }
    let key = verify::made(site, &begun.secret, made).map_err(IdentityError::Passkey)?;
    let name: String = name.trim().chars().take(NAME_LETTERS).collect();
    let key = Passkey {
        credential: key.credential,
        person,
        name: if name.is_empty() { "—".to_owned() } else { name },
        algorithm: key.algorithm,
        public_key: key.public_key,
        counter: key.counter,
        created: door.now(),
        used: None,
    };
    match door.store.writer.run(&Add { door, key }).await {
        Err(IdentityError::Store(StoreError::Conflict(_))) => Err(IdentityError::Taken),
        done => done,
    }
}

struct Add<'a> {
    door: &'a Door<'a>,
    key: Passkey,
}

impl Step for Add<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let at = self.door.authority;
        let own = store::passkeys::of_person(tx.db(), at, self.key.person).await?;
        if own.len() >= PASSKEYS {
            return Err(IdentityError::Passkey("this person has too many"));
        }
        Ok(store::passkeys::insert(tx, at, &self.key).await?)
    }
}

/// Opens a session for whoever holds the passkey; also where to go on.
///
/// # Errors
/// [`IdentityError::BeginAgain`], [`IdentityError::Passkey`], or the store's.
pub async fn log_in(
    door: &Door<'_>,
    site: &RelyingParty,
    token: &[u8],
    signed: &Signed,
) -> Result<(NewSession, String), IdentityError> {
    let begun = door.store.writer.run(&TakeUp { door, token, kind: Kind::PasskeyLogin }).await?;
    let (db, at) = (&door.store.reader, door.authority);
    let key = store::passkeys::find(db.db(), at, &signed.credential).await?;
    let key = key.ok_or(IdentityError::Passkey("unknown credential"))?;
    if !signed.user_handle.is_empty() && signed.user_handle != key.person.to_vec() {
        return Err(IdentityError::Passkey("another person's handle"));
    }
    let counter =
        verify::signed(site, &begun.secret, &key, signed).map_err(IdentityError::Passkey)?;
    door.store.writer.run(&Use { door, credential: &key.credential, counter }).await?;
    let person = store::persons::by_id(db.db(), at, key.person).await?;
    let person: Person = person.ok_or(IdentityError::Passkey("nobody's"))?;
    let way = Way { next: &begun.next, seen: None, guessable: false, strong: true };
    match enter(door, &person, way).await? {
        Entry::Open(session) => Ok((session, begun.next)),
        Entry::CodeNeeded { .. } => Err(IdentityError::Passkey("a strong way asks for no code")),
    }
}

struct Use<'a> {
    door: &'a Door<'a>,
    credential: &'a [u8],
    counter: i64,
}

impl Step for Use<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, now) = (self.door.authority, self.door.now());
        if store::passkeys::use_once(tx, at, self.credential, self.counter, now).await? {
            Ok(())
        } else {
            Err(IdentityError::Passkey("the counter went back: the key may have been copied"))
        }
    }
}

/// Removes a passkey of the person; somebody else's stays.
///
/// # Errors
/// The store's.
pub async fn remove(
    door: &Door<'_>,
    person: PersonId,
    credential: &[u8],
) -> Result<(), IdentityError> {
    door.store.writer.run(&Remove { door, person, credential }).await
}

struct Remove<'a> {
    door: &'a Door<'a>,
    person: PersonId,
    credential: &'a [u8],
}

impl Step for Remove<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let at = self.door.authority;
        store::passkeys::delete_own(tx, at, self.person, self.credential).await?;
        Ok(())
    }
}
