//! What a body owes, for those inside and above: what waits, facts to report, and what is decided
//! about obligations. Everything goes through `Flow::touch`.

use std::sync::Arc;

use axum::extract::{Form, Path};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::Day;
use domain::catalogue::Adjustment;
use domain::deadline::{Turn, Turned};
use domain::ids::OrganizationId;
use domain::obligation::{FactKind, Observance};
use domain::organization::Tree;
use domain::permission::{Refusal, above_of, corrector_of, maker_of, reporter_of};
use domain::post::Post;
use flow::obligations::{Binding, Duty};
use flow::{FlowError, Touch};
use store::excuses::Named;

use super::shared::name_of;
use crate::error::WebError;
use crate::form::{Fields, id};
use crate::portal::board::{duty_link, occasion_name};
use crate::view::choice::{Choice, Group};
use crate::view::obligations::{BodyDuties, FactRow, Obligations, ObligationsOf, WaitingDuty};
use crate::view::{Link, Message};
use crate::visitor::{Answer, Visitor, done};

/// Words of the forms, the last part of their addresses.
pub(crate) const FORMS: [&str; 5] = ["report", "void", "excuse", "turn", "adopt"];

/// Rows of a list that a page shows.
const ROWS: usize = 200;

pub(crate) async fn show_bodies(visitor: Visitor) -> Response {
    visitor.answer(bodies(&visitor)).await
}

pub(crate) async fn show_obligations(visitor: Visitor, Path(place): Path<String>) -> Response {
    visitor.answer(async { one(&visitor, id(&place)?, None, &Fields::default()).await }).await
}

pub(crate) async fn take_form(
    word: &'static str,
    visitor: Visitor,
    Path(place): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    visitor.answer(take(word, &visitor, &place, &Fields::new(pairs))).await
}

async fn bodies(visitor: &Visitor) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    if caller.posts.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let coverage = site.flow().coverage().await?;
    let sorted = coverage.tree.sorted().into_iter().filter(|body| body.is_active());
    let may = sorted.filter(|body| reporter_of(&caller.posts, &coverage.tree, body.id).is_some());
    let body = |body: &domain::organization::Organization| {
        let counted = coverage.counted.get(&body.id);
        BodyDuties {
            body: Link { name: body.name.clone(), href: format!("/desk/obligations/{}", body.id) },
            late: counted.map_or(0, |counted| counted.late),
            soon: counted.map_or(0, |counted| counted.soon),
        }
    };
    let bodies = may.map(body).collect();
    visitor.page(&Obligations { frame: visitor.frame().await?, bodies })
}

/// What the caller's posts are to a body.
struct Office<'a> {
    tree: Arc<Tree>,
    posts: &'a [Post],
    place: OrganizationId,
}

async fn office(visitor: &Visitor, place: OrganizationId) -> Result<Office<'_>, WebError> {
    let posts = &visitor.caller()?.posts;
    let tree = visitor.site.tree().await?;
    let body = tree.get(place).filter(|body| body.authority == visitor.site.at());
    if body.is_none() || reporter_of(posts, &tree, place).is_none() {
        return Err(FlowError::NotFound.into());
    }
    Ok(Office { tree, posts, place })
}

async fn one(
    visitor: &Visitor,
    place: OrganizationId,
    problem: Option<WebError>,
    typed: &Fields,
) -> Answer {
    let (site, office) = (&visitor.site, office(visitor, place).await?);
    let today = Day::of(site.flow().now());
    let bindings = site.flow().bindings(place).await?;
    let (status, problem) = match problem {
        Some(error) => {
            let (status, message): (StatusCode, Message) = error.told();
            (status, Some(message))
        }
        None => (StatusCode::OK, None),
    };
    let may_excuse = above_of(office.posts, &office.tree, place).is_some();
    let person = visitor.caller()?.person;
    let may_turn = corrector_of(office.posts, &office.tree, place, (person, None)).is_some();
    let open = if may_excuse || may_turn { open(visitor, &bindings, today) } else { Vec::new() };
    let page = ObligationsOf {
        frame: visitor.frame_at(&format!("/desk/obligations/{place}")).await?,
        problem,
        id: place.to_string(),
        name: name_of(&office.tree, place),
        today: today.to_string(),
        waiting: waiting(visitor, &bindings, today),
        reportable: reportable(visitor, place, &bindings),
        facts: facts(visitor, &office, &bindings).await?,
        open,
        may_excuse,
        may_turn,
        adoptable: adoptable(visitor, &office),
        bound: bindings
            .iter()
            .map(|each| Link {
                name: each.regime.clone(),
                href: format!("/organizations/{place}/board"),
            })
            .collect(),
        typed: typed.typed(),
    };
    visitor.page_with(status, &page)
}

