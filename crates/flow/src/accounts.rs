//! What an administrator does to the accounts of others: invite, give a link for another password, end
//! sessions, unlock, take a lost second factor away. The duty reaches over the subtree of its organization; nobody acts on the own
//! account this way, nor on a person who belongs anywhere outside that subtree.

use domain::ids::{OrganizationId, PersonId};
use domain::organization::Tree;
use domain::permission::{Refusal, administered, administrator_of, giver};
use domain::post::{Duty, Post};
use domain::time::{Micros, random_bytes};
use sha2::{Digest, Sha256};
use store::accounts::{Account, Asked};
use store::persons::Person;
use store::tickets::{Purpose, Ticket};
use store::{Step, Tx};

use crate::record::{Administration, record_administration, subject_of};
use crate::step::Actor;
use crate::{Flow, FlowError};

/// Accounts read at once; those outside the subtree are passed over.
const BATCH: u32 = 400;
/// How long a one-time link can be used.
pub const LINK_DAYS: i64 = 7;
/// Letters of a login name.
const LOGIN_LETTERS: std::ops::RangeInclusive<usize> = 2..=40;
/// Letters of a display name.
const NAME_LETTERS: std::ops::RangeInclusive<usize> = 1..=40;

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Whose office keeps the account.
    pub organization: OrganizationId,
    pub login_name: String,
    pub display_name: String,
    /// Issuer and subject at the provider of logins, where the person comes in by it.
    pub subject: Option<(String, String)>,
}

/// What an administrator does to an account; the word goes into the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Invite,
    Reset,
    EndSessions,
    Unlock,
    RemoveFactors,
}

impl Verb {
    fn word(self) -> &'static str {
        match self {
            Self::Invite => "invite_person",
            Self::Reset => "reset_password",
            Self::EndSessions => "end_sessions",
            Self::Unlock => "unlock_account",
            Self::RemoveFactors => "remove_second_factor",
        }
    }
}

/// Whether an account with these places is one that may be administered within `subtree`: it belongs
/// somewhere there, and nowhere else.
pub fn is_within(places: &[OrganizationId], subtree: &[OrganizationId]) -> bool {
    !places.is_empty() && places.iter().all(|place| subtree.contains(place))
}

impl Flow {
    /// The accounts within a subtree whose names hold `wanted`, by name: so many after a person.
    /// Whether there are more.
    ///
    /// # Errors
    /// The store's.
    pub async fn accounts(
        &self,
        subtree: &[OrganizationId],
        wanted: &str,
        after: Option<PersonId>,
        rows: usize,
    ) -> Result<(Vec<Account>, bool), FlowError> {
        let (db, at) = (&self.store().reader, self.authority());
        let after = match after {
            Some(id) => store::persons::by_id(db.db(), at, id).await?,
            None => None,
        };
        let after = after.map(|person| (person.display_name, person.id));
        let mut asked = Asked { wanted, after, limit: BATCH };
        let mut found: Vec<Account> = Vec::new();
        loop {
            let batch = store::accounts::page(db, at, self.now(), &asked).await?;
            let is_last = batch.len() < BATCH as usize;
            asked.after = batch.last().map(|last| (last.display_name.clone(), last.person));
            found.extend(batch.into_iter().filter(|each| is_within(&each.places, subtree)));
            if is_last || found.len() > rows {
                let more = found.len() > rows;
                found.truncate(rows);
                return Ok((found, more));
            }
        }
    }

    /// Makes a person who can choose a password by the link whose token is given back. It is shown
    /// once; only its hash is kept.
    ///
    /// # Errors
    /// [`FlowError::NotPermitted`] outside the subtree; [`FlowError::Invalid`] for a name that cannot
    /// be one; [`FlowError::Conflict`] for a login name or a subject that somebody has.
    pub async fn invite(
        &self,
        actor: Actor,
        invitation: &Invitation,
    ) -> Result<(PersonId, [u8; 32]), FlowError> {
        self.inner.signer.ready()?;
        check_names(invitation)?;
        let person = PersonId::new(self.now(), self.random());
        let token = random_bytes::<32>(self.random());
        let step = Invite { flow: self, actor, invitation, person, token };
        self.store().writer.run(&step).await?;
        Ok((person, token))
    }

