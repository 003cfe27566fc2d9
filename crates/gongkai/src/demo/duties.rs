//! What the bodies of the story owe: their catalogues, facts, and which obligation a paper meets.

use anyhow::Context;
use domain::calendar::Day;
use domain::disclosure::Meets;
use domain::ids::OrganizationId;
use domain::obligation::{FactKind, Observance};
use domain::organization::Kind;
use flow::Touch;

use super::County;
use super::paper::Paper;

/// Catalogues bind since so many days before the county of the story is founded.
const BOUND_DAYS: i32 = 45;

/// Regime by which a body of this kind discloses in the story.
fn regime_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::VillageCommittee => Some("village"),
        Kind::VillageParty | Kind::TownshipParty => Some("party-2010"),
        Kind::Township | Kind::CountyGovernment => Some("government-2019"),
        Kind::CountyParty | Kind::Supervision | Kind::Department => None,
    }
}

impl County {
    /// Every body adopts its catalogue; two meetings are reported.
    ///
    /// # Errors
    /// The step's.
    pub(super) async fn bind(&self) -> anyhow::Result<()> {
        let from_day = Day::of(self.flow.now()).plus(-BOUND_DAYS).to_string();
        for body in &self.plan.organizations {
            let Some(regime) = regime_of(body.kind) else { continue };
            let touch = Touch::Adopt {
                organization: self.founded.organization(&body.name)?,
                regime: regime.to_owned(),
                from_day: from_day.clone(),
                adjustments: Vec::new(),
            };
            self.flow.touch(None, &touch).await.with_context(|| body.name.clone())?;
        }
        Ok(())
    }

    /// The villages report what happened some days ago.
    ///
    /// # Errors
    /// The step's.
    pub(super) async fn report(&self) -> anyhow::Result<()> {
        let villages =
            self.plan.organizations.iter().filter(|body| body.kind == Kind::VillageCommittee);
        for (body, days) in villages.zip([4, 21]) {
            let touch = Touch::Report {
                organization: self.founded.organization(&body.name)?,
                regime: "village".to_owned(),
                entry: "D04".to_owned(),
                kind: FactKind::Event,
                clock: None,
                on_day: Day::of(self.flow.now()).plus(-days).to_string(),
                name: "村民代表会议决定维修北渠".to_owned(),
            };
            self.flow.touch(None, &touch).await?;
        }
        Ok(())
    }

    /// The first open obligation of the paper's item, by its day.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn meets(
        &self,
        organization: OrganizationId,
        paper: &Paper,
    ) -> anyhow::Result<Option<Meets>> {
        let today = Day::of(self.flow.now());
        let bindings = self.flow.bindings(organization).await?;
        let of = |each: &&flow::obligations::Binding| each.regime == paper.regime;
        let Some(binding) = bindings.iter().find(of) else { return Ok(None) };
        let Some((at, _)) = binding.catalogue.entry(paper.item) else { return Ok(None) };
        let duties = binding.duties(&self.flow, (today.plus_years(-1), today.plus(100)), today);
        let open = duties.iter().filter(|duty| {
            let is_met =
                matches!(duty.observance, Observance::Met { .. } | Observance::Excused { .. });
            duty.obligation.item == at && !is_met && duty.obligation.opens <= today
        });
        let first = open.min_by_key(|duty| duty.obligation.due.day());
        Ok(first.map(|duty| Meets {
            entry: paper.item.to_owned(),
            occasion: duty.obligation.occasion.to_string(),
            nil: false,
        }))
    }
}
