//! What an organization owes, for everybody to see: the wall of its catalogues, one obligation
//! explained, the county as a map.
//!
//! What happened is told by its day alone: its name may be that of something which is not for
//! everybody. Titles of texts are shown where this reader may know them.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use domain::calendar::Day;
use domain::ids::{DisclosureId, OrganizationId};
use domain::obligation::{Observance, Occasion};
use domain::organization::{Organization, Tree};
use domain::regime::Text;
use flow::FlowError;
use flow::obligations::{Binding, Board, Duty, Line, State, board};
use store::standings::Counted;

use super::shared::share;
use crate::error::WebError;
use crate::form::id;
use crate::locale::Lang;
use crate::view::Link;
use crate::view::board::{
    Area, BoardPage, BoardRow, BodyOf, CellOf, DutyLink, Group, MapPage, MonthOf, ObligationPage,
    Tally, WallOf,
};
use crate::visitor::{Answer, Visitor};

/// So many late ones of an entry are named.
const NAMED: usize = 3;

pub(crate) async fn show_board(visitor: Visitor, Path(place): Path<String>) -> Response {
    visitor.answer(async { wall_page(&visitor, id(&place)?).await }).await
}

pub(crate) async fn show_obligation(
    visitor: Visitor,
    Path((place, regime, entry, occasion)): Path<(String, String, String, String)>,
) -> Response {
    let named = (regime.as_str(), entry.as_str(), occasion.as_str());
    visitor.answer(async { obligation_page(&visitor, id(&place)?, named).await }).await
}

pub(crate) async fn show_map(visitor: Visitor) -> Response {
    visitor.answer(map_page(&visitor)).await
}

async fn wall_page(visitor: &Visitor, place: OrganizationId) -> Answer {
    let site = &visitor.site;
    let generation = site.flow().generation();
    let tree = site.tree().await?;
    let body = tree.get(place).filter(|body| body.authority == site.at());
    let body = body.ok_or(FlowError::NotFound)?;
    let today = Day::of(site.flow().now());
    let mut walls = Vec::new();
    for binding in site.flow().bindings(place).await? {
        let wall = board(site.flow(), binding, today);
        let titles = titles(visitor, wall.lines.iter().filter_map(|line| line.latest)).await?;
        walls.push(wall_of(visitor, &tree, place, &wall, &titles));
    }
    let above = tree.upward(place).into_iter().skip(1).rev();
    let page = BoardPage {
        frame: visitor.frame().await?,
        organization: link(body),
        above: above.filter_map(|id| tree.get(id)).map(link).collect(),
        day: today.to_string(),
        walls,
    };
    share(visitor, generation, None, &page)
}

fn link(body: &Organization) -> Link {
    Link { name: body.name.clone(), href: format!("/organizations/{}", body.id) }
}

/// The texts that this reader may know of, with their titles.
async fn titles(
    visitor: &Visitor,
    latest: impl Iterator<Item = (Day, DisclosureId)>,
) -> Result<HashMap<DisclosureId, Link>, WebError> {
    let site = &visitor.site;
    let ids: Vec<_> = latest.map(|(_, id)| id).collect();
    let mut disclosures = Vec::new();
    for id in ids {
        disclosures.push(store::disclosures::load(site.db(), site.at(), id).await?);
    }
    let named: HashMap<_, _> =
        disclosures.iter().map(|each| (each.code.to_string(), each.id)).collect();
    let rows = site.flow().rows(&visitor.reader(), disclosures).await?;
    let link = |row: &flow::article::Row| {
        let code = row.code.to_string();
        let id = named.get(&code).copied()?;
        Some((id, Link { name: row.title.clone(), href: format!("/d/{code}") }))
    };
    Ok(rows.iter().filter_map(link).collect())
}

fn wall_of(
    visitor: &Visitor,
    tree: &Tree,
    place: OrganizationId,
    wall: &Board,
    titles: &HashMap<DisclosureId, Link>,
) -> WallOf {
    let binding = &wall.binding;
    let mut groups: Vec<Group> = Vec::new();
    for line in &wall.lines {
        let Some(entry) = binding.catalogue.entries.get(usize::from(line.entry)) else { continue };
        let category = visitor.lang.of(&entry.category).to_owned();
        let row = board_row(visitor, binding, line, titles);
        match groups.iter_mut().find(|group| group.category == category) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { category, rows: vec![row] }),
        }
    }
    let count = |state| wall.lines.iter().filter(|line| line.state == state).count();
    let regime = visitor.site.flow().regime(&binding.regime);
    let is_own = binding.organization == place;
    let merged = tree.get(binding.organization).filter(|_| !is_own);
    WallOf {
        regime: regime.map(|regime| visitor.lang.of(&regime.name).to_owned()).unwrap_or_default(),
        inherited: merged.map(|body| body.name.clone()),
        version: binding.version,
        catalogue_href: format!(
            "/organizations/{}/catalogue/{}",
            binding.organization, binding.regime
        ),
        totals: State::ALL.into_iter().map(|state| (state, count(state))).collect(),
        groups,
    }
}

