//! Who visits: language, session, address. Made once for each request that is not answered from
//! the cache.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::Reader;
use domain::post::Duty;
use flow::Actor;
use identity::{Caller, Door};

use crate::error::WebError;
use crate::form::{Fields, is_own};
use crate::locale::Lang;
use crate::site::Site;
use crate::view::problem::{NotFound, Problem};
use crate::view::{Flash, Foot, Frame, Page, Who};
use crate::{cookie, form};

/// A visitor.
pub(crate) struct Visitor {
    pub(crate) site: Site,
    pub(crate) lang: Lang,
    pub(crate) caller: Option<Caller>,
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    /// Path and query.
    pub(crate) path: String,
    pub(crate) address: IpAddr,
    /// Number of the request, told when something fails.
    request: String,
}

/// The answer of a handler.
pub(crate) type Answer = Result<Response, WebError>;

impl FromRequestParts<Site> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let headers = parts.headers.clone();
        let peer = parts.extensions.get::<SocketAddr>().map(SocketAddr::ip);
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        let site = &site.for_request();
        let mut visitor = Self {
            site: site.clone(),
            lang: lang(&headers),
            caller: None,
            method: parts.method.clone(),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            address: address(peer, &headers, site),
            request: request_number(site),
            headers,
        };
        visitor.caller = match find_caller(site, &visitor.headers).await {
            Ok(caller) => caller,
            Err(error) => return Err(visitor.problem(&error).await),
        };
        Ok(visitor)
    }
}

/// The language that a request asks for.
pub(crate) fn lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::choose(cookie::value(headers, cookie::LANG), accepted)
}

/// The reader's address: the connection's, or what a trusted proxy says of it.
pub(crate) fn address(peer: IpAddr, headers: &HeaderMap, site: &Site) -> IpAddr {
    if !site.settings().trusted_proxies.contains(&peer) {
        return peer;
    }
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|line| line.rsplit(',').next());
    last.and_then(|text| IpAddr::from_str(text.trim()).ok()).unwrap_or(peer)
}

fn request_number(site: &Site) -> String {
    hex::encode(domain::time::random_bytes::<5>(site.flow().random()))
}

/// The token of the session's cookie, when it has the form of one.
pub(crate) fn token(site: &Site, headers: &HeaderMap) -> Option<[u8; 32]> {
    let value = cookie::value(headers, cookie::session_name(site.settings()))?;
    let mut token = [0; 32];
    hex::decode_to_slice(value, &mut token).ok()?;
    Some(token)
}

async fn find_caller(site: &Site, headers: &HeaderMap) -> Result<Option<Caller>, WebError> {
    let Some(token) = token(site, headers) else { return Ok(None) };
    let tree = site.tree().await?;
    let (flow, at) = (site.flow(), site.at());
    Ok(identity::caller(flow.store(), at, &tree, &token, flow.now()).await?)
}

impl Visitor {
    /// What this visitor may be asked about by `access::may_read`.
    pub(crate) fn reader(&self) -> Reader {
        self.caller.as_ref().map_or_else(Reader::anonymous, |caller| caller.reader.clone())
    }

    pub(crate) fn caller(&self) -> Result<&Caller, WebError> {
        self.caller.as_ref().ok_or_else(|| WebError::LoginNeeded { next: self.page_of_form() })
    }

    /// Where to go on after logging in: this page, or the one whose form was sent, which then says
    /// that it was not saved.
    fn page_of_form(&self) -> String {
        if matches!(self.method, Method::GET | Method::HEAD) {
            return self.path.clone();
        }
        let path = self.path.split('?').next().unwrap_or("/");
        let pages = [
            "/account",
            "/admin/persons",
            "/admin/organizations",
            "/desk/posts",
            "/desk/obligations",
            "/contribute",
            "/desk/contributions",
        ];
        for page in pages {
            if path == page || path.starts_with(&format!("{page}/")) {
                return format!("{page}?done=expired");
            }
        }
        let page = match path.rsplit_once('/') {
            Some((
                disclosure,
                "save" | "split" | "join" | "mask" | "propose" | "replace" | "attach" | "detach",
            )) => {
                format!("{disclosure}/draft")
            }
            Some((disclosure, "claim" | "decide" | "supervise" | "review" | "approve")) => {
                format!("{disclosure}/step")
            }
            Some((disclosure, "concur" | "consent" | "refuse" | "withhold" | "release")) => {
                format!("{disclosure}/step")
            }
            Some((disclosure, word)) if disclosure.starts_with("/desk/") && word != "new" => {
                disclosure.to_owned()
            }
            Some(("/desk", "new")) => path.to_owned(),
            _ => return "/".to_owned(),
        };
        format!("{page}?done=expired")
    }

