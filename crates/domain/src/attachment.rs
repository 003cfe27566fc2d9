//! What was seen in an attached file when it was received, and what follows from it for a scope.
//! The file itself never changes; its scope may, so what it weighs is asked each time.

use serde::{Deserialize, Serialize};

use crate::disclosure::Attached;
use crate::finding::Known;
use crate::finding::{Field, Finding, Rules, Strength, hits, secrecy_marking, strength_of};

/// The check under which an override stands for a file that could not be read to its end.
pub const UNCHECKED: &str = "attachment_unchecked";

/// Kept with a file: what the detectors saw in it, masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspected {
    /// False: something in it could not be read, so that nobody knows what it says.
    pub complete: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<Seen>,
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// `None`: a secrecy marking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// Masked.
    pub found: String,
    /// Where in the file: a sheet, a part, a page.
    pub place: String,
}

/// As many of one kind as are kept; the first tell enough.
const KEPT: usize = 20;

/// Looks at the texts of a file, each with its place.
pub fn inspect<'t>(
    texts: impl IntoIterator<Item = (&'t str, &'t str)>,
    complete: bool,
    known: &Known<'_>,
) -> Inspected {
    let mut seen: Vec<Seen> = Vec::new();
    let mut keep = |new: Seen| {
        let same = seen.iter().filter(|old| old.field == new.field);
        if same.count() < KEPT && !seen.contains(&new) {
            seen.push(new);
        }
    };
    for (place, text) in texts {
        let place = place.to_owned();
        if let Some(marking) = secrecy_marking(text) {
            keep(Seen { field: None, found: marking.to_owned(), place: place.clone() });
        }
        for hit in hits(text, known) {
            keep(Seen { field: Some(hit.field), found: hit.masked, place: place.clone() });
        }
    }
    Inspected { complete, seen }
}

/// What stands in the way of an attached file in its scope, under the item's rules.
pub fn findings(attached: &Attached, inspected: &Inspected, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for seen in &inspected.seen {
        let found = format!("{} ({}: {})", seen.found, attached.file_name, seen.place);
        let (check, strength) = match seen.field {
            None => ("secrecy_marking", Some(Strength::Blocks)),
            Some(field) => (field.word(), strength_of(field, &attached.scope, rules)),
        };
        findings.extend(strength.map(|strength| Finding::of_file(check, strength, found)));
    }
    if !inspected.complete {
        let (name, sha256) = (&attached.file_name, attached.sha256.get(..16).unwrap_or_default());
        let found = format!("{name} {sha256}");
        findings.push(Finding::of_file(UNCHECKED, Strength::NeedsReason, found));
    }
    findings
}
