//! What people touch about obligations: catalogues are adopted, facts reported and voided, terms
//! turned, obligations released, years of the calendar loaded. Each is an act of administration with
//! its place in the log.

use domain::calendar::{Day, HolidayYear, day_of};
use domain::catalogue::{Adjustment, adjusted};
use domain::deadline::{Turn, Turned};
use domain::disclosure::is_date;
use domain::ids::PersonId;
use domain::ids::{FactId, OrganizationId};
use domain::obligation::{FactKind, ItemClock};
use domain::permission::{
    Refusal, above_of, administrator_of, corrector_of, maker_of, reporter_of,
};
use domain::post::Post;
use store::catalogues::Adopted;
use store::excuses::{Excused, Named};
use store::facts::Reported;
use store::{Step, Tx};

use crate::administer::{By, Office, line};
use crate::obligations::Binding;
use crate::step::Actor;
use crate::{Flow, FlowError};

const NAME_LETTERS: usize = 200;
const REASON_LETTERS: usize = 1_000;

/// What is touched. Days are `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq)]
pub enum Touch {
    /// 制定公开目录: a new version that binds from a day, not before today but for the first.
    Adopt {
        organization: OrganizationId,
        regime: String,
        from_day: String,
        adjustments: Vec<Adjustment>,
    },
    /// 登记事实. What is planned may lie ahead, what happened not.
    Report {
        organization: OrganizationId,
        regime: String,
        entry: String,
        kind: FactKind,
        /// The clock it starts, where the entry has several of its kind.
        clock: Option<u8>,
        on_day: String,
        name: String,
    },
    /// A fact was reported by mistake.
    Void { organization: OrganizationId, fact: FactId, reason: String },
    /// 免除.
    Excuse { organization: OrganizationId, from: Named, reason: String },
    /// 中止、延长、重新计算, by the article that allows it.
    Turn { organization: OrganizationId, of: Named, turned: Turned },
    /// The State Council's notice of a year.
    LoadYear { notice: HolidayYear },
}

impl Touch {
    /// Words of what was touched, as they stand in the record: `administration.<word>`.
    pub const WORDS: [&'static str; 6] =
        ["adopt_catalogue", "report_fact", "void_fact", "excuse", "turn_term", "load_year"];
}

impl Flow {
    /// Touches something, and records it; the index of its act. `actor` `None` is the office at the
    /// machine.
    ///
    /// # Errors
    /// [`FlowError::NotPermitted`] where no post of the actor covers it; [`FlowError::NotFound`]
    /// for what is not there; [`FlowError::Invalid`] with the rule that stands against it.
    pub async fn touch(&self, actor: Option<Actor>, touch: &Touch) -> Result<u64, FlowError> {
        self.inner.signer.ready()?;
        let index = self.inner.store.writer.run(&Touching { flow: self, actor, touch }).await?;
        if matches!(touch, Touch::LoadYear { .. }) {
            self.refresh_calendar().await?;
        }
        self.public_changed();
        Ok(index)
    }
}

struct Touching<'a> {
    flow: &'a Flow,
    actor: Option<Actor>,
    touch: &'a Touch,
}

impl Step for Touching<'_> {
    type Out = u64;
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<u64, FlowError> {
        let office = Office::open(tx, self.flow, self.actor).await?;
        match self.touch {
            Touch::Adopt { organization, regime, from_day, adjustments } => {
                office.adopt(tx, *organization, (regime, from_day, adjustments)).await
            }
            Touch::Report { organization, regime, entry, kind, clock, on_day, name } => {
                let what = (regime.as_str(), entry.as_str(), (*kind, *clock));
                office.report(tx, *organization, what, (on_day, name)).await
            }
            Touch::Void { organization, fact, reason } => {
                office.void(tx, (*organization, *fact), reason).await
            }
            Touch::Excuse { organization, from, reason } => {
                office.excuse(tx, *organization, from, reason).await
            }
            Touch::Turn { organization, of, turned } => {
                office.turn(tx, *organization, of, turned).await
            }
            Touch::LoadYear { notice } => office.load_year(tx, notice).await,
        }
    }
}

