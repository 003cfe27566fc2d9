//! A browser without a socket: it asks the same function that each connection asks, keeps cookies,
//! and fills in the forms that the pages hold.

use std::collections::BTreeMap;
use std::io::Read;
use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;

use crate::form::{encode, fields, without};
use crate::site::Place;

pub(crate) type Pairs = Vec<(String, String)>;

/// One browser with its own cookies and address.
#[derive(Clone)]
pub(crate) struct Browser {
    site: web::Site,
    router: axum::Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<&'static str, String>,
    pub(crate) peer: SocketAddr,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as text, unpacked when it came compressed.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        if self.bytes.is_empty() {
            return text;
        }
        match self.header("content-encoding") {
            "gzip" => flate2::read::GzDecoder::new(&*self.bytes).read_to_string(&mut text),
            "br" => brotli::Decompressor::new(&*self.bytes, 4096).read_to_string(&mut text),
            _ => (&*self.bytes).read_to_string(&mut text),
        }
        .unwrap();
        text
    }

    /// The lines of `Set-Cookie`.
    pub(crate) fn set_cookies(&self) -> Vec<&str> {
        let lines = self.headers.get_all("set-cookie").iter();
        lines.map(|line| line.to_str().unwrap()).collect()
    }
}

impl Browser {
    pub(crate) fn new(place: &Place) -> Self {
        Self::of(place.site.clone(), place.router.clone())
    }

    pub(crate) fn of(site: web::Site, router: axum::Router) -> Self {
        let headers = [("host", "gongkai.test"), ("user-agent", "Mozilla/5.0 (test)")];
        Self {
            site,
            router,
            cookies: BTreeMap::new(),
            headers: headers.map(|(name, value)| (name, value.to_owned())).into(),
            peer: SocketAddr::from(([10, 0, 0, 1], 4000)),
        }
    }

    /// The same browser with one more header.
    pub(crate) fn with(&self, name: &'static str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.insert(name, value.to_owned());
        other
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, kind: &str, body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        for (name, value) in &self.cookies {
            request = request.header("cookie", format!("{name}={value}"));
        }
        if !kind.is_empty() {
            request = request.header("content-type", kind);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = web::answer(&self.site, self.router.clone(), self.peer, request).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, "", "").await
    }

    pub(crate) async fn head(&self, path: &str) -> Answer {
        self.ask(Method::HEAD, path, "", "").await
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.text()
    }

    pub(crate) async fn post(&self, path: &str, pairs: &Pairs) -> Answer {
        self.ask(Method::POST, path, "application/x-www-form-urlencoded", &encode(pairs)).await
    }

    /// Sends the form of `page` that `action` names, with some fields set.
    pub(crate) async fn send(&self, page: &str, action: &str, set: &[(&str, &str)]) -> Answer {
        self.send_to(page, action, action, set).await
    }

    /// Sends a form to another address, as its buttons do.
    pub(crate) async fn send_to(
        &self,
        page: &str,
        form: &str,
        action: &str,
        set: &[(&str, &str)],
    ) -> Answer {
        let html = self.page(page).await;
        let mut pairs = fields(&html, form).unwrap_or_else(|| panic!("{page}: no {form}"));
        for (name, value) in set {
            pairs = without(&pairs, name);
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.post(action, &pairs).await
    }

    /// Hands in a file through the form, with some fields set.
    pub(crate) async fn upload(&self, file: &str, text: &str, set: &[(&str, &str)]) -> Answer {
        let html = self.page("/desk/new").await;
        let mut pairs = fields(&html, "/desk/new").expect("the form");
        for (name, value) in set {
            pairs = without(&pairs, name);
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.hand_in("/desk/new", &pairs, file, text).await
    }

    pub(crate) async fn hand_in(&self, to: &str, pairs: &Pairs, file: &str, text: &str) -> Answer {
        let mut body = String::new();
        for (name, value) in without(pairs, "file") {
            body += &format!(
                "--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += &format!(
            "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\
             Content-Type: text/plain\r\n\r\n{text}\r\n--X--\r\n"
        );
        self.ask(Method::POST, to, "multipart/form-data; boundary=X", &body).await
    }

    /// Logs in through the form.
    pub(crate) async fn log_in(&mut self, name: &str, password: &str, next: &str) -> Answer {
        let page = self.get("/login").await;
        self.take_cookies(&page);
        let mut pairs = without(&fields(&page.text(), "/login").expect("the form"), "next");
        pairs.retain(|(field, _)| field != "name" && field != "password");
        for (field, value) in [("name", name), ("password", password), ("next", next)] {
            pairs.push((field.to_owned(), value.to_owned()));
        }
        let answer = self.post("/login", &pairs).await;
        self.take_cookies(&answer);
        answer
    }

    pub(crate) fn take_cookies(&mut self, answer: &Answer) {
        for line in answer.set_cookies() {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
