//! `regime check`: packs and overlays explained to whoever writes them, before the program starts with them.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::regime::{self, PackFile, Regime};

use crate::cli::{self, Language, RegimeCheck, RegimeCommand};
use crate::output;
use crate::regimes::words;

pub(super) fn run(regime: &cli::Regime) -> ExitCode {
    let RegimeCommand::Check(check) = &regime.command;
    let told = tell(check);
    output::line(&told.text);
    if told.is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

struct Told {
    text: String,
    is_sound: bool,
}

fn tell(check: &RegimeCheck) -> Told {
    let zh = check.lang == Language::Zh;
    let mut told = Told { text: String::new(), is_sound: true };
    let mut files = Vec::new();
    for path in &check.files {
        match read(path) {
            Ok(file) => files.push(file),
            Err(why) => {
                told.is_sound = false;
                told.text.push_str(&words::unreadable(&path.display().to_string(), &why, zh));
            }
        }
    }
    let assembled = regime::assemble(others(&files), &files);
    for (name, result) in &assembled.files {
        told.is_sound &= result.is_ok();
        told.text.push_str(&match result {
            Ok(written) => words::written(name, written, zh),
            Err(error) => words::faults(name, error.faults(), zh),
        });
    }
    // A file may be a stranger's: its words must not steer the terminal.
    told.text = told.text.trim_end().replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    told
}

/// The shipped packs but those that the files bring: a shipped pack may be checked like any other.
fn others(files: &[PackFile]) -> Vec<Regime> {
    let given = files.iter().filter_map(|file| Regime::parse(&file.text).ok());
    let given: Vec<_> = given.map(|regime| regime.id).collect();
    let shipped = regime::shipped().expect("a released pack passes");
    shipped.into_iter().filter(|regime| !given.contains(&regime.id)).collect()
}

fn read(path: &PathBuf) -> Result<PackFile, std::io::Error> {
    let text = std::fs::read_to_string(path)?;
    Ok(PackFile { name: path.display().to_string(), text })
}

#[cfg(test)]
mod tests;