/// Late first, then what waits, then what is due soon; each by its day.
fn waiting(visitor: &Visitor, bindings: &[Binding], today: Day) -> Vec<WaitingDuty> {
    let mut rows: Vec<(u8, Option<Day>, WaitingDuty)> = Vec::new();
    for binding in bindings {
        let stretch = (today.plus_years(-2), today.plus(60));
        for duty in binding.duties(visitor.site.flow(), stretch, today) {
            let (rank, state) = match duty.observance {
                Observance::Late { .. } => (0, "late"),
                Observance::Waiting { .. } => (1, "waiting"),
                Observance::Soon { .. } => (2, "soon"),
                Observance::Met { .. }
                | Observance::Excused { .. }
                | Observance::Open
                | Observance::Stopped => continue,
            };
            let entry = &binding.catalogue.entries[usize::from(duty.obligation.item)];
            let fact = binding.fact(&duty.obligation).map(|fact| fact.name.clone());
            let row = WaitingDuty {
                entry: visitor.lang.of(&entry.name).to_owned(),
                link: duty_link(visitor.lang, binding, &duty),
                state,
                fact: fact.unwrap_or_default(),
            };
            rows.push((rank, duty.obligation.due.day(), row));
        }
    }
    rows.sort_by_key(|(rank, due, _)| (*rank, *due));
    rows.into_iter().map(|(_, _, row)| row).take(ROWS).collect()
}

/// Entries with clocks that facts start, a choice for each clock.
fn reportable(visitor: &Visitor, place: OrganizationId, bindings: &[Binding]) -> Vec<Group> {
    let own = bindings.iter().filter(|binding| binding.organization == place);
    let group = |binding: &Binding| {
        let regime = visitor.site.flow().regime(&binding.regime);
        let label = regime.map(|regime| visitor.lang.of(&regime.name).to_owned());
        let entries = binding.catalogue.entries.iter();
        let choices = entries.flat_map(|entry| {
            let kinds: Vec<_> = FactKind::of(&entry.clocks).collect();
            kinds.into_iter().flat_map(move |kind| choices_of(visitor, binding, entry, kind))
        });
        Group { label: label.unwrap_or_default(), choices: choices.collect() }
    };
    own.map(group).filter(|group| !group.choices.is_empty()).collect()
}

fn choices_of(
    visitor: &Visitor,
    binding: &Binding,
    entry: &domain::catalogue::Entry,
    kind: FactKind,
) -> Vec<Choice> {
    let clocks = (0_u8..).zip(&entry.clocks);
    let started = clocks.filter(|(_, clock)| !clock.alternative && kind.starts(clock.kind));
    let value = |clock: &str| format!("{} {} {} {clock}", binding.regime, entry.id, kind.word());
    let label = |rule: &str| format!("{} {} · {rule}", entry.id, visitor.lang.of(&entry.name));
    // A planned decision starts its notice and what follows it together.
    if kind == FactKind::Decision {
        let rules: Vec<_> = started.map(|(_, clock)| visitor.lang.of(&clock.text)).collect();
        return vec![Choice { value: value("-"), label: label(&rules.join("、")) }];
    }
    let one = |(at, clock): (u8, &domain::regime::Cadence)| Choice {
        value: value(&at.to_string()),
        label: label(visitor.lang.of(&clock.text)),
    };
    started.map(one).collect()
}

