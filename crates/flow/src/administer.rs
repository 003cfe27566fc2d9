//! Acts of administration: organizations, posts, persons. One door, one transaction for each
//! change: who holds which post of administration now, whether it covers what is changed, the
//! change, its act in the log. The rules of each are beside it (`appoint`, `deputy`, `kin`,
//! `leave`, `member`, `reorganise`).

use domain::calendar::{day_of, end_of, start_of};
use domain::contact::TypedContacts;
use domain::disclosure::is_date;
use domain::ids::{AppointmentId, DeputyId, KinshipId, OrganizationId, PersonId, PostId};
use domain::organization::{Kind, Tree};
use domain::permission::{Refusal, administered, administrator_of, giver};
use domain::post::{Duty, Post};
use domain::time::Micros;
use store::persons::Person;
use store::{Step, Tx};

use crate::record::{Administration, record_administration, subject_of};
use crate::step::Actor;
use crate::{Flow, FlowError};

/// What is changed. Days are `YYYY-MM-DD`, the last one counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    CreateOrganization {
        parent: OrganizationId,
        kind: Kind,
        name: String,
        area_code: String,
    },
    RenameOrganization {
        organization: OrganizationId,
        name: String,
    },
    MoveOrganization {
        organization: OrganizationId,
        parent: OrganizationId,
    },
    /// The first is dissolved; the second is its successor.
    Merge {
        organization: OrganizationId,
        into: OrganizationId,
    },
    Dissolve {
        organization: OrganizationId,
    },
    /// What was for members of a merged body is for all members of its successor.
    ShareMembers {
        organization: OrganizationId,
    },
    /// Takes the place of what the organization published before.
    PublishContacts {
        organization: OrganizationId,
        contacts: TypedContacts,
    },
    CreatePost {
        organization: OrganizationId,
        duty: Duty,
        title: String,
    },
    RenamePost {
        post: PostId,
        title: String,
    },
    ClosePost {
        post: PostId,
    },
    Appoint {
        post: PostId,
        person: PersonId,
        from: String,
        until: Option<String>,
    },
    /// `until`: the last day; at once without it.
    EndAppointment {
        appointment: AppointmentId,
        until: Option<String>,
    },
    NameDeputy {
        appointment: AppointmentId,
        person: PersonId,
        from: String,
        until: String,
        reason: String,
    },
    EndDeputy {
        deputy: DeputyId,
    },
    EnterKin {
        persons: [PersonId; 2],
        relation: String,
    },
    EndKin {
        kinship: KinshipId,
    },
    AddMember {
        organization: OrganizationId,
        person: PersonId,
        from: String,
        until: Option<String>,
    },
    EndMember {
        organization: OrganizationId,
        person: PersonId,
        until: Option<String>,
    },
    /// A person leaves: everything that they may ends at once.
    Leave {
        person: PersonId,
    },
}

impl Change {
    /// Words of what was administered, as they stand in the record: `administration.<word>`.
    pub const WORDS: [&'static str; 24] = [
        "create_organization",
        "rename_organization",
        "move_organization",
        "merge_organizations",
        "dissolve_organization",
        "share_members",
        "publish_contacts",
        "create_post",
        "rename_post",
        "close_post",
        "appoint",
        "end_appointment",
        "name_deputy",
        "end_deputy",
        "enter_kin",
        "end_kin",
        "add_member",
        "end_member",
        "leave",
        "invite_person",
        "reset_password",
        "end_sessions",
        "unlock_account",
        "remove_second_factor",
    ];
}

impl Flow {
    /// Changes organizations, posts or persons, and records it; the index of its act. `actor`
    /// `None` is the office at the machine, which may do what no post of administration covers.
    ///
    /// # Errors
    /// [`FlowError::NotPermitted`] where no post of the actor covers it; [`FlowError::NotFound`]
    /// for what is not there; [`FlowError::Invalid`] with the rule that stands against it.
    pub async fn administer(
        &self,
        actor: Option<Actor>,
        change: &Change,
    ) -> Result<u64, FlowError> {
        self.inner.signer.ready()?;
        let index = self.inner.store.writer.run(&Administer { flow: self, actor, change }).await?;
        self.public_changed();
        Ok(index)
    }

    /// A person leaves: sessions, posts, deputies, memberships, claims and links end at once; what
    /// was under way goes on by the post.
    ///
    /// # Errors
    /// As [`Flow::administer`].
    pub async fn leave(&self, actor: Option<Actor>, person: PersonId) -> Result<(), FlowError> {
        self.administer(actor, &Change::Leave { person }).await.map(|_| ())
    }

