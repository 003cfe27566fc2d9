//! The table from which the router and the list of rules are made, so that no address exists
//! without a rule.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};

use super::rule::Rule;
use crate::site::Site;

/// One address with its verb and who may open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    /// As the router has it, with `{names}` of what varies.
    pub path: String,
    pub rule: Rule,
    /// Whether it takes a form with a file.
    pub takes_file: bool,
}

/// Routes with their handlers, in the order in which they were added.
#[derive(Default)]
pub(super) struct Table {
    routes: Vec<(Route, MethodRouter<Site>)>,
}

impl Table {
    /// A page or a file that is asked for.
    pub(super) fn page<T: 'static>(
        self,
        rule: Rule,
        path: impl Into<String>,
        handler: impl Handler<T, Site>,
    ) -> Self {
        self.with((Method::GET, path.into(), rule), false, get(handler))
    }

    /// A form that is sent.
    pub(super) fn form<T: 'static>(
        self,
        rule: Rule,
        path: impl Into<String>,
        handler: impl Handler<T, Site>,
    ) -> Self {
        self.with((Method::POST, path.into(), rule), false, post(handler))
    }

    /// A form with a file of at most `bytes`.
    pub(super) fn upload<T: 'static>(
        self,
        rule: Rule,
        path: impl Into<String>,
        bytes: usize,
        handler: impl Handler<T, Site>,
    ) -> Self {
        let handler = post(handler).layer(DefaultBodyLimit::max(bytes));
        self.with((Method::POST, path.into(), rule), true, handler)
    }

    fn with(
        mut self,
        (method, path, rule): (Method, String, Rule),
        takes_file: bool,
        handler: MethodRouter<Site>,
    ) -> Self {
        self.routes.push((Route { method, path, rule, takes_file }, handler));
        self
    }

    /// All routes of another table behind these.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self
    }

    pub(super) fn list(self) -> Vec<Route> {
        self.routes.into_iter().map(|(route, _)| route).collect()
    }

    /// The only place where the site's router gets an address.
    pub(super) fn router(self) -> Router<Site> {
        let add = |router: Router<Site>, (route, handler): (Route, MethodRouter<Site>)| {
            router.route(&route.path, handler)
        };
        self.routes.into_iter().fold(Router::new(), add)
    }
}