    /// A link by which the person chooses another password; every older link is void. Only for whom
    /// all posts held or deputised for could be given by the actor.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] for a person who is not within the subtree; [`FlowError::Invalid`] for
    /// the own account; [`FlowError::NotPermitted`] for a post that the actor cannot give.
    pub async fn reset_link(&self, actor: Actor, person: PersonId) -> Result<[u8; 32], FlowError> {
        self.inner.signer.ready()?;
        let token = random_bytes::<32>(self.random());
        let step = Administer { flow: self, actor, person, verb: Verb::Reset, token };
        self.store().writer.run(&step).await?;
        Ok(token)
    }

    /// Ends every session of the person.
    ///
    /// # Errors
    /// As [`Flow::reset_link`].
    pub async fn end_sessions(&self, actor: Actor, person: PersonId) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let step =
            Administer { flow: self, actor, person, verb: Verb::EndSessions, token: [0; 32] };
        self.store().writer.run(&step).await
    }

    /// Forgets the wrong guesses and the lock of the person's account.
    ///
    /// # Errors
    /// As [`Flow::reset_link`].
    pub async fn unlock(&self, actor: Actor, person: PersonId) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let step = Administer { flow: self, actor, person, verb: Verb::Unlock, token: [0; 32] };
        self.store().writer.run(&step).await
    }

    /// Takes away one-time codes, recovery codes and passkeys of somebody who has lost the device;
    /// every session ends, and the person is told after the next login. Only for whom all posts
    /// held or deputised for could be given by the actor: nobody above, and no administrator beside.
    ///
    /// # Errors
    /// As [`Flow::reset_link`]; [`FlowError::NotPermitted`] for a post that the actor cannot give;
    /// [`FlowError::Invalid`] where there is nothing to take away.
    pub async fn remove_factors(&self, actor: Actor, person: PersonId) -> Result<(), FlowError> {
        self.inner.signer.ready()?;
        let verb = Verb::RemoveFactors;
        let step = Administer { flow: self, actor, person, verb, token: [0; 32] };
        self.store().writer.run(&step).await
    }
}

/// A login name is typed on every keyboard and mistaken for no other: letters and digits of ASCII,
/// Chinese characters, and `. _ -`.
pub(crate) fn check_names(invitation: &Invitation) -> Result<(), FlowError> {
    let (login, name) = (&invitation.login_name, invitation.display_name.trim());
    let fits = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '\u{4e00}'..='\u{9fff}')
    };
    if !LOGIN_LETTERS.contains(&login.chars().count()) || !login.chars().all(fits) {
        return Err(FlowError::Invalid("login_name"));
    }
    if !NAME_LETTERS.contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(FlowError::Invalid("display_name"));
    }
    Ok(())
}

/// The posts by which the actor administers now, and the tree.
async fn posts(tx: &mut Tx, flow: &Flow, actor: Actor) -> Result<(Vec<Post>, Tree), FlowError> {
    let at = flow.authority();
    let person = store::persons::by_id(tx.db(), at, actor.0).await?;
    if person.is_none_or(|person| person.left.is_some()) {
        return Err(FlowError::NotPermitted(Refusal::NoDuty));
    }
    let mut posts = store::posts::held(tx.db(), at, actor.0, flow.now()).await?;
    posts.retain(|post| post.duty == Duty::Administrator);
    if posts.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty));
    }
    Ok((posts, store::organizations::tree(tx.db()).await?))
}

