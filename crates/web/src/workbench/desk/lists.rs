//! The lists of a desk: what of each is read, and where the rest stands.

use domain::ids::OrganizationId;
use domain::organization::Tree;
use domain::post::Duty;
use domain::workflow::State;
use store::desk::{Entry, Window};

use crate::account::query;
use crate::error::WebError;
use crate::locale::Lang;
use crate::view::desk::More;
use crate::visitor::Visitor;

/// Rows of one list at most; what is left has pages of its own.
const ROWS: u32 = 50;
/// Of what is public only the newest stand on the desk.
const NEWEST: u32 = 20;

/// A list of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// What stands in one state in the caller's own organizations.
    In(State),
    /// What others ask of the caller's organizations.
    Asked,
    /// What is overdue below a supervisor.
    Late,
}

impl List {
    fn word(self) -> &'static str {
        match self {
            Self::In(state) => state.word(),
            Self::Asked => "asked",
            Self::Late => "late",
        }
    }

    fn name(self, lang: Lang) -> String {
        match self {
            Self::In(state) => lang.text(&format!("state.{}", state.word())),
            Self::Asked => lang.text("desk.to_consent"),
            Self::Late => lang.text("desk.late"),
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let apart = [Self::Asked, Self::Late].into_iter().find(|list| list.word() == word);
        apart.or_else(|| State::from_word(word).map(Self::In))
    }

    fn rows(self) -> u32 {
        if self == Self::In(State::Published) { NEWEST } else { ROWS }
    }
}

/// The whole desk, or one list of it from its second page on: `/desk?list=to_review&page=2`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) list: Option<List>,
    /// From 1.
    page: u32,
}

impl Wanted {
    pub(super) fn of(path: &str) -> Self {
        let page = query(path, "page").parse().unwrap_or(1);
        Self { list: List::from_word(&query(path, "list")), page: u32::clamp(page, 1, 10_000) }
    }

    fn window(self, list: List) -> Option<Window> {
        match self.list {
            None => Some(Window { limit: list.rows(), offset: 0 }),
            Some(wanted) if wanted == list => {
                Some(Window { limit: list.rows(), offset: (self.page - 1) * list.rows() })
            }
            Some(_) => None,
        }
    }
}

/// What a desk shows, and how much of each list there is in the organization that has most of it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) entries: Vec<Entry>,
    pub(super) lists: Vec<(List, u32)>,
}

impl Found {
    fn add(&mut self, list: List, all: u32, entries: Vec<Entry>) {
        self.entries.extend(entries);
        match self.lists.iter_mut().find(|(found, _)| *found == list) {
            Some((_, most)) => *most = all.max(*most),
            None => self.lists.push((list, all)),
        }
    }
}

/// Where the rows of a list stand that this page does not show; `None` where it shows all.
pub(super) fn more(lang: Lang, &(list, all): &(List, u32), wanted: Wanted) -> Option<More> {
    let page = wanted.list.map_or(1, |_| wanted.page);
    let last = all.div_ceil(list.rows());
    let href = |page: u32| match page {
        1 if list != List::In(State::Published) => "/desk".to_owned(),
        page => format!("/desk?list={}&page={page}", list.word()),
    };
    (last > 1).then(|| More {
        list: list.name(lang),
        all,
        rows: list.rows(),
        page,
        last,
        before: (page > 1).then(|| href(page - 1)),
        after: (page < last).then(|| href(page + 1)),
    })
}

/// Everything of the caller's own organizations, and what others ask of them. A post that watches
/// a whole subtree gets what waits for it, not all that is under way below.
pub(super) async fn waiting(
    visitor: &Visitor,
    tree: &Tree,
    wanted: Wanted,
) -> Result<Found, WebError> {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let mut found = Found::default();
    let takes_part = [Duty::Clerk, Duty::Reviewer, Duty::Approver];
    let own = caller.organizations(&takes_part).into_iter();
    for organization in own.flat_map(|own| tree.inherited(own)) {
        own_lists(visitor, organization, wanted, &mut found).await?;
    }
    for organization in &caller.reader.signs_for {
        let Some(window) = wanted.window(List::Asked) else { continue };
        let all = store::desk::count_asked(site.db(), site.at(), *organization).await?;
        if all > window.offset {
            let who = caller.person;
            let asked = store::desk::asked(site.db(), site.at(), who, *organization, window);
            found.add(List::Asked, all, asked.await?);
        }
    }
    watched(visitor, tree, wanted, &mut found).await?;
    Ok(found)
}