async fn facts(
    visitor: &Visitor,
    office: &Office<'_>,
    bindings: &[Binding],
) -> Result<Vec<FactRow>, WebError> {
    let (site, person) = (&visitor.site, visitor.caller()?.person);
    let all = store::facts::of_organization(site.db(), site.at(), office.place).await?;
    let entry = |fact: &store::facts::Reported| {
        let binding = bindings.iter().find(|binding| binding.regime == fact.regime);
        let found = binding.and_then(|binding| binding.catalogue.entry(&fact.entry));
        found.map_or_else(|| fact.entry.clone(), |(_, e)| visitor.lang.of(&e.name).to_owned())
    };
    let mut rows = Vec::new();
    for fact in all.iter().rev().take(ROWS) {
        let (_, by) = store::facts::load(site.db(), site.at(), office.place, fact.id)
            .await?
            .ok_or(FlowError::NotFound)?;
        let corrector = corrector_of(office.posts, &office.tree, office.place, (person, by));
        rows.push(FactRow {
            id: fact.id.to_string(),
            entry: entry(fact),
            on_day: fact.on_day.clone(),
            name: fact.name.clone(),
            voided: fact.voided.as_ref().map(|(_, reason)| reason.clone()),
            may_void: fact.voided.is_none() && corrector.is_some(),
        });
    }
    Ok(rows)
}

/// What is not met yet, latest day first.
pub(super) fn open(visitor: &Visitor, bindings: &[Binding], today: Day) -> Vec<Choice> {
    let mut rows: Vec<(Option<Day>, Choice)> = Vec::new();
    for binding in bindings {
        let stretch = (today.plus_years(-2), today.plus(120));
        let duties = binding.duties(visitor.site.flow(), stretch, today);
        let is_open = |duty: &&Duty| {
            !matches!(duty.observance, Observance::Met { .. } | Observance::Excused { .. })
        };
        for duty in duties.iter().filter(is_open) {
            let obligation = &duty.obligation;
            let entry = &binding.catalogue.entries[usize::from(obligation.item)];
            let occasion = occasion_name(visitor.lang, obligation.occasion, obligation.fact);
            let label = format!("{} {} · {occasion}", entry.id, visitor.lang.of(&entry.name));
            let value = format!("{} {} {}", binding.regime, entry.id, obligation.occasion);
            rows.push((obligation.due.day(), Choice { value, label }));
        }
    }
    rows.sort_by_key(|(due, _)| *due);
    rows.into_iter().map(|(_, choice)| choice).take(ROWS).collect()
}

fn adoptable(visitor: &Visitor, office: &Office<'_>) -> Vec<Choice> {
    let kind = office.tree.get(office.place).map(|body| body.kind);
    let regimes = visitor.site.flow().regimes().iter().filter(|regime| {
        let has_items = kind.is_some_and(|kind| regime.items_for(kind).next().is_some());
        let maker = maker_of(office.posts, &office.tree, office.place, regime.catalogue);
        has_items && maker.is_some()
    });
    let choice = |regime: &domain::regime::Regime| Choice {
        value: regime.id.clone(),
        label: visitor.lang.of(&regime.name).to_owned(),
    };
    regimes.map(choice).collect()
}

async fn take(word: &str, visitor: &Visitor, place: &str, fields: &Fields) -> Answer {
    visitor.check(fields)?;
    let place: OrganizationId = id(place)?;
    // Whose page does not open, its forms do not either.
    office(visitor, place).await?;
    let touched = match touch(word, visitor, place, fields).await {
        Ok(touch) => visitor.site.flow().touch(Some(visitor.actor()?), &touch).await,
        Err(error) => Err(error),
    };
    match touched {
        Ok(_) => Ok(done(&format!("/desk/obligations/{place}"), "touched")),
        Err(
            error @ (FlowError::Invalid(_) | FlowError::Conflict(_) | FlowError::Adjustments(_)),
        ) => one(visitor, place, Some(error.into()), fields).await,
        Err(error) => Err(error.into()),
    }
}

