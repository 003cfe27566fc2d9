//! One paper's way through the steps: each awaited step by whoever holds the post.

use anyhow::{Context, bail};
use domain::calendar::day_of;
use domain::decision::Decision;
use domain::disclosure::{Draft, NoticePlan};
use domain::ids::{DisclosureId, OrganizationId};
use domain::organization::Kind;
use domain::post::Duty;
use domain::procedure::{ProcedureStep, StepKind};
use domain::scope::{Ground, Scope};
use domain::slice::DraftSlice;
use domain::workflow::State;
use flow::{
    Actor, Edit, FlowError, Meta, NoticeResult, Passed, Posting, Receipt, Review, Scan, Withholding,
};
use store::disclosures::Disclosure;
use store::editions::Edition;

use super::County;
use super::paper::{Move, Narrow, Paper};

/// The scan of a signed record: lines of writing and a stamp.
const MINUTES: &[u8] = include_bytes!("../../demo/minutes.png");
/// A board with four sheets on it.
const BOARD: &[u8] = include_bytes!("../../demo/board.png");

impl County {
    /// Whoever holds a duty in the organization of this name.
    ///
    /// # Errors
    /// The county appoints nobody there.
    pub(crate) fn holder(&self, organization: &str, duty: Duty) -> anyhow::Result<Actor> {
        let holds = |post: &crate::founding::Post| {
            post.duty == duty && post.organizations.iter().any(|name| name == organization)
        };
        let mut persons = self.plan.persons.iter();
        let person = persons.find(|person| person.posts.iter().any(holds));
        let person = person.with_context(|| format!("{organization}: no {}", duty.word()))?;
        self.founded.person(&person.login).map(Actor)
    }

    /// Whoever supervises it: in its supervision body, or in the organization itself.
    fn supervisor(&self, organization: &str) -> anyhow::Result<Actor> {
        let mut bodies = self.plan.organizations.iter();
        let below = bodies.find(|body| {
            body.kind == Kind::Supervision && body.parent.as_deref() == Some(organization)
        });
        let place = below.map_or(organization, |body| body.name.as_str());
        self.holder(place, Duty::Supervisor)
    }

    /// The approver of the body that a step asks.
    fn asked(&self, organization: &str, step: &ProcedureStep) -> anyhow::Result<Actor> {
        let mut bodies = self.plan.organizations.iter();
        let own = bodies.find(|body| body.name == organization);
        let superior = own.and_then(|body| body.parent.as_deref());
        let joint = self.founded.organizations.iter();
        let mut joint = joint.filter(|(_, id)| step.asked == Some(**id)).map(|(name, _)| &**name);
        let name = joint.next_back().or(superior);
        self.holder(name.with_context(|| format!("{organization}: nobody above"))?, Duty::Approver)
    }