    /// How much of an organization and of what was merged into it somebody has to finish.
    ///
    /// # Errors
    /// The store's.
    pub async fn unfinished(&self, organization: OrganizationId) -> Result<u64, FlowError> {
        let reader = &self.inner.store.reader;
        let tree = store::organizations::tree(reader.db()).await?;
        let mut all = 0;
        for place in tree.inherited(organization) {
            all += store::disclosures::unfinished_now(reader, self.authority(), place).await?;
        }
        Ok(all)
    }

    /// The pseudonym under which acts of administration name a person.
    pub fn subject(&self, person: PersonId) -> String {
        subject_of(self, person)
    }
}

struct Administer<'a> {
    flow: &'a Flow,
    actor: Option<Actor>,
    change: &'a Change,
}

impl Step for Administer<'_> {
    type Out = u64;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<u64, FlowError> {
        use Change as C;
        let office = Office::open(tx, self.flow, self.actor).await?;
        match self.change {
            C::CreateOrganization { parent, kind, name, area_code } => {
                office.create(tx, *parent, (*kind, name, area_code)).await
            }
            C::RenameOrganization { organization, name } => {
                office.rename(tx, *organization, name).await
            }
            C::MoveOrganization { organization, parent } => {
                office.move_to(tx, *organization, *parent).await
            }
            C::Merge { organization, into } => office.merge(tx, *organization, *into).await,
            C::Dissolve { organization } => office.dissolve(tx, *organization).await,
            C::ShareMembers { organization } => office.share(tx, *organization).await,
            C::PublishContacts { organization, contacts } => {
                office.publish_contacts(tx, *organization, contacts).await
            }
            C::CreatePost { organization, duty, title } => {
                office.create_post(tx, *organization, *duty, title).await
            }
            C::RenamePost { post, title } => office.rename_post(tx, *post, title).await,
            C::ClosePost { post } => office.close_post(tx, *post).await,
            C::Appoint { post, person, from, until } => {
                office.appoint(tx, *post, *person, office.span(from, until.as_deref())?).await
            }
            C::EndAppointment { appointment, until } => {
                office.end_appointment(tx, *appointment, until.as_deref()).await
            }
            C::NameDeputy { appointment, person, from, until, reason } => {
                let (from, until) = office.span(from, Some(until))?;
                let until = until.ok_or(FlowError::Invalid("dates"))?;
                office.name_deputy(tx, (*appointment, *person), (from, until), reason).await
            }
            C::EndDeputy { deputy } => office.end_deputy(tx, *deputy).await,
            C::EnterKin { persons, relation } => office.enter_kin(tx, *persons, relation).await,
            C::EndKin { kinship } => office.end_kin(tx, *kinship).await,
            C::AddMember { organization, person, from, until } => {
                let span = office.span(from, until.as_deref())?;
                office.add_member(tx, (*person, *organization), span).await
            }
            C::EndMember { organization, person, until } => {
                office.end_member(tx, (*person, *organization), until.as_deref()).await
            }
            C::Leave { person } => office.leave(tx, *person).await,
        }
    }
}

/// Who administers, with which posts, over which tree.
pub(crate) struct Office<'a> {
    pub(crate) flow: &'a Flow,
    /// `None`: at the machine.
    pub(crate) actor: Option<Actor>,
    pub(crate) posts: Vec<Post>,
    pub(crate) tree: Tree,
}

/// From when (inclusive) to when (exclusive).
pub(crate) type Span = (Micros, Option<Micros>);

/// The post by which something is done; `None`: at the machine.
pub(crate) type By<'a> = Option<&'a Post>;

