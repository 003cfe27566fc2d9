//! Checks a saved document offline: against its receipt and the public key of the log, with no
//! network and no database. Trusts the key that it is given and nothing else.
//!
//! Must never call valid what one rule refuses, and must say what it cannot prove. Called by the
//! command `verify`.

mod fault;
mod receipt;
mod slices;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use seal::{Claims, Limits};
use serde::Serialize;
use tlog::note::Verifier;

pub(crate) use fault::{Fault, Unreadable};
pub(crate) use slices::{SliceLine, What};

/// What can be said of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// Valid, and every public slice is here.
    Complete,
    /// Valid, but slices that everybody may read were left out.
    Incomplete,
    Invalid,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    /// Each rule that was broken; empty unless invalid.
    pub(crate) faults: Vec<Fault>,
    /// What the signed part says; `None` when it cannot be believed.
    pub(crate) says: Option<Says>,
    pub(crate) log: LogPlace,
    pub(crate) slices: Vec<SliceLine>,
}

/// The always visible facts of a document whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Says {
    pub(crate) issuer: String,
    pub(crate) edition: u32,
    pub(crate) doc: String,
    pub(crate) code: Option<String>,
    /// False: the text is known to be a part only.
    pub(crate) whole: bool,
    /// Grounds on which something is withheld.
    pub(crate) withheld: Vec<String>,
}

/// Where the receipt says that the publication stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct LogPlace {
    pub(crate) origin: String,
    pub(crate) index: u64,
    /// Entries that the checkpoint covers; `None` when the checkpoint is not the log's.
    pub(crate) size: Option<u64>,
}

/// Checks everything; a broken rule does not end the search for others.
///
/// # Errors
/// [`Unreadable`] when there is nothing to check.
pub(crate) fn verify(document: &str, proof: &str, key: &Verifier) -> Result<Outcome, Unreadable> {
    let (jwt, _) = document.split_once('~').ok_or(Unreadable::Document)?;
    let receipt = receipt::read(proof)?;
    let mut faults = Vec::new();
    let logged = receipt::check(&receipt, jwt, key, &mut faults);
    let claims = match &logged.seal_key {
        Some((key, organization)) => sealed(jwt, key, organization, &mut faults),
        None => None,
    };
    if let Some(claims) = &claims {
        names_the_same(claims, &logged, key, &mut faults);
    }
    let slices = match &logged.seal_key {
        Some((key, _)) => slices::judge(document, key, claims.as_ref(), &mut faults),
        None => Vec::new(),
    };
    let missing = slices.iter().any(|slice| slice.what == What::Missing);
    let verdict = match (faults.is_empty(), missing) {
        (false, _) => Verdict::Invalid,
        (true, true) => Verdict::Incomplete,
        (true, false) => Verdict::Complete,
    };
    let (origin, index) = (key.name().to_owned(), receipt.proof.index);
    let log = LogPlace { origin, index, size: logged.size };
    Ok(Outcome { verdict, faults, says: claims.as_ref().map(says), log, slices })
}

/// The claims, from the signed part alone: whatever slices come with it.
fn sealed(
    jwt: &str,
    key: &[u8; 32],
    organization: &str,
    faults: &mut Vec<Fault>,
) -> Option<Claims> {
    match seal::verify(&seal::present(jwt, []), key, &Limits::default()) {
        Ok(bare) => {
            if bare.claims.issuer != organization {
                faults.push(Fault::KeyOfAnotherOrganization);
            }
            Some(bare.claims)
        }
        Err(error) => {
            faults.push(Fault::Sealed(error.to_string()));
            None
        }
    }
}

fn names_the_same(
    claims: &Claims,
    logged: &receipt::Logged,
    key: &Verifier,
    faults: &mut Vec<Fault>,
) {
    if claims.log_origin != key.name() {
        faults.push(Fault::AnotherLog);
    }
    if let Some(act) = &logged.published
        && (act.doc != claims.doc
            || act.edition != claims.revision
            || act.organization != claims.issuer)
    {
        faults.push(Fault::ActOfAnotherEdition);
    }
}

fn says(claims: &Claims) -> Says {
    let notice = claims.notice.as_ref();
    let code = notice.and_then(|notice| notice.get("code")).and_then(|code| code.as_str());
    let whole = notice.and_then(|notice| notice.get("whole")).and_then(|whole| whole.as_bool());
    Says {
        issuer: claims.issuer.clone(),
        edition: claims.revision,
        doc: claims.doc.clone(),
        code: code.map(str::to_owned),
        // What does not claim to be whole is not taken for whole.
        whole: whole.unwrap_or(false),
        withheld: claims.withheld.clone(),
    }
}
