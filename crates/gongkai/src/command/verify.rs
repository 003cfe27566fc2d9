//! `verify`: a saved document, its receipt and the log's key, without asking anyone.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use tlog::note::Verifier;

use crate::cli::Verify;
use crate::output;
use crate::verify::{self, Outcome, Verdict, words};

/// Exit code for input that cannot be read.
const UNREADABLE: u8 = 3;

pub(super) fn run(verify: &Verify) -> ExitCode {
    match check(verify) {
        Ok(outcome) => {
            let told = if verify.json {
                serde_json::to_string_pretty(&outcome).expect("only strings and numbers")
            } else {
                words::tell(&outcome, verify.lang)
            };
            output::line(told);
            ExitCode::from(match outcome.verdict {
                Verdict::Complete => 0,
                Verdict::Incomplete => 1,
                Verdict::Invalid => 2,
            })
        }
        Err(error) => {
            output::error(format_args!("gongkai: {error:#}"));
            ExitCode::from(UNREADABLE)
        }
    }
}

fn check(verify: &Verify) -> anyhow::Result<Outcome> {
    let document = read(&verify.document)?;
    let proof = read(&verify.proof)?;
    let key = key(&verify.key)?;
    Ok(verify::verify(document.trim_end_matches(['\r', '\n']), &proof, &key)?)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The key itself, or the file that holds it.
fn key(given: &str) -> anyhow::Result<Verifier> {
    let path = Path::new(given);
    let text = if path.is_file() { read(path)? } else { given.to_owned() };
    text.trim().parse().context("--key: the public key of a log looks like name+id+key")
}
