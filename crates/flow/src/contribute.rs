//! 投稿: somebody without a post hands in a text. A clerk of the organization reads it and makes it
//! a draft, or declines it with a reason. What it becomes goes the way of every disclosure, and
//! whoever sent it has written it: that person takes no later step.

use domain::finding::is_private;
use domain::ids::{ContributionId, DisclosureId, OrganizationId};
use domain::permission::{Refusal, duty_allows};
use domain::time::Micros;
use domain::workflow::Action;
use store::contributions::{self, Answer, Contribution, State};
use store::{Step, Tx};

use crate::receive::{Cut, Receive, narrowed, read_file};
use crate::step::{Actor, posts_in};
use crate::{Flow, FlowError, Receipt};

/// Contributions of one person in 24 hours.
const A_DAY: u32 = 5;
/// Contributions that wait for one organization.
const WAITING: u32 = 300;
/// Characters of a text, and bytes of a file.
const CHARACTERS: usize = 100_000;
const FILE_BYTES: usize = 8 << 20;

/// What is handed in: a text, or a file (docx, plain text, Markdown).
#[derive(Clone, Debug)]
pub struct NewContribution {
    pub organization: OrganizationId,
    pub title: String,
    /// For the clerk; never public.
    pub remark: String,
    pub text: String,
    pub file: Option<(String, Vec<u8>)>,
}

impl Flow {
    /// Hands in a contribution; it waits for the clerks of the organization.
    ///
    /// # Errors
    /// [`FlowError::Invalid`] for what cannot be taken or is too much for a day;
    /// [`FlowError::Intake`] for a file that cannot be read.
    pub async fn contribute(
        &self,
        actor: Actor,
        new: NewContribution,
    ) -> Result<ContributionId, FlowError> {
        let title = new.title.trim().replace('\n', "");
        if title.is_empty() || title.chars().count() > 200 {
            return Err(FlowError::Invalid("contribution_title"));
        }
        if new.remark.chars().count() > 2_000 {
            return Err(FlowError::Invalid("contribution_remark"));
        }
        let (file_name, bytes) = file_of(&title, &new)?;
        let writer = &self.inner.store.writer;
        let room = HasRoom { flow: self, actor, organization: new.organization };
        let organization = writer.run(&room).await?;
        let text = text_of(&read_file(&file_name, &bytes).await?);
        let contribution = Contribution {
            id: ContributionId::new(self.now(), self.random()),
            organization,
            person: actor.0,
            title,
            remark: new.remark.trim().to_owned(),
            file_name,
            text,
            state: State::Pending,
            reason: String::new(),
            disclosure: None,
            sent: self.now(),
            answered: None,
        };
        writer.run(&Contribute { room, contribution: &contribution, bytes: &bytes }).await?;
        Ok(contribution.id)
    }

    /// Takes a contribution back while it waits.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] for another person's; [`FlowError::Conflict`] when it was answered.
    pub async fn withdraw_contribution(
        &self,
        actor: Actor,
        id: ContributionId,
    ) -> Result<(), FlowError> {
        self.inner.store.writer.run(&TakeBack { flow: self, actor, id }).await
    }

    /// Makes a draft of a contribution, credited to whoever sent it. `receipt` says under which
    /// item; its file, organization and contributor are those of the contribution.
    ///
    /// # Errors
    /// [`FlowError::NotFound`] where the actor is no clerk of its organization;
    /// [`FlowError::Conflict`] when it was answered; else those of [`Flow::receive`].
    pub async fn accept_contribution(
        &self,
        actor: Actor,
        id: ContributionId,
        receipt: Receipt,
    ) -> Result<DisclosureId, FlowError> {
        let store = &self.inner.store;
        let contribution = store.writer.run(&MayAnswer { flow: self, actor, id }).await?;
        let bytes = contributions::bytes(store.reader.db(), self.authority(), id).await?;
        let cut = read_file(&contribution.file_name, &bytes).await?;
        let person = contribution.person;
        let name = store::persons::by_id(store.reader.db(), self.authority(), person).await?;
        let tree = store::organizations::tree(store.reader.db()).await?;
        let receipt = Receipt {
            organization: tree.current(contribution.organization),
            file_name: contribution.file_name.clone(),
            bytes,
            contributor: name.map(|person| person.display_name).unwrap_or_default(),
            ..receipt
        };
        let cut = narrowed(self, &receipt, cut)?;
        let receive = Receive { flow: self, actor, receipt: &receipt, cut };
        store.writer.run(&Accept { receive, contribution: &contribution }).await
    }

    /// Declines a contribution. Only whoever sent it sees the reason.
    ///
    /// # Errors
    /// As [`Flow::accept_contribution`]; [`FlowError::Invalid`] without a reason.
    pub async fn decline_contribution(
        &self,
        actor: Actor,
        id: ContributionId,
        reason: &str,
    ) -> Result<(), FlowError> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 2_000 {
            return Err(FlowError::Invalid("reason"));
        }
        if is_private(reason) {
            return Err(FlowError::Invalid("reason_private"));
        }
        self.inner.store.writer.run(&Decline { flow: self, actor, id, reason }).await
    }
}

