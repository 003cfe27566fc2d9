//! Every route × role × place: what the site answers is what the rule says, and `docs/routes.md`
//! shows both. The rule says it by asking `domain`, as the site should.

mod hall;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::Method;
use domain::access::{Reader, may_read, may_read_desk};
use domain::ids::PersonId;
use domain::organization::Tree;
use domain::permission::{
    Hands, Place as At, administered, duty_allows, may_act, place_of, reporter_of,
};
use domain::post::{Duty, Post};
use domain::scope::Scope;
use domain::workflow::Action;
use web::{Route, Rule};

use self::hall::{Hall, Where, halls};
use crate::browser::{Answer, Browser};
use crate::form::pairs;
use crate::site::Place;

/// Somebody, with what the domain knows of them.
struct Role {
    name: &'static str,
    person: Option<PersonId>,
    reader: Reader,
    posts: Vec<Post>,
    /// Of a session that has ended; such a browser still sends it.
    stale: Option<[u8; 32]>,
}

/// What an address answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Opens,
    Login,
    Forbidden,
    Hidden,
    /// The step has not come to anybody yet.
    TooEarly,
}

impl Said {
    fn letter(self) -> char {
        match self {
            Self::Opens => 'y',
            Self::Login => 'l',
            Self::Forbidden => 'f',
            Self::Hidden => 'n',
            Self::TooEarly => 'e',
        }
    }

    fn of(answer: &Answer, route: &Route) -> Self {
        match (answer.status.as_u16(), route.rule) {
            (303, _) if answer.location().starts_with("/login?next=") => Self::Login,
            (403, _) => Self::Forbidden,
            // A link that is used up is not there: that is what coming in is told.
            (404, Rule::Entering) => Self::Opens,
            // This site has no provider of logins.
            (404, Rule::Person) if route.path == "/account/oidc/remove" => Self::Opens,
            (404, _) => Self::Hidden,
            (409, Rule::Step(action)) if place_of(action) == At::Asked => Self::TooEarly,
            (500.., _) => panic!("{}", answer.text()),
            _ => Self::Opens,
        }
    }
}

/// The roles in the order of the page's columns.
async fn roles(place: &Place) -> Vec<Role> {
    let people = &place.world.people;
    let all = [
        ("reader", people.registered),
        ("contributor", people.named),
        ("member", people.member_a),
        ("clerk", people.clerk_a),
        ("reviewer", people.reviewer_a),
        ("overseer", people.overseer_a),
        ("approver", people.approver_a),
        ("administrator", people.administrator),
        ("superior", people.approver_t),
        ("superior administrator", people.administrator_t),
        ("county supervisor", people.supervisor),
    ];
    let nobody = |name, stale| Role {
        name,
        person: None,
        reader: Reader::anonymous(),
        posts: Vec::new(),
        stale,
    };
    let mut roles = vec![nobody("anonymous", None)];
    for (name, person) in all {
        let (reader, posts) = (place.world.reader(person).await, place.world.held(person).await);
        roles.push(Role { name, person: Some(person), reader, posts, stale: None });
    }
    // Held every duty, and has left with the browser open.
    let token = place.world.log_in(people.every_duty).await;
    place.world.flow.leave(None, people.every_duty).await.unwrap();
    roles.push(nobody("left", Some(token)));
    roles
}

impl Role {
    async fn browser(&self, place: &Place) -> Browser {
        let mut browser = match self.person {
            Some(person) => place.browser_of(person).await,
            None => place.anonymous(),
        };
        if let Some(token) = self.stale {
            browser.cookies.insert("session".to_owned(), hex::encode(token));
        }
        browser
    }

    fn has(&self, action: Action) -> bool {
        self.posts.iter().any(|post| duty_allows(post.duty, action))
    }

    fn supervises(&self) -> bool {
        self.posts.iter().any(|post| post.duty == Duty::Supervisor)
    }

    fn duties_at(&self, places: &[domain::ids::OrganizationId]) -> Vec<Duty> {
        let posts = self.posts.iter().filter(|post| places.contains(&post.organization));
        posts.map(|post| post.duty).collect()
    }
}

fn unless(opens: bool, otherwise: Said) -> Said {
    if opens { Said::Opens } else { otherwise }
}

