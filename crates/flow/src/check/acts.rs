//! A disclosure against its acts: which content they were on, whose hands took them, and what of
//! the row follows from them. Knows no database; called by `check` with what was read.

use std::collections::BTreeMap;

use domain::act::{Act, Details, Kind, hand};
use domain::entry::Previous;
use domain::ids::DisclosureId;
use domain::permission::Hands;
use domain::time::Micros;
use store::acts::StoredAct;
use store::disclosures::{Disclosure, Withheld};
use store::editions::{Edition, Facts};
use store::notices::Notice;
use tlog::merkle::leaf_hash;

use crate::rebuild::{Stand, is_not_carried};

/// What of each attempt at each edition is compared, by disclosure, number and attempt.
#[derive(Default)]
pub(super) struct Attempts(BTreeMap<(DisclosureId, u32, u32), Attempt>);

struct Attempt {
    content: [u8; 32],
    facts: Facts,
}

impl Attempts {
    pub(super) fn insert(&mut self, edition: &Edition) {
        let attempt = Attempt { content: edition.content_hash, facts: edition.facts.clone() };
        self.0.insert((edition.disclosure, edition.number, edition.attempt), attempt);
    }

    pub(super) fn facts(&self, id: DisclosureId, act: &StoredAct) -> Option<&Facts> {
        self.0.get(&(id, act.edition, act.attempt)).map(|attempt| &attempt.facts)
    }

    /// Number and attempt of each.
    fn of(&self, id: DisclosureId) -> impl Iterator<Item = (u32, u32)> {
        let ours = self.0.range((id, 0, 0)..=(id, u32::MAX, u32::MAX));
        ours.map(|((_, number, attempt), _)| (*number, *attempt))
    }
}

/// A disclosure as it stood at one moment.
pub(super) struct Standing {
    pub(super) disclosure: Disclosure,
    /// Every act of it, in order.
    pub(super) acts: Vec<StoredAct>,
    pub(super) notices: Vec<Notice>,
    /// Nothing of it is left to be delivered.
    pub(super) settled: bool,
}

impl Standing {
    /// What does not fit. Acts from index `end` on came after `attempts` was read.
    pub(super) fn faults(&self, attempts: &Attempts, end: u64) -> Vec<String> {
        let mut faults = Vec::new();
        for act in self.acts.iter().filter(|act| act.log_index < end) {
            // What cannot be read was named with its entry.
            if let Ok(body) = Act::parse(&act.body) {
                self.act(act, &body, attempts, &mut faults);
            }
        }
        self.unproposed(attempts, &mut faults);
        if self.acts.len() != self.disclosure.seq as usize {
            let (code, seq) = (self.disclosure.code, self.disclosure.seq);
            let there = self.acts.len();
            faults.push(format!("{code}: {seq} acts were taken, {there} are there"));
            return faults;
        }
        self.state(attempts, &mut faults);
        self.row(attempts, &mut faults);
        faults.extend(super::notices::faults(self, attempts));
        faults
    }

    fn act(&self, act: &StoredAct, body: &Act, attempts: &Attempts, faults: &mut Vec<String>) {
        let (row, index) = (&self.disclosure, act.log_index);
        if body.doc != hex::encode(row.doc) {
            faults
                .push(format!("entry {index}: its act is of another disclosure than {}", row.code));
        }
        let hand = act.person.map(|person| hand(&row.hand_secret, person)).unwrap_or_default();
        if body.hand != hand {
            faults.push(format!("entry {index}: its row names another person than its act"));
        }
        let attempt = attempts.0.get(&(row.id, act.edition, act.attempt));
        if attempt.is_none_or(|attempt| hex::encode(attempt.content) != body.content) {
            let (code, kind) = (row.code, act.kind.word());
            faults.push(format!(
                "{code} edition {}: not the content of its act {kind} (entry {index})",
                act.edition
            ));
        }
    }

    /// An attempt without a proposal would be shown as the latest one, though nobody approved it.
    fn unproposed(&self, attempts: &Attempts, faults: &mut Vec<String>) {
        let proposed = |number, attempt| {
            let of = |act: &&StoredAct| (act.edition, act.attempt) == (number, attempt);
            self.acts.iter().filter(of).any(|act| act.kind == Kind::Propose)
        };
        let (code, all) = (self.disclosure.code, attempts.of(self.disclosure.id));
        for (number, attempt) in all.filter(|(number, attempt)| !proposed(*number, *attempt)) {
            faults.push(format!("{code} edition {number}: attempt {attempt} was never proposed"));
        }
    }

