//! Lists that are longer than a page.

use std::collections::BTreeSet;

use domain::ids::{AuthorityId, OrganizationId, PersonId};
use domain::time::{Clock, Micros, Random};
use store::persons::NewPerson;
use store::{Step, StoreError, Tx};

use crate::browser::Browser;
use crate::site::Place;

/// The addresses that rows of a desk lead to.
fn rows(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"/desk/").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.ends_with("/draft")).map(str::to_owned).collect()
}

fn next(page: &str) -> Option<String> {
    let link = page.split("rel=\"next\" href=\"").nth(1)?;
    Some(link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_desk_has_pages_and_loses_nothing() {
    // given more drafts than a list has rows
    let place = Place::new().await;
    for number in 0..55 {
        place.world.receive(&testkit::text(number)).await;
    }
    let clerk = place.logged_in("clerk_a").await;
    // when the clerk goes through the pages
    let first = clerk.page("/desk").await;
    let second = clerk.page(&next(&first).expect("a second page")).await;
    // then each draft stands on one of them, and the way leads back
    assert_eq!((rows(&first).len(), rows(&second).len()), (50, 5));
    assert!(rows(&first).is_disjoint(&rows(&second)));
    assert!(first.contains("共 55 件") && second.contains("第 2 页，共 2 页"));
    assert_eq!(next(&second), None);
    assert!(second.contains("rel=\"prev\" href=\"/desk\""));
    // and what is no page is no error
    for path in ["/desk?list=draft&page=9", "/desk?list=draft&page=x", "/desk?list=y&page=-1"] {
        clerk.page(path).await;
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_stands_on_the_first_page_with_its_reason() {
    // given more drafts than a list has rows, and one after them that a meeting voted down
    let place = Place::new().await;
    let world = &place.world;
    for number in 0..52 {
        world.receive(&testkit::text(number)).await;
    }
    world.clock.advance_days(1);
    let id = world.brought_to(domain::workflow::State::ToDecide).await;
    let mut decision = world.decision(id).await;
    (decision.votes_for, decision.votes_against) = (10, 10);
    decision.resolution = "会议未通过，请重新核算".to_owned();
    let (content, approver) = (world.content(id).await, flow::Actor(world.people.approver_a));
    world.flow.decide(approver, id, &content, (decision, testkit::scan())).await.unwrap();
    // then the clerk sees it at once, and why
    let clerk = place.logged_in("clerk_a").await;
    let desk = clerk.page("/desk").await;
    assert!(desk.contains(&format!("/desk/{id}/draft")));
    assert!(desk.contains("会议未通过，请重新核算"));
    let draft = clerk.page(&format!("/desk/{id}/draft")).await;
    assert!(draft.contains("会议未通过，请重新核算"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_is_told_how_much_is_overdue_and_gets_all_of_it() {
    let place = Place::new().await;
    for number in 0..53 {
        let id = place.world.receive(&testkit::text(number)).await;
        place.world.propose(id).await;
    }
    place.world.clock.advance_days(90);
    let overdue = |page: &str| page.matches("<li class=\"task").count();
    for who in ["supervisor", "overseer_a"] {
        let supervisor = place.logged_in(who).await;
        let first = supervisor.page("/desk").await;
        assert!(first.contains("共 53 件"), "{who}");
        let second = next(&first).expect("a second page");
        assert_eq!(second, "/desk?list=late&page=2", "{who}");
        let second = supervisor.page(&second).await;
        assert_eq!((overdue(&first), overdue(&second)), (50, 3), "{who}");
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_first_stands_first() {
    // given two proposals of different days, the later one touched last
    let place = Place::new().await;
    let (one, other) = (
        place.world.receive(&testkit::text(1)).await,
        place.world.receive(&testkit::text(2)).await,
    );
    place.world.propose(other).await;
    place.world.clock.advance_days(9);
    place.world.propose(one).await;
    let reviewer = place.logged_in("reviewer_a").await;
    // then the one that is due first is read first
    let page = reviewer.page("/desk").await;
    let at = |number: &str| page.find(number).unwrap();
    assert!(at("第2号事项") < at("第1号事项"));
    place.finish().await;
}

struct Move<'a> {
    at: AuthorityId,
    home: OrganizationId,
    login: &'a str,
    random: &'a dyn Random,
    now: Micros,
}

impl Step for Move<'_> {
    type Out = ();
    type Error = StoreError;

    async fn run(&self, tx: &mut Tx) -> Result<(), StoreError> {
        for number in 0..230 {
            let id = PersonId::new(self.now, self.random);
            let (login, name) = (format!("{}{number}", self.login), format!("村民{number:03}"));
            let new = NewPerson {
                id,
                login_name: &login,
                display_name: &name,
                password_hash: "",
                created: self.now,
            };
            store::persons::insert(tx, self.at, &new).await?;
            store::accounts::set_home(tx, self.at, id, self.home).await?;
        }
        Ok(())
    }
}

/// Villagers named on the pages from `path` on, in order.
async fn named(browser: &Browser, path: &str) -> Vec<String> {
    let (mut names, mut path) = (Vec::new(), Some(path.to_owned()));
    while let Some(here) = path {
        let page = browser.page(&here).await;
        let rows = page.split("<p class=\"name\">").skip(1);
        let rows = rows.map(|row| row.split([' ', '<']).next().unwrap().to_owned());
        names.extend(rows.filter(|name| name.starts_with("村民")));
        path = next(&page);
    }
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn many_accounts_have_pages_and_are_found_by_name() {
    // given more people here than a page has rows, and as many elsewhere
    let place = Place::new().await;
    let world = &place.world;
    let homes = [(world.bodies.village_a, "villager"), (world.bodies.village_b, "neighbour")];
    for (home, login) in homes {
        let (at, now) = (world.authority, world.clock.now());
        let step = Move { at, home, login, random: &*world.random, now };
        world.database.store.writer.run(&step).await.unwrap();
    }
    let office = place.logged_in("administrator").await;
    // then the pages name each once, in order
    let all: Vec<_> = (0..230).map(|number| format!("村民{number:03}")).collect();
    assert_eq!(named(&office, "/admin/persons").await, all);
    // and a part of a name or of a login name finds its own, across pages
    assert_eq!(named(&office, "/admin/persons?q=%E6%9D%91%E6%B0%911").await, all[100..200]);
    assert_eq!(named(&office, "/admin/persons?q=VILLAGER229").await, all[229..]);
    assert_eq!(named(&office, "/admin/persons?q=%25").await, [""; 0]);
    assert_eq!(named(&office, "/admin/persons?q=villager_1").await, [""; 0]);
    place.finish().await;
}
