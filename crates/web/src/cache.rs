//! Pages that all anonymous readers share, kept in memory with their compressed forms.
//!
//! A page is valid for one content generation (`Flow::generation`). Only answers to requests
//! without a session enter, and only such requests are answered from here: a restricted reader's
//! page is never stored and never served.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use domain::ids::DisclosureId;
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use crate::headers;
use crate::locale::Lang;

/// Bytes of pages in memory at most.
const BYTES: u64 = 48 << 20;

/// A page ready to send.
#[derive(Debug)]
pub(crate) struct CachedPage {
    generation: u64,
    /// The text whose reading counts.
    pub(crate) disclosure: Option<DisclosureId>,
    plain: Form,
    gzip: Form,
    brotli: Form,
    secure: bool,
}

#[derive(Debug)]
struct Form {
    body: Bytes,
    etag: HeaderValue,
    length: HeaderValue,
    encoding: Option<HeaderValue>,
}

/// The pages by language and path.
#[derive(Debug)]
pub(crate) struct Pages {
    pages: [Cache<String, Arc<CachedPage>>; 2],
}

impl Default for Pages {
    fn default() -> Self {
        let cache = || {
            Cache::builder()
                .max_capacity(BYTES / 2)
                .weigher(|path: &String, page: &Arc<CachedPage>| {
                    let bodies = page.plain.body.len() + page.gzip.body.len();
                    u32::try_from(path.len() + bodies + page.brotli.body.len() + 512)
                        .unwrap_or(u32::MAX)
                })
                .build()
        };
        Self { pages: [cache(), cache()] }
    }
}

impl Pages {
    fn of(&self, lang: Lang) -> &Cache<String, Arc<CachedPage>> {
        match lang {
            Lang::ZhCn => &self.pages[0],
            Lang::En => &self.pages[1],
        }
    }

    /// The page of a path when it was made for this generation.
    pub(crate) fn find(&self, lang: Lang, path: &str, generation: u64) -> Option<Arc<CachedPage>> {
        self.of(lang).get(path).filter(|page| page.generation == generation)
    }

    pub(crate) fn keep(&self, lang: Lang, path: &str, page: Arc<CachedPage>) {
        self.of(lang).insert(path.to_owned(), page);
    }
}

impl CachedPage {
    pub(crate) fn new(
        generation: u64,
        disclosure: Option<DisclosureId>,
        html: String,
        secure: bool,
    ) -> Self {
        let digest = hex::encode(&Sha256::digest(html.as_bytes())[..12]);
        let (gzip, brotli) = (gzip(html.as_bytes()), brotli(html.as_bytes()));
        let form = |body: Vec<u8>, encoding: Option<&'static str>| Form {
            etag: text(&format!("\"{digest}{}\"", encoding.unwrap_or(""))),
            length: text(&body.len().to_string()),
            encoding: encoding.map(HeaderValue::from_static),
            body: Bytes::from(body),
        };
        Self {
            generation,
            disclosure,
            gzip: form(gzip, Some("gzip")),
            brotli: form(brotli, Some("br")),
            plain: form(html.into_bytes(), None),
            secure,
        }
    }

    /// The answer to GET or HEAD, or 304 when the reader has it already.
    pub(crate) fn answer(&self, method: &Method, request: &HeaderMap) -> Response<Body> {
        let form = self.form(request);
        let known = request.get(IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        let is_known = known.is_some_and(|tags| {
            tags.split(',').any(|tag| form.etag == *tag.trim().trim_start_matches("W/"))
        });
        let body = if is_known || method == Method::HEAD {
            Body::empty()
        } else {
            Body::from(form.body.clone())
        };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(ETAG, form.etag.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, accept-language, cookie"));
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            headers.insert(CONTENT_LENGTH, form.length.clone());
            if let Some(encoding) = &form.encoding {
                headers.insert(CONTENT_ENCODING, encoding.clone());
            }
        }
        headers::protect(&mut response, self.secure);
        response
    }

    fn form(&self, request: &HeaderMap) -> &Form {
        let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let accepted = accepted.unwrap_or("");
        if accepts(accepted, "br") {
            &self.brotli
        } else if accepts(accepted, "gzip") {
            &self.gzip
        } else {
            &self.plain
        }
    }
}

/// Whether an encoding is named and not refused (`;q=0`).
fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        name.trim() == encoding && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(8));
    // Writing into memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 6,
        ..brotli::enc::BrotliEncoderParams::default()
    };
    // Writing into memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters);
    compressed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_another_generation_is_not_found() {
        let pages = Pages::default();
        let page = Arc::new(CachedPage::new(1, None, "<p>一</p>".repeat(50), true));
        pages.keep(Lang::ZhCn, "/", page);
        assert!(pages.find(Lang::ZhCn, "/", 1).is_some());
        assert!(pages.find(Lang::ZhCn, "/", 2).is_none());
        assert!(pages.find(Lang::En, "/", 1).is_none());
    }

    #[test]
    fn forms_have_tags_of_their_own_and_a_known_one_is_not_sent_again() {
        let page = CachedPage::new(1, None, "<p>一</p>".repeat(50), true);
        let mut request = HeaderMap::new();
        let plain = page.answer(&Method::GET, &request);
        request.insert(ACCEPT_ENCODING, "gzip, br;q=0".parse().unwrap());
        let gzip = page.answer(&Method::GET, &request);
        assert_eq!(gzip.headers()[CONTENT_ENCODING], "gzip");
        assert_ne!(plain.headers()[ETAG], gzip.headers()[ETAG]);
        request.insert(IF_NONE_MATCH, gzip.headers()[ETAG].clone());
        let again = page.answer(&Method::GET, &request);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(again.headers().contains_key(CONTENT_SECURITY_POLICY_NAME));
        request.remove(ACCEPT_ENCODING);
        assert_eq!(page.answer(&Method::GET, &request).status(), StatusCode::OK);
    }

    const CONTENT_SECURITY_POLICY_NAME: &str = "content-security-policy";
}
