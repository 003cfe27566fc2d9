//! What everyone sees of a sealed document, however little is disclosed.
//!
//! Must never know a slice's text. Written by [`crate::Issuer::issue`], read back by
//! [`crate::verify()`].

use serde_json::{Map, Value};

use crate::{SealError, base64url};

/// The always visible facts. Times are unix seconds; they are claims of the issuer, not proof of
/// time.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    /// `iss`: the authority's URL or code (RFC 7519 section 4.1.1). Not empty.
    pub issuer: String,
    /// `iat`: unix seconds (RFC 7519 section 4.1.6).
    pub issued_at: u64,
    /// `doc`: identifier of the disclosure. Not empty.
    pub doc: String,
    /// `rev`: revision of the disclosure.
    pub revision: u32,
    /// `supersedes`: [`crate::Jwt::digest_text`] of the edition this one replaces.
    pub supersedes: Option<String>,
    /// `log`: origin of the log that holds the entry. Not empty.
    pub log_origin: String,
    /// `withheld`: coarse legal grounds for what is not public. Not one per slice: that would count
    /// them.
    pub withheld: Vec<String>,
    /// `notice`: any other always visible fact, such as the organisation or whether the text is
    /// whole.
    pub notice: Option<Value>,
}

impl Claims {
    /// Adds the claims to a payload.
    pub(crate) fn write(&self, payload: &mut Map<String, Value>) {
        payload.insert("iss".into(), self.issuer.clone().into());
        payload.insert("iat".into(), self.issued_at.into());
        payload.insert("doc".into(), self.doc.clone().into());
        payload.insert("rev".into(), self.revision.into());
        payload.insert("log".into(), self.log_origin.clone().into());
        payload.insert("withheld".into(), self.withheld.clone().into());
        if let Some(digest) = &self.supersedes {
            payload.insert("supersedes".into(), digest.clone().into());
        }
        if let Some(notice) = &self.notice {
            payload.insert("notice".into(), notice.clone());
        }
    }

    /// Reads the claims of a payload, strictly typed.
    pub(crate) fn read(payload: &Map<String, Value>) -> Result<Self, SealError> {
        Ok(Self {
            issuer: text(payload, "iss")?,
            issued_at: number(payload, "iat")?,
            doc: text(payload, "doc")?,
            revision: number(payload, "rev")?.try_into().map_err(|_| SealError::BadClaim("rev"))?,
            supersedes: supersedes(payload)?,
            log_origin: text(payload, "log")?,
            withheld: withheld(payload)?,
            notice: payload.get("notice").cloned(),
        })
    }
}

fn claim<'a>(payload: &'a Map<String, Value>, name: &'static str) -> Result<&'a Value, SealError> {
    payload.get(name).ok_or(SealError::MissingClaim(name))
}

fn text(payload: &Map<String, Value>, name: &'static str) -> Result<String, SealError> {
    match claim(payload, name)?.as_str() {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(SealError::BadClaim(name)),
    }
}

fn number(payload: &Map<String, Value>, name: &'static str) -> Result<u64, SealError> {
    claim(payload, name)?.as_u64().ok_or(SealError::BadClaim(name))
}

fn supersedes(payload: &Map<String, Value>) -> Result<Option<String>, SealError> {
    let Some(claim) = payload.get("supersedes") else { return Ok(None) };
    let digest = claim.as_str().filter(|digest| base64url::is_digest(digest));
    digest.map(|digest| Some(digest.to_owned())).ok_or(SealError::BadClaim("supersedes"))
}

fn withheld(payload: &Map<String, Value>) -> Result<Vec<String>, SealError> {
    let bad = SealError::BadClaim("withheld");
    let grounds = claim(payload, "withheld")?.as_array().ok_or(bad.clone())?;
    let ground = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    grounds.iter().map(|value| ground(value).ok_or(bad.clone())).collect()
}
