//! One-time codes of an authenticator (RFC 6238: SHA-1, 6 digits, 30 seconds, as every such program
//! has them) and recovery codes. A code is taken once.

use domain::ids::PersonId;
use domain::time::{Micros, Random, random_bytes};
use sha2::{Digest, Sha256};
use store::authenticators::Authenticator;
use store::ceremonies::{self, Kind};
use store::{Step, Tx};
use totp_rs::{Builder, Secret, Totp};

use crate::enter::open;
use crate::own::prove_own;
use crate::{Door, IdentityError, NewSession, lock, session, token_hash};

#[cfg(test)]
mod tests;

/// Tries that one pending login has.
const TRIES: i64 = 5;
/// Recovery codes that are given out at once.
pub const RECOVERY_CODES: usize = 8;
/// No letter that looks like a digit.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The secret that an authenticator is shown, in the letters that it is typed in.
pub fn secret_text(secret: &[u8]) -> String {
    Secret::from(secret).to_base32()
}

/// Begins: a secret that does not count until a code of it was shown.
///
/// # Errors
/// [`IdentityError::Taken`] when the person has one that counts, or the store's.
pub async fn begin(door: &Door<'_>, person: PersonId) -> Result<(), IdentityError> {
    let secret = random_bytes::<20>(door.random);
    let done = door.store.writer.run(&Begin { door, person, secret }).await;
    match done {
        Err(IdentityError::Store(store::StoreError::Conflict(_))) => Err(IdentityError::Taken),
        done => done,
    }
}

struct Begin<'a> {
    door: &'a Door<'a>,
    person: PersonId,
    secret: [u8; 20],
}

impl Step for Begin<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, now) = (self.door.authority, self.door.now());
        Ok(store::authenticators::begin(tx, at, self.person, &self.secret, now).await?)
    }
}

/// Confirms the secret by a code of it; the recovery codes, to be shown once.
///
/// # Errors
/// [`IdentityError::WrongCode`], or the store's.
pub async fn confirm(
    door: &Door<'_>,
    person: PersonId,
    given: &str,
) -> Result<Vec<String>, IdentityError> {
    let codes = recovery_codes(door.random);
    let step = Confirm { door, person, given: Some(given), codes: &codes };
    door.store.writer.run(&step).await?;
    Ok(codes)
}

/// Other recovery codes in place of the old, proved by the password.
///
/// # Errors
/// As [`crate::change_password`]; [`IdentityError::WrongCode`] where no code is asked for.
pub async fn renew(
    door: &Door<'_>,
    person: PersonId,
    password: String,
) -> Result<Vec<String>, IdentityError> {
    prove_own(door, person, password).await?;
    let codes = recovery_codes(door.random);
    door.store.writer.run(&Confirm { door, person, given: None, codes: &codes }).await?;
    Ok(codes)
}

struct Confirm<'a> {
    door: &'a Door<'a>,
    person: PersonId,
    /// `None` for a secret that was confirmed before.
    given: Option<&'a str>,
    codes: &'a [String],
}

impl Step for Confirm<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        let (at, now) = (self.door.authority, self.door.now());
        let found = store::authenticators::find(tx.db(), at, self.person).await?;
        let found = found.ok_or(IdentityError::WrongCode)?;
        match self.given {
            Some(given) => {
                let step = step_of(&found, given, now).ok_or(IdentityError::WrongCode)?;
                if !store::authenticators::confirm(tx, at, self.person, now).await?
                    || !store::authenticators::advance(tx, at, self.person, step).await?
                {
                    return Err(IdentityError::WrongCode);
                }
            }
            None if found.confirmed.is_none() => return Err(IdentityError::WrongCode),
            None => {}
        }
        let hashes: Vec<_> =
            self.codes.iter().map(|code| recovery_hash(self.person, code)).collect();
        Ok(store::authenticators::set_codes(tx, at, self.person, &hashes).await?)
    }
}

/// No code is asked for any more, proved by the password.
///
/// # Errors
/// As [`crate::change_password`].
pub async fn remove(
    door: &Door<'_>,
    person: PersonId,
    password: String,
) -> Result<(), IdentityError> {
    prove_own(door, person, password).await?;
    door.store.writer.run(&Remove { door, person }).await
}

struct Remove<'a> {
    door: &'a Door<'a>,
    person: PersonId,
}

impl Step for Remove<'_> {
    type Out = ();
    type Error = IdentityError;
    async fn run(&self, tx: &mut Tx) -> Result<(), IdentityError> {
        Ok(store::authenticators::remove(tx, self.door.authority, self.person).await?)
    }
}

