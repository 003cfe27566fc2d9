//! The packs and overlays of an installation: the shipped packs, and the files of `regimes` in the data folder.

pub(crate) mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use domain::regime::{self, PackFile, Regime};

/// Every regime, with the overlays on it. A file with a fault stops the start: disclosing by other rules than those that
/// somebody wrote down would show only later.
///
/// # Errors
/// A file that cannot be read; every fault of every file with line, cause and mend.
pub(crate) fn of(data: &Path) -> anyhow::Result<Vec<Regime>> {
    let shipped = regime::shipped().expect("a released pack passes");
    let assembled = regime::assemble(shipped, &files(&data.join("regimes"))?);
    let mut said = String::new();
    for (name, result) in &assembled.files {
        if let Err(error) = result {
            said.push_str(&words::faults(name, error.faults(), true));
            said.push_str(&words::faults(name, error.faults(), false));
        }
    }
    if !said.is_empty() {
        bail!(
            "制度包有误，没有启动 / a regime pack is faulty, nothing is started\n{}",
            said.trim_end()
        );
    }
    Ok(assembled.regimes)
}

/// The `.toml` files of the folder by name; none where there is no folder.
fn files(folder: &Path) -> anyhow::Result<Vec<PackFile>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let named = || folder.display().to_string();
    let entries = std::fs::read_dir(folder).with_context(named)?;
    let paths: Result<Vec<PathBuf>, _> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.with_context(named)?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
        Ok(PackFile { name, text })
    };
    paths.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_folder_are_laid_on_in_the_order_of_their_names() {
        let data = tempfile::tempdir().unwrap();
        let version = |regimes: &[Regime]| {
            let village = regimes.iter().find(|regime| regime.id == "village").unwrap();
            village.version.clone()
        };
        assert_eq!(version(&of(data.path()).unwrap()), "2018.1");
        let folder = data.path().join("regimes");
        std::fs::create_dir(&folder).unwrap();
        let overlay = |id: &str, days: &str| {
            format!(
                "overlay = \"{id}\"\nof = \"village\"\nversion = \"1\"\nname = {{ zh = \"例\", en = \"x\" }}\n\
                 [[items]]\nid = \"D15\"\nboard_days = {days}\n"
            )
        };
        std::fs::write(folder.join("2.toml"), overlay("town", "7")).unwrap();
        std::fs::write(folder.join("1.toml"), overlay("county", "8")).unwrap();
        std::fs::write(folder.join("note.txt"), "not a pack").unwrap();
        let regimes = of(data.path()).unwrap();
        assert_eq!(version(&regimes), "2018.1+county.1+town.1");
        std::fs::write(folder.join("3.toml"), overlay("bad", "0")).unwrap();
        let said = of(data.path()).unwrap_err().to_string();
        for part in
            ["3.toml", "第 7 行：事项 D15：board_days 是 0", "line 7: item D15: board_days is 0"]
        {
            assert!(said.contains(part), "{part} in {said}");
        }
    }
}