/// What stands in one of the caller's own organizations, state by state, and the notice periods
/// that are over there.
async fn own_lists(
    visitor: &Visitor,
    organization: OrganizationId,
    wanted: Wanted,
    found: &mut Found,
) -> Result<(), WebError> {
    let (who, site) = (visitor.caller()?.person, &visitor.site);
    in_states(visitor, organization, (wanted, &|state| state != State::Withdrawn), found).await?;
    if wanted.list.is_none() {
        let today = domain::calendar::day_of(site.flow().now());
        let over = (organization, today.as_str());
        let over = store::desk::unconcluded(site.db(), site.at(), who, over, ROWS).await?;
        found.entries.extend(over);
    }
    Ok(())
}

/// What stands in an organization in those states that are `shown`.
async fn in_states(
    visitor: &Visitor,
    organization: OrganizationId,
    (wanted, shown): (Wanted, &(dyn Fn(State) -> bool + Sync)),
    found: &mut Found,
) -> Result<(), WebError> {
    let (who, site) = (visitor.caller()?.person, &visitor.site);
    for (state, all) in store::desk::counts(site.db(), site.at(), organization).await? {
        let list = List::In(state);
        let Some(window) = wanted.window(list).filter(|_| shown(state)) else { continue };
        if all > window.offset {
            let rows =
                store::desk::in_state(site.db(), site.at(), who, (organization, state), window);
            found.add(list, all, rows.await?);
        }
    }
    Ok(())
}

/// What a supervisor is waited for in, and what is overdue below.
async fn watched(
    visitor: &Visitor,
    tree: &Tree,
    wanted: Wanted,
    found: &mut Found,
) -> Result<(), WebError> {
    let supervises = visitor.caller()?.organizations(&[Duty::Supervisor]);
    if supervises.is_empty() {
        return Ok(());
    }
    late(visitor, wanted, found).await?;
    let shown = |state| matches!(state, State::ToSupervise | State::Released);
    for own in supervises.into_iter().flat_map(|each| supervised(tree, each)) {
        in_states(visitor, own, (wanted, &shown), found).await?;
    }
    Ok(())
}

/// What is overdue in all that a supervisor watches, body by body: first the one with what waits
/// longest.
async fn late(visitor: &Visitor, wanted: Wanted, found: &mut Found) -> Result<(), WebError> {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let Some(window) = wanted.window(List::Late) else { return Ok(()) };
    let (who, now) = (caller.person, site.flow().now());
    let mut bodies = store::desk::count_overdue(site.db(), site.at(), now).await?;
    bodies.retain(|(body, _)| caller.reader.handles.contains(body));
    let all = bodies.iter().map(|(_, many)| many).sum();
    let (mut rows, mut skipped) = (Vec::new(), window.offset);
    let mut room = window.limit;
    for (body, many) in bodies {
        if skipped >= many {
            skipped -= many;
            continue;
        }
        if room == 0 {
            break;
        }
        let part = Window { limit: room, offset: skipped };
        rows.extend(store::desk::overdue(site.db(), site.at(), who, (body, now), part).await?);
        room -= room.min(many - skipped);
        skipped = 0;
    }
    if !rows.is_empty() {
        found.add(List::Late, all, rows);
    }
    Ok(())
}

/// The organizations whose supervision step a supervisor of this one takes.
fn supervised(tree: &Tree, organization: OrganizationId) -> Vec<OrganizationId> {
    let mut all = tree.inherited(organization);
    let watched = tree.watched(organization);
    if watched != organization {
        all.extend(tree.inherited(watched));
    }
    all
}
