//! What an organization owes: read from catalogues, facts and what was published, derived and
//! observed for a day. Nothing is stored but what people touched (`touch`).

mod board;
mod calendar;
mod count;

use std::sync::Arc;

use domain::calendar::Day;
use domain::catalogue::{Adjustment, Catalogue, Version, adjusted, binding};
use domain::deadline::{Explanation, Turned, explain};
use domain::ids::{DisclosureId, OrganizationId};
use domain::obligation::{
    Excuse, Fact, Fulfilment, ItemClock, Length, Obligation, Observance, Occasion, Owed, Touched,
    count_of, derive, observe, reasons_of,
};
use domain::organization::{Kind, Organization, Tree};
use domain::regime::{Regime, Text};
use store::Db;
use store::catalogues::Adopted;
use store::excuses::Excused;
use store::facts::Reported;

use crate::{Flow, FlowError};

pub use board::{Board, Line, State, board};
pub use count::Coverage;

pub(crate) use calendar::recount_steps;
pub(crate) use count::fresh;

/// A catalogue that binds an organization today, with everything that its duties are made of.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The body whose facts and publications count: itself, or one that was merged into it.
    pub organization: OrganizationId,
    pub regime: String,
    pub version: u32,
    pub catalogue: Catalogue,
    /// Since when each entry binds.
    pub since: Vec<Day>,
    /// The last day on which it does; of a merged body.
    pub until: Option<Day>,
    pub facts: Vec<(u16, Fact)>,
    pub turns: Vec<(u16, Occasion, Vec<Turned>)>,
    pub excuses: Vec<Excuse>,
    pub fulfilments: Vec<Fulfilment>,
    /// The disclosure of each fulfilment.
    pub disclosures: Vec<DisclosureId>,
}

/// An obligation with how it stands.
#[derive(Clone, Copy, Debug)]
pub struct Duty {
    pub obligation: Obligation,
    pub observance: Observance,
    /// What met it.
    pub disclosure: Option<DisclosureId>,
}

impl Binding {
    /// Everything owed whose time lies in the stretch, as it stands on `today`.
    pub fn duties(&self, flow: &Flow, (from, to): (Day, Day), today: Day) -> Vec<Duty> {
        let calendar = flow.calendar();
        let owed = self.owed();
        let touched = self.touched();
        let duty = |obligation: Obligation| Duty {
            obligation,
            observance: observe(&obligation, &touched, today),
            disclosure: self.met_by(&obligation, today),
        };
        derive(&calendar, &owed, from, to).into_iter().map(duty).collect()
    }

    fn owed(&self) -> Owed<'_> {
        Owed {
            clocks: &self.catalogue.clocks,
            since: &self.since,
            until: self.until,
            facts: &self.facts,
            turns: &self.turns,
        }
    }

    fn touched(&self) -> Touched<'_> {
        Touched { fulfilments: &self.fulfilments, excuses: &self.excuses }
    }

    fn met_by(&self, obligation: &Obligation, today: Day) -> Option<DisclosureId> {
        let pairs = self.fulfilments.iter().zip(&self.disclosures);
        let counts = |(met, _): &(&Fulfilment, &DisclosureId)| {
            met.item == obligation.item
                && met.occasion == obligation.occasion
                && met.ended.is_none_or(|ended| ended > today)
        };
        pairs.filter(counts).min_by_key(|(met, _)| met.on).map(|(_, id)| *id)
    }

    /// Whether the entry has such an occasion: a period of one of its clocks, a fact reported for it,
    /// or that it is shown.
    pub fn has(&self, entry: u16, occasion: Occasion) -> bool {
        let mut clocks = self.catalogue.clocks.iter().filter(|clock| clock.item == entry);
        match occasion {
            Occasion::Period(period) => {
                clocks.any(|clock| Length::of(clock.kind) == Some(period.length))
            }
            Occasion::Fact(id, of) => {
                let facts =
                    self.facts.iter().filter(|(item, fact)| *item == entry && fact.id == id);
                let kinds: Vec<_> = facts.map(|(_, fact)| fact.kind).collect();
                clocks.any(|clock| {
                    clock.clock == of && kinds.iter().any(|kind| kind.starts(clock.kind))
                })
            }
            Occasion::Shown(of) => clocks.any(|clock| {
                clock.clock == of && clock.kind == domain::regime::CadenceKind::LongTerm
            }),
        }
    }

    /// The clock of an obligation.
    pub fn clock(&self, obligation: &Obligation) -> Option<&ItemClock> {
        let mut clocks = self.catalogue.clocks.iter();
        clocks.find(|clock| clock.item == obligation.item && clock.clock == obligation.clock)
    }

    /// What was reported for an obligation; `None` where it is due for a period or to be shown.
    pub fn fact(&self, obligation: &Obligation) -> Option<&Fact> {
        let Occasion::Fact(id, _) = obligation.occasion else { return None };
        self.facts.iter().map(|(_, fact)| fact).find(|fact| fact.id == id)
    }

    /// Why it is due when it is; `None` where no number is given.
    pub fn explain(&self, flow: &Flow, obligation: &Obligation) -> Option<Explanation> {
        let entry = self.catalogue.entries.get(usize::from(obligation.item))?;
        let cadence = entry.clocks.get(usize::from(obligation.clock))?;
        let clock = self.clock(obligation)?;
        let name = self.fact(obligation).map_or("", |fact| fact.name.as_str());
        let mut reasons =
            reasons_of(flow.regime(&self.regime)?, cadence, obligation.occasion, name);
        if let Some(own) = entry.own.as_ref().filter(|own| !own.basis.is_empty()) {
            reasons.basis = vec![Text { zh: own.basis.clone(), en: own.basis.clone() }];
        }
        let turns = self.turns.iter().find(|(item, occasion, _)| {
            *item == obligation.item && *occasion == obligation.occasion
        });
        let turns = turns.map_or(&[][..], |(_, _, turns)| turns.as_slice());
        let count = count_of(clock, obligation.fact, turns)?;
        Some(explain(&flow.calendar(), &count, &reasons))
    }
}