    /// The page whose form was sent; empty for a page that was only asked for.
    fn form_page(&self) -> String {
        if matches!(self.method, Method::GET | Method::HEAD) {
            return String::new();
        }
        let page = self.page_of_form();
        let page = page.trim_end_matches("?done=expired");
        if page == "/" { String::new() } else { page.to_owned() }
    }

    pub(crate) fn actor(&self) -> Result<Actor, WebError> {
        Ok(Actor(self.caller()?.person))
    }

    pub(crate) fn browser(&self) -> &str {
        self.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The form belongs to this visitor's session.
    pub(crate) fn check(&self, fields: &Fields) -> Result<(), WebError> {
        let csrf = hex::encode(self.caller()?.csrf);
        is_own(&self.headers, fields.text("csrf"), &csrf)
    }

    /// The door, with this visitor before it.
    pub(crate) fn door(&self) -> Door<'_> {
        let flow = self.site.flow();
        Door {
            store: flow.store(),
            authority: self.site.at(),
            clock: flow.clock(),
            random: flow.random(),
            limiter: self.site.limiter(),
            address: self.address.to_string(),
            device: crate::account::device(self.browser()),
        }
    }

    /// The frame of a page that answers a form: what leads back leads to `path`.
    pub(crate) async fn frame_at(&self, path: &str) -> Result<Frame, WebError> {
        let frame = self.frame().await?;
        let reads = matches!(self.method, Method::GET | Method::HEAD);
        Ok(if reads { frame } else { Frame { path: path.to_owned(), ..frame } })
    }

    pub(crate) async fn frame(&self) -> Result<Frame, WebError> {
        let site = &self.site;
        let mut foot = Foot::default();
        if let Some(checkpoint) = site.flow().checkpoint().await? {
            foot = Foot {
                log_size: checkpoint.size,
                checkpoint_at: store::logs::signed_at(site.db(), site.at(), checkpoint.size)
                    .await?,
                checkpoint_href: format!("/log/{}/checkpoint", site.at()),
            };
        }
        Ok(Frame {
            lang: self.lang,
            site_name: site.settings().site_name.clone(),
            path: self.path.clone(),
            who: self.caller.as_ref().map(|caller| Who {
                name: caller.name.clone(),
                csrf: hex::encode(caller.csrf),
                works: !caller.posts.is_empty(),
                administers: !caller.organizations(&[Duty::Administrator]).is_empty(),
                factors_removed: caller.factors_removed,
            }),
            flash: self.flash(),
            foot,
        })
    }

    /// `?done=<word>` after a redirect; only known words are shown.
    fn flash(&self) -> Option<Flash> {
        let (_, query) = self.path.split_once('?')?;
        let word = query.split('&').find_map(|pair| pair.strip_prefix("done="))?;
        Flash::from_word(word)
    }

    pub(crate) fn page(&self, page: &impl Page) -> Answer {
        self.page_with(StatusCode::OK, page)
    }

    pub(crate) fn page_with(&self, status: StatusCode, page: &impl Page) -> Answer {
        Ok(html(status, page.render()?))
    }

    /// The page for an error.
    pub(crate) async fn problem(&self, error: &WebError) -> Response {
        if let WebError::LoginNeeded { next } = error {
            return Redirect::to(&format!("/login?next={}", form::encode(next))).into_response();
        }
        error.log(&self.request, &self.path);
        let (status, message) = error.told();
        let frame = self.frame().await.unwrap_or_default();
        let request = self.request.clone();
        let page = if status == StatusCode::NOT_FOUND {
            NotFound { frame, request }.render()
        } else {
            let back = self.form_page();
            Problem { frame, status: status.as_u16(), message, back, request }.render()
        };
        page.map_or_else(|_| status.into_response(), |page| html(status, page))
    }

    /// Runs a handler and turns its error into a page.
    pub(crate) async fn answer(&self, work: impl Future<Output = Answer>) -> Response {
        match work.await {
            Ok(response) => response,
            Err(error) => self.problem(&error).await,
        }
    }
}

/// A page that no cache may keep: it may hold what only this visitor may read.
pub(crate) fn html(status: StatusCode, page: String) -> Response {
    let headers = [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")];
    (status, headers, page).into_response()
}

/// Leads on after a form, and says what was done.
pub(crate) fn done(path: &str, word: &str) -> Response {
    Redirect::to(&format!("{path}?done={word}")).into_response()
}

/// Adds a cookie to an answer.
pub(crate) fn set_cookie(response: &mut Response, line: &str) {
    if let Ok(value) = HeaderValue::from_str(line) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