/// What a form asks for.
async fn touch(
    word: &str,
    visitor: &Visitor,
    organization: OrganizationId,
    fields: &Fields,
) -> Result<Touch, FlowError> {
    let text = |name: &str| fields.text(name).trim().to_owned();
    Ok(match word {
        "report" => {
            let what: Vec<_> = fields.text("what").split(' ').collect();
            let [regime, entry, kind, clock] = what[..] else {
                return Err(FlowError::Invalid("item"));
            };
            Touch::Report {
                organization,
                regime: regime.to_owned(),
                entry: entry.to_owned(),
                kind: FactKind::from_word(kind).ok_or(FlowError::Invalid("fact_kind"))?,
                clock: clock.parse().ok(),
                on_day: text("on_day"),
                name: text("name"),
            }
        }
        "void" => Touch::Void {
            organization,
            fact: fields.text("fact").parse().map_err(|_| FlowError::Invalid("fact"))?,
            reason: text("reason"),
        },
        "excuse" => Touch::Excuse { organization, from: named(fields)?, reason: text("reason") },
        "turn" => Touch::Turn {
            organization,
            of: named(fields)?,
            turned: Turned {
                turn: turn(visitor, organization, fields).await?,
                article: text("article"),
                reason: text("reason"),
            },
        },
        "adopt" => Touch::Adopt {
            organization,
            regime: text("regime"),
            from_day: text("from_day"),
            adjustments: without(fields),
        },
        _ => return Err(FlowError::NotFound),
    })
}

fn named(fields: &Fields) -> Result<Named, FlowError> {
    let parts: Vec<_> = fields.text("duty").split(' ').collect();
    let [regime, entry, occasion] = parts[..] else { return Err(FlowError::Invalid("meets")) };
    Ok(Named {
        regime: regime.to_owned(),
        entry: entry.to_owned(),
        occasion: occasion.parse().map_err(|_| FlowError::Invalid("meets"))?,
    })
}

/// Days for an extension; a pause begins today, and ends yesterday when it is resumed today.
async fn turn(
    visitor: &Visitor,
    organization: OrganizationId,
    fields: &Fields,
) -> Result<Turn, FlowError> {
    let today = Day::of(visitor.site.flow().now());
    Ok(match fields.text("turn") {
        "extend" => {
            let days = fields.text("days").trim().parse();
            Turn::Extend { on: today, days: days.map_err(|_| FlowError::Invalid("turn"))? }
        }
        "pause" => Turn::Pause { from: today, until: None },
        "resume" => {
            let bindings = visitor.site.flow().bindings(organization).await?;
            let from = paused_since(&bindings, &named(fields)?);
            let from = from.ok_or(FlowError::Invalid("turn"))?;
            Turn::Pause { from, until: Some(today.previous()) }
        }
        "restart" => Turn::Restart { on: today },
        _ => return Err(FlowError::Invalid("turn")),
    })
}

/// Since when the term of an obligation stands.
fn paused_since(bindings: &[Binding], of: &Named) -> Option<Day> {
    let binding = bindings.iter().find(|binding| binding.regime == of.regime)?;
    let (at, _) = binding.catalogue.entry(&of.entry)?;
    let mut turns =
        binding.turns.iter().filter(|(item, occasion, _)| (*item, *occasion) == (at, of.occasion));
    turns.find_map(|(_, _, turns)| {
        turns.iter().find_map(|turned| match turned.turn {
            Turn::Pause { from, until: None } => Some(from),
            Turn::Pause { .. } | Turn::Extend { .. } | Turn::Restart { .. } => None,
        })
    })
}

/// Items taken out, all for the same reason.
fn without(fields: &Fields) -> Vec<Adjustment> {
    let ids = fields.text("without").split(|c: char| c.is_whitespace() || ",，、".contains(c));
    let reason = fields.text("reason").trim();
    let remove =
        |item: &str| Adjustment::Remove { item: item.to_uppercase(), reason: reason.to_owned() };
    ids.filter(|item| !item.is_empty()).map(remove).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_to_leave_out_are_read_with_any_comma() {
        let fields = Fields::new(vec![
            ("without".to_owned(), "d24，D27、 d31".to_owned()),
            ("reason".to_owned(), "本村没有".to_owned()),
        ]);
        let items: Vec<_> = without(&fields)
            .into_iter()
            .map(|each| match each {
                Adjustment::Remove { item, .. } => item,
                _ => String::new(),
            })
            .collect();
        assert_eq!(items, ["D24", "D27", "D31"]);
    }
}
