//! `rebuild`: tiles again from entries; on request the high-water file from the database.

use std::process::ExitCode;

use anyhow::{Context, bail};
use flow::Flow;
use store::high_water::HighWater;
use tlog::checkpoint::Checkpoint;

use crate::cli::Rebuild;
use crate::config::Config;
use crate::{open, output};

pub(super) async fn run(rebuild: Rebuild) -> anyhow::Result<ExitCode> {
    let config = rebuild.place.config(None)?;
    let flow = open::flow(&config).await?;
    let done = if rebuild.high_water {
        high_water(&flow, &config).await
    } else {
        flow.rebuild().await.map_err(Into::into).map(|rebuilt| {
            output::line(format_args!(
                "瓦片 tiles {}, 修复 mended {}",
                rebuilt.tiles, rebuilt.mended
            ));
            ExitCode::SUCCESS
        })
    };
    flow.close().await;
    done
}

/// Only after a check without faults, and never over a file that is there and says more: that file
/// is the one witness of entries that this database has lost.
async fn high_water(flow: &Flow, config: &Config) -> anyhow::Result<ExitCode> {
    let report = flow.check().await?;
    super::check::print(&report);
    if !report.faults.is_empty() {
        output::line("有不符之处，未写入 nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    let checkpoint = flow.checkpoint().await?.context("the log has no checkpoint yet")?;
    let file = HighWater::new(&config.data.join("high-water"), flow.authority());
    if let Some(note) = file.read()? {
        let key = flow.log_key().clone();
        let there = Checkpoint::open(note.as_bytes(), flow.origin(), &[key]);
        if there.is_ok_and(|there| there.size() > checkpoint.size) {
            bail!(
                "the high-water file covers more entries than this database holds: the database \
                 is an older one; restore the newest instead"
            );
        }
    }
    file.write(&checkpoint.note)?;
    output::line(format_args!("已写入 written: {} 条 entries", checkpoint.size));
    Ok(ExitCode::SUCCESS)
}
