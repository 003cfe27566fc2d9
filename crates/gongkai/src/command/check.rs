//! `check`: reads everything and compares. It signs nothing: what is inspected stays as it is.

use std::process::ExitCode;

use flow::check::Report;

use crate::cli::Place;
use crate::{open, output};

pub(super) async fn run(place: Place) -> anyhow::Result<ExitCode> {
    let flow = open::reading(&place.config(None)?).await?;
    let report = flow.check().await?;
    flow.close().await;
    print(&report);
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Each fault on its line, then what was looked at.
pub(super) fn print(report: &Report) {
    for fault in &report.faults {
        output::line(format_args!("不符 fault: {fault}"));
    }
    output::line(format_args!(
        "日志条目 entries {}, 瓦片 tiles {}, 检查点 checkpoints {}, 版本 editions {}, 片 slices {}",
        report.entries, report.tiles, report.checkpoints, report.editions, report.slices
    ));
    output::line(match report.faults.len() {
        0 => "全部相符 everything fits".to_owned(),
        count => format!("{count} 处不符 faults"),
    });
}