/// What a rule says, out of the decisions of `domain` and the tree as it stands.
fn expected(rule: Rule, role: &Role, (at, hall): (Where, &Hall), tree: &Tree) -> Said {
    let here = at != Where::OtherAuthority;
    let open = matches!(rule, Rule::Anyone | Rule::Entering | Rule::Readers);
    let Some(person) = role.person.or(open.then_some(hall.clerk)) else { return Said::Login };
    match rule {
        Rule::Anyone => unless(here, Said::Hidden),
        Rule::Entering | Rule::Person => Said::Opens,
        Rule::Readers => {
            let scope = Scope::Members { organization: hall.organization };
            let may = may_read(&role.reader, &scope, hall.organization).is_allowed();
            unless(here && may, Said::Hidden)
        }
        Rule::Contributor => unless(here && person == hall.contributor, Said::Hidden),
        Rule::Post => unless(!role.posts.is_empty(), Said::Forbidden),
        Rule::Duty(action) => unless(role.has(action), Said::Forbidden),
        Rule::Receiver(action) => {
            let duties = role.duties_at(&[hall.organization]);
            let may = duties.iter().any(|duty| duty_allows(*duty, action));
            unless(here && may, Said::Hidden)
        }
        Rule::Desk => unless(here && on_desk(role, hall), Said::Hidden),
        Rule::Participant => match here && on_desk(role, hall) {
            true => unless(takes_part(role, hall, tree), Said::Forbidden),
            false => Said::Hidden,
        },
        Rule::NamedStep => step(NAMED, role, person, (here, hall), tree),
        Rule::Step(action) => step(action, role, person, (here, hall), tree),
        Rule::Administrator => unless(!administered(&role.posts, tree).is_empty(), Said::Forbidden),
        Rule::Administered | Rule::AdministeredPerson => {
            let own = administered(&role.posts, tree);
            match own.contains(&hall.organization) {
                true => Said::Opens,
                false => unless_hidden(own.is_empty()),
            }
        }
        Rule::AdministeredAbove => {
            let own = administered(&role.posts, tree);
            let above = tree.get(hall.organization).and_then(|body| body.parent);
            match own.contains(&hall.organization) {
                true => unless(above.is_some_and(|above| own.contains(&above)), Said::Forbidden),
                false => unless_hidden(own.is_empty()),
            }
        }
        Rule::Reporter => {
            let may = reporter_of(&role.posts, tree, hall.organization).is_some();
            unless(here && may, Said::Hidden)
        }
        Rule::Watcher => {
            let administers = !administered(&role.posts, tree).is_empty();
            unless(administers || role.supervises(), Said::Forbidden)
        }
    }
}

fn unless_hidden(is_nobody: bool) -> Said {
    if is_nobody { Said::Forbidden } else { Said::Hidden }
}

fn on_desk(role: &Role, hall: &Hall) -> bool {
    may_read_desk(&role.reader, hall.organization, &[]).is_allowed()
}

/// A duty in the steps, in the body or in the one that watches it.
fn takes_part(role: &Role, hall: &Hall, tree: &Tree) -> bool {
    let duties = role.duties_at(&tree.supervision_of(hall.organization));
    duties.iter().any(|duty| *duty != Duty::Administrator)
}

/// A step on a draft that the clerk of the place wrote.
fn step(
    action: Action,
    role: &Role,
    person: PersonId,
    (here, hall): (bool, &Hall),
    tree: &Tree,
) -> Said {
    if !here || !on_desk(role, hall) {
        return Said::Hidden;
    }
    let places = match place_of(action) {
        At::Own | At::Examined => vec![tree.current(hall.organization)],
        At::Supervision => tree.supervision_of(hall.organization),
        At::Asked => return Said::TooEarly,
    };
    let hands = Hands { writers: vec![hall.clerk], ..Hands::default() };
    let may = may_act(person, &role.duties_at(&places), action, &hands).is_ok();
    unless(may, Said::Forbidden)
}

/// The step that the form of a claim names.
const NAMED: Action = Action::Propose;
/// Names of bodies are the same for every authority of an installation.
const OF_ALL: [&str; 1] = ["/organizations/{id}"];

