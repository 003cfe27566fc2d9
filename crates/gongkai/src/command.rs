//! One file per command.

mod check;
mod demo;
mod found;
mod import;
mod office;
mod rebuild;
mod regime;
mod serve;
mod verify;

use std::process::ExitCode;

use crate::bench;
use crate::cli::Command;

/// Runs a command to its end.
///
/// # Errors
/// What the operator has to hear; the command's own findings are exit codes.
pub(crate) async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve::run(serve).await,
        Command::Found(found) => found::run(found).await,
        Command::Demo(demo) => demo::run(demo).await,
        Command::Import(import) => import::run(import).await,
        Command::Office(office) => office::run(office).await,
        Command::Verify(verify) => Ok(verify::run(&verify)),
        Command::Check(place) => check::run(place).await,
        Command::Rebuild(rebuild) => rebuild::run(rebuild).await,
        Command::Regime(regime) => Ok(regime::run(&regime)),
        Command::Bench(bench) => bench::run(bench).await,
    }
}
