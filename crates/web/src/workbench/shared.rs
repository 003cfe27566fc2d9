//! What the desk's pages have in common.

use std::collections::BTreeMap;

use domain::access::may_read_desk;
use domain::act::Act;
use domain::ids::{AuthorityId, DisclosureId, OrganizationId, PersonId};
use domain::organization::{Kind, Tree};
use domain::regime::Text;
use domain::scope::Scope;
use domain::slice::Body;
use flow::FlowError;
use identity::Caller;
use store::acts::StoredAct;
use store::disclosures::Disclosure;

use crate::error::WebError;
use crate::locale::Lang;
use crate::site::Site;
use crate::view::Link;
use crate::view::choice::{Choice, Group};
use crate::view::record::{Recorded, Remark};
use crate::visitor::Visitor;

/// A disclosure that this caller handles. To everybody else it does not exist.
pub(super) async fn handled(
    visitor: &Visitor,
    id: &str,
) -> Result<(Disclosure, OrganizationName), WebError> {
    let id: DisclosureId = crate::form::id(id)?;
    let caller = visitor.caller()?;
    let site = &visitor.site;
    let disclosure = store::disclosures::load(site.db(), site.at(), id).await?;
    let asked = flow::asked_bodies(site.db(), site.at(), &disclosure).await?;
    if !may_read_desk(&caller.reader, disclosure.organization, &asked).is_allowed() {
        return Err(FlowError::NotFound.into());
    }
    let tree = site.tree().await?;
    let name = name_of(&tree, disclosure.organization);
    Ok((disclosure, OrganizationName(name)))
}

pub(super) struct OrganizationName(pub(super) String);

impl OrganizationName {
    pub(super) fn link(&self, disclosure: &Disclosure) -> Link {
        Link { name: self.0.clone(), href: format!("/organizations/{}", disclosure.organization) }
    }
}

pub(super) fn name_of(tree: &Tree, id: OrganizationId) -> String {
    tree.get(id).map(|organization| organization.name.clone()).unwrap_or_default()
}

/// Where the edition under way is compared with the published one that it follows. A withdrawn text
/// is open to those alone who handle it.
pub(super) fn compare_href(visitor: &Visitor, disclosure: &Disclosure) -> Option<String> {
    let handles = may_read_desk(&visitor.reader(), disclosure.organization, &[]).is_allowed();
    flow::compare::published_before(disclosure)
        .filter(|_| handles || disclosure.withdrawn_at.is_none())
        .map(|_| format!("/desk/{}/compare", disclosure.id))
}

/// The title as it stands: of the draft, or of the edition under way.
pub(super) async fn title(site: &Site, disclosure: &Disclosure) -> Result<String, WebError> {
    let title = store::drafts::title(site.db(), site.at(), disclosure.id).await?;
    Ok(title.replace('\n', ""))
}

/// The record with names, for the desk.
pub(super) fn record(acts: &[StoredAct], signed: u64, names: &Names) -> Vec<Recorded> {
    let mut lines = Vec::with_capacity(acts.len());
    for stored in acts {
        let Ok(act) = Act::parse(&stored.body) else { continue };
        lines.push(Recorded {
            kind: stored.kind,
            edition: stored.edition,
            organization: act.organization,
            post: act.post,
            hand: act.hand,
            name: name_in(names, stored.person),
            at: stored.at,
            index: Some(stored.log_index).filter(|index| *index < signed),
            note: act.note,
            details: act.details,
            photo_href: None,
        });
    }
    lines
}

/// Names of whoever has to do with one disclosure.
pub(super) type Names = BTreeMap<PersonId, String>;

pub(super) async fn names(site: &Site, id: DisclosureId) -> Result<Names, WebError> {
    Ok(store::persons::concerned(site.db(), site.at(), id).await?)
}

pub(super) fn name_in(names: &Names, person: Option<PersonId>) -> String {
    person.and_then(|person| names.get(&person).cloned()).unwrap_or_default()
}

pub(super) async fn person_name(site: &Site, person: Option<PersonId>) -> Result<String, WebError> {
    let Some(id) = person else { return Ok(String::new()) };
    let person = store::persons::by_id(site.db(), site.at(), id).await?;
    Ok(person.map(|person| person.display_name).unwrap_or_default())
}

pub(super) async fn acts(
    site: &Site,
    disclosure: &Disclosure,
) -> Result<(Vec<StoredAct>, u64), WebError> {
    let at: AuthorityId = site.at();
    let acts = store::acts::of_disclosure(site.db(), at, disclosure.id).await?;
    let log = store::logs::load(site.db(), at).await?;
    Ok((acts, log.map_or(0, |log| log.signed_size)))
}

/// Remarks with the names of whoever wrote them, oldest first.
pub(super) async fn comments(
    site: &Site,
    id: DisclosureId,
    names: &Names,
) -> Result<Vec<Remark>, WebError> {
    let mut remarks = Vec::new();
    for comment in store::comments::of_disclosure(site.db(), site.at(), id).await? {
        let name = name_in(names, Some(comment.person));
        remarks.push(Remark {
            by: format!("{} {name}", comment.post),
            at: comment.written,
            edition: comment.edition,
            slice: comment.slice.map(|at| at + 1),
            text: comment.remark,
        });
    }
    Ok(remarks)
}

/// Why it was last sent back, while it has not been proposed again.
pub(super) fn returned(acts: &[StoredAct]) -> String {
    let last = acts.last().and_then(|act| Act::parse(&act.body).ok());
    last.as_ref().and_then(Act::sent_back).unwrap_or_default().to_owned()
}