/// The posts that a person holds or deputises for, now or later.
pub(crate) async fn posts_of(
    tx: &mut Tx,
    flow: &Flow,
    person: PersonId,
) -> Result<Vec<Post>, FlowError> {
    let (at, now) = (flow.authority(), flow.now());
    let held = store::posts::of_person(tx.db(), at, person, now).await?;
    let deputies = store::deputies::of_person(tx.db(), at, person, now).await?;
    let deputised = deputies.iter().filter(|each| each.person == person).map(|each| each.post);
    let mut posts = Vec::with_capacity(held.len());
    for id in held.iter().map(|(_, held)| held.post).chain(deputised) {
        let post = store::posts::load(tx.db(), at, id).await?;
        posts.push(post.ok_or(FlowError::NotFound)?);
    }
    Ok(posts)
}

/// The post that reaches `place`, for the record.
fn reaching<'a>(
    posts: &'a [Post],
    tree: &Tree,
    place: OrganizationId,
) -> Result<&'a Post, FlowError> {
    administrator_of(posts, tree, place).ok_or(FlowError::NotPermitted(Refusal::NoDuty))
}

struct Invite<'a> {
    flow: &'a Flow,
    actor: Actor,
    invitation: &'a Invitation,
    person: PersonId,
    token: [u8; 32],
}

impl Step for Invite<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        let (posts, tree) = posts(tx, flow, self.actor).await?;
        let post = reaching(&posts, &tree, self.invitation.organization)?;
        let person = store::persons::NewPerson {
            id: self.person,
            login_name: &self.invitation.login_name,
            display_name: self.invitation.display_name.trim(),
            password_hash: "",
            created: now,
        };
        if store::persons::by_login(tx.db(), at, person.login_name).await?.is_some() {
            return Err(FlowError::Invalid("login_name_taken"));
        }
        store::persons::insert(tx, at, &person).await?;
        store::accounts::set_home(tx, at, self.person, self.invitation.organization).await?;
        if let Some((issuer, subject)) = &self.invitation.subject {
            if store::subjects::find(tx.db(), at, issuer, subject).await?.is_some() {
                return Err(FlowError::Invalid("subject_taken"));
            }
            store::subjects::insert(tx, at, (issuer, subject), self.person, now).await?;
        }
        give_link(tx, flow, (self.actor, self.person), Purpose::Invite, self.token).await?;
        record(tx, flow, (self.actor, post), Verb::Invite, self.person).await
    }
}

pub(crate) async fn give_link(
    tx: &mut Tx,
    flow: &Flow,
    (actor, person): (Actor, PersonId),
    purpose: Purpose,
    token: [u8; 32],
) -> Result<(), FlowError> {
    let (at, now) = (flow.authority(), flow.now());
    store::tickets::void(tx, at, person).await?;
    let ticket = Ticket {
        token_hash: Sha256::digest(token).into(),
        person,
        purpose,
        created: now,
        created_by: actor.0,
        expires: now.plus_days(LINK_DAYS),
    };
    Ok(store::tickets::insert(tx, at, &ticket).await?)
}

struct Administer<'a> {
    flow: &'a Flow,
    actor: Actor,
    person: PersonId,
    verb: Verb,
    token: [u8; 32],
}

impl Step for Administer<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let (posts, tree) = posts(tx, flow, self.actor).await?;
        let (person, places) = self.administered(tx, &administered(&posts, &tree)).await?;
        let place = places.first().copied().ok_or(FlowError::NotFound)?;
        let post = reaching(&posts, &tree, place)?;
        match self.verb {
            Verb::Invite | Verb::Reset => {
                self.giving_all(tx, (&posts, &tree)).await?;
                let purpose =
                    if person.password_hash.is_empty() { Purpose::Invite } else { Purpose::Reset };
                let who = (self.actor, person.id);
                give_link(tx, flow, who, purpose, self.token).await?;
            }
            Verb::EndSessions => {
                store::ceremonies::end_of_person(tx, at, person.id).await?;
                store::sessions::delete_of_person(tx, at, person.id).await?;
            }
            Verb::Unlock => {
                let hash = Sha256::digest(person.login_name.as_bytes()).into();
                store::guesses::clear(tx, at, hash).await?;
            }
            Verb::RemoveFactors => {
                self.giving_all(tx, (&posts, &tree)).await?;
                self.remove_factors(tx).await?;
            }
        }
        record(tx, flow, (self.actor, post), self.verb, person.id).await
    }
}