/// The file, or the text as one: the title is its first line.
fn file_of(title: &str, new: &NewContribution) -> Result<(String, Vec<u8>), FlowError> {
    match &new.file {
        Some((_, bytes)) if bytes.len() > FILE_BYTES => {
            Err(FlowError::Invalid("contribution_large"))
        }
        Some((name, bytes)) => Ok((name.clone(), bytes.clone())),
        None if new.text.trim().is_empty() => Err(FlowError::Invalid("contribution_empty")),
        None if new.text.chars().count() > CHARACTERS => {
            Err(FlowError::Invalid("contribution_large"))
        }
        None => {
            let text = format!("{title}\n{}\n", new.text.trim());
            Ok((format!("{title}.txt"), text.into_bytes()))
        }
    }
}

/// Everything that was read, for the clerk's eyes.
fn text_of(cut: &Cut) -> String {
    let texts = cut.slices.iter().map(|slice| {
        let headings = slice.body.headings().join("\n");
        let between = if headings.is_empty() { "" } else { "\n" };
        format!("{headings}{between}{}", slice.body.text())
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Whether the person is still there, the organization is there, and neither has too many; the
/// organization that has its duties today.
struct HasRoom<'a> {
    flow: &'a Flow,
    actor: Actor,
    organization: OrganizationId,
}

impl Step for HasRoom<'_> {
    type Out = OrganizationId;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<OrganizationId, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let person = store::persons::by_id(tx.db(), at, self.actor.0).await?;
        if person.is_none_or(|person| person.left.is_some()) {
            return Err(FlowError::NotPermitted(Refusal::NoDuty));
        }
        let tree = store::organizations::tree(tx.db()).await?;
        let own = tree.current(self.organization);
        let body = tree.get(own).filter(|each| each.authority == at && each.is_active());
        if body.is_none() {
            return Err(FlowError::Invalid("organization"));
        }
        let a_day_ago = Micros(now.0 - 24 * 3600 * 1_000_000);
        if contributions::sent_since(tx.db(), at, self.actor.0, a_day_ago).await? >= A_DAY {
            return Err(FlowError::Invalid("contributions_a_day"));
        }
        if contributions::waiting(tx.db(), at, own).await? >= WAITING {
            return Err(FlowError::Invalid("contributions_waiting"));
        }
        Ok(own)
    }
}

struct Contribute<'a> {
    room: HasRoom<'a>,
    contribution: &'a Contribution,
    bytes: &'a [u8],
}

impl Step for Contribute<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        self.room.run(tx).await?;
        let at = self.room.flow.authority();
        Ok(contributions::insert(tx, at, self.contribution, self.bytes).await?)
    }
}

struct TakeBack<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: ContributionId,
}

impl Step for TakeBack<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let at = self.flow.authority();
        let contribution = contributions::load(tx.db(), at, self.id).await?;
        let own = contribution.filter(|contribution| contribution.person == self.actor.0);
        own.ok_or(FlowError::NotFound)?;
        let answer = Answer {
            state: State::Withdrawn,
            reason: "",
            disclosure: None,
            now: self.flow.now(),
            by: self.actor.0,
        };
        Ok(contributions::answer(tx, at, self.id, answer).await?)
    }
}

/// The contribution, when the actor is a clerk of its organization as it is today, and it waits.
struct MayAnswer<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: ContributionId,
}

impl Step for MayAnswer<'_> {
    type Out = Contribution;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<Contribution, FlowError> {
        let contribution = contributions::load(tx.db(), self.flow.authority(), self.id).await?;
        let contribution = contribution.ok_or(FlowError::NotFound)?;
        // What a body was sent before it was merged is for its successor's clerks.
        let tree = store::organizations::tree(tx.db()).await?;
        let here = [tree.current(contribution.organization)];
        let posts = posts_in(tx, self.flow, self.actor, &here).await?;
        if !posts.iter().any(|post| duty_allows(post.duty, Action::Edit)) {
            return Err(FlowError::NotFound);
        }
        if contribution.state != State::Pending {
            return Err(FlowError::Conflict("contribution"));
        }
        Ok(contribution)
    }
}

struct Accept<'a> {
    receive: Receive<'a>,
    contribution: &'a Contribution,
}

impl Step for Accept<'_> {
    type Out = DisclosureId;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<DisclosureId, FlowError> {
        let (flow, actor) = (self.receive.flow, self.receive.actor);
        let (at, id) = (flow.authority(), self.contribution.id);
        MayAnswer { flow, actor, id }.run(tx).await?;
        let disclosure = self.receive.run(tx).await?;
        // Whoever sent it wrote it, in every edition to come.
        store::disclosures::write(tx, at, disclosure, 1, self.contribution.person).await?;
        let answer = Answer {
            state: State::Accepted,
            reason: "",
            disclosure: Some(disclosure),
            now: flow.now(),
            by: actor.0,
        };
        contributions::answer(tx, at, id, answer).await?;
        Ok(disclosure)
    }
}

struct Decline<'a> {
    flow: &'a Flow,
    actor: Actor,
    id: ContributionId,
    reason: &'a str,
}

impl Step for Decline<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (flow, actor, id) = (self.flow, self.actor, self.id);
        MayAnswer { flow, actor, id }.run(tx).await?;
        let answer = Answer {
            state: State::Declined,
            reason: self.reason,
            disclosure: None,
            now: flow.now(),
            by: actor.0,
        };
        Ok(contributions::answer(tx, flow.authority(), id, answer).await?)
    }
}