fn board_row(
    visitor: &Visitor,
    binding: &Binding,
    line: &Line,
    titles: &HashMap<DisclosureId, Link>,
) -> BoardRow {
    let entry = &binding.catalogue.entries[usize::from(line.entry)];
    let lang = visitor.lang;
    let duty_link = |duty: &Duty| duty_link(lang, binding, duty);
    let rules = entry.clocks.iter().filter(|clock| !clock.alternative);
    let rules: Vec<_> = rules.map(|clock| lang.of(&clock.text)).collect();
    BoardRow {
        id: entry.id.clone(),
        name: lang.of(&entry.name).to_owned(),
        rule: rules.join(if lang == Lang::ZhCn { ";" } else { "; " }),
        state: line.state,
        since: line.since.map(|day| day.to_string()),
        missing: line.missing.iter().take(NAMED).map(duty_link).collect(),
        more: line.late.saturating_sub(NAMED as u32),
        next: line.next.as_ref().map(duty_link),
        latest: line.latest.map(|(day, id)| (day.to_string(), titles.get(&id).cloned())),
    }
}

pub(crate) fn duty_link(lang: Lang, binding: &Binding, duty: &Duty) -> DutyLink {
    let obligation = &duty.obligation;
    let entry = &binding.catalogue.entries[usize::from(obligation.item)];
    DutyLink {
        occasion: occasion_name(lang, obligation.occasion, obligation.fact),
        due: obligation.due.day().map(|day| day.to_string()),
        href: format!(
            "/organizations/{}/board/{}/{}/{}",
            binding.organization, binding.regime, entry.id, obligation.occasion
        ),
    }
}

/// A period by its name, a fact by its day.
pub(crate) fn occasion_name(lang: Lang, occasion: Occasion, fact: Day) -> String {
    match occasion {
        Occasion::Period(period) => lang.of(&period.name()).to_owned(),
        Occasion::Fact(..) => lang.filled("occasion.fact", &[&fact]),
        Occasion::Shown(_) => lang.text("occasion.shown"),
    }
}

async fn obligation_page(
    visitor: &Visitor,
    place: OrganizationId,
    (regime, entry, occasion): (&str, &str, &str),
) -> Answer {
    let site = &visitor.site;
    let (flow, generation) = (site.flow(), site.flow().generation());
    let tree = site.tree().await?;
    let body = tree.get(place).filter(|body| body.authority == site.at());
    let body = body.ok_or(FlowError::NotFound)?;
    let occasion: Occasion = occasion.parse().map_err(|_| FlowError::NotFound)?;
    let all = flow.bindings(place).await?;
    let is_it = |each: &&Binding| each.regime == regime && each.organization == place;
    let binding = all.iter().find(is_it).ok_or(FlowError::NotFound)?;
    let (at, entry) = binding.catalogue.entry(entry).ok_or(FlowError::NotFound)?;
    let today = Day::of(flow.now());
    let stretch = (today.plus_years(-10), today.plus_years(4));
    let duties = binding.duties(flow, stretch, today);
    let of = |duty: &&Duty| duty.obligation.item == at && duty.obligation.occasion == occasion;
    let duty = duties.iter().find(of).ok_or(FlowError::NotFound)?;
    let titles =
        titles(visitor, duty.disclosure.into_iter().map(|id| (duty.obligation.fact, id))).await?;
    let met = match duty.observance {
        Observance::Met { on, .. } => {
            let text = duty.disclosure.and_then(|id| titles.get(&id).cloned());
            Some((on.to_string(), text))
        }
        _ => None,
    };
    let excused = store::excuses::excused(site.db(), site.at(), place).await?;
    let excused = excused.into_iter().find(|each| {
        each.from.regime == regime && each.from.entry == entry.id && each.from.occasion == occasion
    });
    let explanation = binding.explain(flow, &duty.obligation);
    let lines = explanation.iter().flat_map(|explanation| &explanation.lines);
    let page = ObligationPage {
        frame: visitor.frame().await?,
        organization: Link {
            name: body.name.clone(),
            href: format!("/organizations/{place}/board"),
        },
        entry: visitor.lang.of(&entry.name).to_owned(),
        occasion: occasion_name(visitor.lang, occasion, duty.obligation.fact),
        observance: duty.observance.word(),
        days: days(duty.observance),
        due: duty.obligation.due.day().map(|day| day.to_string()),
        lines: lines.map(|line| visitor.lang.of(line).to_owned()).collect(),
        months: explanation.iter().flat_map(|each| &each.months).map(month_of).collect(),
        met,
        excused: excused.map(|each| each.reason),
    };
    share(visitor, generation, None, &page)
}