impl Flow {
    /// The catalogues that bind an organization today, and those of bodies that were merged into it
    /// as far as they bound until then.
    ///
    /// # Errors
    /// The store's.
    pub async fn bindings(&self, organization: OrganizationId) -> Result<Vec<Binding>, FlowError> {
        let reader = &self.inner.store.reader;
        let tree = store::organizations::tree(reader.db()).await?;
        let mut all = Vec::new();
        for place in tree.inherited(organization) {
            if let Some(body) = tree.get(place) {
                all.extend(bindings_of(reader.db(), self, body).await?);
            }
        }
        Ok(all)
    }

    /// Every version of every catalogue of an organization, by regime.
    ///
    /// # Errors
    /// The store's.
    pub async fn versions(
        &self,
        organization: OrganizationId,
    ) -> Result<Vec<(Adopted, Version)>, FlowError> {
        let reader = &self.inner.store.reader;
        let tree = store::organizations::tree(reader.db()).await?;
        let body = tree.get(organization).ok_or(FlowError::NotFound)?;
        let adopted =
            store::catalogues::of_organization(reader.db(), self.authority(), organization);
        let pair = |each: Adopted| version(self, body.kind, &each).map(|version| (each, version));
        Ok(adopted.await?.into_iter().filter_map(pair).collect())
    }

    /// The catalogue of a kind under a regime with adjustments; the plain one is made once.
    pub(crate) fn catalogue(
        &self,
        regime: &Regime,
        kind: Kind,
        adjustments: &[Adjustment],
    ) -> Option<Catalogue> {
        if !adjustments.is_empty() {
            return adjusted(regime, kind, adjustments).ok();
        }
        let key = (regime.id.clone(), kind);
        let plain = || Arc::new(Catalogue::plain(regime, kind));
        Some((*self.inner.catalogues.get_with(key, plain)).clone())
    }
}

/// The catalogues that bind one organization itself today.
pub(crate) async fn bindings(
    mut db: Db<'_>,
    flow: &Flow,
    organization: OrganizationId,
) -> Result<Vec<Binding>, FlowError> {
    let tree: Tree = store::organizations::tree(db.again()).await?;
    let body = tree.get(organization).ok_or(FlowError::NotFound)?;
    bindings_of(db.again(), flow, body).await
}

async fn bindings_of(
    mut db: Db<'_>,
    flow: &Flow,
    body: &Organization,
) -> Result<Vec<Binding>, FlowError> {
    let (at, id) = (flow.authority(), body.id);
    let adopted = store::catalogues::of_organization(db.again(), at, id).await?;
    if adopted.is_empty() {
        return Ok(Vec::new());
    }
    let facts = store::facts::of_organization(db.again(), at, id).await?;
    let excused = store::excuses::excused(db.again(), at, id).await?;
    let turned = store::excuses::turned(db.again(), at, id).await?;
    let met = store::fulfilments::of_organization(db.again(), at, id).await?;
    let touched = Kept { facts: &facts, excused: &excused, turned: &turned, met: &met };
    Ok(assemble(flow, body, &adopted, &touched))
}