/// Makes a session of a pending login; also where to go on.
///
/// # Errors
/// [`IdentityError::WrongCode`] while there are tries left, [`IdentityError::BeginAgain`] when the
/// pending login is over, [`IdentityError::TooManyAttempts`], or the store's.
pub async fn enter(
    door: &Door<'_>,
    token: &[u8],
    given: &str,
) -> Result<(NewSession, String), IdentityError> {
    let (db, at, hash) = (&door.store.reader, door.authority, token_hash(token));
    let pending = ceremonies::find(db.db(), at, hash, Kind::Code, door.now()).await?;
    let (person, next) = pending
        .and_then(|pending| Some((pending.person?, pending.next)))
        .ok_or(IdentityError::BeginAgain)?;
    let person = store::persons::by_id(db.db(), at, person).await?;
    let person = person.ok_or(IdentityError::BeginAgain)?;
    let seconds = door.limiter.wait_seconds(&person.login_name, &door.address, door.now());
    if seconds > 0 {
        return Err(IdentityError::TooManyAttempts { seconds });
    }
    door.limiter.guessed(&person.login_name, &door.address, door.now());
    let (opened, session) = session::new(door, person.id);
    let step = Prove { door, token_hash: hash, person, given, session };
    match door.store.writer.run(&step).await? {
        Proved::Right => {
            door.limiter.succeeded(&step.person.login_name, &door.address);
            Ok((opened, next))
        }
        Proved::Wrong => Err(IdentityError::WrongCode),
        Proved::Over => Err(IdentityError::BeginAgain),
    }
}

enum Proved {
    Right,
    Wrong,
    Over,
}

struct Prove<'a> {
    door: &'a Door<'a>,
    token_hash: [u8; 32],
    person: store::persons::Person,
    given: &'a str,
    session: store::sessions::Session,
}

impl Step for Prove<'_> {
    type Out = Proved;
    type Error = IdentityError;

    /// A wrong code is an outcome, not an error: it has to stay counted.
    async fn run(&self, tx: &mut Tx) -> Result<Proved, IdentityError> {
        let (at, now, name) = (self.door.authority, self.session.created, &self.person.login_name);
        let alive = store::persons::by_id(tx.db(), at, self.person.id).await?;
        let alive = alive.is_some_and(|person| person.left.is_none());
        if !alive || !ceremonies::try_once(tx, at, self.token_hash, TRIES).await? {
            ceremonies::end(tx, at, self.token_hash).await?;
            return Ok(Proved::Over);
        }
        if lock::is_locked(tx, at, name, now).await? {
            return Ok(Proved::Wrong);
        }
        if !self.is_right(tx).await? {
            lock::count(tx, at, name, now).await?;
            return Ok(Proved::Wrong);
        }
        if !ceremonies::end(tx, at, self.token_hash).await? {
            return Ok(Proved::Over);
        }
        open(tx, self.door, &self.person, &self.session).await?;
        Ok(Proved::Right)
    }
}

impl Prove<'_> {
    async fn is_right(&self, tx: &mut Tx) -> Result<bool, IdentityError> {
        let (at, id) = (self.door.authority, self.person.id);
        let found = store::authenticators::find(tx.db(), at, id).await?;
        let Some(found) = found.filter(|found| found.confirmed.is_some()) else {
            return Ok(false);
        };
        if let Some(step) = step_of(&found, self.given, self.session.created) {
            return Ok(store::authenticators::advance(tx, at, id, step).await?);
        }
        let hash = recovery_hash(id, self.given);
        Ok(store::authenticators::use_code(tx, at, id, hash).await?)
    }
}

/// The step whose code `given` is: this one or a neighbour, and after the last that was taken.
fn step_of(found: &Authenticator, given: &str, now: Micros) -> Option<i64> {
    let digits: String = given.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.seconds()).ok()?;
    let step = totp(&found.secret)?.check(&digits, seconds)?;
    i64::try_from(step).ok().filter(|step| *step > found.last_step)
}

fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(secret.to_vec()).build().ok()
}

/// The code of a secret at a moment: for tests, which have no telephone.
pub fn code_at(secret: &[u8], now: Micros) -> String {
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    totp(secret).map_or_else(String::new, |totp| totp.generate(seconds).to_string())
}

/// Twelve letters of 32, in three groups: 60 bits.
fn recovery_codes(random: &dyn Random) -> Vec<String> {
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte & 31)]);
    let code = || {
        let bytes = random_bytes::<12>(random);
        let groups: Vec<String> =
            bytes.chunks(4).map(|group| group.iter().map(letter).collect()).collect();
        groups.join("-")
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

/// As typed: with or without dashes, large or small.
fn recovery_hash(person: PersonId, code: &str) -> [u8; 32] {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut hasher = Sha256::new();
    hasher.update(b"gongkai.recovery/v1");
    hasher.update(person.0.as_bytes());
    hasher.update(letters.to_ascii_uppercase().as_bytes());
    hasher.finalize().into()
}