fn days(observance: Observance) -> u32 {
    match observance {
        Observance::Met { late, .. } => late,
        Observance::Soon { days } | Observance::Late { days } | Observance::Waiting { days } => {
            days
        }
        Observance::Excused { .. } | Observance::Open | Observance::Stopped => 0,
    }
}

fn month_of(month: &domain::deadline::Month) -> MonthOf {
    use domain::deadline::Mark;
    let cell = |cell: &domain::deadline::Cell| CellOf {
        day: cell.day.day_of_month(),
        mark: cell.mark.word(),
        number: match cell.mark {
            Mark::Counted(number) | Mark::MadeUp(number) => Some(number),
            Mark::Outside
            | Mark::Fact
            | Mark::Weekend
            | Mark::Holiday
            | Mark::Paused
            | Mark::Due => None,
        },
    };
    let week = |week: &[Option<domain::deadline::Cell>; 7]| {
        week.iter().map(|each| each.as_ref().map(cell)).collect()
    };
    MonthOf { year: month.year, month: month.month, weeks: month.weeks.iter().map(week).collect() }
}

async fn map_page(visitor: &Visitor) -> Answer {
    let site = &visitor.site;
    let generation = site.flow().generation();
    let coverage = site.flow().coverage().await?;
    let tree = &coverage.tree;
    let sorted = tree.sorted();
    let active: Vec<_> = sorted.iter().filter(|body| body.is_active()).copied().collect();
    let bound: Vec<_> =
        active.iter().filter(|body| coverage.counted.contains_key(&body.id)).copied().collect();
    let mut areas: Vec<(OrganizationId, Area)> = Vec::new();
    for body in &bound {
        let Some(counted) = coverage.counted.get(&body.id) else { continue };
        let above = tree.superior(body.id).and_then(|id| tree.get(id)).unwrap_or(body);
        let at = match areas.iter().position(|(id, _)| *id == above.id) {
            Some(at) => at,
            None => {
                areas.push((above.id, area(above)));
                areas.len() - 1
            }
        };
        let (_, area) = &mut areas[at];
        area.bodies.push(body_of(body, counted));
        area.tally = sum(area.tally, tally(counted));
    }
    let total = bound.iter().filter_map(|body| coverage.counted.get(&body.id)).map(tally);
    let page = MapPage {
        frame: visitor.frame().await?,
        day: coverage.day.to_string(),
        total: total.fold(Tally::default(), sum),
        areas: areas.into_iter().map(|(_, area)| area).collect(),
        unbound: active.len() - bound.len(),
    };
    share(visitor, generation, None, &page)
}

fn area(above: &Organization) -> Area {
    Area {
        name: above.name.clone(),
        href: format!("/organizations/{}", above.id),
        tally: Tally::default(),
        bodies: Vec::new(),
    }
}

fn body_of(body: &Organization, counted: &Counted) -> BodyOf {
    BodyOf {
        name: body.name.clone(),
        href: format!("/organizations/{}/board", body.id),
        tally: tally(counted),
        oldest: counted.oldest_late.map(|day| day.to_string()),
    }
}

fn tally(counted: &Counted) -> Tally {
    let Counted { owed, kept, late, soon, .. } = *counted;
    Tally { bodies: 1, owed, kept, late, soon }
}

fn sum(one: Tally, other: Tally) -> Tally {
    Tally {
        bodies: one.bodies + other.bodies,
        owed: one.owed + other.owed,
        kept: one.kept + other.kept,
        late: one.late + other.late,
        soon: one.soon + other.soon,
    }
}

impl Lang {
    /// The words of a pack in this language.
    pub(crate) fn of(self, text: &Text) -> &str {
        match self {
            Self::ZhCn => &text.zh,
            Self::En => &text.en,
        }
    }
}
