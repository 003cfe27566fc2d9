//! The county of `testkit` behind the site's door.

use axum::http::StatusCode;
use domain::access::Reader;
use domain::ids::{DisclosureId, PersonId};
use domain::scope::Scope;
use testkit::{PASSWORD, Published, World};
use web::{Settings, Site};

use crate::browser::Browser;

/// Marks that stand in one slice each, in the order of [`Place::scopes`].
pub(crate) const MARKS: [&str; 5] = ["甲句", "乙句", "丙句", "丁句", "戊句"];
pub(crate) const MARKED: &str =
    "上坪村各范围事项的公告\n这是甲句。\n这是乙句。\n这是丙句。\n这是丁句。\n这是戊句。\n";

pub(crate) struct Place {
    pub(crate) world: World,
    pub(crate) site: Site,
    pub(crate) router: axum::Router,
}

/// Somebody with a browser and what the domain knows of them.
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) reader: Reader,
    pub(crate) browser: Browser,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(false).await
    }

    pub(crate) async fn with(secure_cookies: bool) -> Self {
        Self::of(World::founded().await, Self::settings(secure_cookies))
    }

    pub(crate) fn settings(secure_cookies: bool) -> Settings {
        Settings {
            site_name: "青石公开".to_owned(),
            public_url: "https://qingshi.example".to_owned(),
            secure_cookies,
            trusted_proxies: vec!["10.9.9.9".parse().unwrap()],
            oidc: None,
        }
    }

    pub(crate) fn of(world: World, settings: Settings) -> Self {
        let site = Site::new(world.flow.clone(), settings);
        let router = web::router(site.clone());
        Self { world, site, router }
    }

    pub(crate) async fn finish(self) {
        self.world.finish().await;
    }

    pub(crate) fn anonymous(&self) -> Browser {
        Browser::new(self)
    }

    /// A browser with a session that was opened in the store.
    pub(crate) async fn browser_of(&self, person: PersonId) -> Browser {
        let mut browser = self.anonymous();
        let token = self.world.log_in(person).await;
        browser.cookies.insert("session".to_owned(), hex::encode(token));
        browser
    }

    /// A browser that has logged in through the form.
    pub(crate) async fn logged_in(&self, name: &str) -> Browser {
        let mut browser = self.anonymous();
        let answer = browser.log_in(name, PASSWORD, "/").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name}");
        browser
    }

    /// Nobody, and everybody of the county.
    pub(crate) async fn everybody(&self) -> Vec<Person> {
        let nobody =
            Person { name: "anonymous", reader: Reader::default(), browser: self.anonymous() };
        let mut all = vec![nobody];
        for (name, person) in self.world.people.all() {
            let reader = self.world.reader(person).await;
            all.push(Person { name, reader, browser: self.browser_of(person).await });
        }
        all
    }

    /// One scope of each kind.
    pub(crate) fn scopes(&self) -> [Scope; 5] {
        let organization = self.world.bodies.village_a;
        [
            Scope::Public,
            Scope::Registered,
            Scope::Members { organization },
            Scope::Organization { organization },
            Scope::Named { persons: vec![self.world.people.named] },
        ]
    }

    /// A draft with one marked slice of each scope under a title for everybody, in a column.
    pub(crate) async fn draft_marked(&self) -> DisclosureId {
        let id = self.world.receive(MARKED).await;
        let titled: Vec<_> = [Scope::Public].into_iter().chain(self.scopes()).collect();
        self.put(id, &titled).await;
        id
    }

    /// Sets scopes, and the first column.
    pub(crate) async fn put(&self, id: DisclosureId, scopes: &[Scope]) {
        self.world.scope(id, scopes).await;
        let mut meta = self.world.meta(id).await;
        meta.column = Some(self.column().await);
        let slices = self.world.draft(id).await.slices;
        let scopes = slices.into_iter().map(|slice| (slice.scope, slice.ground)).collect();
        self.world.save(id, meta, scopes).await.unwrap();
    }

    pub(crate) async fn publish_marked(&self) -> Published {
        let id = self.draft_marked().await;
        self.world.publish(id).await
    }

    pub(crate) async fn column(&self) -> domain::ids::ColumnId {
        let db = self.world.database.store.reader.db();
        store::columns::all(db, self.world.authority).await.unwrap()[0].id
    }

    /// Every page and file that the portal has of a disclosure or around it.
    pub(crate) async fn exits(&self, code: &str) -> Vec<String> {
        let mut exits = vec!["/".to_owned(), "/about/verify".to_owned()];
        for of in [format!("/d/{code}"), format!("/d/{code}/e/1")] {
            for file in ["", "/document.sd-jwt", "/document.tlog-proof"] {
                exits.push(format!("{of}{file}"));
            }
        }
        exits.push(format!("/columns/{}", self.column().await));
        for organization in [self.world.bodies.village_a, self.world.bodies.county] {
            exits.push(format!("/organizations/{organization}"));
        }
        let log = format!("/log/{}", self.world.authority);
        exits.push(format!("{log}/checkpoint"));
        let size = self.world.flow.checkpoint().await.unwrap().map_or(0, |newest| newest.size);
        for tile in ["0", "entries"] {
            exits.push(format!("{log}/tile/{tile}/000.p/{size}"));
        }
        exits
    }
}
