//! From the click on approve to the proof in hand, over whole ways.

use anyhow::Context;
use std::time::Instant;

use domain::post::Duty;
use domain::workflow::State;
use flow::Receipt;

use super::{Figure, millis, percentile, place};
use crate::cli::Bench;

const VILLAGE: &str = "柳湾村村民委员会";
const TEXT: &str = include_str!("../../demo/02-finance.md");

pub(super) async fn run(bench: &Bench) -> anyhow::Result<Vec<Figure>> {
    let place = place::found(bench.database.as_deref()).await?;
    let (county, flow) = (&place.county, &place.county.flow);
    let clerk = county.holder(VILLAGE, Duty::Clerk)?;
    let organization = county.founded.organization(VILLAGE)?;
    let mut times = Vec::with_capacity(bench.ways);
    for _ in 0..bench.ways {
        let receipt = Receipt {
            organization,
            file_name: "finance.md".to_owned(),
            bytes: TEXT.as_bytes().to_vec(),
            regime: "village".to_owned(),
            item: "D15".to_owned(),
            series: 'D',
            code: None,
            column: None,
            contributor: String::new(),
            fact_on: None,
        };
        let id = flow.receive(clerk, receipt).await?;
        county.propose(VILLAGE, id).await?;
        while county.state(id).await? != State::ToApprove {
            county.pass(VILLAGE, id).await?;
        }
        let start = Instant::now();
        let approval = county.pass(VILLAGE, id).await?;
        flow.receipt(approval.log_index().context("approval publishes")?, None).await?;
        times.push(start.elapsed());
    }
    flow.close().await;
    times.sort_unstable();
    let value = format!(
        "p50 {}, p99 {}, most {}",
        millis(percentile(&times, 0.5)),
        millis(percentile(&times, 0.99)),
        millis(percentile(&times, 1.0))
    );
    let how = format!("{}, {} whole ways one after the other", place.database, times.len());
    Ok(vec![Figure::new("approval clicked → proof in hand", value, how)])
}
