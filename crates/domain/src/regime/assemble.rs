//! Packs and overlays from several files, put together. Called at the start of the program and by `regime check`.

use serde::Deserialize;

use super::{Change, Fault, FaultKind, Faults, Overlaid, Regime, RegimeError, check};

/// A file, as it was read.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// As messages name it.
    pub name: String,
    pub text: String,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    Pack(Regime),
    /// The pack as it is with this overlay and those before it.
    Overlay {
        regime: Regime,
        changes: Vec<Change>,
    },
}

/// The regimes of an installation, and what came of each file, in the order of the files.
#[derive(Clone, Debug)]
pub struct Assembled {
    pub regimes: Vec<Regime>,
    pub files: Vec<(String, Result<Written, RegimeError>)>,
}

impl Assembled {
    pub fn regime(&self, id: &str) -> Option<&Regime> {
        self.regimes.iter().find(|regime| regime.id == id)
    }
}

/// Reads every file: packs first, then overlays in their order, each on the pack it names with the overlays before it.
/// `base` are the packs that are there already; a file may not bring another of the same id. A file with a fault
/// changes nothing.
pub fn assemble(base: Vec<Regime>, files: &[PackFile]) -> Assembled {
    let mut regimes = base;
    let mut results: Vec<Option<Result<Written, RegimeError>>> = Vec::new();
    for file in files {
        let pack = overlay_head(&file.text).is_none();
        results.push(pack.then(|| add(&mut regimes, &file.text)));
    }
    let files = files.iter().zip(results).map(|(file, result)| {
        let result = result.unwrap_or_else(|| lay(&mut regimes, &file.text));
        (file.name.clone(), result)
    });
    let files = files.collect();
    Assembled { regimes, files }
}

fn add(regimes: &mut Vec<Regime>, text: &str) -> Result<Written, RegimeError> {
    let regime = Regime::parse(text)?;
    let id = regime.id.clone();
    if regimes.iter().any(|other| other.id == id) {
        let line = check::value_line(text, "id", &id);
        return Err(fault(line, FaultKind::PackTwice { id }));
    }
    regimes.push(regime.clone());
    Ok(Written::Pack(regime))
}

fn lay(regimes: &mut [Regime], text: &str) -> Result<Written, RegimeError> {
    let of = overlay_head(text).and_then(|head| head.of).unwrap_or_default();
    let known: Vec<_> = regimes.iter().map(|regime| regime.id.clone()).collect();
    let Some(regime) = regimes.iter_mut().find(|regime| regime.id == of) else {
        let line = check::value_line(text, "of", &of);
        return Err(fault(line, FaultKind::NoSuchPack { of, known: known.join(", ") }));
    };
    let Overlaid { regime: laid, changes } = regime.with_overlay(text)?;
    *regime = laid.clone();
    Ok(Written::Overlay { regime: laid, changes })
}

fn fault(line: usize, kind: FaultKind) -> RegimeError {
    RegimeError::Inconsistent(Faults(vec![Fault { line, kind }]))
}

/// What tells an overlay from a pack.
#[derive(Deserialize)]
struct OverlayHead {
    #[serde(rename = "overlay")]
    _overlay: toml::Value,
    of: Option<String>,
}

fn overlay_head(text: &str) -> Option<OverlayHead> {
    toml::from_str(text).ok()
}