    /// The step that is waited for, with the edition that it is about.
    async fn awaited(&self, id: DisclosureId) -> anyhow::Result<(Edition, ProcedureStep)> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let disclosure = store::disclosures::load(db.db(), at, id).await?;
        let edition = store::editions::latest(db.db(), at, id, disclosure.edition).await?;
        let edition = edition.context("nothing was proposed")?;
        let step = edition.facts.procedure.awaited(disclosure.step as usize).cloned();
        Ok((edition, step.context("nothing is waited for")?))
    }

    /// The content hash of the edition under way.
    async fn content(&self, id: DisclosureId) -> anyhow::Result<String> {
        let (edition, _) = self.awaited(id).await?;
        Ok(hex::encode(edition.content_hash))
    }

    /// Where a disclosure stands.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn state(&self, id: DisclosureId) -> anyhow::Result<State> {
        Ok(self.standing(id).await?.state)
    }

    async fn standing(&self, id: DisclosureId) -> anyhow::Result<Disclosure> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        Ok(store::disclosures::load(db.db(), at, id).await?)
    }

    async fn draft(&self, id: DisclosureId) -> anyhow::Result<Draft> {
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        store::drafts::load(db.db(), at, id).await?.context("no draft")
    }

    /// The clerk of the organization proposes.
    ///
    /// # Errors
    /// The step's.
    pub(crate) async fn propose(&self, name: &str, id: DisclosureId) -> anyhow::Result<()> {
        let clerk = self.holder(name, Duty::Clerk)?;
        let version = self.standing(id).await?.version;
        match self.flow.propose(clerk, id, version).await {
            Ok(_) => Ok(()),
            Err(FlowError::Blocked(found)) => {
                bail!("{}: {found:#?}", self.draft(id).await?.title())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the awaited step for the organization of this name.
    ///
    /// # Errors
    /// The step's.
    pub(crate) async fn pass(&self, name: &str, id: DisclosureId) -> anyhow::Result<Passed> {
        let (edition, step) = self.awaited(id).await?;
        let (flow, content) = (&self.flow, hex::encode(edition.content_hash));
        let passed = match step.step {
            StepKind::Propose => bail!("a draft is proposed, not passed"),
            StepKind::Review => {
                let reviewer = self.holder(name, Duty::Reviewer)?;
                flow.review(reviewer, id, &content, Review::passed()).await?
            }
            StepKind::Supervise => {
                flow.supervise(self.supervisor(name)?, id, &content, "票据和程序已核对").await?
            }
            StepKind::Decide => self.vote(name, id, (&step, &content), Vote::Carries).await?,
            StepKind::Approve => {
                flow.approve(self.holder(name, Duty::Approver)?, id, &content).await?
            }
            StepKind::Concur => {
                flow.concur(self.asked(name, &step)?, id, &content, "同意联合公开").await?
            }
            StepKind::Consent => {
                flow.consent(self.asked(name, &step)?, id, &content, "同意").await?
            }
        };
        Ok(passed)
    }

    async fn vote(
        &self,
        name: &str,
        id: DisclosureId,
        (step, content): (&ProcedureStep, &str),
        vote: Vote,
    ) -> anyhow::Result<Passed> {
        let meeting = step.meeting.as_ref().context("a decision names its meeting")?;
        let assembly = meeting.kind == "villagers_assembly";
        let (called, present) = if assembly { (32, 30) } else { (7, 7) };
        let against = match vote {
            Vote::Carries => 1,
            Vote::Fails => present - 2,
        };
        let resolution = match vote {
            Vote::Carries => "会议表决通过，同意按所附文本公开。",
            Vote::Fails => "会议未通过，退回经办人修改后再议。",
        };
        let decision = Decision {
            meeting: meeting.kind.clone(),
            held_on: day_of(self.flow.now()),
            called,
            present,
            votes_for: present - against - 1,
            votes_against: against,
            abstained: 1,
            resolution: resolution.to_owned(),
            minutes: String::new(),
        };
        let scan = Scan { file_name: "会议记录.png".to_owned(), bytes: MINUTES.to_vec() };
        let approver = self.holder(name, Duty::Approver)?;
        Ok(self.flow.decide(approver, id, content, (decision, scan)).await?)
    }
}

/// How a meeting votes.
enum Vote {
    Carries,
    Fails,
}

/// The clerk hands in the paper and writes down what goes with it.
pub(super) async fn begin(county: &County, paper: &Paper) -> anyhow::Result<DisclosureId> {
    let clerk = county.holder(paper.organization, Duty::Clerk)?;
    let organization = county.founded.organization(paper.organization)?;
    let id = receive(county, clerk, organization, paper).await?;
    let title = county.draft(id).await?.title();
    save(county, id, paper, (&title, "")).await?;
    Ok(id)
}

/// Takes one step of the paper.
pub(super) async fn take(
    county: &County,
    paper: &Paper,
    id: DisclosureId,
    step: &Move,
) -> anyhow::Result<()> {
    let (flow, name) = (&county.flow, paper.organization);
    let clerk = county.holder(name, Duty::Clerk)?;
    let approver = county.holder(name, Duty::Approver)?;
    match *step {
        Move::Propose => county.propose(name, id).await?,
        Move::Next => drop(county.pass(name, id).await?),
        Move::Until(state) => {
            while county.state(id).await? != state {
                county.pass(name, id).await?;
            }
        }
        Move::Out => out(county, name, id).await?,
        Move::Reject => {
            let (edition, step) = county.awaited(id).await?;
            let content = hex::encode(edition.content_hash);
            county.vote(name, id, (&step, &content), Vote::Fails).await?;
        }
        Move::Return { reason } => {
            let reviewer = county.holder(name, Duty::Reviewer)?;
            flow.return_to_clerk(reviewer, id, &county.content(id).await?, reason).await?;
        }
        Move::Release { reason } => {
            flow.release(approver, id, &county.content(id).await?, reason).await?;
        }
        Move::Withhold { ground, reason, days } => {
            let reexamine_on = day_of(flow.now().plus_days(days));
            let withholding = Withholding { ground, reason: reason.to_owned(), reexamine_on };
            flow.withhold(approver, id, &county.content(id).await?, withholding).await?;
        }
        Move::Correct { title, reason } => {
            flow.correct(clerk, id, reason).await?;
            again(county, id, paper, (title, reason)).await?;
        }
        Move::Withdraw { reason } => drop(flow.withdraw(approver, id, reason).await?),
        Move::Republish { title, reason } => {
            flow.republish(clerk, id, reason).await?;
            again(county, id, paper, (title, reason)).await?;
        }
        Move::Conclude { objections, upheld, result } => {
            let result = NoticeResult { objections, upheld, result: result.to_owned() };
            flow.conclude(approver, id, &result).await?;
        }
        Move::Post { form, note } => flow.post(clerk, id, posting(flow.now(), form, note)).await?,
        Move::Drive => drop(flow.drive_all().await?),
    }
    Ok(())
}

/// Every awaited step, to the page or to the time set.
async fn out(county: &County, name: &str, id: DisclosureId) -> anyhow::Result<()> {
    loop {
        match county.pass(name, id).await? {
            Passed::Waits(_) => {}
            Passed::Scheduled(_) | Passed::Published { .. } | Passed::Confirmed => return Ok(()),
            Passed::NotCarried => bail!("the meeting voted it down"),
        }
    }
}

/// Another edition under another title, the whole way.
async fn again(
    county: &County,
    id: DisclosureId,
    paper: &Paper,
    (title, reason): (&str, &str),
) -> anyhow::Result<()> {
    save(county, id, paper, (title, reason)).await?;
    county.propose(paper.organization, id).await?;
    out(county, paper.organization, id).await
}

fn posting(now: domain::time::Micros, form: &str, note: &str) -> Posting {
    Posting {
        form: form.to_owned(),
        done_on: day_of(now),
        note: note.to_owned(),
        photo: Some(Scan { file_name: "公开栏.png".to_owned(), bytes: BOARD.to_vec() }),
    }
}

async fn receive(
    county: &County,
    clerk: Actor,
    organization: OrganizationId,
    paper: &Paper,
) -> anyhow::Result<DisclosureId> {
    let flow = &county.flow;
    if paper.file_name.ends_with(".txt") {
        let item = (paper.regime, paper.item);
        let file_name = paper.file_name;
        return Ok(flow.import_library(clerk, organization, item, file_name, paper.text).await?);
    }
    let receipt = Receipt {
        organization,
        file_name: paper.file_name.to_owned(),
        bytes: paper.text.as_bytes().to_vec(),
        regime: paper.regime.to_owned(),
        item: paper.item.to_owned(),
        series: paper.series,
        code: None,
        column: None,
        contributor: paper.contributor.to_owned(),
        fact_on: paper.fact_on.map(str::to_owned),
    };
    Ok(flow.receive(clerk, receipt).await?)
}

/// What the clerk saves on the desk: the facts, and the scope of each slice.
async fn save(
    county: &County,
    id: DisclosureId,
    paper: &Paper,
    (title, reason): (&str, &str),
) -> anyhow::Result<()> {
    let (flow, draft) = (&county.flow, county.draft(id).await?);
    let clerk = county.holder(paper.organization, Duty::Clerk)?;
    let organization = county.founded.organization(paper.organization)?;
    let columns = store::columns::all(flow.store().reader.db(), flow.authority()).await?;
    let column = columns.iter().find(|column| column.name == paper.column);
    let joint = paper.joint.iter().map(|name| county.founded.organization(name));
    let scopes = draft.slices.iter().map(|slice| narrowed(county, organization, paper, slice));
    let notice = paper.notice.map(|(days, day_kind, channel)| NoticePlan {
        days,
        day_kind,
        channel: channel.to_owned(),
    });
    let meets = match draft.meets.clone() {
        Some(meets) => Some(meets),
        None => county.meets(organization, paper).await?,
    };
    let meta = Meta {
        title: title.to_owned(),
        fact_on: paper.fact_on.map(str::to_owned),
        contributor: paper.contributor.to_owned(),
        column: Some(column.with_context(|| format!("no column {}", paper.column))?.id),
        regime: paper.regime.to_owned(),
        item: paper.item.to_owned(),
        reason: reason.to_owned(),
        level: draft.level.clone(),
        joint: joint.collect::<Result<_, _>>()?,
        publish_at: paper.publish_in.map(|days| flow.now().plus_days(days)),
        notice,
        meets,
    };
    let edit = Edit::Save { meta: Box::new(meta), scopes: scopes.collect::<Result<_, _>>()? };
    Ok(flow.edit(clerk, id, county.standing(id).await?.version, edit).await?)
}

fn narrowed(
    county: &County,
    organization: OrganizationId,
    paper: &Paper,
    slice: &DraftSlice,
) -> anyhow::Result<(Scope, Option<Ground>)> {
    let text = slice.body.text();
    let narrow = paper.narrow.iter().find(|(needle, ..)| text.contains(needle));
    let Some((_, narrow, ground)) = narrow else { return Ok((slice.scope.clone(), slice.ground)) };
    let scope = match narrow {
        Narrow::Registered => Scope::Registered,
        Narrow::Members => Scope::Members { organization },
        Narrow::Organization => Scope::Organization { organization },
        Narrow::Named(logins) => {
            let persons = logins.iter().map(|login| county.founded.person(login));
            Scope::Named { persons: persons.collect::<Result<_, _>>()? }
        }
    };
    Ok((scope, Some(*ground)))
}
