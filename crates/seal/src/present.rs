//! Choosing what a reader gets.
//!
//! Must never know why: the caller has decided which slices this reader may see. Called for every
//! public copy and every delivery to a scope; [`crate::verify()`] takes apart what is put together
//! here.

use crate::{Limits, SealError};

/// `<jwt>~D1~…~Dn~` (RFC 9901 section 4). The strings go out byte for byte.
pub fn present<'a>(jwt: &str, disclosures: impl IntoIterator<Item = &'a str>) -> String {
    let mut presentation = String::from(jwt);
    presentation.push('~');
    for disclosure in disclosures {
        presentation.push_str(disclosure);
        presentation.push('~');
    }
    presentation
}

/// A presentation taken apart.
pub(crate) struct Parts<'a> {
    pub(crate) jwt: &'a str,
    pub(crate) disclosures: Vec<&'a str>,
}

/// Takes a presentation apart without decoding anything (RFC 9901 section 7.1 step 1).
pub(crate) fn split<'a>(presentation: &'a str, limits: &Limits) -> Result<Parts<'a>, SealError> {
    if presentation.len() > limits.presentation_bytes {
        return Err(SealError::PresentationTooLarge);
    }
    let (rest, last) = presentation.rsplit_once('~').ok_or(SealError::MissingTilde)?;
    match last.matches('.').count() {
        _ if last.is_empty() => {}
        2 => return Err(SealError::KeyBinding),
        _ => return Err(SealError::MissingTilde),
    }
    let mut pieces = rest.split('~');
    let jwt = pieces.next().unwrap_or_default();
    if pieces.clone().take(limits.disclosures.saturating_add(1)).count() > limits.disclosures {
        return Err(SealError::TooManyDisclosures);
    }
    let disclosures: Vec<&str> = pieces.collect();
    if disclosures.contains(&"") {
        return Err(SealError::EmptyDisclosure);
    }
    Ok(Parts { jwt, disclosures })
}