/// Fields that pass for every form: what is refused is refused for who sends it. The version is
/// none, so that nothing is changed.
fn fields(day: &str) -> Vec<(String, String)> {
    pairs(&[
        ("csrf", &"00".repeat(32)),
        ("version", "0"),
        ("item", "party-2010/A19"),
        ("series", "B"),
        ("title", "标题"),
        ("content", &"ab".repeat(32)),
        ("reason", "理由"),
        ("remark", "意见"),
        ("opinion", "同意"),
        ("secrecy", "checked"),
        ("privacy", "checked"),
        ("necessity", "checked"),
        ("accuracy", "checked"),
        ("ground", "third_party"),
        ("reexamine_on", "2026-09-01"),
        ("publish_at", "2026-09-01T08:00"),
        ("until", "2030-01-01"),
        ("result", "无异议"),
        ("action", NAMED.word()),
        ("claim", "leave"),
        ("form", "BRD"),
        ("done_on", day),
        ("meeting", "village_assembly"),
        ("held_on", day),
        ("called", "10"),
        ("present", "10"),
        ("votes_for", "10"),
        ("votes_against", "0"),
        ("abstained", "0"),
        ("resolution", "同意"),
    ])
}

async fn ask(place: &Place, browser: &mut Browser, route: &Route, hall: &Hall) -> Answer {
    let address = &*hall.address(&route.path);
    if route.method == Method::GET {
        return browser.get(address).await;
    }
    let mut fields = fields(&place.world.today());
    // No body goes below itself, nor into itself.
    fields.push(("other".to_owned(), hall.organization.to_string()));
    if route.rule == Rule::Entering {
        let page = browser.get("/login").await;
        browser.take_cookies(&page);
        fields[0].1 = browser.cookies["form"].clone();
    }
    if route.path == "/desk/{id}/post" {
        // Without a photo.
        return browser.hand_in(address, &fields, "", "").await;
    }
    if route.takes_file {
        return browser.hand_in(address, &fields, "公示.pdf", "%PDF-1.4").await;
    }
    browser.post(address, &fields).await
}

/// Of each route, the letters of each role, four places each.
type Table = Vec<(Route, Vec<String>)>;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_each_role_at_each_place_as_its_rule_says() {
    let place = Place::new().await;
    let neighbour = place.world.neighbour().await;
    let halls = halls(&place, &neighbour).await;
    let roles = roles(&place).await;
    let tree = place.world.tree().await;
    let (mut table, mut wrong): (Table, Vec<String>) = (Vec::new(), Vec::new());
    for route in web::routes() {
        let varies = halls[0].address(&route.path) != halls[3].address(&route.path);
        let mut cells = Vec::new();
        for role in &roles {
            let mut cell = String::new();
            for (at, hall) in Where::ALL.into_iter().zip(&halls) {
                // What names nothing is the same everywhere.
                let (at, hall) = if varies { (at, hall) } else { (Where::Own, &halls[0]) };
                let mut rule_at = at;
                if OF_ALL.contains(&&*route.path) {
                    rule_at = Where::Own;
                }
                let says = expected(route.rule, role, (rule_at, hall), &tree);
                cell.push(says.letter());
                if !varies && cell.len() > 1 {
                    continue;
                }
                let mut browser = role.browser(&place).await;
                let answer = ask(&place, &mut browser, &route, hall).await;
                let said = Said::of(&answer, &route);
                if said != says {
                    let (method, path, name) = (&route.method, &route.path, role.name);
                    wrong.push(format!(
                        "{method} {path} as {name} at {at:?}: {says:?}, but {said:?} {}",
                        answer.status
                    ));
                }
            }
            cells.push(cell);
        }
        table.push((route, cells));
    }
    assert!(wrong.is_empty(), "{} answers:\n{}", wrong.len(), wrong.join("\n"));
    let page = page(&table, &roles);
    let shown = include_str!("../../../../docs/routes.md");
    assert!(shown.contains(&page), "docs/routes.md must show:\n{page}");
    place.finish().await;
    neighbour.flow.close().await;
}

/// The two tables of `docs/routes.md`.
fn page(table: &Table, roles: &[Role]) -> String {
    let names: Vec<_> = roles.iter().map(|role| role.name).collect();
    let mut page = format!("| rule | {} |\n|---|", names.join(" | "));
    page += &"---|".repeat(names.len());
    let mut by_rule: BTreeMap<String, Vec<&Vec<String>>> = BTreeMap::new();
    for (route, cells) in table {
        let all = by_rule.entry(route.rule.word()).or_default();
        if !all.contains(&cells) {
            all.push(cells);
        }
    }
    for (rule, rows) in by_rule {
        for cells in rows {
            let _ = write!(page, "\n| **{rule}** | {} |", cells.join(" | "));
        }
    }
    page += "\n\n| verb | address | rule |\n|---|---|---|";
    for (route, _) in table {
        let _ = write!(page, "\n| {} | `{}` | {} |", route.method, route.path, route.rule.word());
    }
    page + "\n"
}
