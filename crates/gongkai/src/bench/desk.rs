//! Desk and disclosure pages, and steps, on a county with years of disclosures: invented, the same
//! for the same seed, and filled so that `check` holds (`fill.rs`).

mod chance;
mod county;
mod fill;
mod pages;
mod paper;
mod steps;

use std::time::{Duration, Instant};

use domain::ids::{AuthorityId, PersonId};
use domain::time::Clock;
use flow::Flow;

use self::chance::{At, Chance};
use self::county::{Place, Size};
use self::pages::{Visits, log_in};
use self::steps::{CROWD, Work};
use super::{Figure, millis, percentile};
use crate::cli::{Bench, DeskSize};
use crate::open;
use crate::system::SystemClock;

/// Requests of each page for each figure.
const ROUNDS: usize = 300;
/// Steps for each figure.
const STEPS: usize = 200;
/// Items that each of the crowd reviews.
const EACH: usize = 6;

pub(super) async fn run(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let DeskSize { organizations, disclosures, acts, villagers, seed } = bench.desk;
    let size = Size { organizations, disclosures, acts, villagers };
    let folder = tempfile::tempdir()?;
    let own = super::place::sqlite(folder.path());
    let url = bench.database.as_deref().unwrap_or(&own);
    let database = if url.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    let chance = Chance::seeded(seed);
    let store = open::store(url, folder.path()).await?;
    // A year ago, so that every post was held when the acts were taken.
    let founded = At(SystemClock.now().plus_days(-400));
    let authority = AuthorityId::new(SystemClock.now(), &crate::system::SystemRandom);
    let (founding, place) = county::plan(authority, size, &founded, &chance);
    founding.run(&store, &founded, &chance).await?;
    let flow = open::authority_of(store, authority, folder.path()).await?;
    let start = Instant::now();
    fill::fill(&flow, &place, size, &chance).await?;
    // Else the first pages are measured beside the signing of what was filled.
    let filled = store::acts::length(flow.store().reader.db(), authority).await?;
    super::entries::covered(&flow, filled).await?;
    let filled = format!("{:.0} s", start.elapsed().as_secs_f64());
    let how = format!(
        "{database}, {organizations} organizations, {disclosures} disclosures, {acts} acts, seed {seed}"
    );
    let mut figures = vec![Figure::new("desk: filled", filled, how)];
    let load = Load { flow: &flow, place: &place, chance: &chance, database };
    figures.extend(load.pages().await?);
    figures.extend(load.steps().await?);
    figures.push(load.check().await?);
    flow.close().await;
    Ok(figures)
}

/// A full county that is measured.
struct Load<'a> {
    flow: &'a Flow,
    place: &'a Place,
    chance: &'a Chance,
    database: &'static str,
}

impl Load<'_> {
    /// Each page of each person, with a realistic desk and with a heavy one.
    async fn pages(&self) -> anyhow::Result<Vec<Figure>> {
        let visits = Visits::of(self.flow);
        let (villages, heavy) = (self.place.villages(), fill::heavy(self.place));
        let usual = villages.get(villages.len() / 2).unwrap_or(heavy);
        let superior = self.place.bodies.iter().find(|body| Some(body.id) == usual.parent);
        let (db, at) = (&self.flow.store().reader, self.flow.authority());
        let all = store::disclosures::all(db.db(), at).await?;
        let mut figures = Vec::new();
        for (desk, body) in [("usual", usual), ("heavy", heavy)] {
            let people = [
                ("clerk", body.clerk),
                ("reviewer", body.reviewers[0]),
                ("approver", body.approver),
            ];
            for (duty, person) in people {
                let (who, token) = (format!("{desk}, {duty}"), self.token(person).await?);
                figures.push(
                    self.page(&visits, &token, (&who, "/desk"), &["/desk".to_owned()]).await?,
                );
                let theirs = all.iter().filter(|each| each.organization == body.id);
                let paths: Vec<_> = theirs.map(|each| format!("/desk/{}", each.id)).collect();
                figures.push(self.page(&visits, &token, (&who, "/desk/{id}"), &paths).await?);
            }
        }
        let others = [
            ("superior", superior.map_or(heavy.approver, |body| body.approver), "/desk"),
            ("supervisor of the county", self.place.supervisor, "/desk"),
            ("administrator", self.place.administrator, "/admin/persons"),
        ];
        for (who, person, path) in others {
            let token = self.token(person).await?;
            figures.push(self.page(&visits, &token, (who, path), &[path.to_owned()]).await?);
        }
        Ok(figures)
    }

    async fn token(&self, person: PersonId) -> anyhow::Result<String> {
        log_in(self.flow, self.chance, person).await
    }

    async fn page(
        &self,
        visits: &Visits,
        token: &str,
        (who, what): (&str, &str),
        paths: &[String],
    ) -> anyhow::Result<Figure> {
        // The first is not counted: it warms the database's cache and marks the session as used.
        visits.get(token, &paths[0]).await?;
        let (times, longest) = visits.times(token, paths, ROUNDS).await?;
        let how = format!("{}, {ROUNDS} requests, {} kB at most", self.database, longest / 1000);
        Ok(Figure::new(format!("{what} ({who})"), spread(&times), how))
    }

    /// One after the other, then fifty at once, then two at one item.
    async fn steps(&self) -> anyhow::Result<Vec<Figure>> {
        let mut work = Work::of(self.flow, self.place).await?;
        let smallest = steps::smallest(self.flow, self.chance, STEPS).await?;
        let half = percentile(&smallest, 0.5).as_secs_f64();
        let alone = format!("{}, {STEPS} one after the other", self.database);
        let mut figures =
            vec![Figure::new("smallest transaction of the log", spread(&smallest), &alone)];
        let steps = [
            ("step before signing: review", work.reviews(STEPS).await?),
            ("step before signing: propose", work.proposals(STEPS).await?),
            ("approval → public, signed", work.publications(STEPS).await?),
        ];
        for (what, times) in steps {
            let ratio = percentile(&times, 0.5).as_secs_f64() / half;
            let value = format!("{}, {ratio:.1} × the smallest", spread(&times));
            figures.push(Figure::new(what, value, &alone));
        }
        let (times, whole) = work.crowd(EACH).await?;
        let rate = times.len() as f64 / whole.as_secs_f64();
        let how = format!("{}, {} reviews, each version moved by one", self.database, times.len());
        let what = format!("{CROWD} people at once, own items");
        figures.push(Figure::new(what, format!("{rate:.0} steps/s, {}", spread(&times)), how));
        let clean = work.pairs(CROWD).await?;
        let value = format!("{clean} of {CROWD}: one through, one refused as too late");
        figures.push(Figure::new("two at once, same item", value, self.database));
        Ok(figures)
    }

    async fn check(&self) -> anyhow::Result<Figure> {
        let start = Instant::now();
        let report = self.flow.check().await?;
        let value =
            format!("{:.1} s, {} faults", start.elapsed().as_secs_f64(), report.faults.len());
        for fault in report.faults.iter().take(5) {
            tracing::error!(fault, "check");
        }
        let what = format!("check of {} entries, {} editions", report.entries, report.editions);
        Ok(Figure::new(what, value, self.database))
    }
}

fn spread(times: &[Duration]) -> String {
    let (half, last) = (percentile(times, 0.5), percentile(times, 0.99));
    format!("p50 {}, p99 {}", millis(half), millis(last))
}