impl Office<'_> {
    /// A body that still exists.
    fn living(&self, place: OrganizationId) -> Result<(), FlowError> {
        let found = self.tree.get(place).filter(|body| body.is_active());
        found.map(|_| ()).ok_or(FlowError::NotFound)
    }

    fn allowed<'p>(&self, post: Option<&'p Post>) -> Result<By<'p>, FlowError> {
        match (post, self.actor) {
            (Some(post), _) => Ok(Some(post)),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(FlowError::NotPermitted(Refusal::NoDuty)),
        }
    }

    async fn touched(
        &self,
        tx: &mut Tx,
        by: By<'_>,
        organization: OrganizationId,
        (what, subject, now): (&str, String, String),
    ) -> Result<u64, FlowError> {
        store::standings::stale(tx, self.flow.authority(), organization).await?;
        self.record(tx, by, organization, (what, subject, now)).await
    }

    async fn adopt(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
        (regime, from_day, adjustments): (&str, &str, &[Adjustment]),
    ) -> Result<u64, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        self.living(place)?;
        let regime = flow.regime(regime).ok_or(FlowError::Invalid("regime"))?;
        let by = self.allowed(maker_of(&self.posts, &self.tree, place, regime.catalogue))?;
        let kind = self.tree.get(place).ok_or(FlowError::NotFound)?.kind;
        let catalogue = adjusted(regime, kind, adjustments).map_err(FlowError::Adjustments)?;
        if catalogue.entries.is_empty() {
            return Err(FlowError::Invalid("catalogue_empty"));
        }
        let known = store::catalogues::of_organization(tx.db(), at, place).await?;
        let last = known.iter().rfind(|each| each.regime == regime.id);
        let is_first = last.is_none();
        let follows = last.is_none_or(|last| *last.from_day <= *from_day);
        // A catalogue that was kept on paper before may bind since then; a later version never
        // takes away what was due already.
        if !is_date(from_day) || !(is_first || *from_day >= *day_of(now)) || !follows {
            return Err(FlowError::Invalid("from_day"));
        }
        let version = last.map_or(1, |last| last.version + 1);
        let text = serde_json::to_string(adjustments).unwrap_or_default();
        let now_text = format!("{} v{version} {from_day} {}", regime.id, digest(&text));
        let what = ("adopt_catalogue", self.name(place), now_text);
        let log_index = self.touched(tx, by, place, what).await?;
        let new = Adopted {
            organization: place,
            regime: regime.id.clone(),
            version,
            from_day: from_day.to_owned(),
            adjustments: adjustments.to_vec(),
            log_index,
            adopted: now,
        };
        store::catalogues::insert(tx, at, &new, self.actor.map(|actor| actor.0)).await?;
        let fresh = crate::obligations::fresh(place);
        store::standings::put(tx, at, &fresh).await?;
        Ok(log_index)
    }

    async fn report(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
        (regime, entry, (kind, clock)): (&str, &str, (FactKind, Option<u8>)),
        (on_day, name): (&str, &str),
    ) -> Result<u64, FlowError> {
        let (flow, at, now) = (self.flow, self.flow.authority(), self.flow.now());
        self.living(place)?;
        let by = self.allowed(reporter_of(&self.posts, &self.tree, place))?;
        let on: Day = on_day.parse().map_err(|_| FlowError::Invalid("date"))?;
        let is_planned = matches!(kind, FactKind::Decision | FactKind::Stage);
        if on > Day::of(now) && !is_planned || on.since(Day::of(now)) > MOST_AHEAD {
            return Err(FlowError::Invalid("fact_ahead"));
        }
        let name = line(name, NAME_LETTERS, "fact_name")?;
        if domain::finding::is_private(&name) {
            return Err(FlowError::Invalid("reason_private"));
        }
        let binding = self.binding(tx, place, regime).await?;
        let (position, _) = binding.catalogue.entry(entry).ok_or(FlowError::Invalid("item"))?;
        let mut clocks = binding.catalogue.clocks.iter();
        let starts = |each: &ItemClock| {
            let is_for = clock.is_none_or(|only| only == each.clock);
            is_for && each.item == position && kind.starts(each.kind)
        };
        if !clocks.any(starts) {
            return Err(FlowError::Invalid("fact_kind"));
        }
        let now_text = format!("{regime}/{entry} {} {on_day}", kind.word());
        let what = ("report_fact", self.name(place), now_text);
        let log_index = self.touched(tx, by, place, what).await?;
        let new = Reported {
            organization: place,
            id: FactId::new(now, flow.random()),
            regime: regime.to_owned(),
            entry: entry.to_owned(),
            kind,
            clock,
            on_day: on_day.to_owned(),
            name,
            reported: now,
            voided: None,
        };
        let by = self.actor.map(|actor| actor.0);
        store::facts::insert(tx, at, &new, (log_index, by)).await?;
        Ok(log_index)
    }

    async fn void(
        &self,
        tx: &mut Tx,
        (place, fact): (OrganizationId, FactId),
        reason: &str,
    ) -> Result<u64, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let (known, reporter) =
            store::facts::load(tx.db(), at, place, fact).await?.ok_or(FlowError::NotFound)?;
        let by = self.corrector(place, reporter)?;
        let reason = self.reason(reason)?;
        if !store::facts::void(tx, at, (place, fact), now, &reason).await? {
            return Err(FlowError::NotFound);
        }
        let now_text = format!("{}/{} {}: {reason}", known.regime, known.entry, known.on_day);
        self.touched(tx, by, place, ("void_fact", self.name(place), now_text)).await
    }

    fn corrector(&self, place: OrganizationId, by: Option<PersonId>) -> Result<By<'_>, FlowError> {
        let Some(actor) = self.actor else { return Ok(None) };
        self.allowed(corrector_of(&self.posts, &self.tree, place, (actor.0, by)))
    }

    fn reason(&self, reason: &str) -> Result<String, FlowError> {
        if domain::finding::is_private(reason) {
            return Err(FlowError::Invalid("reason_private"));
        }
        line(reason, REASON_LETTERS, "reason")
    }

    async fn excuse(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
        from: &Named,
        reason: &str,
    ) -> Result<u64, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let by = self.allowed(above_of(&self.posts, &self.tree, place))?;
        let reason = self.reason(reason)?;
        self.occasion(tx, place, from).await?;
        let now_text = format!("{}/{} {}: {reason}", from.regime, from.entry, from.occasion);
        let what = ("excuse", self.name(place), now_text);
        let log_index = self.touched(tx, by, place, what).await?;
        let new = Excused { from: from.clone(), reason, decided: now };
        let by = self.actor.map(|actor| actor.0);
        if !store::excuses::excuse(tx, at, place, &new, (log_index, by)).await? {
            return Err(FlowError::Conflict("excused"));
        }
        Ok(log_index)
    }

    async fn turn(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
        of: &Named,
        turned: &Turned,
    ) -> Result<u64, FlowError> {
        let (at, now) = (self.flow.authority(), self.flow.now());
        let by = self.corrector(place, None)?;
        let turned = Turned {
            turn: turned.turn,
            article: line(&turned.article, NAME_LETTERS, "article")?,
            reason: self.reason(&turned.reason)?,
        };
        let binding = self.occasion(tx, place, of).await?;
        let today = Day::of(now);
        let fits = match turned.turn {
            Turn::Pause { from, until } => {
                let is_new = from >= today;
                let ends = binding.turns.iter().flat_map(|(_, occasion, turns)| {
                    turns.iter().filter(|_| *occasion == of.occasion)
                });
                let open = Turn::Pause { from, until: None };
                let resumes = ends.into_iter().any(|each| each.turn == open);
                (is_new || resumes && until.is_some_and(|until| until >= today.previous()))
                    && until.is_none_or(|until| until >= from)
            }
            Turn::Extend { on, days } => on == today && (1..=366).contains(&days),
            Turn::Restart { on } => on == today,
        };
        if !fits {
            return Err(FlowError::Invalid("turn"));
        }
        let now_text = format!("{}/{} {} {:?}", of.regime, of.entry, of.occasion, turned.turn);
        let what = ("turn_term", self.name(place), now_text);
        let log_index = self.touched(tx, by, place, what).await?;
        let by = self.actor.map(|actor| actor.0);
        store::excuses::turn(tx, at, place, (of, &turned), (log_index, now, by)).await?;
        Ok(log_index)
    }

    /// What is named is an occasion of an entry that binds.
    async fn occasion(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
        named: &Named,
    ) -> Result<Binding, FlowError> {
        self.living(place)?;
        let binding = self.binding(tx, place, &named.regime).await?;
        let entry = binding.catalogue.entry(&named.entry).map(|(at, _)| at);
        let is_there = entry.is_some_and(|at| binding.has(at, named.occasion));
        if is_there { Ok(binding) } else { Err(FlowError::Invalid("meets")) }
    }

    async fn binding(
        &self,
        tx: &mut Tx,
        place: OrganizationId,
        regime: &str,
    ) -> Result<Binding, FlowError> {
        let all = crate::obligations::bindings(tx.db(), self.flow, place).await?;
        let found = all.into_iter().find(|binding| binding.regime == regime);
        found.ok_or(FlowError::Invalid("no_catalogue"))
    }

    async fn load_year(&self, tx: &mut Tx, notice: &HolidayYear) -> Result<u64, FlowError> {
        let (flow, at) = (self.flow, self.flow.authority());
        let root = self.tree.sorted().into_iter().find(|body| body.authority == at);
        let root = root.map(|body| body.id).ok_or(FlowError::NotFound)?;
        let by = self.allowed(administrator_of(&self.posts, &self.tree, root))?;
        let days = notice.days.len();
        let by_person = self.actor.map(|actor| actor.0);
        store::holidays::insert(tx, at, notice, flow.now(), by_person).await?;
        store::standings::all_stale(tx, at).await?;
        let moved = crate::obligations::recount_steps(tx, flow, notice).await?;
        let text = serde_json::to_string(notice).unwrap_or_default();
        let now_text = format!("{days} days, {moved} running terms moved, {}", digest(&text));
        let what = ("load_year", notice.year.to_string(), now_text);
        self.record(tx, by, root, what).await
    }
}

/// What is planned may lie so many days ahead.
const MOST_AHEAD: i32 = 1_100;

/// The first sixteen hex digits of a text's SHA-256: which text was meant, without telling it.
fn digest(text: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(&Sha256::digest(text.as_bytes())[..8])
}