impl<'a> Office<'a> {
    /// One change after another: the log's row is locked before anything is read, so that no two
    /// changes cross, on PostgreSQL either.
    pub(crate) async fn open(
        tx: &mut Tx,
        flow: &'a Flow,
        actor: Option<Actor>,
    ) -> Result<Office<'a>, FlowError> {
        let at = flow.authority();
        store::acts::take_index(tx, at, 0).await?;
        let tree = store::organizations::tree(tx.db()).await?;
        let mut posts = Vec::new();
        if let Some(actor) = actor {
            let person = store::persons::by_id(tx.db(), at, actor.0).await?;
            if person.is_none_or(|person| person.left.is_some()) {
                return Err(FlowError::NotPermitted(Refusal::NoDuty));
            }
            posts = store::posts::held(tx.db(), at, actor.0, flow.now()).await?;
        }
        Ok(Self { flow, actor, posts, tree })
    }

    /// All that the actor administers.
    pub(crate) fn subtree(&self) -> Result<Vec<OrganizationId>, FlowError> {
        let subtree = administered(&self.posts, &self.tree);
        if subtree.is_empty() { Err(FlowError::NotPermitted(Refusal::NoDuty)) } else { Ok(subtree) }
    }

    /// The post that covers `place`.
    pub(crate) fn covering(&self, place: OrganizationId) -> Result<By<'_>, FlowError> {
        self.by(administrator_of(&self.posts, &self.tree, place))
    }

    /// The post by which `duty` in `place` may be given and taken.
    pub(crate) fn giving(&self, place: OrganizationId, duty: Duty) -> Result<By<'_>, FlowError> {
        self.by(giver(&self.posts, &self.tree, place, duty))
    }

    fn by<'p>(&self, post: By<'p>) -> Result<By<'p>, FlowError> {
        if post.is_none() && self.actor.is_some() {
            return Err(FlowError::NotPermitted(Refusal::NoDuty));
        }
        Ok(post)
    }

    /// Whether the person is the one who administers.
    pub(crate) fn is_own(&self, person: PersonId) -> bool {
        self.actor.is_some_and(|actor| actor.0 == person)
    }

    /// Somebody to whom something is given: has not left, and belongs within what the actor
    /// administers, or nowhere yet.
    pub(crate) async fn receiver(
        &self,
        tx: &mut Tx,
        person: PersonId,
    ) -> Result<Person, FlowError> {
        let at = self.flow.authority();
        let found = store::persons::by_id(tx.db(), at, person).await?;
        let found = found.ok_or(FlowError::Invalid("no_person"))?;
        if found.left.is_some() {
            return Err(FlowError::Invalid("person_left"));
        }
        let places = store::accounts::places(tx, at, person, self.flow.now()).await?;
        let subtree = administered(&self.posts, &self.tree);
        let is_within = places.iter().all(|place| subtree.contains(place));
        if is_within || self.actor.is_none() {
            Ok(found)
        } else {
            Err(FlowError::Invalid("person_elsewhere"))
        }
    }

    /// From the start of the first day, or now where that is today, to the end of the last.
    pub(crate) fn span(&self, from: &str, until: Option<&str>) -> Result<Span, FlowError> {
        let now = self.flow.now();
        let until_is_right = until.is_none_or(|until| is_date(until) && until >= from);
        if !is_date(from) || *from < *day_of(now) || !until_is_right {
            return Err(FlowError::Invalid("dates"));
        }
        let start = start_of(from).ok_or(FlowError::Invalid("dates"))?;
        let end = until.map(|day| end_of(day).ok_or(FlowError::Invalid("dates"))).transpose()?;
        Ok((start.max(now), end))
    }

    /// The end of a last day that is not past; now without one.
    pub(crate) fn end(&self, until: Option<&str>) -> Result<Micros, FlowError> {
        let now = self.flow.now();
        match until {
            None => Ok(now),
            Some(day) if is_date(day) && *day >= *day_of(now) => {
                end_of(day).ok_or(FlowError::Invalid("dates"))
            }
            Some(_) => Err(FlowError::Invalid("dates")),
        }
    }

    /// Records a change that concerns `organization`.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        by: By<'_>,
        organization: OrganizationId,
        (what, subject, now): (&str, String, String),
    ) -> Result<u64, FlowError> {
        let by = by.zip(self.actor).map(|(post, actor)| (post, actor.0));
        let act = Administration { what, subject, now, by, organization };
        record_administration(tx, self.flow, &act).await
    }

    /// A name for the record, as the tree has it.
    pub(crate) fn name(&self, id: OrganizationId) -> String {
        self.tree.get(id).map(|organization| organization.name.clone()).unwrap_or_default()
    }
}

/// Days of a span, for the record.
pub(crate) fn days((from, until): Span) -> String {
    let last = until.map(|until| day_of(Micros(until.0 - 1))).unwrap_or_default();
    format!("{}..{last}", day_of(from))
}

/// One line of words; `fault` where it is none.
pub(crate) fn line(text: &str, letters: usize, fault: &'static str) -> Result<String, FlowError> {
    let text = text.trim();
    let fits = (1..=letters).contains(&text.chars().count());
    if fits && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(FlowError::Invalid(fault))
    }
}
