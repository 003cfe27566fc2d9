//! The full procedure as a test drives it: every awaited step by whoever may take it.

use domain::decision::Decision;
use domain::ids::{DisclosureId, PersonId};
use domain::procedure::StepKind;
use domain::scope::Ground;
use domain::workflow::State;
use flow::{Actor, Passed, Receipt, Review, Scan, Withholding};

use crate::{TEXT, World};

/// Waits for review, supervision, a decision and the superior.
pub const FULL: (&str, &str) = ("village", "D01");
/// Waits for review and approval.
pub const SHORT: (&str, &str) = ("party-2010", "A19");

/// A picture that is one by its first bytes.
pub fn scan() -> Scan {
    Scan { file_name: "会议记录.png".to_owned(), bytes: b"\x89PNG\r\n\x1a\nminutes".to_vec() }
}

impl World {
    /// The clerk of A hands in a text under an item.
    pub async fn receive_under(&self, (regime, item): (&str, &str)) -> DisclosureId {
        let receipt = self.receipt("公示.txt", TEXT.as_bytes());
        let receipt = Receipt { regime: regime.to_owned(), item: item.to_owned(), ..receipt };
        self.flow.receive(Actor(self.people.clerk_a), receipt).await.unwrap()
    }

    /// The content hash of the edition under way, in hex.
    pub async fn content(&self, id: DisclosureId) -> String {
        let (db, disclosure) = (self.database.store.reader.db(), self.disclosure(id).await);
        let edition = store::editions::latest(db, self.authority, id, disclosure.edition).await;
        let hash = edition.unwrap().map(|edition| edition.content_hash).unwrap_or_default();
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The step of the procedure that is waited for.
    pub async fn awaited(&self, id: DisclosureId) -> Option<StepKind> {
        let (db, disclosure) = (self.database.store.reader.db(), self.disclosure(id).await);
        let edition = store::editions::latest(db, self.authority, id, disclosure.edition).await;
        let facts = edition.unwrap()?.facts;
        facts.procedure.awaited(disclosure.step as usize).map(|step| step.step)
    }

    /// Twenty called, all there, all in favour.
    pub async fn decision(&self, id: DisclosureId) -> Decision {
        let (db, disclosure) = (self.database.store.reader.db(), self.disclosure(id).await);
        let edition = store::editions::latest(db, self.authority, id, disclosure.edition).await;
        let facts = edition.unwrap().map(|edition| edition.facts);
        let step = facts.as_ref().and_then(|f| f.procedure.awaited(disclosure.step as usize));
        Decision {
            meeting: step.and_then(|s| s.meeting.clone()).map(|m| m.kind).unwrap_or_default(),
            held_on: domain::calendar::day_of(self.flow.now()),
            called: 20,
            present: 20,
            votes_for: 20,
            votes_against: 0,
            abstained: 0,
            resolution: "同意公开".to_owned(),
            minutes: String::new(),
        }
    }

    /// The awaited step, by whoever may take it.
    pub async fn pass(&self, id: DisclosureId) -> Passed {
        let content = self.content(id).await;
        let (flow, people) = (&self.flow, &self.people);
        let done = match self.awaited(id).await.expect("something is waited for") {
            StepKind::Propose => panic!("a draft is proposed, not passed"),
            StepKind::Review => {
                flow.review(Actor(people.reviewer_a), id, &content, Review::passed()).await
            }
            StepKind::Supervise => flow.supervise(Actor(people.overseer_a), id, &content, "").await,
            StepKind::Decide => {
                let record = (self.decision(id).await, scan());
                flow.decide(Actor(people.approver_a), id, &content, record).await
            }
            StepKind::Approve => flow.approve(Actor(people.approver_a), id, &content).await,
            StepKind::Concur => flow.concur(Actor(people.approver_b), id, &content, "").await,
            StepKind::Consent => flow.consent(Actor(people.approver_t), id, &content, "").await,
        };
        done.unwrap()
    }

    /// Whoever takes the awaited step.
    pub async fn hand_of(&self, id: DisclosureId) -> PersonId {
        match self.awaited(id).await.expect("something is waited for") {
            StepKind::Propose => self.people.clerk_a,
            StepKind::Review => self.people.reviewer_a,
            StepKind::Supervise => self.people.overseer_a,
            StepKind::Decide | StepKind::Approve => self.people.approver_a,
            StepKind::Concur => self.people.approver_b,
            StepKind::Consent => self.people.approver_t,
        }
    }

    /// Every step of the procedure, to the page.
    pub async fn go_the_whole_way(&self, id: DisclosureId) -> u64 {
        self.propose(id).await;
        loop {
            if let Some(log_index) = self.pass(id).await.log_index() {
                return log_index;
            }
        }
    }

    /// A disclosure of A that stands as `state`.
    pub async fn brought_to(&self, state: State) -> DisclosureId {
        let item = if state == State::ToApprove { SHORT } else { FULL };
        let id = self.receive_under(item).await;
        match state {
            State::Draft => {}
            State::Approved => panic!("nothing rests in this state"),
            State::Published => drop(self.go_the_whole_way(id).await),
            State::Released => {
                let content = self.propose(id).await;
                let approver = Actor(self.people.approver_a);
                self.flow.release(approver, id, &content, "汛情紧急").await.unwrap();
            }
            State::Scheduled => {
                let mut meta = self.meta(id).await;
                meta.publish_at = Some(self.flow.now().plus_days(30));
                self.save_meta(id, meta).await;
                self.propose(id).await;
                while !matches!(self.pass(id).await, Passed::Scheduled(_)) {}
            }
            State::Withheld => {
                self.to_state(id, State::ToDecide).await;
                let content = self.content(id).await;
                let approver = Actor(self.people.approver_a);
                self.flow.withhold(approver, id, &content, self.withholding()).await.unwrap();
            }
            State::Withdrawn => {
                self.go_the_whole_way(id).await;
                let approver = Actor(self.people.approver_a);
                self.flow.withdraw(approver, id, "涉及隐私").await.unwrap();
            }
            State::ToReview
            | State::ToSupervise
            | State::ToDecide
            | State::ToApprove
            | State::ToConcur
            | State::ToConsent => self.to_state(id, state).await,
        }
        assert_eq!(self.disclosure(id).await.state, state);
        id
    }

    /// Proposes with B as a joint body where `state` needs one, and passes until it waits there.
    async fn to_state(&self, id: DisclosureId, state: State) {
        if state == State::ToConcur {
            let mut meta = self.meta(id).await;
            meta.joint = vec![self.bodies.village_b];
            self.save_meta(id, meta).await;
        }
        self.propose(id).await;
        while self.disclosure(id).await.state != state {
            self.pass(id).await;
        }
    }

    /// For a third party's sake, looked at again in a year.
    pub fn withholding(&self) -> Withholding {
        Withholding {
            ground: Ground::ThirdParty,
            reason: "涉及商业秘密".to_owned(),
            reexamine_on: domain::calendar::day_of(self.flow.now().plus_days(365)),
        }
    }

    /// Saves facts, with scopes as they stand.
    pub async fn save_meta(&self, id: DisclosureId, meta: flow::Meta) {
        let slices = self.draft(id).await.slices;
        let scopes = slices.iter().map(|slice| (slice.scope.clone(), slice.ground)).collect();
        self.save(id, meta, scopes).await.unwrap();
    }
}