/// What is kept of one organization.
struct Kept<'a> {
    facts: &'a [Reported],
    excused: &'a [Excused],
    turned: &'a [(store::excuses::Named, Turned)],
    met: &'a [store::fulfilments::Met],
}

fn assemble(
    flow: &Flow,
    body: &Organization,
    adopted: &[Adopted],
    kept: &Kept<'_>,
) -> Vec<Binding> {
    let until = body.standing.until.map(|until| Day::of(until).previous());
    let today = until.unwrap_or_else(|| Day::of(flow.now()));
    let mut all = Vec::new();
    for of_regime in adopted.chunk_by(|one, next| one.regime == next.regime) {
        let versions: Vec<_> =
            of_regime.iter().filter_map(|each| version(flow, body.kind, each)).collect();
        let Some((version, since)) = binding(&versions, today) else { continue };
        let regime = of_regime.first().map(|each| each.regime.clone()).unwrap_or_default();
        all.push(bind(body.id, (&regime, version, since, until), kept));
    }
    all
}

fn version(flow: &Flow, kind: Kind, adopted: &Adopted) -> Option<Version> {
    let regime = flow.regime(&adopted.regime)?;
    let catalogue = flow.catalogue(regime, kind, &adopted.adjustments)?;
    let from = adopted.from_day.parse().ok()?;
    Some(Version { number: adopted.version, from, catalogue })
}

fn bind(
    organization: OrganizationId,
    (regime, version, since, until): (&str, &Version, Vec<Day>, Option<Day>),
    kept: &Kept<'_>,
) -> Binding {
    let catalogue = version.catalogue.clone();
    let place = |of: &str, entry: &str| {
        let is_of = of == regime;
        catalogue.entry(entry).filter(|_| is_of).map(|(at, _)| at)
    };
    let facts = kept
        .facts
        .iter()
        .filter(|fact| fact.voided.is_none())
        .filter_map(|fact| Some((place(&fact.regime, &fact.entry)?, reported(fact)?)));
    let mut turns: Vec<(u16, Occasion, Vec<Turned>)> = Vec::new();
    for (of, turned) in kept.turned {
        let Some(at) = place(&of.regime, &of.entry) else { continue };
        match turns.iter_mut().find(|(item, occasion, _)| *item == at && *occasion == of.occasion) {
            Some((_, _, list)) => turn(list, turned),
            None => turns.push((at, of.occasion, vec![turned.clone()])),
        }
    }
    let excuses = kept.excused.iter().filter_map(|excused| {
        let item = place(&excused.from.regime, &excused.from.entry)?;
        Some(Excuse { item, occasion: excused.from.occasion, on: Day::of(excused.decided) })
    });
    let met = kept.met.iter().filter_map(|met| {
        let fulfilment = Fulfilment {
            item: place(&met.regime, &met.entry)?,
            occasion: met.occasion,
            on: Day::of(met.public),
            ended: met.ended.map(Day::of),
            is_nil: met.is_nil,
        };
        Some((fulfilment, met.disclosure))
    });
    let (fulfilments, disclosures) = met.unzip();
    Binding {
        organization,
        regime: regime.to_owned(),
        version: version.number,
        facts: facts.collect(),
        turns,
        excuses: excuses.collect(),
        fulfilments,
        disclosures,
        since,
        until,
        catalogue,
    }
}

fn reported(fact: &Reported) -> Option<Fact> {
    Some(Fact {
        id: fact.id,
        item: fact.entry.clone(),
        kind: fact.kind,
        clock: fact.clock,
        on: fact.on_day.parse().ok()?,
        name: fact.name.clone(),
    })
}

/// A pause that was ended takes the place of the open one that it ends.
fn turn(list: &mut Vec<Turned>, new: &Turned) {
    use domain::deadline::Turn;
    let is_open = |old: &Turned| match (old.turn, new.turn) {
        (Turn::Pause { from, until: None }, Turn::Pause { from: same, until: Some(_) }) => {
            from == same
        }
        _ => false,
    };
    match list.iter_mut().find(|old| is_open(old)) {
        Some(old) => *old = new.clone(),
        None => list.push(new.clone()),
    }
}
