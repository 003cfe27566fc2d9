//! Whole-system loads, printed as a Markdown table. What a load needs and does not find is said,
//! and the next load goes on.

mod approval;
mod article;
mod desk;
mod entries;
mod import;
mod peer;
mod place;
mod verify;

use std::process::ExitCode;
use std::time::Duration;

use crate::cli::{Bench, Load};
use crate::output;

const ALL: [Load; 7] = [
    Load::Approval,
    Load::Entries,
    Load::Import,
    Load::Verify,
    Load::Check,
    Load::Article,
    Load::Desk,
];

/// One row of the table.
pub(crate) struct Figure {
    what: String,
    value: String,
    how: String,
}

impl Figure {
    fn new(what: impl Into<String>, value: impl Into<String>, how: impl Into<String>) -> Self {
        Self { what: what.into(), value: value.into(), how: how.into() }
    }
}

/// Runs the loads one after the other.
///
/// # Errors
/// A load that started and failed.
pub(crate) async fn run(bench: Bench) -> anyhow::Result<ExitCode> {
    output::line("| what | figure | how |\n|---|---|---|");
    for load in ALL.into_iter().filter(|load| asked(&bench, *load)) {
        let figures = match load {
            Load::Approval => approval::run(&bench).await?,
            Load::Entries => entries::run(&bench, asked(&bench, Load::Check)).await?,
            // Measured on the entries of the load before, when that was asked for too.
            Load::Check if asked(&bench, Load::Entries) => Vec::new(),
            Load::Check => entries::run(&bench, true).await?,
            Load::Import => import::run(bench.docx.as_deref()),
            Load::Verify => verify::run().await?,
            Load::Article => article::run().await?,
            Load::Desk => desk::run(&bench).await?,
        };
        for figure in figures {
            output::line(format_args!("| {} | {} | {} |", figure.what, figure.value, figure.how));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn asked(bench: &Bench, load: Load) -> bool {
    bench.what.is_empty() || bench.what.contains(&load)
}

/// The value below which `share` of the sorted times lie.
fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    let at = (last as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_times() {
        let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 0.5), Duration::from_millis(51));
        assert_eq!(percentile(&times, 0.99), Duration::from_millis(99));
        assert_eq!(percentile(&[], 0.5), Duration::ZERO);
    }
}