    fn stand(&self, attempts: &Attempts) -> Stand {
        let after = |stand: Stand, act| stand.after(act, attempts.facts(self.disclosure.id, act));
        self.acts.iter().fold(Stand::default(), after)
    }

    fn state(&self, attempts: &Attempts, faults: &mut Vec<String>) {
        let (row, stand) = (&self.disclosure, self.stand(attempts));
        if stand.state != row.state {
            faults.push(format!(
                "{}: stands as {}, its acts say {}",
                row.code,
                row.state.word(),
                stand.state.word()
            ));
        }
        if stand.step != row.step {
            let (code, done) = (row.code, row.step);
            faults.push(format!("{code}: {done} steps are done, its acts say {}", stand.step));
        }
    }

    fn row(&self, attempts: &Attempts, faults: &mut Vec<String>) {
        let (row, acts) = (&self.disclosure, self.acts.as_slice());
        let mut compare = |what: &str, fits: bool| {
            if !fits {
                faults.push(format!("{}: {what} is not what its acts say", row.code));
            }
        };
        compare("its current edition", row.edition == self.stand(attempts).edition);
        compare("its last act", row.last == last_of(acts));
        let hands = hands_of(acts);
        compare("its proposer", row.hands.proposer == hands.proposer);
        compare("its reviewer", row.hands.reviewer == hands.reviewer);
        compare("its supervisor", row.hands.supervisor == hands.supervisor);
        compare("its approver", row.hands.approver == hands.approver);
        compare("why it is withheld", row.withheld == withheld_of(acts));
        if !self.settled {
            // What is public follows when the outbox has been done.
            return;
        }
        let published = acts.iter().rfind(|act| act.kind == Kind::Publish);
        compare("its public edition", row.public_edition == published.map(|act| act.edition));
        compare("when it became public", row.public_at == published.map(|act| act.at));
        let attempt = published.and_then(|act| attempts.0.get(&(row.id, act.edition, act.attempt)));
        compare("its column", attempt.is_none_or(|attempt| attempt.facts.column == row.column));
        let (at, reason) = withdrawal_of(acts).unzip();
        compare("when it was withdrawn", row.withdrawn_at == at);
        compare("why it was withdrawn", row.withdrawn_reason == reason);
    }
}

fn last_of(acts: &[StoredAct]) -> Previous {
    let last = acts.last();
    last.map_or_else(Previous::default, |act| Previous {
        index: act.log_index,
        leaf: leaf_hash(&act.entry),
    })
}

fn hands_of(acts: &[StoredAct]) -> Hands {
    acts.iter().fold(Hands::default(), |hands, act| {
        let who = act.person;
        match act.kind {
            Kind::Propose => Hands { proposer: who, ..Hands::default() },
            Kind::Review => Hands { reviewer: who, ..hands },
            Kind::Supervise => Hands { supervisor: who, ..hands },
            Kind::Decide if is_not_carried(act) => Hands::default(),
            Kind::Decide | Kind::Approve | Kind::Withhold | Kind::Schedule | Kind::Release => {
                Hands { approver: who, ..hands }
            }
            Kind::Return
            | Kind::Refuse
            | Kind::Reopen
            | Kind::Correct
            | Kind::Republish
            | Kind::Abandon => Hands::default(),
            Kind::Concur
            | Kind::Consent
            | Kind::Reexamine
            | Kind::Publish
            | Kind::Withdraw
            | Kind::Extend
            | Kind::Conclude
            | Kind::Post
            | Kind::RegisterSeal
            | Kind::Administer => hands,
        }
    })
}

/// The last withdrawal, unless something was published after it.
fn withdrawal_of(acts: &[StoredAct]) -> Option<(Micros, String)> {
    let last = acts.iter().rfind(|act| matches!(act.kind, Kind::Withdraw | Kind::Publish))?;
    let act = Some(last).filter(|act| act.kind == Kind::Withdraw)?;
    let reason = Act::parse(&act.body).map(|body| body.note).unwrap_or_default();
    Some((act.at, reason))
}

/// What the last withholding said, unless it was taken up again.
fn withheld_of(acts: &[StoredAct]) -> Option<Withheld> {
    let says =
        |act: &&StoredAct| matches!(act.kind, Kind::Withhold | Kind::Reexamine | Kind::Reopen);
    let last = acts.iter().rfind(says)?;
    match Act::parse(&last.body).ok()?.details {
        Some(Details::Withholding { ground, reexamine_on, listed }) => {
            Some(Withheld { ground, reexamine_on, listed })
        }
        _ => None,
    }
}
