//! The binary: configuration, wiring, commands. The only place that reads the environment, the
//! system's clock and its random source, and the only one that prints.

mod bench;
mod cli;
mod command;
mod config;
mod demo;
mod founding;
mod open;
mod output;
mod regimes;
mod serve;
mod system;
mod verify;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

/// sysexits.h: the command line was wrong. Not 2, which `verify` gives for a document that fails.
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(shown) => {
            let _ = shown.print();
            return if shown.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    let filter = EnvFilter::try_from_env("GONGKAI_LOG");
    let filter = filter.unwrap_or_else(|_| EnvFilter::new("warn,gongkai=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => run(&runtime, cli),
        Err(error) => failed(&error.into()),
    }
}

fn run(runtime: &tokio::runtime::Runtime, cli: cli::Cli) -> ExitCode {
    match runtime.block_on(command::run(cli.command)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    output::error(format_args!("gongkai: {error:#}"));
    ExitCode::FAILURE
}