pub(super) fn in_language(text: &Text, lang: Lang) -> &str {
    match lang {
        Lang::ZhCn => &text.zh,
        Lang::En => &text.en,
    }
}

/// What sort of bodies some organizations are.
pub(super) fn kinds(tree: &Tree, organizations: &[OrganizationId]) -> Vec<Kind> {
    organizations.iter().filter_map(|id| tree.get(*id)).map(|body| body.kind).collect()
}

/// Items that bodies of these kinds disclose, by category, and the one that is `chosen` already;
/// the value is `regime/item`.
pub(super) fn items(site: &Site, lang: Lang, kinds: &[Kind], chosen: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for regime in site.flow().regimes() {
        let fits = |item: &&domain::regime::Item| {
            chosen == format!("{}/{}", regime.id, item.id)
                || kinds.iter().any(|kind| regime.items_for(*kind).any(|each| each.id == item.id))
        };
        for item in regime.items().iter().filter(fits) {
            let label = format!(
                "{} · {}",
                in_language(&regime.name, lang),
                in_language(&item.category, lang)
            );
            let choice = Choice {
                value: format!("{}/{}", regime.id, item.id),
                label: format!("{} {}", item.id, in_language(&item.name, lang)),
            };
            match groups.iter_mut().find(|group| group.label == label) {
                Some(group) => group.choices.push(choice),
                None => groups.push(Group { label, choices: vec![choice] }),
            }
        }
    }
    groups
}

pub(super) async fn columns(site: &Site) -> Result<Vec<Choice>, WebError> {
    let columns = store::columns::all(site.db(), site.at()).await?;
    let choice = |column: store::columns::Column| Choice {
        value: column.id.to_string(),
        label: column.name,
    };
    Ok(columns.into_iter().map(choice).collect())
}

/// The value of a scope in a form.
pub(super) fn scope_value(scope: &Scope) -> String {
    match scope {
        Scope::Public | Scope::Registered => scope.word().to_owned(),
        Scope::Members { organization } | Scope::Organization { organization } => {
            format!("{}:{organization}", scope.word())
        }
        Scope::Named { persons } => {
            let persons: Vec<_> = persons.iter().map(ToString::to_string).collect();
            format!("named:{}", persons.join(","))
        }
    }
}

pub(super) fn scope_from_value(value: &str) -> Option<Scope> {
    let (word, rest) = value.split_once(':').unwrap_or((value, ""));
    match word {
        "public" => Some(Scope::Public),
        "registered" => Some(Scope::Registered),
        "members" => Some(Scope::Members { organization: rest.parse().ok()? }),
        "organization" => Some(Scope::Organization { organization: rest.parse().ok()? }),
        "named" => {
            let persons: Result<Vec<_>, _> =
                rest.split(',').filter(|id| !id.is_empty()).map(str::parse).collect();
            Some(Scope::Named { persons: persons.ok()? })
        }
        _ => None,
    }
}

/// Whom a scope names, in words; empty for public and registered.
pub(super) async fn circle(site: &Site, tree: &Tree, scope: &Scope) -> Result<String, WebError> {
    match scope {
        Scope::Public | Scope::Registered => Ok(String::new()),
        Scope::Members { organization } | Scope::Organization { organization } => {
            Ok(name_of(tree, *organization))
        }
        Scope::Named { persons } => {
            let mut names = Vec::with_capacity(persons.len());
            for person in persons {
                names.push(person_name(site, Some(*person)).await?);
            }
            Ok(names.join("、"))
        }
    }
}

pub(super) fn sentences(body: &Body) -> Vec<String> {
    let Body::Paragraph { t, .. } = body else { return Vec::new() };
    let mut start = 0;
    let mut sentences = Vec::new();
    for end in intake::cut::sentence_ends(t) {
        if let Some(sentence) = t.get(start..end) {
            sentences.push(sentence.to_owned());
        }
        start = end;
    }
    if let Some(rest) = t.get(start..).filter(|rest| !rest.is_empty()) {
        sentences.push(rest.to_owned());
    }
    sentences
}

/// Titles of the posts of an organization that have a duty for an action; one that nobody holds
/// says so.
pub(super) async fn posts_for(
    visitor: &Visitor,
    organization: OrganizationId,
    action: domain::workflow::Action,
) -> Result<Vec<String>, WebError> {
    let (site, now) = (&visitor.site, visitor.site.flow().now());
    let posts = store::posts::of_organization(site.db(), site.at(), organization).await?;
    let holders = store::posts::holders(site.db(), site.at(), organization, now).await?;
    let is_held = |post: &domain::post::Post| {
        let mut held = holders.iter().map(|holder| &holder.appointment);
        held.any(|held| held.post == post.id && held.holds_at(now))
    };
    let able = posts.into_iter().filter(|post| domain::permission::duty_allows(post.duty, action));
    let title = |post: domain::post::Post| {
        if is_held(&post) {
            post.title
        } else {
            format!("{} {}", post.title, visitor.lang.text("step.vacant"))
        }
    };
    Ok(able.map(title).collect())
}

/// The duties of a caller in some organizations.
pub(super) fn duties_at(
    caller: &Caller,
    organizations: &[OrganizationId],
) -> Vec<domain::post::Duty> {
    let here = caller.posts.iter().filter(|post| organizations.contains(&post.organization));
    here.map(|post| post.duty).collect()
}