impl Administer<'_> {
    /// Whoever can log in as somebody acts by all of their posts: each has to be one that the actor
    /// could give.
    async fn giving_all(
        &self,
        tx: &mut Tx,
        (own, tree): (&[Post], &Tree),
    ) -> Result<(), FlowError> {
        for post in posts_of(tx, self.flow, self.person).await? {
            if giver(own, tree, post.organization, post.duty).is_none() {
                return Err(FlowError::NotPermitted(Refusal::NoDuty));
            }
        }
        Ok(())
    }

    async fn remove_factors(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (at, now, person) = (self.flow.authority(), self.flow.now(), self.person);
        let code = store::authenticators::find(tx.db(), at, person).await?;
        store::authenticators::remove(tx, at, person).await?;
        let passkeys = store::passkeys::delete_all(tx, at, person).await?;
        if passkeys == 0 && code.is_none_or(|code| code.confirmed.is_none()) {
            return Err(FlowError::Invalid("no_factor"));
        }
        store::ceremonies::end_of_person(tx, at, person).await?;
        store::sessions::delete_of_person(tx, at, person).await?;
        Ok(store::persons::tell_factors_removed(tx, at, person, Some(now)).await?)
    }

    /// The person and the places, when the account may be administered within `subtree`; to everybody else there is
    /// no such person.
    async fn administered(
        &self,
        tx: &mut Tx,
        subtree: &[OrganizationId],
    ) -> Result<(Person, Vec<OrganizationId>), FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        if self.person == self.actor.0 {
            return Err(FlowError::Invalid("own_account"));
        }
        let person = store::persons::by_id(tx.db(), at, self.person).await?;
        let person = person.filter(|person| person.left.is_none()).ok_or(FlowError::NotFound)?;
        let places = store::accounts::places(tx, at, person.id, now).await?;
        if is_within(&places, subtree) { Ok((person, places)) } else { Err(FlowError::NotFound) }
    }
}

/// The one place from which an act on an account goes into the record: by which post, what, to whom.
async fn record(
    tx: &mut Tx,
    flow: &Flow,
    (actor, post): (Actor, &Post),
    verb: Verb,
    person: PersonId,
) -> Result<(), FlowError> {
    let act = Administration {
        what: verb.word(),
        subject: subject_of(flow, person),
        now: String::new(),
        by: Some((post, actor.0)),
        organization: post.organization,
    };
    record_administration(tx, flow, &act).await.map(|_| ())
}

/// Until when a login name is locked, by the locks that there are.
pub fn locked_until(login_name: &str, locked: &[([u8; 32], Micros)]) -> Option<Micros> {
    let hash: [u8; 32] = Sha256::digest(login_name.as_bytes()).into();
    locked.iter().find(|(name, _)| *name == hash).map(|(_, until)| *until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_name_is_what_every_keyboard_types() {
        let check = |login: &str, name: &str| {
            check_names(&Invitation {
                organization: OrganizationId::from_slice(&[1; 16]).unwrap(),
                login_name: login.to_owned(),
                display_name: name.to_owned(),
                subject: None,
            })
        };
        for login in ["li.jianguo", "李建国", "clerk_a", "a1"] {
            assert!(check(login, "李建国").is_ok(), "{login}");
        }
        for login in ["", "a", "li jianguo", "li@x", "lі", "<b>", &"a".repeat(41)] {
            assert!(matches!(check(login, "李"), Err(FlowError::Invalid("login_name"))), "{login}");
        }
        for name in ["", " ", "李\n建国", &"李".repeat(41)] {
            assert!(matches!(check("ab", name), Err(FlowError::Invalid("display_name"))), "{name}");
        }
    }
}
