//! The document slice by slice: shown, withheld, missing though public, altered.

use std::collections::BTreeMap;

use domain::slice::Body;
use seal::{Claims, Limits, PublicSlice, SealedSlice, Shown, SliceVerdict, Verified};
use serde::Serialize;
use serde_json::Value;

use super::Fault;

/// Characters of a slice that are told.
const TOLD: usize = 20;

/// What became of a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Shown,
    Withheld,
    Missing,
    Altered,
}

/// One line of the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SliceLine {
    /// Identifier within the document; `None` for what is withheld, whose number is not told.
    pub(crate) id: Option<u32>,
    pub(crate) what: What,
    /// How the text begins, or the grounds of what is withheld.
    pub(crate) text: String,
}

/// Every slice, in reading order as far as it is known.
pub(super) fn judge(
    document: &str,
    key: &[u8; 32],
    claims: Option<&Claims>,
    faults: &mut Vec<Fault>,
) -> Vec<SliceLine> {
    let grounds = claims.map(|claims| claims.withheld.join(" ")).unwrap_or_default();
    match seal::verify(document, key, &Limits::default()) {
        Ok(verified) => believed(&verified, &grounds),
        Err(error) => {
            // The signed part was refused before: then that is the reason, and is told already.
            if claims.is_some() {
                faults.push(Fault::Slices(error.to_string()));
            }
            doubted(document, key, &grounds)
        }
    }
}

fn believed(verified: &Verified, grounds: &str) -> Vec<SliceLine> {
    let public = verified.public.iter().map(|slice| match slice {
        PublicSlice::Shown(shown) => line(shown),
        PublicSlice::MissingThoughPublic { id } => {
            SliceLine { id: Some(*id), what: What::Missing, text: String::new() }
        }
    });
    let others = verified.confidential.iter().map(line);
    public.chain(others).chain(withheld(grounds)).collect()
}

fn line(shown: &Shown) -> SliceLine {
    SliceLine { id: Some(shown.id), what: What::Shown, text: beginning(&shown.body) }
}

fn withheld(grounds: &str) -> Option<SliceLine> {
    let text = grounds.to_owned();
    (!grounds.is_empty()).then_some(SliceLine { id: None, what: What::Withheld, text })
}

/// The document as a whole is refused; each slice is compared on its own.
fn doubted(document: &str, key: &[u8; 32], grounds: &str) -> Vec<SliceLine> {
    let pieces = document.split('~').skip(1);
    let read = pieces.filter_map(|piece| SealedSlice::from_disclosure(piece, false).ok());
    let texts: BTreeMap<u32, String> =
        read.map(|slice| (slice.id, beginning(&slice.body))).collect();
    let line = |(id, verdict): (Option<u32>, SliceVerdict)| {
        let told = || id.and_then(|id| texts.get(&id).cloned()).unwrap_or_default();
        let (what, text) = match verdict {
            SliceVerdict::Shown => (What::Shown, told()),
            SliceVerdict::Altered => (What::Altered, told()),
            SliceVerdict::Withheld => (What::Withheld, grounds.to_owned()),
            SliceVerdict::MissingThoughPublic => (What::Missing, String::new()),
        };
        SliceLine { id, what, text }
    };
    seal::examine(document, key).slices.into_iter().map(line).collect()
}

/// How the text begins. Control characters and marks of direction are left out: the document may
/// be hostile, and a terminal obeys them.
fn beginning(body: &Value) -> String {
    let text = serde_json::from_value::<Body>(body.clone());
    let text = text.map_or_else(|_| body.to_string(), |body| body.text());
    let text: Vec<char> = text.chars().filter(|c| !obeyed(*c)).collect();
    let told: String = text.iter().take(TOLD).collect();
    if text.len() > TOLD { told + "…" } else { told }
}

/// A line for a terminal: what a terminal would obey instead of showing is replaced. Whatever the
/// files say of themselves goes through here.
pub(super) fn plain(line: &str) -> String {
    line.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect()
}

fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
